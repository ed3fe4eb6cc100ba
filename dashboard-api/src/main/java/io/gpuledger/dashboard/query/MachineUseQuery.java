package io.gpuledger.dashboard.query;

import io.gpuledger.cost.owned.EnergyReading;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what telemetry knows of one machine, from the hours as they are known now. */
final class MachineUseQuery {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Answers answers;
  private final WeighedUsage usage;

  MachineUseQuery(Answers answers, WeighedUsage usage) {
    this.answers = answers;
    this.usage = usage;
  }

  /**
   * The use of a machine.
   *
   * @param devices how many accelerators it has; their measured time is laid side by side
   */
  MachineUse find(String cluster, String node, int devices, TimeRange month) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp(hour) AS at, sum(toInt128(energy_microjoules)),")
        .add(" sum(toInt128(energy_observed_nanos)), sumIf(toInt128(state_nanos),")
        .add(" state IN ('productive', 'active', 'held_idle'))");
    usage.hours(out, month, cluster, node).add(" GROUP BY at ORDER BY at");
    List<EnergyReading> energy = new ArrayList<>();
    BigInteger used = BigInteger.ZERO;
    for (List<String> row : answers.rows(out.build())) {
      used = used.add(new BigInteger(row.get(3)));
      BigInteger microjoules = new BigInteger(row.get(1));
      BigInteger observed =
          new BigInteger(row.get(2)).divide(BigInteger.valueOf(Math.max(1, devices)));
      if (observed.signum() > 0 && microjoules.signum() >= 0) {
        Instant start = Instant.ofEpochSecond(Long.parseLong(row.get(0)));
        Duration measured =
            Duration.ofNanos(observed.min(BigInteger.valueOf(HOUR.toNanos())).longValueExact());
        energy.add(new EnergyReading(new TimeRange(start, start.plus(measured)), microjoules));
      }
    }
    return new MachineUse(energy, used.max(BigInteger.ZERO));
  }
}
