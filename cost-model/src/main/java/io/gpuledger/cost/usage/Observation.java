package io.gpuledger.cost.usage;

/**
 * A sample as facts are made from it: integers, the verdict, the hold. Absent measures are
 * negative.
 */
public final class Observation {
  final long at;
  final int busy;
  final int sm;
  final int tensor;
  final int dram;
  final long memoryUsedBytes;
  final long powerMicrowatts;
  final long energyMicrojoulesTotal;
  final long cadenceNanos;
  final Verdict verdict;
  final Hold hold;
  final BusyShares shares;

  /**
   * An observation whose verdict was given before, as a restored history has them.
   *
   * @param atNanos instant in nanoseconds since the epoch
   * @param measures what was measured
   * @param cadenceNanos configured cadence, 0 where unknown
   */
  public Observation(
      long atNanos, Measures measures, long cadenceNanos, Verdict verdict, Hold hold) {
    this(atNanos, measures, cadenceNanos, verdict, hold, BusyShares.NONE);
  }

  /**
   * The same of a device whose holders are measured by themselves.
   *
   * @param shares how busy each of them kept it
   */
  public Observation(
      long atNanos,
      Measures measures,
      long cadenceNanos,
      Verdict verdict,
      Hold hold,
      BusyShares shares) {
    this.shares = shares;
    this.at = atNanos;
    this.busy = measures.busy();
    this.sm = measures.sm();
    this.tensor = measures.tensor();
    this.dram = measures.dram();
    this.memoryUsedBytes = measures.memoryUsedBytes();
    this.powerMicrowatts = measures.powerMicrowatts();
    this.energyMicrojoulesTotal = measures.energyMicrojoulesTotal();
    this.cadenceNanos = cadenceNanos;
    this.verdict = verdict;
    this.hold = hold;
  }

  /**
   * The measures of one instant: ratios as {@link FixedPoint#ratio}, the rest whole units; negative
   * where absent.
   */
  public record Measures(
      int busy,
      int sm,
      int tensor,
      int dram,
      long memoryUsedBytes,
      long powerMicrowatts,
      long energyMicrojoulesTotal) {
    public static final Measures NONE = new Measures(-1, -1, -1, -1, -1, -1, -1);

    /** Field by field; where both are present the larger stands, so that order does not matter. */
    Measures merge(Measures other) {
      return new Measures(
          Math.max(busy, other.busy),
          Math.max(sm, other.sm),
          Math.max(tensor, other.tensor),
          Math.max(dram, other.dram),
          Math.max(memoryUsedBytes, other.memoryUsedBytes),
          Math.max(powerMicrowatts, other.powerMicrowatts),
          Math.max(energyMicrojoulesTotal, other.energyMicrojoulesTotal));
    }
  }

  /**
   * Classifies a sample.
   *
   * @param holds what labels name, and what stands in where somebody unlabelled has the device
   */
  public static Observation of(
      long atNanos, Measures measures, long cadenceNanos, StateRules rules, Holds holds) {
    return of(atNanos, measures, cadenceNanos, rules, holds, BusyShares.NONE);
  }

  /**
   * Classifies a sample of a device whose holders may be measured by themselves.
   *
   * @param shares how busy each holder kept it; a holder alone needs none
   */
  public static Observation of(
      long atNanos,
      Measures measures,
      long cadenceNanos,
      StateRules rules,
      Holds holds,
      BusyShares shares) {
    Hold hold = holds.named();
    if (hold.isEmpty() && rules.isHeldByUnknown(measures.busy, measures.memoryUsedBytes)) {
      hold = holds.unknown();
    }
    Verdict verdict = rules.verdict(measures.busy, measures.sm, measures.tensor, !hold.isEmpty());
    return new Observation(
        atNanos, measures, cadenceNanos, verdict, hold, hold.size() > 1 ? shares : BusyShares.NONE);
  }

  /**
   * The two holds that a sample may end with.
   *
   * @param named the holders that labels name, possibly none
   * @param unknown stands in where somebody unlabelled has the device
   */
  public record Holds(Hold named, Hold unknown) {}

  /** This and another observation of the same device and instant, as one. */
  public Observation merge(Observation other, StateRules rules, Hold unknown) {
    Hold mine = hold.isUnknown() ? Hold.NONE : hold;
    Hold named = mine.union(other.hold.isUnknown() ? Hold.NONE : other.hold);
    return of(
        at,
        measures().merge(other.measures()),
        Math.max(cadenceNanos, other.cadenceNanos),
        rules,
        new Holds(named, unknown),
        shares.union(other.shares));
  }

  /** Whether the other says the same of the same instant. */
  public boolean isSameAs(Observation other) {
    return at == other.at
        && cadenceNanos == other.cadenceNanos
        && verdict == other.verdict
        && measures().equals(other.measures())
        && hold.equals(other.hold)
        && shares.equals(other.shares);
  }

  public long atNanos() {
    return at;
  }

  public Measures measures() {
    return new Measures(
        busy, sm, tensor, dram, memoryUsedBytes, powerMicrowatts, energyMicrojoulesTotal);
  }

  public long cadenceNanos() {
    return cadenceNanos;
  }

  public Verdict verdict() {
    return verdict;
  }

  public Hold hold() {
    return hold;
  }

  /** How busy each holder kept the device, where telemetry tells them apart. */
  public BusyShares shares() {
    return shares;
  }

  /** Ratio that stands for efficiency: multiprocessor activity, else busy, else absent. */
  int efficiency() {
    return sm >= 0 ? sm : busy;
  }
}
