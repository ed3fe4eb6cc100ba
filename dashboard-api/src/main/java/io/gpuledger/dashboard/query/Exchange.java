package io.gpuledger.dashboard.query;

import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.VarianceInCurrency;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.ConvertedParts;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.currency.RateSpans;
import io.gpuledger.cost.currency.UsedRate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.query.ArrayParameter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Converts the amounts of one answer into a currency and notes by which rates, and what had none.
 * The amounts of a currency and a span of days are converted as a whole; its parts are divided
 * after that, so that they sum to it exactly. For one request and one thread.
 */
public final class Exchange {
  private final String currency;
  private final RatePurpose purpose;
  private final BookRates rates;
  private final boolean books;
  private final Map<Used, LocalDate> used = new LinkedHashMap<>();
  private final SortedMap<String, Amount> unconverted = new TreeMap<>();
  private final TreeSet<String> missing = new TreeSet<>();

  private record Used(String from, UsedRate rate, Optional<String> lockedBy) {}

  /** What is converted as a whole: all of a currency in the days that begin with one. */
  record Whole(String currency, LocalDate day) {}

  /** A part of a whole. */
  record Part(Whole of, Amount amount) {}

  /**
   * An amount after it: in the wanted currency, or as it came where no rate was there.
   *
   * @param original as it came
   * @param rate one to one where it was not converted
   */
  record Exchanged(String currency, Amount amount, Amount original, UsedRate rate) {
    /** The parts of this part; they sum to its amount. */
    List<Amount> divided(List<Amount> parts) {
      return ConvertedParts.of(original, amount, rate, parts);
    }
  }

  /**
   * The wholes and their parts, each list in the order it was given.
   *
   * @param wholes by currency and day
   */
  record Result(Map<Whole, Exchanged> wholes, List<Exchanged> parts) {}

  private Exchange(String currency, RatePurpose purpose, BookRates rates, boolean books) {
    this.books = books;
    this.currency = currency;
    this.purpose = purpose;
    this.rates = rates;
  }

  /** Conversion into a currency by the rates of a purpose. */
  public static Exchange into(String currency, RatePurpose purpose, BookRates rates) {
    return new Exchange(currency, purpose, rates, false);
  }

  /** The same by what own books go by, where they are kept in this currency. */
  public Exchange ofBooks(Optional<String> book) {
    return new Exchange(currency, purpose, rates, book.equals(Optional.of(currency)));
  }

  /** What moved rates cost at the payment of invoices; none in another currency than the books'. */
  public InvoiceDifferences differences(InvoiceFigures invoices) {
    return books
        ? InvoiceDifferences.of(
            invoices.tieOuts().stream().flatMap(tie -> tie.total().stream()).toList(),
            currency,
            rates)
        : InvoiceDifferences.NONE;
  }

  /** The rule that compares two months in this currency. */
  VarianceInCurrency between(YearMonth before, YearMonth after) {
    return new VarianceInCurrency(
        rates, currency, purpose, start(dayOf(before)), start(dayOf(after)));
  }

  /** The same conversion with nothing noted yet, for figures that are not the answer's own. */
  Exchange again() {
    return new Exchange(currency, purpose, rates, books);
  }

  public String currency() {
    return currency;
  }

  /**
   * The day whose rate converts the figures of a month: its first, and for closing rates its last.
   */
  public LocalDate dayOf(YearMonth month) {
    return purpose == RatePurpose.CLOSING ? month.atEndOfMonth() : month.atDay(1);
  }

  /** First days of the spans of one rate each, over every UTC day that a range touches. */
  List<LocalDate> spans(TimeRange range) {
    return RateSpans.of(rates, currency, purpose, day(range.start()), dayAfter(range.end()));
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static LocalDate dayAfter(Instant end) {
    return day(end.minus(1, ChronoUnit.MICROS)).plusDays(1);
  }

  /** SQL of the first day of the span that a date lies in, as days since 1970. */
  String span(String date, TimeRange range, SqlWriter out) {
    List<String> starts =
        spans(range).stream().map(start -> String.valueOf(start.toEpochDay())).toList();
    return "roundDown(toInt32("
        + date
        + "), "
        + out.parameter("Array(Int32)", "[" + String.join(",", starts) + "]")
        + ")";
  }

  /** What {@link #span} gave. */
  static LocalDate dayOf(String span) {
    return LocalDate.ofEpochDay(Long.parseLong(span));
  }

  /**
   * SQL of roughly what a group is worth in the wanted currency, to put groups in order by; amounts
   * without a rate count as they are.
   *
   * @param cost a column of money
   */
  String worth(String cost, TimeRange range, SqlWriter out) {
    StringBuilder worth = new StringBuilder("abs(");
    List<String> weighed = new ArrayList<>();
    List<LocalDate> spans = spans(range);
    for (String from : rates.currencies()) {
      Optional<Amount> weight =
          spans.stream().flatMap(day -> convert(from, Amount.parse("1"), day).stream()).findFirst();
      if (weight.isPresent() && !from.equals(currency)) {
        worth
            .append("multiplyDecimal(sumIf(toDecimal256(" + cost + ", 18), currency = ")
            .append(out.parameter("String", from))
            .append("), toDecimal256(")
            .append(out.parameter("String", weight.get().toString()))
            .append(", 18), 18) + ");
        weighed.add(from);
      }
    }
    worth.append("sumIf(toDecimal256(" + cost + ", 18), NOT has(");
    SqlWriter names = out;
    worth.append(names.parameter("Array(String)", ArrayParameter.ofTexts(weighed)));
    return worth.append(", toString(currency))))").toString();
  }

  private Optional<Amount> convert(String from, Amount amount, LocalDate day) {
    return rates.convert(new Money(from, amount), currency, purpose, start(day))
            instanceof Conversion.Converted done
        ? Optional.of(done.converted().amount())
        : Optional.empty();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** An amount that is of no whole, such as a sum of sizes; it is not noted. */
  Money roughly(Money amount, LocalDate day) {
    return convert(amount.currency(), amount.amount(), day)
        .map(done -> new Money(currency, done))
        .orElse(amount);
  }

  /** Whether an amount of a currency can be converted on a day. */
  boolean converts(String from, LocalDate day) {
    return from.equals(currency)
        || rates
            .at(start(day))
            .rateOf(new CurrencyPair(from, currency), purpose, start(day))
            .isPresent();
  }

  /**
   * Converts wholes, and divides each among its parts. What of a whole is in none of its parts is
   * left of it.
   */
  Result convert(Map<Whole, Amount> wholes, List<Part> parts) {
    Map<Whole, List<Integer>> indexes = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      indexes.computeIfAbsent(parts.get(i).of(), whole -> new ArrayList<>()).add(i);
    }
    Map<Whole, Exchanged> done = new LinkedHashMap<>();
    Exchanged[] converted = new Exchanged[parts.size()];
    wholes.forEach(
        (whole, amount) -> {
          Exchanged all = exchange(whole, amount);
          done.put(whole, all);
          List<Integer> of = indexes.getOrDefault(whole, List.of());
          List<Amount> amounts = new ArrayList<>();
          Amount rest = amount;
          for (int index : of) {
            amounts.add(parts.get(index).amount());
            rest = rest.minus(parts.get(index).amount());
          }
          amounts.add(rest);
          List<Amount> divided = all.divided(amounts);
          for (int k = 0; k < of.size(); k++) {
            converted[of.get(k)] =
                new Exchanged(all.currency(), divided.get(k), amounts.get(k), all.rate());
          }
        });
    return new Result(done, List.of(converted));
  }

  private Exchanged exchange(Whole whole, Amount amount) {
    Instant at = start(whole.day());
    Conversion conversion =
        rates.convert(new Money(whole.currency(), amount), currency, purpose, at);
    if (conversion instanceof Conversion.Converted done) {
      if (!whole.currency().equals(currency)) {
        used.putIfAbsent(
            new Used(whole.currency(), done.rate(), rates.lockAt(at).map(lock -> lock.closeId())),
            whole.day());
      }
      return new Exchanged(currency, done.converted().amount(), amount, done.rate());
    }
    if (conversion instanceof Conversion.Unconverted left) {
      unconverted.merge(whole.currency(), amount, Amount::plus);
      missing.add(left.reason());
    }
    return new Exchanged(whole.currency(), amount, amount, UsedRate.SAME_CURRENCY);
  }

  /** The rates that were used and what had none, as answers show it. */
  public Map<String, Object> view() {
    List<Map<String, Object>> shown = new ArrayList<>();
    used.forEach(
        (use, day) ->
            shown.add(
                Answers.fields(
                    "from",
                    use.from(),
                    "to",
                    currency,
                    "firstDay",
                    day.toString(),
                    "rate",
                    use.rate().toString(),
                    "legs",
                    use.rate().legs().stream().map(Exchange::leg).toList(),
                    "lockedBy",
                    use.lockedBy().orElse(null))));
    Map<String, String> left = new LinkedHashMap<>();
    unconverted.forEach((code, amount) -> left.put(code, amount.toString()));
    return Answers.fields(
        "currency",
        currency,
        "purpose",
        purpose.word(),
        "rates",
        shown,
        "unconverted",
        left,
        "missing",
        List.copyOf(missing));
  }

  /** The same as lines of a file. */
  public List<List<String>> texts() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("rate", "from", "to", "purpose", "first_day", "rate", "locked_by"));
    used.forEach(
        (use, day) ->
            lines.add(
                List.of(
                    "rate",
                    use.from(),
                    currency,
                    purpose.word(),
                    day.toString(),
                    use.rate().toString(),
                    use.lockedBy().orElse(""))));
    unconverted.forEach(
        (code, amount) -> lines.add(List.of("unconverted", code, "", "", "", amount.toString())));
    missing.forEach(reason -> lines.add(List.of("note", reason)));
    return lines;
  }

  private static Map<String, Object> leg(UsedRate.Leg leg) {
    return Answers.fields(
        "from", leg.rate().pair().from(),
        "to", leg.rate().pair().to(),
        "rate", leg.rate().perUnit().toString(),
        "inverted", leg.inverted(),
        "validFrom", leg.rate().valid().start().toString(),
        "validTo", leg.rate().valid().end().toString(),
        "source", leg.rate().source());
  }
}
