package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a machine's energy costs in a period: {@code kWh x host factor x PUE x price}, by band of
 * the tariff, measured and estimated apart. Each such sum is rounded once.
 */
final class PowerCharges {
  private static final BigInteger NANOJOULES_PER_KWH = BigInteger.valueOf(3_600_000_000_000_000L);
  private static final BigInteger UNIT = BigInteger.TEN.pow(Amount.SCALE);
  private static final int SHOWN_DIGITS = 3;

  private final PoweredMachine machine;
  private final Map<Key, BigInteger> nanojoules = new TreeMap<>();
  private final Map<String, TypedPrice.PerKwh> prices = new TreeMap<>();

  private record Key(String band, boolean estimated) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = band.compareTo(other.band);
      return order != 0 ? order : Boolean.compare(estimated, other.estimated);
    }
  }

  private PowerCharges(PoweredMachine machine) {
    this.machine = machine;
  }

  /** A charge for each band and for measured and estimated energy, where there is any. */
  static List<OwnedCharge> of(PoweredMachine machine, TimeRange period) {
    Optional<TimeRange> running = machine.running().intersection(period);
    if (running.isEmpty()) {
      return List.of();
    }
    PowerCharges charges = new PowerCharges(machine);
    charges.add(running.get());
    return charges.toCharges(running.get());
  }

  private void add(TimeRange running) {
    Instant from = running.start();
    for (EnergyReading reading : machine.readings()) {
      Optional<TimeRange> metered = reading.range().intersection(running);
      if (metered.isPresent()) {
        addUnmetered(from, metered.get().start());
        for (Tariff.Piece piece : tariff().pieces(metered.get())) {
          add(piece, false, reading.nanojoules(piece.range()));
        }
        from = metered.get().end();
      }
    }
    addUnmetered(from, running.end());
  }

  private void addUnmetered(Instant from, Instant to) {
    if (from.isBefore(to)) {
      for (Tariff.Piece piece : tariff().pieces(new TimeRange(from, to))) {
        BigInteger nanos = BigInteger.valueOf(piece.range().length().toNanos());
        add(piece, true, nanos.multiply(BigInteger.valueOf(machine.nameplateWatts())));
      }
    }
  }

  private void add(Tariff.Piece piece, boolean estimated, BigInteger energy) {
    prices.put(piece.band(), piece.price());
    nanojoules.merge(new Key(piece.band(), estimated), energy, BigInteger::add);
  }

  private Tariff tariff() {
    return machine.terms().tariff();
  }

  private List<OwnedCharge> toCharges(TimeRange running) {
    List<OwnedCharge> charges = new ArrayList<>();
    nanojoules.forEach((key, energy) -> charges.add(charge(key, energy, running)));
    return charges;
  }

  private OwnedCharge charge(Key key, BigInteger energy, TimeRange running) {
    TypedPrice.PerKwh price = Objects.requireNonNull(prices.get(key.band()));
    // A nameplate is the whole machine's; only what was measured may lack the rest of the host.
    Amount host = key.estimated() ? Amount.of(1) : machine.terms().hostFactor();
    Amount pue = machine.terms().pue();
    BigInteger drawn = energy.multiply(host.unscaled()).multiply(pue.unscaled());
    BigInteger perKwh = NANOJOULES_PER_KWH.multiply(UNIT).multiply(UNIT);
    Amount kwh = Fraction.times(Amount.of(1), drawn, perKwh, Rounding.SPLIT);
    Amount amount =
        Fraction.times(price.perUnit().amount(), drawn, perKwh, Rounding.QUANTITY_TIMES_PRICE);
    String how = key.estimated() ? "nameplate " + machine.nameplateWatts() + " W" : "measured";
    return new OwnedCharge(
        CostKind.POWER,
        OwnedCharge.Nature.USAGE_BASED,
        CostKind.POWER.text() + ", " + key.band() + ", " + (key.estimated() ? "estimated" : how),
        machine.resourceId(),
        running,
        Optional.of(new OwnedCharge.Consumed(kwh, "kWh")),
        new Money(price.perUnit().currency(), amount),
        key.estimated(),
        List.of(
            shown(energy)
                + " kWh ("
                + how
                + ") x host factor "
                + host
                + " x PUE "
                + pue
                + " x "
                + price
                + " ("
                + key.band()
                + ")"));
  }

  private static BigDecimal shown(BigInteger energy) {
    return new BigDecimal(energy)
        .divide(new BigDecimal(NANOJOULES_PER_KWH), SHOWN_DIGITS, Rounding.DISPLAY.mode());
  }
}
