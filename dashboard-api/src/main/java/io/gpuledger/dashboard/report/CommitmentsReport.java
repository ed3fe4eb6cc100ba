package io.gpuledger.dashboard.report;

import io.gpuledger.cost.commitment.BurnDown;
import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentShare;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.commitment.SlaPosition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.dashboard.query.CommitmentFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The commitments of a month. Amounts are exact, an unknown one is empty. */
public final class CommitmentsReport {
  private static final int RATIO_DIGITS = 6;

  private CommitmentsReport() {}

  /** The report: commitments, who bears what, burn-down of spend commitments, make-up rights. */
  public static ReportDocument of(CommitmentFigures figures, Map<String, Object> snapshot) {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("period", figures.period().toString()));
    facts.add(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    if (figures.waitingDeliveries() > 0) {
      facts.add(
          List.of(
              "note",
              figures.waitingDeliveries()
                  + " deliveries that came or went are still being allocated"));
    }
    return new ReportDocument(
        "commitments",
        "Commitments",
        figures.period().toString(),
        String.valueOf(snapshot.get("asOf")),
        List.of(
            commitments(figures),
            shares(figures),
            burnDowns(figures),
            MakeUpTable.of(figures),
            Facts.of(facts)));
  }

  private static Table commitments(CommitmentFigures figures) {
    return Table.listing(
        "Commitments",
        List.of(
            Column.text("commitment", "Commitment"),
            Column.text("provider", "Provider"),
            Column.text("configured", "Configured"),
            Column.text("kind", "Kind"),
            Column.text("status", "Status"),
            Column.date("term_start", "Term starts"),
            Column.date("term_end", "Term ends"),
            Column.text("currency", "Currency"),
            Column.text("cost_from", "Cost from"),
            Column.text("unused_owner", "Owner of the unused part"),
            Column.money("purchased_upfront", "Purchased upfront"),
            Column.money("purchased_recurring", "Purchased recurring"),
            Column.money("amortised", "Amortised"),
            Column.money("used", "Used"),
            Column.money("unused", "Unused"),
            Column.money("other", "Other"),
            Column.ratio("utilisation", "Utilisation"),
            Column.ratio("coverage", "Coverage"),
            Column.ratio("break_even", "Break-even"),
            Column.money("sla_claimed", "SLA credits claimed"),
            Column.money("sla_received", "SLA credits received"),
            Column.money("sla_open", "SLA credits open")),
        figures.rows().stream().map(row -> row(row, figures)).toList());
  }

  private static Table shares(CommitmentFigures figures) {
    List<Row> rows = new ArrayList<>();
    for (CommitmentFigures.Row row : figures.rows()) {
      for (CommitmentShare share : row.statement().shares()) {
        rows.add(
            Row.of(
                List.of(
                    row.id(),
                    row.statement().currency(),
                    share.used() ? "used" : "unused",
                    share.party(),
                    share.cost().amount().toString())));
      }
      if (!row.statement().unobserved().isZero()) {
        rows.add(
            Row.of(
                List.of(
                    row.id(),
                    row.statement().currency(),
                    "unobserved",
                    "-",
                    row.statement().unobserved().toString())));
      }
    }
    return Table.of(
        "Who bears what",
        List.of(
            Column.text("commitment", "Commitment"),
            Column.text("currency", "Currency"),
            Column.text("part", "Part"),
            Column.text("party", "Party"),
            Column.money("cost", "Cost")),
        rows);
  }

  private static Table burnDowns(CommitmentFigures figures) {
    List<Row> rows = new ArrayList<>();
    for (CommitmentFigures.Row row : figures.rows()) {
      row.statement().burnDown().ifPresent(of -> rows.add(burnDown(row, of)));
    }
    return Table.listing(
        "Burn-down of spend commitments",
        List.of(
            Column.text("commitment", "Commitment"),
            Column.text("currency", "Currency"),
            Column.date("period_start", "Period starts"),
            Column.date("period_end", "Period ends"),
            Column.money("committed", "Committed"),
            Column.money("direct", "Direct"),
            Column.money("marketplace", "Marketplace"),
            Column.money("marketplace_limit", "Marketplace limit"),
            Column.money("counted", "Counted"),
            Column.money("remaining", "Remaining"),
            Column.money("projected", "Projected"),
            Column.money("projected_shortfall", "Projected shortfall"),
            Column.money("shortfall_to_date", "Shortfall to date")),
        rows);
  }

  private static Row row(CommitmentFigures.Row row, CommitmentFigures figures) {
    CommitmentStatement of = row.statement();
    Optional<Commitment> commitment = row.entry().map(CommitmentEntry::commitment);
    Optional<SlaPosition> sla =
        row.entry()
            .map(CommitmentEntry::slaCredits)
            .filter(credits -> !credits.isEmpty())
            .map(credits -> SlaPosition.of(credits, figures.asOf()));
    return Row.of(
        List.of(
            row.id(),
            row.provider(),
            commitment.isPresent() ? "yes" : "not configured",
            commitment.map(c -> c.kind().text()).orElse(""),
            commitment.map(c -> c.statusAt(figures.asOf()).focusValue()).orElse(""),
            commitment.map(c -> c.term().start().toString()).orElse(""),
            commitment.map(c -> c.end().toString()).orElse(""),
            of.currency(),
            of.origin() == CommitmentStatement.Origin.BILL ? "bill" : "contract",
            unusedOwner(row),
            text(of.purchased().map(CommitmentStatement.Purchased::upfront)),
            text(of.purchased().map(CommitmentStatement.Purchased::recurring)),
            text(of.amortised()),
            text(of.used()),
            text(of.unused()),
            of.other().toString(),
            ratio(of.utilisation()),
            ratio(of.coverage()),
            ratio(of.breakEven()),
            text(sla.map(SlaPosition::claimed)),
            text(sla.map(SlaPosition::received)),
            text(sla.map(SlaPosition::open))));
  }

  private static String unusedOwner(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().parties().unusedOwner())
        .orElseGet(
            () ->
                row.statement().unusedShares().stream()
                    .map(CommitmentShare::party)
                    .distinct()
                    .collect(Collectors.joining(" ")));
  }

  private static Row burnDown(CommitmentFigures.Row row, BurnDown of) {
    return Row.of(
        List.of(
            row.id(),
            row.statement().currency(),
            of.target().period().start().toString(),
            of.target().period().end().toString(),
            of.target().committed().toString(),
            of.direct().toString(),
            of.marketplace().toString(),
            of.target().marketplaceLimit().toString(),
            of.counted().toString(),
            of.remaining().toString(),
            text(of.projected()),
            text(of.projectedShortfall()),
            text(of.shortfallToDate())));
  }

  private static String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse("");
  }

  private static String ratio(Optional<Ratio> ratio) {
    return ratio.map(of -> of.displayed(RATIO_DIGITS).toPlainString()).orElse("");
  }
}
