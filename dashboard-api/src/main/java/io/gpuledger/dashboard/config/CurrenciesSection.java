package io.gpuledger.dashboard.config;

import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RateDerivation;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads section {@code currencies}: the currency of own books and the exchange rates. */
final class CurrenciesSection {
  /** A rate without an end holds until here. */
  static final Instant OPEN_END = Instant.parse("2100-01-01T00:00:00Z");

  private static final String CODE = "a currency code such as EUR";
  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";

  private CurrenciesSection() {}

  /** A rate with the currency that it is in and the one it is of. */
  private record Quote(Amount rate, CurrencyPair pair) {}

  /**
   * Reads the section.
   *
   * @param files what it may name
   * @param faults where the faults of a named file go
   */
  static CurrenciesConfig read(YamlMapping top, NamedFiles files, ConfigFaults faults) {
    YamlMapping section = top.mapping("currencies");
    Optional<String> book = section.optional("book", CODE, Scalars::currency);
    Optional<RatePurpose> purpose =
        section.optional(
            "purpose",
            Scalars.words(RatePurpose.class),
            text -> Scalars.word(RatePurpose.class, text));
    Optional<String> file =
        section.optional("ratesFile", "the name of a CSV file", CurrenciesSection::fileName);
    List<ExchangeRate> rates = rates(section);
    file.ifPresent(name -> rates.addAll(ofFile(section, name, rates, files, faults)));
    List<RateDerivation> derived = derived(section);
    for (String key : List.of("rates", "ratesFile")) {
      if (!section.has("book") && section.has(key)) {
        section.fault(key, "need \"book\", the currency of own books");
      }
    }
    if (rates.size() > ExchangeRateBook.RATES_LIMIT) {
      section.fault(
          "rates",
          rates.size() + " entries, at most " + ExchangeRateBook.RATES_LIMIT + " are allowed");
    }
    section.done();
    return section
        .made(
            () ->
                new CurrenciesConfig(
                    book,
                    purpose.orElse(RatePurpose.MONTHLY_AVERAGE),
                    ExchangeRateBook.of(rates, derived),
                    file))
        .orElse(CurrenciesConfig.NONE);
  }

  /** Rates; two of one pair and purpose never hold at the same time. */
  private static List<ExchangeRate> rates(YamlMapping section) {
    Map<List<Object>, List<ExchangeRate>> above = new HashMap<>();
    List<ExchangeRate> rates = new ArrayList<>();
    section.mappings(
        "rates",
        item -> {
          Optional<ExchangeRate> read = rate(item);
          read.ifPresent(
              rate -> {
                List<ExchangeRate> same =
                    above.computeIfAbsent(
                        List.of(rate.pair(), rate.purpose()), key -> new ArrayList<>());
                if (same.stream().anyMatch(other -> other.valid().overlaps(rate.valid()))) {
                  item.fault(
                      "rate",
                      "a "
                          + rate.purpose().text()
                          + " rate of "
                          + rate.pair()
                          + " above holds at the same time");
                } else {
                  same.add(rate);
                  rates.add(rate);
                }
              });
          return read;
        });
    return rates;
  }

  private static String fileName(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** The rates of a file, beside those above; what contradicts one of these is a fault. */
  private static List<ExchangeRate> ofFile(
      YamlMapping section,
      String name,
      List<ExchangeRate> above,
      NamedFiles files,
      ConfigFaults faults) {
    List<ExchangeRate> read;
    try {
      read = RatesFile.read(name, files.text(name, RatesFile.MAX_BYTES), faults);
    } catch (IOException e) {
      section.fault("ratesFile", "\"" + name + "\" " + e.getMessage());
      return List.of();
    }
    Map<List<Object>, List<ExchangeRate>> typed = new HashMap<>();
    for (ExchangeRate rate : above) {
      typed
          .computeIfAbsent(List.of(rate.pair(), rate.purpose()), key -> new ArrayList<>())
          .add(rate);
    }
    Set<List<Object>> told = new HashSet<>();
    for (ExchangeRate rate : read) {
      List<Object> key = List.of(rate.pair(), rate.purpose());
      boolean contradicts =
          typed.getOrDefault(key, List.of()).stream()
              .anyMatch(other -> other.valid().overlaps(rate.valid()));
      if (contradicts && told.add(key)) {
        section.fault(
            "ratesFile",
            "\""
                + name
                + "\" has a "
                + rate.purpose().text()
                + " rate of "
                + rate.pair()
                + " from "
                + rate.valid().start().toString().substring(0, 10)
                + " that holds at the same time as one of \"rates\"");
      }
    }
    return read;
  }

  private static Optional<ExchangeRate> rate(YamlMapping item) {
    Optional<Quote> quote =
        item.has("rate")
            ? item.optional(
                "rate",
                "a rate such as 0.92 EUR/USD: 0.92 EUR for one USD",
                CurrenciesSection::quote)
            : Optional.empty();
    if (!item.has("rate")) {
      item.fault("rate", "\"rate\" is missing: expected a rate such as 0.92 EUR/USD");
    }
    RatePurpose purpose =
        item.required(
            "purpose",
            RatePurpose.MONTHLY_AVERAGE,
            Scalars.words(RatePurpose.class),
            text -> Scalars.word(RatePurpose.class, text));
    Optional<Instant> from =
        item.has("from") ? item.optional("from", INSTANT, Scalars::instant) : Optional.empty();
    if (!item.has("from")) {
      item.fault("from", "\"from\" is missing: expected " + INSTANT);
    }
    Optional<Instant> to = item.optional("to", INSTANT, Scalars::instant);
    String source = item.requiredText("source");
    if (from.isPresent() && !from.get().isBefore(to.orElse(OPEN_END))) {
      item.fault("to", "must be later than \"from\"");
    }
    return quote.flatMap(
        of ->
            from.flatMap(
                start ->
                    item.made(
                        () ->
                            new ExchangeRate(
                                of.pair(),
                                purpose,
                                of.rate(),
                                new TimeRange(start, to.orElse(OPEN_END)),
                                source))));
  }

  /** {@code 0.92 EUR/USD}: one USD is 0.92 EUR. */
  private static Quote quote(String text) {
    int space = text.indexOf(' ');
    int slash = text.indexOf('/');
    if (space < 1 || slash < space) {
      throw new IllegalArgumentException(text);
    }
    String in = Scalars.currency(text.substring(space + 1, slash));
    String of = Scalars.currency(text.substring(slash + 1));
    if (in.equals(of)) {
      throw new IllegalArgumentException(text);
    }
    return new Quote(Scalars.positiveAmount(text.substring(0, space)), new CurrencyPair(of, in));
  }

  private static List<RateDerivation> derived(YamlMapping section) {
    Set<CurrencyPair> seen = new HashSet<>();
    List<RateDerivation> derived = new ArrayList<>();
    section.mappings(
        "derived",
        item -> {
          String of = item.required("of", "", CODE, Scalars::currency);
          String in = item.required("in", "", CODE, Scalars::currency);
          Optional<String> via = item.optional("via", CODE, Scalars::currency);
          if (!of.isEmpty() && of.equals(in)) {
            item.fault("in", "is the same currency as \"of\"");
          }
          if (via.isPresent() && (via.get().equals(of) || via.get().equals(in))) {
            item.fault("via", via.get() + " is one of the two currencies");
          }
          Optional<RateDerivation> read =
              item.made(
                  () ->
                      via.<RateDerivation>map(
                              third -> new RateDerivation.Cross(new CurrencyPair(of, in), third))
                          .orElseGet(() -> new RateDerivation.Inverse(new CurrencyPair(of, in))));
          read.ifPresent(
              derivation -> {
                if (!seen.add(derivation.pair())) {
                  item.fault(
                      "of", derivation.pair() + " may be computed by an entry above already");
                } else {
                  derived.add(derivation);
                }
              });
          return read;
        });
    return derived;
  }
}
