package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.price.DevicePrice;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PriceOrigin;
import io.gpuledger.cost.price.PriceStanding;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.ProviderName;
import io.gpuledger.cost.price.TokenPrice;
import io.gpuledger.cost.price.TokenType;
import io.gpuledger.cost.price.UnitPrice;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads {@code prices} and {@code tokenPrices}. A price with a provider overrides the price book;
 * one without is the rate of its model wherever it runs.
 */
final class PricesSection {
  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";
  private static final String DEVICE_PRICE =
      "a price with its unit, such as 6.88 USD/GPU-hour, 55.04 USD/instance-hour of 8 or"
          + " 2150 USD/GPU-month";
  private static final String TOKEN_PRICE =
      "a price of a million tokens such as 3.00 USD/1M tokens";

  private final List<LedgerConfig.Price> rates = new ArrayList<>();
  private final List<DevicePrice> devices = new ArrayList<>();
  private final List<TokenPrice> tokens = new ArrayList<>();
  private final List<PricedCluster> clusters = new ArrayList<>();
  private final Map<List<String>, List<TimeRange>> taken = new HashMap<>();

  private PricesSection() {}

  static PricesSection read(YamlMapping top, List<LedgerConfig.Source> sources) {
    PricesSection section = new PricesSection();
    // What is read is kept in the lists; the answers only say that every entry was looked at.
    var unusedPrices = top.mappings("prices", section::price);
    var unusedTokens = top.mappings("tokenPrices", section::tokens);
    section.clusters.addAll(PricedClustersSection.read(top, sources));
    return section;
  }

  /** Rates of a model wherever it runs. */
  List<LedgerConfig.Price> rates() {
    return rates;
  }

  /** What overrides the price book. */
  PricingConfig overrides() {
    return new PricingConfig(devices, tokens, clusters);
  }

  private boolean price(YamlMapping item) {
    if (item.has("provider")) {
      return ofProvider(item);
    }
    for (String key : List.of("region", "option", "price")) {
      if (item.has(key)) {
        item.fault(key, "stands only with a \"provider\"");
        // Known all the same.
        String unused = item.text(key, "");
      }
    }
    Optional<Instant> from = item.optional("from", INSTANT, Scalars::instant);
    LedgerConfig.Price rate =
        new LedgerConfig.Price(
            item.requiredText("deviceModel"),
            item.required("currency", "", "a currency code such as USD", Scalars::currency),
            item.required(
                "perDeviceHour", Amount.ZERO, "a price of at most 18 decimals", Scalars::price),
            from,
            end(item, from));
    refuseOverlap(
        item,
        "deviceModel",
        List.of(rate.deviceModel(), rate.currency()),
        range(from, rate.to()),
        "a price of \"" + rate.deviceModel() + "\" in " + rate.currency());
    return rates.add(rate);
  }

  private boolean ofProvider(YamlMapping item) {
    String provider = ProviderName.of(item.requiredText("provider"));
    String region = item.text("region", "");
    String model = DeviceFamily.of(item.requiredText("deviceModel"));
    PriceOption option =
        item.optional("option", options(), PricesSection::option).orElse(PriceOption.ON_DEMAND);
    UnitPrice price = devicePrice(item);
    Optional<Instant> from = item.optional("from", INSTANT, Scalars::instant);
    TimeRange valid = range(from, end(item, from));
    refuseOverlap(
        item,
        "deviceModel",
        List.of(provider, region, model, option.text(), price.price().currency()),
        valid,
        option.text() + " of \"" + model + "\" at " + provider);
    return item.made(
            () ->
                new DevicePrice(
                    provider,
                    region,
                    model,
                    option,
                    price,
                    valid,
                    PriceOrigin.CONFIGURATION,
                    PriceStanding.CONFIGURED))
        .map(devices::add)
        .orElse(false);
  }

  /** The price with its unit, or the older form of a currency and a price of a device-hour. */
  private static UnitPrice devicePrice(YamlMapping item) {
    UnitPrice standIn = new UnitPrice.PerDeviceHour(Money.zero("USD"));
    if (item.has("price")) {
      for (String key : List.of("currency", "perDeviceHour")) {
        if (item.has(key)) {
          item.fault(key, "stands in \"price\" already");
          String unused = item.text(key, "");
        }
      }
      return item.required("price", standIn, DEVICE_PRICE, PricesSection::notOfTokens);
    }
    String currency =
        item.required("currency", "USD", "a currency code such as USD", Scalars::currency);
    Amount perHour =
        item.required(
            "perDeviceHour", Amount.ZERO, "a price of at most 18 decimals", Scalars::price);
    return new UnitPrice.PerDeviceHour(new Money(currency, perHour));
  }

  private static UnitPrice notOfTokens(String text) {
    UnitPrice price = UnitPrice.read(text);
    if (price instanceof UnitPrice.PerMillionTokens) {
      throw new IllegalArgumentException(text);
    }
    return price;
  }

  private boolean tokens(YamlMapping item) {
    String provider = ProviderName.of(item.requiredText("provider"));
    String model = item.requiredText("model");
    TokenType type =
        item.required(
            "type",
            TokenType.INPUT,
            types(),
            text -> TokenType.ofText(text).orElseThrow(() -> new IllegalArgumentException(text)));
    UnitPrice.PerMillionTokens price =
        item.required(
            "price",
            new UnitPrice.PerMillionTokens(Money.zero("USD")),
            TOKEN_PRICE,
            PricesSection::ofTokens);
    Optional<Instant> from = item.optional("from", INSTANT, Scalars::instant);
    TimeRange valid = range(from, end(item, from));
    refuseOverlap(
        item,
        "model",
        List.of("tokens", provider, model, type.text(), price.price().currency()),
        valid,
        type.text() + " of \"" + model + "\" at " + provider);
    return item.made(
            () ->
                new TokenPrice(
                    provider,
                    model,
                    type,
                    price,
                    valid,
                    PriceOrigin.CONFIGURATION,
                    PriceStanding.CONFIGURED))
        .map(tokens::add)
        .orElse(false);
  }

  private static UnitPrice.PerMillionTokens ofTokens(String text) {
    if (UnitPrice.read(text) instanceof UnitPrice.PerMillionTokens price) {
      return price;
    }
    throw new IllegalArgumentException(text);
  }

  private void refuseOverlap(
      YamlMapping item, String key, List<String> same, TimeRange valid, String what) {
    List<TimeRange> above = taken.computeIfAbsent(same, added -> new ArrayList<>());
    if (above.stream().anyMatch(valid::overlaps)) {
      item.fault(key, what + " above holds at the same time");
    }
    above.add(valid);
  }

  private static TimeRange range(Optional<Instant> from, Optional<Instant> to) {
    TimeRange open = PriceBook.from(from.orElse(Instant.EPOCH));
    return to.filter(end -> open.start().isBefore(end))
        .map(end -> new TimeRange(open.start(), end))
        .orElse(open);
  }

  private static Optional<Instant> end(YamlMapping item, Optional<Instant> from) {
    Optional<Instant> to = item.optional("to", INSTANT, Scalars::instant);
    if (to.isPresent() && from.isPresent() && !from.get().isBefore(to.get())) {
      item.fault("to", "must be later than \"from\"");
    }
    return to;
  }

  static PriceOption option(String text) {
    return PriceOption.ofText(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  static String options() {
    return "one of "
        + Arrays.stream(PriceOption.values())
            .map(PriceOption::text)
            .collect(Collectors.joining(", "));
  }

  private static String types() {
    return "one of "
        + Arrays.stream(TokenType.values()).map(TokenType::text).collect(Collectors.joining(", "));
  }
}
