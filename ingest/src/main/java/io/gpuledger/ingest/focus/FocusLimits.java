package io.gpuledger.ingest.focus;

import java.time.Instant;

/** The named limits of reading a bill. Beyond each, a row or file is refused with its place. */
public final class FocusLimits {
  /** Longest cell, in bytes of UTF-8 as in the file. */
  public static final int MAX_FIELD_BYTES = 256 << 10;

  /** Longest record that can be accepted, in bytes. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  /** Most bytes that are searched for the end of a record that is already refused. */
  public static final int MAX_SCAN_BYTES = 16 << 20;

  /** Most columns of a file. */
  public static final int MAX_COLUMNS = 1_024;

  /** First instant that a period may start at. */
  public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** First instant that is too late for any period. */
  public static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private FocusLimits() {}
}
