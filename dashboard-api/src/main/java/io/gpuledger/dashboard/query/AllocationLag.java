package io.gpuledger.dashboard.query;

import io.gpuledger.cost.estimate.Estimate;
import java.util.List;

/**
 * How far allocation is behind publication.
 *
 * @param waiting deliveries in force that no cell holds, and those no longer in force that one
 *     still holds
 * @param deliveries deliveries in force with rows, and those no longer in force that a cell still
 *     holds
 */
record AllocationLag(long waiting, long deliveries) {
  static AllocationLag of(Answers answers, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT countIf(waits), count() FROM (SELECT");
    out.add(" delivery_id NOT IN (SELECT arrayJoin(delivery_ids)");
    SnapshotSql.from(out, "allocation_cells_as_of", snapshot).add(") AS waits");
    SnapshotSql.from(out, "deliveries_as_of", snapshot)
        .add(" WHERE rows_accepted > 0 UNION ALL SELECT true AS waits")
        .add(" FROM (SELECT DISTINCT arrayJoin(delivery_ids) AS held");
    SnapshotSql.from(out, "allocation_cells_as_of", snapshot)
        .add(") WHERE NOT startsWith(held, '" + Estimate.ID_PREFIX + "')")
        .add(" AND held NOT IN (SELECT delivery_id");
    SnapshotSql.from(out, "deliveries_as_of", snapshot).add("))");
    List<String> row = answers.rows(out.build()).get(0);
    return new AllocationLag(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
  }
}
