package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holders whose GPUs did nothing for a while. Looked at are whole devices with one holder: of a
 * slice, or of a device that several hold, nobody can be asked to give it back by itself.
 */
public final class IdleHolders {
  /** Of the time looked at so much must have been seen. */
  private static final int SEEN_PERCENT = 90;

  /** Sums of holders, clusters and models at most. */
  private static final int ROWS_LIMIT = 10_000;

  private final Answers answers;

  IdleHolders(Answers answers) {
    this.answers = answers;
  }

  /**
   * A holder.
   *
   * @param gpus how many devices it held
   * @param perHour what they cost, in each currency that a rate is known in
   * @param unpriced models without a rate
   */
  public record Idle(
      String holder,
      String team,
      String node,
      long gpus,
      List<Money> perHour,
      List<String> unpriced,
      Instant since) {
    public Idle {
      perHour = List.copyOf(perHour);
      unpriced = List.copyOf(unpriced);
    }
  }

  List<Idle> find(Duration length, List<RatesNowQuery.Priced> rates, Snapshot snapshot) {
    Instant to = snapshot.asOf();
    TimeRange range = new TimeRange(to.minus(length), to);
    Map<String, List<List<String>>> byHolder = new TreeMap<>();
    for (List<String> row : answers.rows(rows(range, snapshot))) {
      byHolder.computeIfAbsent(row.get(0), none -> new ArrayList<>()).add(row);
    }
    Map<String, Money> perHour = new HashMap<>();
    for (RatesNowQuery.Priced priced : rates) {
      priced
          .rate()
          .perDeviceHour()
          .ifPresent(rate -> perHour.put(priced.name() + "\n" + priced.deviceModel(), rate));
    }
    List<Idle> idle = new ArrayList<>();
    byHolder.forEach(
        (holder, rows) -> {
          boolean allIdle = rows.stream().allMatch(row -> row.get(5).equals(row.get(6)));
          if (allIdle && isSeen(rows, length)) {
            idle.add(idle(holder, rows, perHour, range));
          }
        });
    return idle;
  }

  private static boolean isSeen(List<List<String>> rows, Duration length) {
    BigInteger held = BigInteger.ZERO;
    BigInteger whole = BigInteger.ZERO;
    for (List<String> row : rows) {
      held = held.add(new BigInteger(row.get(5)));
      whole =
          whole.add(
              BigInteger.valueOf(length.toNanos())
                  .multiply(BigInteger.valueOf(Long.parseLong(row.get(7)))));
    }
    return held.multiply(BigInteger.valueOf(100))
            .compareTo(whole.multiply(BigInteger.valueOf(SEEN_PERCENT)))
        >= 0;
  }

  private static Idle idle(
      String holder, List<List<String>> rows, Map<String, Money> perHour, TimeRange range) {
    Map<String, Amount> costs = new TreeMap<>();
    TreeSet<String> unpriced = new TreeSet<>();
    long gpus = 0;
    for (List<String> row : rows) {
      long devices = Long.parseLong(row.get(7));
      gpus += devices;
      Money rate = perHour.get(row.get(3) + "\n" + row.get(4));
      if (rate == null) {
        unpriced.add(row.get(4));
      } else {
        Amount cost =
            Fraction.times(
                rate.amount(), BigInteger.valueOf(devices), BigInteger.ONE, Rounding.SPLIT);
        costs.merge(rate.currency(), cost, Amount::plus);
      }
    }
    return new Idle(
        holder,
        rows.get(0).get(1),
        rows.get(0).get(2),
        gpus,
        costs.entrySet().stream().map(e -> new Money(e.getKey(), e.getValue())).toList(),
        List.copyOf(unpriced),
        range.start());
  }

  /** Rows: holder, team, a node, cluster, model, held time, idle time, devices. */
  private static BoundSql rows(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT holder_keys[1] AS holder, any(toString(team)), min(toString(node)),")
        .add(" toString(cluster) AS place, toString(device_model) AS model,")
        .add(" toString(sum(toInt128(state_nanos))),")
        .add(" toString(sumIf(toInt128(state_nanos), state = 'held_idle')),")
        .add(" toString(uniqExact(device_uuid))");
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "minute", range)
        .add(" AND length(holder_keys) = 1 AND gpu_instance = '' AND compute_instance = ''")
        .add(" GROUP BY holder, place, model HAVING sum(toInt128(state_nanos)) > 0")
        .add(" ORDER BY sum(toInt128(state_nanos)) DESC, holder, place, model LIMIT ")
        .bind("UInt32", String.valueOf(ROWS_LIMIT));
    return out.build();
  }
}
