package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts are wanted. Those that only gather others are left out unless their kind is asked
 * for.
 *
 * @param status open, acknowledged, snoozed or recovered
 * @param team that they are confined to, beside others or alone
 */
public record AlertFilter(
    Optional<String> status, Optional<AlertKind> kind, Optional<String> team) {
  /** Every one. */
  public static final AlertFilter ALL =
      new AlertFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** What {@code status} may be. */
  public static final List<String> STATUSES =
      List.of("open", "acknowledged", "snoozed", "recovered");

  /** Every set of teams once, from one entry of the index to the next instead of alert by alert. */
  private static final String SCOPES =
      "WITH RECURSIVE scopes (teams) AS (SELECT min(team_scope) FROM alerts UNION ALL"
          + " SELECT (SELECT min(team_scope) FROM alerts WHERE team_scope > teams)"
          + " FROM scopes WHERE teams IS NOT NULL)"
          + " SELECT teams FROM scopes WHERE teams IS NOT NULL";

  List<Alert> list(Connection connection, AccessScope scope, int limit) throws SQLException {
    List<String> visible =
        Rows.list(connection, SCOPES, row -> row.getString(1)).stream()
            .filter(teams -> scope.allTeams() || isWithin(teams, scope.teams()))
            .filter(teams -> team.isEmpty() || teams.lines().anyMatch(team.get()::equals))
            .toList();
    List<Object> parameters = new ArrayList<>(visible);
    StringBuilder where =
        new StringBuilder("WHERE a.team_scope IN (")
            .append(String.join(", ", Collections.nCopies(visible.size(), "?")))
            .append(")");
    if (kind.isPresent()) {
      where.append(" AND a.alert_kind = ?");
      parameters.add(kind.get().code());
    } else {
      where.append(" AND a.alert_kind NOT IN ('digest', 'flood')");
    }
    status.ifPresent(wanted -> where.append(condition(wanted)));
    where.append(" ORDER BY a.alert_id DESC LIMIT ?");
    parameters.add(Math.min(limit, AlertLedger.PAGE_LIMIT));
    return AlertRows.list(connection, where.toString(), parameters.toArray());
  }

  /** An open alert that nobody took on or put off: what the word open means everywhere. */
  static final String ASKS = " AND coalesce(c.snoozed_until, '') = '' AND k.alert_id IS NULL";

  private static String condition(String status) {
    return switch (status) {
      case "recovered" -> " AND a.is_open = 0";
      case "snoozed" -> " AND a.is_open = 1 AND coalesce(c.snoozed_until, '') <> ''";
      case "acknowledged" ->
          " AND a.is_open = 1 AND coalesce(c.snoozed_until, '') = ''"
              + " AND k.alert_id IS NOT NULL";
      default -> " AND a.is_open = 1" + ASKS;
    };
  }

  private static boolean isWithin(String scope, List<String> teams) {
    return !scope.isEmpty() && teams.containsAll(scope.lines().toList());
  }
}
