package io.gpuledger.sql.engine;

import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement's text, format and parameters in native memory, and the calls that take them. */
final class NativeStatement {
  private final NativeText query;
  private final NativeText format;
  private final NativeText.Table names;
  private final NativeText.Table values;
  private final int count;

  NativeStatement(String sql, String format, Map<String, String> parameters) {
    this.query = NativeText.of(sql);
    this.format = NativeText.of(format);
    this.names = NativeText.Table.names(parameters);
    this.values = NativeText.Table.values(parameters);
    this.count = parameters.size();
  }

  @Nullable Pointer query(Pointer connection) {
    try {
      return LibChdb.chdb_query_with_params_n(
          connection,
          query.pointer(),
          query.length(),
          format.pointer(),
          format.length(),
          names.pointers(),
          names.lengths(),
          values.pointers(),
          values.lengths(),
          count);
    } finally {
      // The tables point into memory that only this object keeps.
      Reference.reachabilityFence(this);
    }
  }

  @Nullable Pointer streamQuery(Pointer connection) {
    try {
      return LibChdb.chdb_stream_query_with_params_n(
          connection,
          query.pointer(),
          query.length(),
          format.pointer(),
          format.length(),
          names.pointers(),
          names.lengths(),
          values.pointers(),
          values.lengths(),
          count);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  Pointer streamInsert(Pointer connection) {
    try {
      return LibChdb.chdb_stream_insert_n(
          connection, query.pointer(), query.length(), format.pointer(), format.length());
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
