package io.gpuledger.ingest.databricks;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The prices of a set, each valid from its start on and before its end. */
final class PriceWindows {
  /** Most prices of a set. */
  static final int MAX_PRICES = 500_000;

  private final Map<Sku, Map<Window, Window>> windows = new HashMap<>();
  private int size;
  private OptionalInt tooLarge = OptionalInt.empty();

  /** What a price is for. */
  record Sku(String name, String cloud, String unit) {}

  /** Who has the price. */
  enum Kind {
    /** Published, before any discount. */
    LIST,
    /** Published, with promotions taken off. */
    PROMOTED,
    /** The account's own. */
    ACCOUNT
  }

  /**
   * A price in time.
   *
   * @param account whose price it is; empty where the list does not say
   * @param start microseconds since 1970, included
   * @param end microseconds since 1970, excluded
   */
  record Window(
      Kind kind, String account, long start, long end, String currency, BigDecimal price) {
    private boolean holds(String of, long at) {
      boolean own = account.isEmpty() || of.isEmpty() || account.equals(of);
      return own && start <= at && at < end;
    }

    /** The same price, however many zeros end it. */
    private Window plain() {
      return new Window(kind, account, start, end, currency, price.stripTrailingZeros());
    }
  }

  /**
   * What a unit costs.
   *
   * @param list before any discount, where it is told
   * @param paid what the account pays, by the best that is told
   * @param kind who has the paid price
   */
  record Price(String currency, Optional<BigDecimal> list, BigDecimal paid, Kind kind) {}

  /**
   * A price that was found, or why there is none.
   *
   * @param fault in words; empty where there is a price
   */
  record Finding(Optional<Price> price, String fault) {}

  /**
   * Learns a price.
   *
   * @param record {@link io.gpuledger.ingest.bill.NativeRecord#number}
   */
  void add(long record, Sku sku, Window window) {
    if (size == MAX_PRICES) {
      tooLarge = tooLarge.isPresent() ? tooLarge : OptionalInt.of((int) (record >>> 32));
      return;
    }
    Map<Window, Window> known = windows.computeIfAbsent(sku, added -> new LinkedHashMap<>());
    size += known.putIfAbsent(window.plain(), window) == null ? 1 : 0;
  }

  /** Position of the file whose prices are too many for a set; empty where none is. */
  OptionalInt tooLarge() {
    return tooLarge;
  }

  /**
   * The price of a SKU.
   *
   * @param account whose usage it is
   * @param at the instant, in microseconds
   */
  Finding find(Sku sku, String account, long at) {
    List<Window> valid =
        windows.getOrDefault(sku, Map.of()).values().stream()
            .filter(window -> window.holds(account, at))
            .toList();
    String name = sku.name() + " (" + sku.cloud() + ", " + sku.unit() + ")";
    if (valid.isEmpty()) {
      return new Finding(
          Optional.empty(),
          "no price of "
              + name
              + " holds at the end of the usage; import the price list together with the usage:"
              + " what has no price is not free");
    }
    if (valid.stream().map(Window::currency).distinct().count() > 1) {
      return new Finding(
          Optional.empty(), "prices of " + name + " are in several currencies; export one");
    }
    for (Kind kind : Kind.values()) {
      if (of(valid, kind).map(window -> window.plain().price()).distinct().count() > 1) {
        return new Finding(
            Optional.empty(), "two prices of " + name + " hold at the end of the usage");
      }
    }
    Optional<Window> list = of(valid, Kind.LIST).findFirst();
    Window paid =
        Stream.of(Kind.ACCOUNT, Kind.PROMOTED, Kind.LIST)
            .flatMap(kind -> of(valid, kind))
            .findFirst()
            .orElseThrow();
    return new Finding(
        Optional.of(new Price(paid.currency(), list.map(Window::price), paid.price(), paid.kind())),
        "");
  }

  private static Stream<Window> of(List<Window> windows, Kind kind) {
    return windows.stream().filter(window -> window.kind() == kind);
  }
}
