package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.BilledCommitment;
import io.gpuledger.cost.commitment.BurnDown;
import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentShare;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commitments as the API answers them. Amounts are exact texts, ratios are for the screen. */
final class CommitmentView {
  private static final int RATIO_DIGITS = 6;

  private CommitmentView() {}

  static Map<String, Object> of(CommitmentFigures figures, Snapshot snapshot) {
    Map<String, Object> totals = new LinkedHashMap<>();
    figures
        .totals()
        .forEach(
            (currency, total) ->
                totals.put(
                    currency,
                    Answers.fields(
                        "amortised", total.amortised().toString(),
                        "used", total.used().toString(),
                        "unused", total.unused().toString(),
                        "useUnknown", total.useUnknown().toString())));
    return Answers.fields(
        "period",
        figures.period().toString(),
        "rows",
        figures.rows().stream().map(row -> row(row, figures)).toList(),
        "totals",
        totals,
        "waitingDeliveries",
        figures.waitingDeliveries(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static Map<String, Object> row(CommitmentFigures.Row row, CommitmentFigures figures) {
    CommitmentStatement statement = row.statement();
    Optional<Commitment> commitment = row.entry().map(CommitmentEntry::commitment);
    Map<String, Object> fields =
        Answers.fields(
            "commitment", row.id(),
            "provider", row.provider(),
            "configured", row.entry().isPresent(),
            "onBill", row.billed().isPresent(),
            "contract", contract(row),
            "kind",
                commitment
                    .map(c -> c.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .orElse(null),
            "kindWords", kindWords(row),
            "status", commitment.map(c -> c.statusAt(figures.asOf()).focusValue()).orElse(null),
            "termStart", termStart(row),
            "termEnd", termEnd(row),
            "paymentModel",
                commitment
                    .filter(c -> c.terms() instanceof HourlyTerms)
                    .map(c -> ((HourlyTerms) c.terms()).paymentModel())
                    .orElse(null),
            "purchaser", commitment.map(c -> c.parties().purchaser()).orElse(null),
            "currency", statement.currency(),
            "origin", statement.origin().name().toLowerCase(Locale.ROOT));
    fields.put(
        "purchased",
        statement
            .purchased()
            .map(
                paid ->
                    Answers.fields(
                        "upfront", paid.upfront().toString(),
                        "recurring", paid.recurring().toString()))
            .orElse(null));
    fields.put("amortised", text(statement.amortised()));
    fields.put("used", text(statement.used()));
    fields.put("unused", text(statement.unused()));
    fields.put("unobserved", statement.unobserved().toString());
    fields.put("other", statement.other().toString());
    fields.put("unusedOwner", unusedOwner(row));
    fields.put("shares", shares(statement));
    fields.put("quantities", quantities(row.billed()));
    fields.put("utilisation", ratio(statement.utilisation()));
    fields.put("coverage", ratio(statement.coverage()));
    fields.put("breakEven", ratio(statement.breakEven()));
    fields.put("burnDown", statement.burnDown().map(CommitmentView::burnDown).orElse(null));
    fields.put("makeUp", MakeUpView.of(row));
    fields.put("slaCredits", SlaCreditsView.of(row, figures.asOf()));
    fields.put("notes", notes(row));
    return fields;
  }

  private static @Nullable String contract(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().key().contractId())
        .or(() -> row.described().map(CommitmentFigures.Described::contractId))
        .orElse(null);
  }

  private static @Nullable String kindWords(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().kind().text())
        .or(() -> row.described().map(CommitmentFigures.Described::type))
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  private static @Nullable String termStart(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().term().start().toString())
        .or(() -> row.described().map(CommitmentFigures.Described::start))
        .orElse(null);
  }

  private static @Nullable String termEnd(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().end().toString())
        .or(() -> row.described().map(CommitmentFigures.Described::end))
        .orElse(null);
  }

  /** Who bears the unused part: the contract's party, or who ownership rules name if they agree. */
  private static @Nullable String unusedOwner(CommitmentFigures.Row row) {
    if (row.entry().isPresent()) {
      return row.entry().get().commitment().parties().unusedOwner();
    }
    List<CommitmentShare> unused = row.statement().unusedShares();
    return unused.size() == 1 ? unused.get(0).party() : null;
  }

  private static List<Map<String, Object>> shares(CommitmentStatement statement) {
    List<Map<String, Object>> shares = new ArrayList<>();
    Map<String, Amount> sums = new LinkedHashMap<>();
    for (CommitmentShare share : statement.shares()) {
      String key = (share.used() ? "used " : "unused ") + share.party();
      sums.merge(key, share.cost().amount(), Amount::plus);
    }
    sums.forEach(
        (key, cost) -> {
          boolean used = key.startsWith("used ");
          shares.add(
              Answers.fields(
                  "party", key.substring(used ? 5 : 7),
                  "used", used,
                  "cost", cost.toString()));
        });
    return shares;
  }

  private static @Nullable Map<String, Object> quantities(Optional<BilledCommitment> billed) {
    return billed
        .flatMap(BilledCommitment::quantities)
        .map(
            of ->
                Answers.fields(
                    "used", of.used().toString(),
                    "unused", of.unused().toString(),
                    "unit", of.unit()))
        .orElse(null);
  }

  private static List<String> notes(CommitmentFigures.Row row) {
    List<String> notes = new ArrayList<>();
    if (row.entry().isEmpty()) {
      notes.add("Not configured: the bill names it, the configuration has no contract of it.");
    } else if (row.billed().isEmpty() && row.statement().burnDown().isEmpty()) {
      notes.add("No charge of the month names it.");
    }
    notes.addAll(row.statement().notes());
    return notes;
  }

  private static Map<String, Object> burnDown(BurnDown of) {
    return Answers.fields(
        "periodStart", of.target().period().start().toString(),
        "periodEnd", of.target().period().end().toString(),
        "asOf", of.asOf().toString(),
        "committed", of.target().committed().toString(),
        "direct", of.direct().toString(),
        "marketplace", of.marketplace().toString(),
        "marketplaceLimit", of.target().marketplaceLimit().toString(),
        "marketplaceCounted", of.marketplaceCounted().toString(),
        "marketplaceBeyondLimit", of.marketplaceBeyondLimit().toString(),
        "counted", of.counted().toString(),
        "remaining", of.remaining().toString(),
        "burned", of.burned().displayed(RATIO_DIGITS),
        "elapsed", elapsed(of),
        "projected", text(of.projected()),
        "projectedShortfall", text(of.projectedShortfall()),
        "shortfallToDate", text(of.shortfallToDate()));
  }

  /** The part of the target's period that has gone by. */
  private static @Nullable BigDecimal elapsed(BurnDown of) {
    return Ratios.of(
        BigInteger.valueOf(of.target().period().before(of.asOf()).toSeconds()),
        BigInteger.valueOf(of.target().period().length().toSeconds()));
  }

  private static @Nullable BigDecimal ratio(Optional<Ratio> ratio) {
    return ratio.map(of -> of.displayed(RATIO_DIGITS)).orElse(null);
  }

  private static @Nullable String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse(null);
  }
}
