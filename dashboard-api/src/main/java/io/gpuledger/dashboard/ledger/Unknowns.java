package io.gpuledger.dashboard.ledger;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.query.CoverageByTeam;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the figures of a snapshot do not cover, in words, of any scope. It is read at the first
 * question, once: alerts that are raised together ask for the scope of each.
 */
final class Unknowns {
  private static final BigDecimal COVERAGE_GOAL = new BigDecimal("0.95");

  private final LedgerReader reader;
  private final Snapshot seen;
  private @Nullable Read read;

  private record Read(List<String> stale, CoverageByTeam coverage) {}

  Unknowns(LedgerReader reader, Snapshot seen) {
    this.reader = reader;
    this.seen = seen;
  }

  /** Stale sources, and telemetry coverage where it is unknown or below its goal. */
  List<String> of(AccessScope scope) {
    Read known = read();
    List<String> unknowns = new ArrayList<>(known.stale());
    Optional<BigDecimal> telemetry = known.coverage().of(scope);
    if (telemetry.isEmpty()) {
      unknowns.add(
          "telemetry coverage is unknown: no GPU "
              + (scope.allTeams() ? "in inventory" : "held by " + String.join(", ", scope.teams()))
              + " in the last 24 h");
    } else if (telemetry.get().compareTo(COVERAGE_GOAL) < 0) {
      unknowns.add("telemetry coverage of the last 24 h is " + percent(telemetry.get()));
    }
    return unknowns;
  }

  private synchronized Read read() {
    Read known = read;
    if (known == null) {
      List<String> stale = new ArrayList<>();
      for (Map<String, Object> entry : reader.freshness(seen)) {
        if (Boolean.FALSE.equals(entry.get("ok"))) {
          stale.add(entry.get("source") + ": " + entry.get("reason"));
        }
      }
      known = new Read(List.copyOf(stale), reader.coverageByTeam(seen));
      read = known;
    }
    return known;
  }

  private static String percent(BigDecimal ratio) {
    return ratio.movePointRight(2).setScale(1, RoundingMode.FLOOR).toPlainString() + " %";
  }
}
