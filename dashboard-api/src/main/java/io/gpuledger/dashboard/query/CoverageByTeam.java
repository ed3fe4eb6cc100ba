package io.gpuledger.dashboard.query;

import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much of the device-time of the last 24 h telemetry covers, of any teams, from one reading.
 */
public final class CoverageByTeam {
  private final Map<String, Observed> byTeam = new TreeMap<>();

  /** Device-time in nanoseconds. */
  private record Observed(BigInteger observed, BigInteger all) {
    static final Observed NOTHING = new Observed(BigInteger.ZERO, BigInteger.ZERO);

    Observed plus(Observed more) {
      return new Observed(observed.add(more.observed), all.add(more.all));
    }
  }

  /** Rows: team, observed nanoseconds, all nanoseconds. */
  CoverageByTeam(List<List<String>> rows) {
    for (List<String> row : rows) {
      byTeam.put(row.get(0), new Observed(new BigInteger(row.get(1)), new BigInteger(row.get(2))));
    }
  }

  /** Of a scope, from 0 to 1; empty where there is no device-time. */
  public Optional<BigDecimal> of(AccessScope scope) {
    Observed sum = Observed.NOTHING;
    for (Map.Entry<String, Observed> team : byTeam.entrySet()) {
      if (scope.allTeams() || scope.teams().contains(team.getKey())) {
        sum = sum.plus(team.getValue());
      }
    }
    return Optional.ofNullable(Ratios.of(sum.observed(), sum.all()));
  }
}
