package io.gpuledger.cost.currency;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts UTC days into spans in which every currency converts by one rate. A day converts by the rate
 * of its first instant. A span never crosses the border of a month: a month converts to the same
 * digits whether it is asked for alone or among others.
 */
public final class RateSpans {
  private RateSpans() {}

  /**
   * The first days of the spans, ascending; the first is {@code first}.
   *
   * @param to the wanted currency
   * @param first first day
   * @param end day after the last
   */
  public static List<LocalDate> of(
      BookRates rates, String to, RatePurpose purpose, LocalDate first, LocalDate end) {
    List<String> currencies = new ArrayList<>(rates.currencies());
    currencies.remove(to);
    List<LocalDate> starts = new ArrayList<>();
    Map<String, Optional<UsedRate>> before = Map.of();
    for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
      Map<String, Optional<UsedRate>> now = new LinkedHashMap<>();
      for (String from : currencies) {
        var at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        now.put(from, rates.at(at).rateOf(new CurrencyPair(from, to), purpose, at));
      }
      boolean newMonth = !YearMonth.from(day).equals(YearMonth.from(day.minusDays(1)));
      if (starts.isEmpty() || newMonth || !now.equals(before)) {
        starts.add(day);
      }
      before = now;
    }
    return List.copyOf(starts);
  }
}
