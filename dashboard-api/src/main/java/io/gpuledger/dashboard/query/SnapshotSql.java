package io.gpuledger.dashboard.query;

import io.gpuledger.cost.time.TimeRange;

/** Pieces of SQL that name the snapshot. */
final class SnapshotSql {
  /** The type of instants in parameters. */
  static final String INSTANT = "DateTime64(6, 'UTC')";

  private SnapshotSql() {}

  /** A parameterised view at the snapshot's instant. */
  static SqlWriter from(SqlWriter out, String view, Snapshot snapshot) {
    return out.add(" FROM " + view + "(as_of = ").bind(INSTANT, snapshot.parameter()).add(")");
  }

  /** {@code column >= start AND column < end}. */
  static SqlWriter within(SqlWriter out, String column, TimeRange range) {
    return out.add(column + " >= ")
        .bind(INSTANT, seconds(range.start()))
        .add(" AND " + column + " < ")
        .bind(INSTANT, seconds(range.end()));
  }

  /** An instant, whole seconds. */
  static String seconds(java.time.Instant at) {
    return String.valueOf(at.getEpochSecond());
  }

  /** A time column as ISO-8601 text, empty where it is null or the epoch. */
  static String iso(String column) {
    return "if(isNull("
        + column
        + ") OR toUnixTimestamp64Micro(toDateTime64(assumeNotNull("
        + column
        + "), 6, 'UTC')) = 0, '', formatDateTime(toDateTime64(assumeNotNull("
        + column
        + "), 6, 'UTC'), '%Y-%m-%dT%H:%i:%S.%fZ'))";
  }

  /** A map of sums by currency as {@code currency=amount} texts in one text. */
  static String sums(String column) {
    return "arrayStringConcat(arraySort(arrayMap((k, v) -> concat(k, '=', toString(v)),"
        + " mapKeys("
        + column
        + "), mapValues("
        + column
        + "))), ';')";
  }
}
