package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.FigureChange;
import io.gpuledger.cost.close.FigureDiff;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.PricedUsage;
import io.gpuledger.cost.close.SignOff;
import io.gpuledger.cost.close.WhyChanged;
import io.gpuledger.cost.currency.RateChange;
import io.gpuledger.cost.currency.RateLock;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.CloseReader;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Closes as the API answers them: amounts as canonical text, null where there is none. */
final class CloseView {
  /** Most changed figures, or corrections, that are listed one by one; sums hold all of them. */
  static final int ROWS_LIMIT = 500;

  private CloseView() {}

  private static Map<String, Object> fields(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  /** What a list shows of a period. */
  static Map<String, Object> head(StoredClose close, boolean ended) {
    BookPeriod period = close.period();
    return fields(
        "period", period.name(),
        "firstDay", period.firstDay().toString(),
        "lastDay", period.lastDay().toString(),
        "zone", period.zone().getId(),
        "ended", ended,
        "state", close.state().name().toLowerCase(Locale.ROOT),
        "words", close.state().text(),
        "preparedBy", preparer(close),
        "signOff", close.signOff().map(CloseView::signOff));
  }

  /** Who prepared a period that is in review. */
  private static Optional<String> preparer(StoredClose close) {
    return close.state() == CloseState.IN_REVIEW
        ? close.toRule(List.of()).preparer()
        : Optional.empty();
  }

  private static Map<String, Object> signOff(SignOff signed) {
    return fields(
        "preparer", signed.preparer(), "by", signed.by(), "at", signed.at(), "asOf", signed.asOf());
  }

  static List<Map<String, Object>> history(StoredClose close) {
    return close.steps().stream()
        .map(
            step ->
                fields(
                    "at", step.event().at(),
                    "by", step.event().by(),
                    "from", step.event().from().text(),
                    "to", step.event().to().text(),
                    "reason", step.event().reason().isEmpty() ? null : step.event().reason(),
                    "asOf", step.asOf()))
        .toList();
  }

  static Map<String, Object> item(CheckedItem item) {
    return fields(
        "item", item.id(),
        "title", item.title(),
        "required", item.required(),
        "acknowledgeable", item.acknowledgeable(),
        "state", item.state().code(),
        "reason", item.reason(),
        "by", item.who().isEmpty() ? null : item.who(),
        "note", item.note().isEmpty() ? null : item.note());
  }

  /** Totals, totals by team and the bridge, as of an instant. */
  static Map<String, Object> figures(SignedFigures figures) {
    return fields(
        "asOf", figures.detail().asOf(),
        "totals", sums(figures.by(List.of()), List.of()),
        "byTeam", sums(figures.by(List.of("team")), List.of("team")),
        "bridge",
            figures.bridge().stream()
                .map(
                    line ->
                        fields(
                            "currency", line.currency(),
                            "line", line.line().code(),
                            "words", line.line().words(),
                            "amount", text(line.amount())))
                .toList());
  }

  /** A row for each group and currency, with both metrics. */
  private static List<Map<String, Object>> sums(
      SortedMap<FigureKey, Amount> figures, List<String> keys) {
    SortedMap<FigureKey, Map<String, Object>> rows = new TreeMap<>();
    figures.forEach(
        (key, amount) -> {
          Map<String, String> groups = new TreeMap<>(key.groups());
          String metric = String.valueOf(groups.remove("metric"));
          Map<String, Object> row =
              rows.computeIfAbsent(
                  FigureKey.of(groups, key.currency()),
                  of -> {
                    Map<String, Object> made = new LinkedHashMap<>();
                    keys.forEach(name -> made.put(name, groups.get(name)));
                    made.put("currency", key.currency());
                    made.put("billed", Optional.empty());
                    made.put("effective", Optional.empty());
                    return made;
                  });
          row.put(metric, amount.toString());
        });
    return List.copyOf(rows.values());
  }

  /**
   * What is not as it was signed: the largest changes, their exact sums, and what was delivered.
   */
  static Map<String, Object> changes(
      SignedFigures signed,
      SignedFigures now,
      List<PeriodFacts.Redelivery> deliveries,
      List<RateChange> rates) {
    List<FigureChange> changes =
        new ArrayList<>(FigureDiff.of(signed.detail(), now.detail()).changes());
    changes.sort(
        Comparator.comparing((FigureChange change) -> size(change.delta()))
            .reversed()
            .thenComparing(FigureChange::key));
    return fields(
        "since", signed.detail().asOf(),
        "totals", changedTotals(signed, now),
        "rows", changes.stream().limit(ROWS_LIMIT).map(CloseView::change).toList(),
        "totalRows", changes.size(),
        "rates", rates.stream().map(CloseView::rateChange).toList(),
        "deliveries",
            deliveries.stream()
                .map(
                    delivery ->
                        fields(
                            "deliveryId", delivery.deliveryId(),
                            "source", delivery.source(),
                            "account", delivery.account(),
                            "kind", delivery.kind(),
                            "recordedAt", delivery.recordedAt()))
                .toList());
  }

  private static Map<String, Object> rateChange(RateChange change) {
    return fields(
        "from", change.pair().from(),
        "to", change.pair().to(),
        "purpose", change.purpose().word(),
        "validFrom", change.from(),
        "before", change.before().map(rate -> rate.perUnit().toString()),
        "after", change.after().map(rate -> rate.perUnit().toString()),
        "words", change.words());
  }

  /** The rates that a sign-off locked. */
  static List<Map<String, Object>> rates(RateLock lock) {
    return lock.rates().rates().stream()
        .map(
            rate ->
                fields(
                    "from", rate.pair().from(),
                    "to", rate.pair().to(),
                    "purpose", rate.purpose().word(),
                    "rate", rate.perUnit().toString(),
                    "validFrom", rate.valid().start(),
                    "validTo", rate.valid().end(),
                    "source", rate.source()))
        .toList();
  }

  private static Amount size(Amount amount) {
    return amount.signum() < 0 ? amount.negated() : amount;
  }

  private static List<Map<String, Object>> changedTotals(SignedFigures signed, SignedFigures now) {
    SortedMap<FigureKey, Amount> before = signed.by(List.of());
    SortedMap<FigureKey, Amount> after = now.by(List.of());
    TreeSet<FigureKey> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys.stream()
        .map(
            key -> {
              FigureChange change =
                  new FigureChange(
                      key,
                      Optional.ofNullable(before.get(key)),
                      Optional.ofNullable(after.get(key)));
              return fields(
                  "metric", key.groups().get("metric"),
                  "currency", key.currency(),
                  "before", text(change.before()),
                  "after", text(change.after()),
                  "delta", change.delta().toString());
            })
        .toList();
  }

  private static Map<String, Object> change(FigureChange change) {
    Map<String, Object> row = groups(change.key());
    row.put("before", text(change.before()));
    row.put("after", text(change.after()));
    row.put("delta", change.delta().toString());
    return row;
  }

  private static Map<String, Object> groups(FigureKey key) {
    Map<String, Object> row = new LinkedHashMap<>();
    CloseReader.FIGURE_KEYS.forEach(name -> row.put(name, key.groups().get(name)));
    row.put("currency", key.currency());
    return row;
  }

  /** Corrections one by one, with their exact sums. */
  static Map<String, Object> corrections(
      List<CorrectionLine> booked, List<CorrectionLine> pending) {
    SortedMap<FigureKey, Amount> sums = new TreeMap<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (boolean open : List.of(false, true)) {
      for (CorrectionLine line : open ? pending : booked) {
        String metric = line.key().groups().getOrDefault("metric", "");
        sums.merge(
            FigureKey.of(Map.of("metric", metric), line.key().currency()),
            line.delta(),
            Amount::plus);
        if (rows.size() < ROWS_LIMIT) {
          Map<String, Object> row = groups(line.key());
          row.put("id", line.id());
          row.put("corrects", line.corrects().name());
          row.put("bookedIn", line.bookedIn().name());
          row.put("date", line.date().toString());
          row.put("amount", line.delta().toString());
          row.put("pending", open);
          rows.add(row);
        }
      }
    }
    List<Map<String, Object>> totals = new ArrayList<>();
    sums.forEach(
        (key, amount) ->
            totals.add(
                fields(
                    "metric", key.groups().get("metric"),
                    "currency", key.currency(),
                    "amount", amount.toString())));
    return fields("totals", totals, "rows", rows, "totalRows", booked.size() + pending.size());
  }

  /** Why billed cost is not that of the period before, in three lines by currency. */
  static Map<String, Object> why(
      BookPeriod before, Map<String, List<PricedUsage>> old, Map<String, List<PricedUsage>> now) {
    TreeSet<String> currencies = new TreeSet<>(old.keySet());
    currencies.addAll(now.keySet());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String currency : currencies) {
      List<PricedUsage> first = old.getOrDefault(currency, List.of());
      List<PricedUsage> second = now.getOrDefault(currency, List.of());
      WhyChanged why = WhyChanged.of(first, second);
      rows.add(
          fields(
              "currency", currency,
              "before", cost(first).toString(),
              "after", cost(second).toString(),
              "change", why.change().toString(),
              "lines", lines(why)));
    }
    return fields("before", before.name(), "metric", "billed", "rows", rows);
  }

  private static Amount cost(List<PricedUsage> usages) {
    return usages.stream().map(PricedUsage::cost).reduce(Amount.ZERO, Amount::plus);
  }

  private static List<Map<String, Object>> lines(WhyChanged why) {
    return List.of(
        fields(
            "line", "usage",
            "amount", why.usage().toString(),
            "words", "More or less used, at the average price before"),
        fields(
            "line",
            "rate",
            "amount",
            why.rate().toString(),
            "words",
            "Other prices" + why.mostByRate().map(key -> ", most by " + key).orElse("")),
        fields(
            "line",
            "mix_and_one_off",
            "amount",
            why.mixAndOneOff().toString(),
            "words",
            "Other things used, and what came, went or is not counted"
                + why.mostByOneOff().map(key -> ", most by " + key).orElse("")));
  }

  private static @Nullable String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse(null);
  }
}
