package io.gpuledger.cost.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.unit.DeviceTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The node of docs/rules/energy.md: 8 devices for 10 hours, of which 7 are metered. */
class EnergyCarbonTest {
  private static final BigInteger HOUR = BigInteger.valueOf(3_600_000_000_000L);
  private static final TimeRange NOVEMBER =
      new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
  private static final GridFactor SWEDEN =
      new GridFactor(Amount.parse("30"), "grid operator", LocalDate.parse("2026-03-01"));

  /** 35 kWh in 70 metered device-hours, of which 56 are held, 42 busy, 14 productive. */
  private static final EnergyUse NODE =
      new EnergyUse(kwh(35), times(70, 56, 42, 14), times(80, 64, 48, 16));

  @Test
  void carbon_is_energy_of_the_gpus_times_host_times_building_times_grid() {
    EnergyCarbon carbon = EnergyCarbon.of(NODE, Optional.of(site("1.6", "1.25", SWEDEN)));

    assertEquals("35.000000", text(carbon.kwh()));
    // 35 x 1.6 x 1.25
    assertEquals("70.000000", text(carbon.drawnKwh()));
    // 70 kWh x 30 g
    assertEquals("2100.000000", text(carbon.grams()));
    assertEquals("60.000000", text(carbon.gramsPerKwh()));
  }

  @Test
  void an_hour_is_told_over_metered_time_only_so_that_a_gap_makes_nothing_cheap() {
    EnergyCarbon carbon = EnergyCarbon.of(NODE, Optional.of(site("1.6", "1.25", SWEDEN)));

    assertEquals("0.500000", text(carbon.kwhPerGpuHour(NODE.metered().paid())));
    assertEquals("2.500000", text(carbon.kwhPerGpuHour(NODE.metered().productive())));
    assertEquals("30.000000", text(carbon.gramsPerGpuHour(NODE.metered().paid())));
    assertEquals("150.000000", text(carbon.gramsPerGpuHour(NODE.metered().productive())));
  }

  @Test
  void what_nobody_measured_is_missing_and_a_measured_zero_is_zero() {
    EnergyUse gap = new EnergyUse(BigInteger.ZERO, DeviceTimes.NOTHING, times(80, 64, 48, 16));
    EnergyUse off = new EnergyUse(BigInteger.ZERO, times(1, 0, 0, 0), times(1, 0, 0, 0));
    Optional<CarbonSite> site = Optional.of(site("1", "1.25", SWEDEN));

    assertEquals(Optional.empty(), EnergyCarbon.of(gap, site).kwh());
    assertEquals(Optional.empty(), EnergyCarbon.of(gap, site).grams());
    assertEquals("0.000000", text(EnergyCarbon.of(off, site).kwh()));
    assertEquals("0.000000", text(EnergyCarbon.of(off, site).grams()));
    assertEquals(Optional.empty(), EnergyCarbon.of(off, site).kwhPerGpuHour(BigInteger.ZERO));
  }

  @Test
  void a_place_without_a_factor_is_unknown_and_its_energy_is_told_apart() {
    EnergyCarbon known = EnergyCarbon.of(NODE, Optional.of(site("1", "1", SWEDEN)));
    EnergyCarbon unknown = EnergyCarbon.of(NODE, Optional.empty());
    EnergyCarbon both = known.plus(unknown);

    assertEquals(Optional.empty(), unknown.grams());
    assertEquals("35.000000", unknown.kwhWithoutFactor().toPlainString());
    assertEquals("70.000000", text(both.kwh()));
    assertEquals("1050.000000", text(both.grams()));
    // Over the hours of the known part: half of the time must not halve the figure.
    assertEquals("15.000000", text(both.gramsPerGpuHour(both.known().metered().paid())));
    assertEquals(known, both.minus(unknown));
  }

  @Test
  void parts_sum_to_the_whole_whatever_the_factors() {
    GridFactor third = new GridFactor(Amount.parse("0.333333333333333333"), "s", SWEDEN.date());
    EnergyUse odd =
        new EnergyUse(BigInteger.valueOf(1_000_000_000_001L), times(1, 1, 1, 1), times(1, 1, 1, 1));
    EnergyCarbon part = EnergyCarbon.of(odd, Optional.of(site("1.7", "1.13", third)));
    EnergyCarbon sum = EnergyCarbon.NOTHING;
    for (int i = 0; i < 7; i++) {
      sum = sum.plus(part);
    }

    assertEquals(0, sum.weighted().compareTo(part.weighted().multiply(BigDecimal.valueOf(7))));
  }

  @Test
  void a_site_holds_for_its_time_and_two_never_at_once() {
    CarbonSites sites = new CarbonSites(List.of(site("1", "1.25", SWEDEN)));

    assertTrue(sites.find("oslo", NOVEMBER.start()).isPresent());
    assertTrue(sites.find("oslo", NOVEMBER.end()).isEmpty());
    assertTrue(sites.find("elsewhere", NOVEMBER.start()).isEmpty());
    assertEquals(
        List.of(Instant.parse("2026-10-15T00:00:00Z"), NOVEMBER.start()),
        sites.borders(new TimeRange(Instant.parse("2026-10-15T00:00:00Z"), NOVEMBER.end())));
    assertThrows(
        RefusedException.class,
        () -> new CarbonSites(List.of(site("1", "1.25", SWEDEN), site("1", "1.3", SWEDEN))));
  }

  @Test
  void published_factors_are_found_however_azure_writes_its_regions() {
    PublishedFactors published = PublishedFactors.load();

    assertEquals(
        "415.755", published.find("aws", "us-east-1").orElseThrow().gramsPerKwh().toString());
    assertEquals(
        "390", published.find("azure", "westeurope").orElseThrow().gramsPerKwh().toString());
    assertEquals(
        "390", published.find("Azure", "West Europe").orElseThrow().gramsPerKwh().toString());
    assertEquals(
        "479", published.find("gcp", "us-central1").orElseThrow().gramsPerKwh().toString());
    assertFalse(published.find("aws", "mars-1").isPresent());
    assertEquals("1.135", published.pue("aws").orElseThrow().toString());
  }

  private static CarbonSite site(String host, String pue, GridFactor factor) {
    return new CarbonSite(
        "oslo", "", NOVEMBER, Amount.parse(host), Amount.parse(pue), Optional.of(factor));
  }

  private static BigInteger kwh(long count) {
    return HOUR.multiply(BigInteger.valueOf(count));
  }

  private static DeviceTimes times(long paid, long allocated, long busy, long productive) {
    return new DeviceTimes(kwh(paid), kwh(allocated), kwh(busy), kwh(productive));
  }

  private static String text(Optional<BigDecimal> of) {
    return of.orElseThrow().toPlainString();
  }
}
