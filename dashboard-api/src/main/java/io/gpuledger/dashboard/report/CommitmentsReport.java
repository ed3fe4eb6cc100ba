package io.gpuledger.dashboard.report;

import io.gpuledger.cost.commitment.BurnDown;
import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentShare;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.commitment.SlaPosition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.dashboard.query.CommitmentFigures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The commitments of a month, for a spreadsheet. Amounts are exact, an unknown one is empty. */
public final class CommitmentsReport {
  private static final int RATIO_DIGITS = 6;

  private CommitmentsReport() {}

  /** The report as CSV: commitments, who bears what, then the burn-down of spend commitments. */
  public static byte[] toCsv(CommitmentFigures figures, Map<String, Object> snapshot) {
    CsvText csv = new CsvText();
    csv.texts(
        List.of(
            "commitment",
            "provider",
            "configured",
            "kind",
            "status",
            "term_start",
            "term_end",
            "currency",
            "cost_from",
            "unused_owner",
            "purchased_upfront",
            "purchased_recurring",
            "amortised",
            "used",
            "unused",
            "other",
            "utilisation",
            "coverage",
            "break_even",
            "sla_claimed",
            "sla_received",
            "sla_open"));
    figures.rows().forEach(row -> row(csv, row, figures));
    csv.texts(List.of());
    csv.texts(List.of("commitment", "currency", "part", "party", "cost"));
    for (CommitmentFigures.Row row : figures.rows()) {
      for (CommitmentShare share : row.statement().shares()) {
        csv.record(
            List.of(
                row.id(),
                row.statement().currency(),
                share.used() ? "used" : "unused",
                share.party()),
            List.of(share.cost().amount().toString()));
      }
    }
    csv.texts(List.of());
    csv.texts(
        List.of(
            "commitment",
            "currency",
            "period_start",
            "period_end",
            "committed",
            "direct",
            "marketplace",
            "marketplace_limit",
            "counted",
            "remaining",
            "projected",
            "projected_shortfall",
            "shortfall_to_date"));
    for (CommitmentFigures.Row row : figures.rows()) {
      row.statement().burnDown().ifPresent(of -> burnDown(csv, row, of));
    }
    csv.texts(List.of());
    csv.texts(List.of("period", figures.period().toString()));
    csv.texts(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    if (figures.waitingDeliveries() > 0) {
      csv.texts(
          List.of(
              "note",
              figures.waitingDeliveries()
                  + " deliveries that came or went are still being allocated"));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void row(CsvText csv, CommitmentFigures.Row row, CommitmentFigures figures) {
    CommitmentStatement of = row.statement();
    Optional<Commitment> commitment = row.entry().map(CommitmentEntry::commitment);
    Optional<SlaPosition> sla =
        row.entry()
            .map(CommitmentEntry::slaCredits)
            .filter(credits -> !credits.isEmpty())
            .map(credits -> SlaPosition.of(credits, figures.asOf()));
    csv.record(
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
            unusedOwner(row)),
        List.of(
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

  private static void burnDown(CsvText csv, CommitmentFigures.Row row, BurnDown of) {
    csv.record(
        List.of(
            row.id(),
            row.statement().currency(),
            of.target().period().start().toString(),
            of.target().period().end().toString()),
        List.of(
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
