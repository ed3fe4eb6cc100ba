package io.gpuledger.cost.energy;

import io.gpuledger.cost.unit.Unit;
import io.gpuledger.cost.unit.UnitMeasure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Energy, and the carbon of the part whose grid is known: {@code kWh x host factor x PUE x g/kWh}.
 * Sums are exact; only what is shown is rounded.
 *
 * @param use all measured energy
 * @param known of that, what was drawn where the grid factor is known
 * @param drawn microjoules that the buildings drew for the known part
 * @param weighted the same, each microjoule times grams per kilowatt-hour
 */
public record EnergyCarbon(EnergyUse use, EnergyUse known, BigDecimal drawn, BigDecimal weighted) {
  public static final EnergyCarbon NOTHING =
      new EnergyCarbon(EnergyUse.NOTHING, EnergyUse.NOTHING, BigDecimal.ZERO, BigDecimal.ZERO);

  /** The energy of one site over a time in which it does not change. */
  public static EnergyCarbon of(EnergyUse use, Optional<CarbonSite> site) {
    Optional<GridFactor> factor = site.flatMap(CarbonSite::factor);
    if (site.isEmpty() || factor.isEmpty()) {
      return new EnergyCarbon(use, EnergyUse.NOTHING, BigDecimal.ZERO, BigDecimal.ZERO);
    }
    BigDecimal drawn =
        new BigDecimal(use.microjoules())
            .multiply(site.get().hostFactor().toBigDecimal())
            .multiply(site.get().pue().toBigDecimal());
    return new EnergyCarbon(
        use, use, drawn, drawn.multiply(factor.get().gramsPerKwh().toBigDecimal()));
  }

  public EnergyCarbon plus(EnergyCarbon other) {
    return new EnergyCarbon(
        use.plus(other.use),
        known.plus(other.known),
        drawn.add(other.drawn),
        weighted.add(other.weighted));
  }

  /** This without some of it. */
  public EnergyCarbon minus(EnergyCarbon other) {
    return new EnergyCarbon(
        use.minus(other.use),
        known.minus(other.known),
        drawn.subtract(other.drawn),
        weighted.subtract(other.weighted));
  }

  /** Measured energy of the devices; empty where nothing was metered. */
  public Optional<BigDecimal> kwh() {
    return use.isMeasured()
        ? Optional.of(Unit.KILOWATT_HOUR.shown(use.microjoules(), UnitMeasure.DIGITS))
        : Optional.empty();
  }

  /** Measured energy whose grid is not known. */
  public BigDecimal kwhWithoutFactor() {
    return Unit.KILOWATT_HOUR.shown(
        use.microjoules().subtract(known.microjoules()), UnitMeasure.DIGITS);
  }

  /** What the buildings drew for the known part; empty where nothing is known. */
  public Optional<BigDecimal> drawnKwh() {
    return shown(drawn);
  }

  /** Grams of CO2 equivalent of the known part; empty where nothing is known. */
  public Optional<BigDecimal> grams() {
    return shown(weighted);
  }

  private Optional<BigDecimal> shown(BigDecimal microjoules) {
    return known.isMeasured()
        ? Optional.of(
            microjoules.divide(
                new BigDecimal(Unit.KILOWATT_HOUR.base()),
                UnitMeasure.DIGITS,
                RoundingMode.HALF_UP))
        : Optional.empty();
  }

  /**
   * Measured energy over metered device-time of one kind.
   *
   * @param metered of {@link EnergyUse#metered()} of the use
   */
  public Optional<BigDecimal> kwhPerGpuHour(BigInteger metered) {
    return kwh().isEmpty()
        ? Optional.empty()
        : UnitMeasure.ENERGY_PER_GPU_HOUR.of(
            new BigDecimal(use.microjoules()), Unit.KILOWATT_HOUR.base(), metered);
  }

  /**
   * Carbon over metered device-time of one kind.
   *
   * @param metered of {@link EnergyUse#metered()} of the known part
   */
  public Optional<BigDecimal> gramsPerGpuHour(BigInteger metered) {
    return grams().isEmpty()
        ? Optional.empty()
        : UnitMeasure.CARBON_PER_GPU_HOUR.of(weighted, Unit.KILOWATT_HOUR.base(), metered);
  }

  /** Carbon over a kilowatt-hour that the devices drew: host, building and grid together. */
  public Optional<BigDecimal> gramsPerKwh() {
    return grams().isEmpty()
        ? Optional.empty()
        : UnitMeasure.CARBON_PER_KWH.of(weighted, Unit.KILOWATT_HOUR.base(), known.microjoules());
  }
}
