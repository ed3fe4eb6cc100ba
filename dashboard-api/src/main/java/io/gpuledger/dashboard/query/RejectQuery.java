package io.gpuledger.dashboard.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refused rows with their place, reason and text. */
final class RejectQuery {
  private final Answers answers;

  RejectQuery(Answers answers) {
    this.answers = answers;
  }

  Map<String, Object> list(
      Optional<String> source, Optional<String> deliveryId, int limit, int offset) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source), delivery_id, file, line, column_no, toString(field),")
        .add(" toString(code), message, raw_text, " + SnapshotSql.iso("occurred_at"));
    from(out, source, deliveryId);
    out.add(" ORDER BY occurred_at DESC, source, delivery_id, row_no, column_no LIMIT ")
        .bind("UInt64", String.valueOf(limit))
        .add(" OFFSET ")
        .bind("UInt64", String.valueOf(offset));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      rows.add(
          Answers.fields(
              "source", row.get(0),
              "deliveryId", row.get(1),
              "file", row.get(2),
              "line", Long.parseLong(row.get(3)),
              "column", Long.parseLong(row.get(4)),
              "field", row.get(5),
              "code", row.get(6),
              "message", row.get(7),
              "rawText", row.get(8),
              "occurredAt", row.get(9)));
    }
    SqlWriter count = new SqlWriter().add("SELECT count()");
    from(count, source, deliveryId);
    long total = Long.parseLong(answers.rows(count.build()).get(0).get(0));
    return Answers.fields("rows", rows, "totalRows", total);
  }

  private static void from(SqlWriter out, Optional<String> source, Optional<String> deliveryId) {
    out.add(" FROM rejects WHERE 1");
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
    deliveryId.ifPresent(wanted -> out.add(" AND delivery_id = ").bind("String", wanted));
  }
}
