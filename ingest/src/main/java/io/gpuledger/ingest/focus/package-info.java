/**
 * Reads FOCUS cost and usage files, 1.0-preview to 1.4, as CSV (plain, gzip, zstd) or Parquet, into
 * rows in FOCUS 1.4 terms.
 *
 * <p>Works on bytes and keeps one {@link io.gpuledger.ingest.focus.ColumnValue} per distinct text,
 * so that a row costs little. A faulty row is refused with its place and the rest goes on; every
 * buffer has a named limit in {@link io.gpuledger.ingest.focus.FocusLimits}.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.focus;
