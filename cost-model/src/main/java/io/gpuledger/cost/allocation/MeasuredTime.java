package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Time of shared devices in one state, whose holders bear it by what was measured of each: makes
 * time of single holders of it. The holders of one device may stand in several rows, one for each
 * of their teams; a row has the time that its holders would have in equal shares. So the rows sum
 * to the time of the devices, and so do the parts, to the nanosecond.
 */
public final class MeasuredTime {
  private record Row(List<LineHolder> holders, List<Long> weighed, long nanos) {
    static final Comparator<Row> ORDER =
        Comparator.comparing((Row row) -> row.holders.toString())
            .thenComparing(Row::nanos)
            .thenComparing(row -> row.weighed.toString());
  }

  private final State state;
  private final String deviceModel;
  private final List<Row> rows = new ArrayList<>();

  /**
   * No time yet.
   *
   * @param deviceModel as telemetry names it, or {@code -}
   */
  public MeasuredTime(State state, String deviceModel) {
    this.state = state;
    this.deviceModel = deviceModel;
  }

  /**
   * Adds a row, in whatever order.
   *
   * @param holders at least one
   * @param weighed for each of them nanoseconds x its weight, where the weights of all holders of a
   *     device average the same number; below zero is as good as zero
   * @param nanos the time of all of them in equal shares
   */
  public void add(List<LineHolder> holders, List<Long> weighed, long nanos) {
    if (holders.isEmpty() || holders.size() != weighed.size() || nanos < 0) {
      throw new IllegalArgumentException(
          holders.size() + " holders have " + weighed.size() + " weights for " + nanos + " ns");
    }
    rows.add(new Row(List.copyOf(holders), List.copyOf(weighed), nanos));
  }

  /** The time of each holder. Where nothing was measured of any, they have equal shares. */
  public List<DeviceTime> times() {
    rows.sort(Row.ORDER);
    // A row of n holders has n/N of the device in equal shares, so a holder has its weight / n of
    // the row. Of one denominator, the parts are whole numbers.
    BigInteger all =
        rows.stream()
            .map(row -> BigInteger.valueOf(row.holders.size()))
            .reduce(BigInteger.ONE, MeasuredTime::leastCommonMultiple);
    List<LineHolder> holders = new ArrayList<>();
    List<BigInteger> parts = new ArrayList<>();
    List<BigInteger> equal = new ArrayList<>();
    long nanos = 0;
    for (Row row : rows) {
      BigInteger each = all.divide(BigInteger.valueOf(row.holders.size()));
      nanos = Math.addExact(nanos, row.nanos);
      for (int i = 0; i < row.holders.size(); i++) {
        holders.add(row.holders.get(i));
        parts.add(BigInteger.valueOf(Math.max(0, row.weighed.get(i))).multiply(each));
        equal.add(BigInteger.valueOf(row.nanos).multiply(each));
      }
    }
    boolean measured = parts.stream().anyMatch(part -> part.signum() > 0);
    return nanos == 0 ? List.of() : times(holders, measured ? parts : equal, nanos);
  }

  private List<DeviceTime> times(List<LineHolder> holders, List<BigInteger> parts, long nanos) {
    List<Amount> split = Split.byWeight(Amount.ofUnscaled(BigInteger.valueOf(nanos)), parts);
    List<DeviceTime> times = new ArrayList<>();
    for (int i = 0; i < holders.size(); i++) {
      long own = split.get(i).unscaled().longValueExact();
      if (own > 0) {
        List<DeviceTime.Share> one =
            Collections.singletonList(new DeviceTime.Share(holders.get(i), 1));
        times.add(new DeviceTime(state, deviceModel, one, own));
      }
    }
    return times;
  }

  private static BigInteger leastCommonMultiple(BigInteger a, BigInteger b) {
    return a.divide(a.gcd(b)).multiply(b);
  }
}
