package io.gpuledger.ingest.databricks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The prices of a set, each valid from its start on and before its end. */
final class PriceWindows {
  private final Map<Sku, List<Window>> windows = new HashMap<>();

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
   * @param start microseconds since 1970, included
   * @param end microseconds since 1970, excluded
   */
  record Window(Kind kind, long start, long end, String currency, BigDecimal price) {
    private boolean contains(long at) {
      return start <= at && at < end;
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

  void add(Sku sku, Window window) {
    List<Window> known = windows.computeIfAbsent(sku, added -> new ArrayList<>());
    if (!known.contains(window)) {
      known.add(window);
    }
  }

  /** The price of a SKU at an instant in microseconds. */
  Finding find(Sku sku, long at) {
    List<Window> valid =
        windows.getOrDefault(sku, List.of()).stream()
            .filter(window -> window.contains(at))
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
      if (of(valid, kind).count() > 1) {
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
