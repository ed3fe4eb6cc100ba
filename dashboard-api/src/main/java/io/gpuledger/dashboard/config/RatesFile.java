package io.gpuledger.dashboard.config;

import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Exchange rates out of a CSV file with a head of {@code date,from,to,rate,purpose}, in any order,
 * and {@code source} where the file has one: on {@code date} one {@code from} is {@code rate} of
 * {@code to}. A monthly average holds for its month and begins on the first of it; every other rate
 * holds from its day to the next one of its pair and purpose, the last one on. Each fault stands at
 * its line and field.
 */
final class RatesFile {
  /** A longer file is refused. */
  static final int MAX_BYTES = 16 << 20;

  private static final List<String> NEEDED = List.of("date", "from", "to", "rate", "purpose");
  private static final String SOURCE = "source";

  /** No rate is older; it ends before {@link CurrenciesSection#OPEN_END}. */
  private static final LocalDate FIRST_DAY = LocalDate.EPOCH;

  private final String name;
  private final ConfigFaults faults;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<Key, TreeMap<LocalDate, Row>> rows = new HashMap<>();

  private record Key(CurrencyPair pair, RatePurpose purpose) {}

  private record Row(long line, Amount rate, String source) {}

  private RatesFile(String name, ConfigFaults faults) {
    this.name = name;
    this.faults = faults;
  }

  /**
   * The rates of a text; where it has faults, those that have none.
   *
   * @param name of the file, as its faults name it
   */
  static List<ExchangeRate> read(String name, String text, ConfigFaults faults) {
    RatesFile file = new RatesFile(name, faults);
    long line = 0;
    for (String raw : text.split("\r?\n", -1)) {
      line++;
      String record = line == 1 && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
      if (!record.isBlank() && !record.startsWith("#")) {
        List<String> cells = cells(record);
        if (file.columns.isEmpty()) {
          if (!file.head(line, cells)) {
            return List.of();
          }
        } else {
          file.row(line, cells);
        }
      }
    }
    if (file.columns.isEmpty()) {
      file.fault(0, 0, "", "is empty: expected a head of " + String.join(",", NEEDED));
    }
    return file.rates();
  }

  /** Fields of a line; what stands between quotes is one, whatever commas it has. */
  private static List<String> cells(String record) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private boolean head(long line, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String column = cells.get(i).toLowerCase(Locale.ROOT);
      boolean known = NEEDED.contains(column) || column.equals(SOURCE);
      if (!known || columns.putIfAbsent(column, i) != null) {
        fault(
            line,
            i + 1,
            "",
            "\"" + cells.get(i) + "\" is not one column of " + String.join(",", NEEDED));
      }
    }
    for (String column : NEEDED) {
      if (!columns.containsKey(column)) {
        fault(line, 0, column, "the head lacks column \"" + column + "\"");
      }
    }
    return columns.keySet().containsAll(NEEDED);
  }

  private void row(long line, List<String> cells) {
    if (cells.size() > columns.size()) {
      // A decimal comma would cut a rate short, and nobody would see it.
      fault(
          line,
          columns.size() + 1,
          "",
          cells.size() + " cells for " + columns.size() + " columns; a decimal has a point");
      return;
    }
    Optional<LocalDate> date =
        cell(line, cells, "date", "a date such as 2026-10-01", RatesFile::date);
    Optional<String> from =
        cell(line, cells, "from", "a currency code such as USD", Scalars::currency);
    Optional<String> to = cell(line, cells, "to", "a currency code such as EUR", Scalars::currency);
    Optional<Amount> rate =
        cell(
            line,
            cells,
            "rate",
            "a decimal above 0 with a point, such as 0.92",
            Scalars::positiveAmount);
    Optional<RatePurpose> purpose =
        cell(
            line,
            cells,
            "purpose",
            Scalars.words(RatePurpose.class),
            text -> Scalars.word(RatePurpose.class, text));
    if (date.isEmpty() || from.isEmpty() || to.isEmpty() || rate.isEmpty() || purpose.isEmpty()) {
      return;
    }
    if (from.get().equals(to.get())) {
      fault(line, at("to"), "to", to.get() + " is the same currency as \"from\"");
      return;
    }
    if (purpose.get() == RatePurpose.MONTHLY_AVERAGE && date.get().getDayOfMonth() != 1) {
      fault(line, at("date"), "date", "a monthly average begins on the first of its month");
      return;
    }
    Integer source = columns.get(SOURCE);
    String named = source != null && source < cells.size() ? cells.get(source) : "";
    Row before =
        rows.computeIfAbsent(
                new Key(new CurrencyPair(from.get(), to.get()), purpose.get()),
                key -> new TreeMap<>())
            .putIfAbsent(date.get(), new Row(line, rate.get(), named.isBlank() ? name : named));
    if (before != null) {
      fault(line, at("date"), "date", "the same rate stands on line " + before.line() + " already");
    }
  }

  private static LocalDate date(String text) {
    LocalDate date = LocalDate.parse(text);
    if (date.isBefore(FIRST_DAY) || !start(date).isBefore(CurrenciesSection.OPEN_END)) {
      throw new IllegalArgumentException(text);
    }
    return date;
  }

  private <T> Optional<T> cell(
      long line, List<String> cells, String column, String expected, Function<String, T> parse) {
    int at = at(column);
    String text = at <= cells.size() ? cells.get(at - 1) : "";
    if (text.isEmpty()) {
      fault(line, at, column, "is missing: expected " + expected);
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      fault(line, at, column, "\"" + text + "\" is not " + expected);
      return Optional.empty();
    }
  }

  /** The place of a column, from 1. */
  private int at(String column) {
    return columns.getOrDefault(column, 0) + 1;
  }

  private List<ExchangeRate> rates() {
    List<ExchangeRate> rates = new ArrayList<>();
    rows.forEach(
        (key, byDate) ->
            byDate.forEach(
                (date, row) -> {
                  Optional<ExchangeRate> rate =
                      made(key, row, new TimeRange(start(date), end(key, date, byDate)));
                  rate.ifPresent(rates::add);
                }));
    return rates;
  }

  private Optional<ExchangeRate> made(Key key, Row row, TimeRange valid) {
    try {
      return Optional.of(
          new ExchangeRate(key.pair(), key.purpose(), row.rate(), valid, row.source()));
    } catch (RefusedException e) {
      e.problems().forEach(problem -> fault(row.line(), 0, problem.field(), problem.message()));
      return Optional.empty();
    }
  }

  private static Instant end(Key key, LocalDate date, NavigableMap<LocalDate, Row> byDate) {
    if (key.purpose() == RatePurpose.MONTHLY_AVERAGE) {
      return start(YearMonth.from(date).plusMonths(1).atDay(1));
    }
    LocalDate next = byDate.higherKey(date);
    return next == null ? CurrenciesSection.OPEN_END : start(next);
  }

  private static Instant start(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private void fault(long line, int column, String field, String message) {
    faults.add(new Location(name, line, column), field, message);
  }
}
