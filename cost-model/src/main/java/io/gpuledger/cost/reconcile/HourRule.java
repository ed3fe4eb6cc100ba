package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/**
 * Names the difference between the billed hours of a machine's day and its hours in inventory. One
 * rule at most names the rest, in this order; the first that fits takes it whole:
 *
 * <ol>
 *   <li>no inventory names the machine: not in inventory
 *   <li>nothing at all is known of its time: missing telemetry
 *   <li>the bill has days of its own: the zone takes what these have more than the UTC day
 *   <li>too little, and the bill may still come: late bill
 *   <li>too little, and time without samples: ended takes as much of it as there is
 *   <li>too little, and a charge without hours: hours not stated
 *   <li>less than a billing step a device: rounding
 *   <li>too much: over-billing
 *   <li>too little by whole devices: shared node
 *   <li>too little: under-billing
 * </ol>
 */
final class HourRule {
  private HourRule() {}

  /** The parts, summing to what the rows bill. */
  static Map<HourPart, BigInteger> parts(MachineDay of) {
    EnumMap<HourPart, BigInteger> parts = new EnumMap<>(HourPart.class);
    BigInteger paid = BigInteger.ZERO;
    boolean stated = true;
    boolean wholeDays = !of.rows().isEmpty();
    for (BilledRow row : of.rows()) {
      paid = paid.add(row.paidNanos());
      stated &= row.hoursStated();
      wholeDays &= row.wholeDays();
    }
    for (Map.Entry<State, BigInteger> seen : of.seen().nanos().entrySet()) {
      parts.put(HourPart.of(seen.getKey()), seen.getValue());
    }
    boolean ownDay = wholeDays && of.terms().hasOwnDay();
    SeenTime base = ownDay ? of.seenInBillingDay() : of.seen();
    if (!of.isKnown()) {
      parts.put(HourPart.NOT_IN_INVENTORY, paid);
    } else if (base.valid().signum() == 0 && of.seen().valid().signum() == 0) {
      parts.put(HourPart.MISSING_TELEMETRY, paid);
    } else {
      parts.put(HourPart.BILLING_ZONE, base.valid().subtract(of.seen().valid()));
      name(paid.subtract(base.valid()), paid, base, stated, of, parts);
    }
    parts.values().removeIf(part -> part.signum() == 0);
    return parts;
  }

  private static void name(
      BigInteger difference,
      BigInteger paid,
      SeenTime base,
      boolean stated,
      MachineDay of,
      Map<HourPart, BigInteger> parts) {
    BigInteger rest = difference;
    if (paid.signum() < 0) {
      parts.put(HourPart.UNEXPLAINED, rest);
      return;
    }
    if (rest.signum() < 0 && of.awaited()) {
      parts.put(HourPart.LATE_BILL, rest);
      return;
    }
    if (rest.signum() < 0) {
      BigInteger ended = rest.negate().min(base.unobserved());
      parts.put(HourPart.ENDED, ended.negate());
      rest = rest.add(ended);
    }
    if (rest.signum() < 0 && !stated) {
      parts.put(HourPart.HOURS_NOT_STATED, rest);
      return;
    }
    BigInteger steps =
        BigInteger.valueOf(of.terms().step().toNanos())
            .multiply(BigInteger.valueOf(Math.max(1, base.devices())));
    if (rest.abs().compareTo(steps) < 0) {
      parts.put(HourPart.ROUNDING, rest);
    } else if (rest.signum() > 0) {
      parts.put(HourPart.OVER_BILLING, rest);
    } else if (paid.signum() > 0 && isWholeDevices(rest.negate(), base, steps)) {
      parts.put(HourPart.SHARED_NODE, rest);
    } else {
      parts.put(HourPart.UNDER_BILLING, rest);
    }
  }

  /** Whether a time is that of some of the devices, but not all, within the billing steps. */
  private static boolean isWholeDevices(BigInteger nanos, SeenTime base, BigInteger steps) {
    for (int devices = 1; devices < base.devices(); devices++) {
      BigInteger theirs =
          base.valid()
              .multiply(BigInteger.valueOf(devices))
              .divide(BigInteger.valueOf(base.devices()));
      if (nanos.subtract(theirs).abs().compareTo(steps) < 0) {
        return true;
      }
    }
    return false;
  }
}
