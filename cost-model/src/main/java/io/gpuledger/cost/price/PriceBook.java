package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What accelerators and tokens cost as published, with what is configured in their place.
 *
 * @param devices prices of accelerators
 * @param tokens prices of tokens
 */
public record PriceBook(List<DevicePrice> devices, List<TokenPrice> tokens) {
  public static final PriceBook EMPTY = new PriceBook(List.of(), List.of());

  public PriceBook {
    devices = List.copyOf(devices);
    tokens = List.copyOf(tokens);
  }

  /** The book that comes with this version. */
  public static PriceBook standard() {
    return PriceBookFiles.STANDARD;
  }

  /**
   * This book with configured prices. A published row that is of the same thing at the same time
   * stays, marked as overridden.
   */
  public PriceBook with(List<DevicePrice> configuredDevices, List<TokenPrice> configuredTokens) {
    List<DevicePrice> allDevices = new ArrayList<>(configuredDevices);
    for (DevicePrice published : devices) {
      boolean over =
          configuredDevices.stream()
              .anyMatch(
                  other -> other.isOfSame(published) && other.valid().overlaps(published.valid()));
      allDevices.add(over ? published.as(PriceStanding.OVERRIDDEN) : published);
    }
    List<TokenPrice> allTokens = new ArrayList<>(configuredTokens);
    for (TokenPrice published : tokens) {
      boolean over =
          configuredTokens.stream()
              .anyMatch(
                  other -> other.isOfSame(published) && other.valid().overlaps(published.valid()));
      allTokens.add(over ? published.as(PriceStanding.OVERRIDDEN) : published);
    }
    return new PriceBook(allDevices, allTokens);
  }

  /** Spot prices above the on-demand price of the same thing: errors of who published them. */
  public List<PriceFinding> findings() {
    Map<List<String>, DevicePrice> onDemand = new HashMap<>();
    for (DevicePrice price : devices) {
      if (price.option() == PriceOption.ON_DEMAND && price.price().perDeviceHour().isPresent()) {
        onDemand.merge(key(price), price, PriceBook::higher);
      }
    }
    List<PriceFinding> findings = new ArrayList<>();
    for (DevicePrice price : devices) {
      DevicePrice most = onDemand.get(key(price));
      if (price.option() == PriceOption.SPOT && most != null && isAbove(price, most)) {
        findings.add(
            new PriceFinding(
                price, "spot " + price.price() + " is above on-demand " + most.price()));
      }
    }
    return findings;
  }

  private static List<String> key(DevicePrice price) {
    return List.of(price.provider(), price.region(), price.deviceModel(), price.currency());
  }

  private static DevicePrice higher(DevicePrice a, DevicePrice b) {
    return isAbove(b, a) ? b : a;
  }

  private static boolean isAbove(DevicePrice a, DevicePrice b) {
    Optional<Money> of = a.price().perDeviceHour();
    Optional<Money> than = b.price().perDeviceHour();
    return of.isPresent()
        && than.isPresent()
        && of.get().amount().compareTo(than.get().amount()) > 0;
  }

  /**
   * The best row for a device: of its provider and model, never another's. In this order: its
   * region, every region, the dearest other region; and all that again on demand where the option
   * has none. Within one step what is configured comes before what is published, then the newest.
   *
   * @return empty where nothing fits, which is not a price of zero
   */
  public Optional<DevicePrice> best(PriceQuestion question) {
    return new PriceMatch(this, question).best();
  }

  /** The row of tokens at an instant; empty where nothing fits. */
  public Optional<TokenPrice> tokenPrice(
      String provider, String model, TokenType type, String currency, Instant at) {
    TokenPrice best = null;
    for (TokenPrice price : tokens) {
      boolean fits =
          price.provider().equals(ProviderName.of(provider))
              && price.model().equals(model)
              && price.type() == type
              && price.price().price().currency().equals(currency)
              && price.valid().contains(at);
      if (fits && (best == null || precedes(price, best))) {
        best = price;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean precedes(TokenPrice price, TokenPrice other) {
    boolean configured = price.standing() == PriceStanding.CONFIGURED;
    if (configured != (other.standing() == PriceStanding.CONFIGURED)) {
      return configured;
    }
    return price.valid().start().isAfter(other.valid().start());
  }

  /** A range without an end. */
  public static TimeRange from(Instant start) {
    return new TimeRange(start, Instant.parse("2299-01-01T00:00:00Z"));
  }
}
