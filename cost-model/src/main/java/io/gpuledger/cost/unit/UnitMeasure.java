package io.gpuledger.cost.unit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * One ratio of unit economics: what is told, per which unit. A further source (training runs)
 * brings its unit and its measures; the division, its digits and what happens without a quantity
 * are the same for all.
 *
 * @param name as answers write it
 * @param numerator what stands over the unit, with its own unit where it has one
 * @param unit what it is divided by
 */
public record UnitMeasure(String name, String numerator, Unit unit) {
  /** Digits of a ratio after the point. */
  public static final int DIGITS = 6;

  public static final UnitMeasure COST_PER_GPU_HOUR =
      new UnitMeasure("perGpuHour", "cost", Unit.GPU_HOUR);
  public static final UnitMeasure ENERGY_PER_GPU_HOUR =
      new UnitMeasure("kwhPerGpuHour", "kWh of the GPUs", Unit.GPU_HOUR);
  public static final UnitMeasure CARBON_PER_GPU_HOUR =
      new UnitMeasure("gramsPerGpuHour", "g CO2e", Unit.GPU_HOUR);
  public static final UnitMeasure CARBON_PER_KWH =
      new UnitMeasure("gramsPerKwh", "g CO2e", Unit.KILOWATT_HOUR);
  public static final UnitMeasure COST_PER_GIGABYTE =
      new UnitMeasure("perGb", "cost", Unit.GIGABYTE);
  public static final UnitMeasure COST_PER_GIBIBYTE =
      new UnitMeasure("perGib", "cost", Unit.GIBIBYTE);
  public static final UnitMeasure COST_PER_MILLION_TOKENS =
      new UnitMeasure("perMillionTokens", "cost", Unit.MILLION_TOKENS);
  public static final UnitMeasure COST_PER_MILLION_VECTORS =
      new UnitMeasure("perMillionVectors", "cost", Unit.MILLION_VECTORS);
  public static final UnitMeasure COST_PER_THOUSAND_QUERIES =
      new UnitMeasure("perThousandQueries", "cost", Unit.THOUSAND_QUERIES);

  /**
   * The ratio, HALF_UP; it is for people and never flows back.
   *
   * @param over the numerator, exact
   * @param quantity in the base of the unit
   * @return empty where there is no quantity, or none left after what was taken back
   */
  public Optional<BigDecimal> of(BigDecimal over, BigInteger quantity) {
    return of(over, BigInteger.ONE, quantity);
  }

  /**
   * As {@link #of(BigDecimal, BigInteger)} for a numerator in whole numbers of a base, so that
   * there is one rounding.
   *
   * @param overBase how many of the base make one of the numerator
   */
  public Optional<BigDecimal> of(BigDecimal over, BigInteger overBase, BigInteger quantity) {
    return quantity.signum() <= 0
        ? Optional.empty()
        : Optional.of(
            over.multiply(new BigDecimal(unit.base()))
                .divide(new BigDecimal(quantity.multiply(overBase)), DIGITS, RoundingMode.HALF_UP));
  }
}
