package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * A residual that somebody has to look at.
 *
 * @param severity how much it matters
 * @param part which residual
 * @param key the first row that has it
 * @param cluster of the machine, or {@code -}
 * @param node its name, or {@code -}
 * @param firstDay first UTC day
 * @param lastDay last UTC day, inclusive
 * @param nanos how much device-time, of either sign
 * @param worth the device-time at the average billed price of the machine's hours, or the money
 *     itself where there is no device-time; empty where nothing was billed to compare with
 * @param text what it is, in a sentence
 * @param action what to do about it
 */
public record Finding(
    Severity severity,
    String part,
    BilledKey key,
    String cluster,
    String node,
    LocalDate firstDay,
    LocalDate lastDay,
    BigInteger nanos,
    Optional<Amount> worth,
    String text,
    String action) {
  /** How much a finding matters. */
  public enum Severity {
    /** Money is wrong, or may be. */
    HIGH,
    /** A figure cannot be trusted yet. */
    MEDIUM,
    /** It passes by itself, or has a known reason. */
    INFO;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
