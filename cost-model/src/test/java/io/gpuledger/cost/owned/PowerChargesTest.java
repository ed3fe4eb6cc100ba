package io.gpuledger.cost.owned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerChargesTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T00:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final BigInteger KWH = BigInteger.valueOf(3_600_000_000_000L);
  private static final Tariff FLAT = Tariff.flat(price("0.12 EUR/kWh"));

  @Test
  void measured_energy_has_the_price_of_its_band_and_a_gap_that_of_the_nameplate() {
    Tariff tariff =
        new Tariff(
            BERLIN,
            price("0.10 EUR/kWh"),
            List.of(
                new TariffBand(
                    "peak",
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(8, 0),
                    LocalTime.of(20, 0),
                    price("0.30 EUR/kWh"))));
    TimeRange day = hours(0, 24);
    PoweredMachine machine =
        machine(tariff, day, List.of(reading(hours(0, 12), 60), reading(hours(18, 24), 30)));

    assertThat(PowerCharges.of(machine, day))
        .extracting(c -> c.description() + " " + c.amount() + " " + c.estimated())
        .containsExactly(
            // 0-7 and 19-24 UTC are base hours in Berlin's winter: 35 + 25 kWh x 1.5 x 0.10.
            "Power, base, measured 9 EUR false",
            // 7-12 and 18-19 UTC: 25 + 5 kWh x 1.5 x 0.30.
            "Power, peak, measured 13.5 EUR false",
            // 12-18 UTC at 10 kW: 60 kWh x 1.5 x 0.30.
            "Power, peak, estimated 27 EUR true");
    assertThat(PowerCharges.of(machine, day).get(2).trace())
        .containsExactly(
            "60.000 kWh (nameplate 10000 W) x host factor 1 x PUE 1.5 x 0.3 EUR/kWh (peak)");
  }

  @Test
  void only_measured_energy_has_the_host_factor() {
    PowerTerms terms = new PowerTerms(Amount.of(1), Amount.parse("1.6"), FLAT);
    PoweredMachine machine =
        new PoweredMachine("n1", hours(0, 2), 10_000, List.of(reading(hours(0, 1), 10)), terms);

    assertThat(PowerCharges.of(machine, hours(0, 24)))
        .extracting(c -> c.amount().toString())
        .containsExactly("1.92 EUR", "1.2 EUR");
    assertThat(PowerCharges.of(machine, hours(3, 24))).isEmpty();
  }

  @Test
  void a_price_on_a_night_of_changed_clocks_follows_the_local_hours() {
    Tariff tariff =
        new Tariff(
            BERLIN,
            price("0.10 EUR/kWh"),
            List.of(
                new TariffBand(
                    "night",
                    EnumSet.allOf(DayOfWeek.class),
                    LocalTime.MIDNIGHT,
                    LocalTime.of(6, 0),
                    price("0.05 EUR/kWh"))));
    Instant midnight = Instant.parse("2026-10-24T22:00:00Z");

    List<Tariff.Piece> pieces =
        tariff.pieces(new TimeRange(midnight, midnight.plus(Duration.ofHours(25))));

    assertThat(pieces)
        .extracting(piece -> piece.band() + " " + piece.range().length().toHours())
        .containsExactly("night 7", "base 18");
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72, 73})
  void pieces_of_a_reading_sum_to_it_and_periods_to_the_whole_but_for_one_rounding_each(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      EnergyReading reading =
          new EnergyReading(
              new TimeRange(MONDAY, MONDAY.plusNanos(1 + random.nextInt(1_000_000_000))),
              new BigInteger(50, random));
      BigInteger sum = BigInteger.ZERO;
      Instant from = MONDAY;
      while (from.isBefore(reading.range().end())) {
        Instant to = from.plusNanos(1 + random.nextInt(300_000_000));
        sum = sum.add(reading.nanojoules(new TimeRange(from, to)));
        from = to;
      }
      assertThat(sum).isEqualTo(reading.microjoules().multiply(BigInteger.valueOf(1_000)));
    }
  }

  @Test
  void readings_that_overlap_and_factors_below_one_are_refused() {
    assertThatThrownBy(
            () ->
                machine(
                    FLAT, hours(0, 24), List.of(reading(hours(0, 2), 1), reading(hours(1, 3), 1))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("two readings at 2026-11-02T01:00:00Z");
    assertThatThrownBy(() -> new PowerTerms(Amount.parse("0.9"), Amount.ZERO, FLAT))
        .hasMessageContaining("pue: 0.9 is below 1")
        .hasMessageContaining("hostFactor: 0 is below 1");
    assertThatThrownBy(
            () ->
                new TariffBand(
                    "night",
                    Set.of(DayOfWeek.MONDAY),
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    price("0.1 EUR/kWh")))
        .hasMessageContaining("make two bands of one over midnight");
    List<TariffBand> dollars =
        new ArrayList<>(
            List.of(
                new TariffBand(
                    "d",
                    Set.of(DayOfWeek.MONDAY),
                    LocalTime.MIDNIGHT,
                    LocalTime.MIDNIGHT,
                    price("0.1 USD/kWh"))));
    assertThatThrownBy(() -> new Tariff(BERLIN, price("0.1 EUR/kWh"), dollars))
        .hasMessageContaining("0.1 USD/kWh is not in EUR");
    assertThatThrownBy(
            () ->
                new Tariff(
                    BERLIN,
                    price("0.1 EUR/kWh"),
                    List.of(band("peak", 7, 9, "1 EUR/kWh"), band("peak", 17, 21, "2 EUR/kWh"))))
        .hasMessageContaining("peak: names energy at 1 EUR/kWh already");
    assertThatThrownBy(
            () ->
                new Tariff(BERLIN, price("0.1 EUR/kWh"), List.of(band("base", 7, 9, "1 EUR/kWh"))))
        .hasMessageContaining("base: names energy at 0.1 EUR/kWh already");
  }

  private static TariffBand band(String name, int from, int to, String price) {
    return new TariffBand(
        name, Set.of(DayOfWeek.MONDAY), LocalTime.of(from, 0), LocalTime.of(to, 0), price(price));
  }

  private static PoweredMachine machine(
      Tariff tariff, TimeRange running, List<EnergyReading> readings) {
    return new PoweredMachine(
        "n1", running, 10_000, readings, new PowerTerms(Amount.parse("1.5"), Amount.of(1), tariff));
  }

  private static EnergyReading reading(TimeRange range, long kwh) {
    return new EnergyReading(range, KWH.multiply(BigInteger.valueOf(kwh)));
  }

  private static TimeRange hours(int from, int to) {
    return new TimeRange(MONDAY.plus(Duration.ofHours(from)), MONDAY.plus(Duration.ofHours(to)));
  }

  private static TypedPrice.PerKwh price(String text) {
    return TypedPrice.read(text, TypedPrice.PerKwh.class);
  }
}
