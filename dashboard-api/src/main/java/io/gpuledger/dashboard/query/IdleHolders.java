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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holders whose GPUs did nothing for a while, and those of which that is not known. Looked at are
 * whole devices with one holder: of a slice, or of a device that several hold, nobody can be asked
 * to give it back by itself.
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

  /**
   * Every holder that was seen.
   *
   * @param idle whose GPUs did nothing all the time
   * @param dark whose GPUs did nothing as far as was seen; what was not seen may have been the same
   * @param others the rest: they worked, or held their GPUs for a part of the time only
   */
  public record Found(List<Idle> idle, Set<String> dark, Set<String> others) {
    public Found {
      idle = List.copyOf(idle);
      dark = Set.copyOf(dark);
      others = Set.copyOf(others);
    }
  }

  Found find(Duration length, List<RatesNowQuery.Priced> rates, Snapshot snapshot) {
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
    Set<String> dark = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    byHolder.forEach(
        (holder, rows) -> {
          boolean allIdle = rows.stream().allMatch(row -> row.get(5).equals(row.get(6)));
          BigInteger whole = sum(rows, 7).multiply(BigInteger.valueOf(length.toNanos()));
          BigInteger held = sum(rows, 5);
          BigInteger unseen = whole.subtract(sum(rows, 8)).max(BigInteger.ZERO);
          if (allIdle && isEnough(held, whole)) {
            idle.add(idle(holder, rows, perHour, range));
          } else if (allIdle && isEnough(held.add(unseen), whole)) {
            dark.add(holder);
          } else {
            others.add(holder);
          }
        });
    return new Found(idle, dark, others);
  }

  private static BigInteger sum(List<List<String>> rows, int column) {
    return rows.stream()
        .map(row -> new BigInteger(row.get(column)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static boolean isEnough(BigInteger time, BigInteger whole) {
    return time.multiply(BigInteger.valueOf(100))
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

  /**
   * Rows: holder, team, a node, cluster, model, held time as far as observed, idle time, devices,
   * and the time in which these devices were observed, whoever held them.
   */
  private static BoundSql rows(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT holder, any(team_of), min(node_of), place, model, toString(sum(held)),")
        .add(" toString(sum(idle)), toString(count()), toString(sum(observed)) FROM (")
        .add("SELECT holder_keys[1] AS holder, any(toString(team)) AS team_of,")
        .add(" min(toString(node)) AS node_of, toString(cluster) AS place,")
        .add(" toString(device_model) AS model, toString(device_uuid) AS device,")
        .add(" sumIf(toInt128(state_nanos), state != 'unobserved') AS held,")
        .add(" sumIf(toInt128(state_nanos), state = 'held_idle') AS idle");
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "minute", range)
        .add(" AND length(holder_keys) = 1 AND gpu_instance = '' AND compute_instance = ''")
        .add(" GROUP BY holder, place, model, device HAVING sum(toInt128(state_nanos)) > 0)")
        .add(" AS holdings INNER JOIN (")
        .add("SELECT toString(cluster) AS place, toString(device_uuid) AS device,")
        .add(" sumIf(toInt128(state_nanos), state != 'unobserved') AS observed");
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "minute", range)
        .add(" AND gpu_instance = '' AND compute_instance = ''")
        .add(" GROUP BY place, device) AS devices USING (place, device)")
        .add(" GROUP BY holder, place, model ORDER BY sum(held) DESC, holder, place, model LIMIT ")
        .bind("UInt32", String.valueOf(ROWS_LIMIT));
    return out.build();
  }
}
