package io.gpuledger.dashboard.query;

import io.gpuledger.dashboard.auth.AccessScope;

/** Confines a query to the teams that the asker may see. Every query over teams goes through it. */
final class ScopeSql {
  private ScopeSql() {}

  /**
   * Adds a condition on column {@code team}, which holds for every row where all teams are seen.
   */
  static void write(AccessScope scope, SqlWriter out) {
    if (!scope.allTeams()) {
      out.add(" AND has(").bindAll(scope.teams()).add(", toString(team))");
    }
  }
}
