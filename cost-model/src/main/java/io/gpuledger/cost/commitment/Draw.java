package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Eligible usage of one party in an interval.
 *
 * @param party who used it
 * @param measure units x 10^18 x nanoseconds of use; an hour of one unit is 3.6 x 10^30. Of money
 *     promised by the hour: money x 10^18 x nanoseconds of an hour. Not negative
 */
public record Draw(String party, BigInteger measure) {
  static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(Duration.ofHours(1).toNanos());

  public Draw {
    if (party.isBlank() || measure.signum() < 0) {
      throw new IllegalArgumentException("draw of " + measure + " by '" + party + "'");
    }
  }

  /** Device-time, as telemetry measures it. */
  public static Draw ofDeviceNanos(String party, long deviceNanos) {
    return new Draw(
        party, BigInteger.valueOf(deviceNanos).multiply(BigInteger.TEN.pow(Amount.SCALE)));
  }

  /** Unit-hours, or eligible cost at the commitment's prices. */
  public static Draw ofHours(String party, Amount unitHours) {
    return new Draw(party, unitHours.unscaled().multiply(NANOS_PER_HOUR));
  }
}
