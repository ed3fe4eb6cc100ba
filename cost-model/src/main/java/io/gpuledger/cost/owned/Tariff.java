package io.gpuledger.cost.owned;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Prices of energy by band. The first band that holds decides; all other hours have the base price.
 *
 * @param zone whose hours and days count
 * @param base the price of all other hours
 * @param bands in order of precedence
 */
public record Tariff(ZoneId zone, TypedPrice.PerKwh base, List<TariffBand> bands) {
  /** The name of the hours that no band holds. */
  public static final String BASE = "base";

  public Tariff {
    bands = List.copyOf(bands);
    Faults faults = Faults.of("tariff");
    Map<String, TypedPrice.PerKwh> prices = new HashMap<>(Map.of(BASE, base));
    for (TariffBand band : bands) {
      // Charges name the band; energy of two prices under one name could not be told apart.
      TypedPrice.PerKwh known = prices.putIfAbsent(band.name(), band.price());
      faults.check(
          known == null || known.equals(band.price()),
          ProblemCode.NOT_ALLOWED_VALUE,
          band.name(),
          "names energy at " + known + " already; bands of different prices need different names");
      faults.check(
          band.price().perUnit().currency().equals(base.perUnit().currency()),
          ProblemCode.NOT_A_CURRENCY,
          band.name(),
          band.price() + " is not in " + base.perUnit().currency());
    }
    faults.orRefuse();
  }

  /** One price for all hours. */
  public static Tariff flat(TypedPrice.PerKwh price) {
    return new Tariff(ZoneOffset.UTC, price, List.of());
  }

  /**
   * A range with one price.
   *
   * @param range when
   * @param band its name
   * @param price of a kilowatt-hour
   */
  public record Piece(TimeRange range, String band, TypedPrice.PerKwh price) {}

  /** A range cut where the price may change, in order of time. */
  public List<Piece> pieces(TimeRange range) {
    List<Piece> pieces = new ArrayList<>();
    Instant from = range.start();
    for (Instant border : borders(range)) {
      if (border.isAfter(from)) {
        pieces.add(piece(new TimeRange(from, border)));
        from = border;
      }
    }
    return pieces;
  }

  private Piece piece(TimeRange range) {
    ZonedDateTime at = range.start().atZone(zone);
    for (TariffBand band : bands) {
      if (band.contains(at)) {
        return new Piece(range, band.name(), band.price());
      }
    }
    return new Piece(range, BASE, base);
  }

  /** All instants of a range at which a band or a day begins or ends, and the range's end. */
  private SortedSet<Instant> borders(TimeRange range) {
    SortedSet<Instant> borders = new TreeSet<>();
    borders.add(range.end());
    if (bands.isEmpty()) {
      return borders;
    }
    LocalDate last = range.end().atZone(zone).toLocalDate();
    for (LocalDate day = range.start().atZone(zone).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (TariffBand band : bands) {
        for (LocalTime time : List.of(LocalTime.MIDNIGHT, band.from(), band.to())) {
          Instant border = day.atTime(time).atZone(zone).toInstant();
          if (range.contains(border)) {
            borders.add(border);
          }
        }
      }
    }
    return borders;
  }
}
