package io.gpuledger.sql.engine;

import com.sun.jna.Pointer;
import io.gpuledger.sql.client.EngineException;
import org.jspecify.annotations.Nullable;

/** A result in native memory: one chunk of a stream, or the whole answer. Must be closed. */
final class EngineResult implements AutoCloseable {
  private final Pointer handle;

  private EngineResult(Pointer handle) {
    this.handle = handle;
  }

  /**
   * Takes over a handle.
   *
   * @throws EngineException if the result is a failure; the handle is then freed
   */
  static EngineResult of(@Nullable Pointer handle) {
    if (handle == null) {
      throw EngineException.of(1002, "Code: 1002. the engine answered nothing");
    }
    Pointer error = LibChdb.chdb_result_error(handle);
    if (error == null) {
      return new EngineResult(handle);
    }
    String text = NativeText.read(error);
    LibChdb.chdb_destroy_query_result(handle);
    throw EngineException.ofText(text);
  }

  Pointer handle() {
    return handle;
  }

  long lengthBytes() {
    return LibChdb.chdb_result_length(handle);
  }

  /** Copies bytes of the result. */
  void read(long offset, byte[] target, int length) {
    Pointer buffer = LibChdb.chdb_result_buffer(handle);
    if (buffer == null) {
      throw new IllegalStateException("a result of " + lengthBytes() + " bytes has no buffer");
    }
    buffer.read(offset, target, 0, length);
  }

  /** Rows of this result itself, zero at the end of a stream. */
  long rows() {
    return LibChdb.chdb_result_rows_read(handle);
  }

  Statistics statistics() {
    return new Statistics(
        LibChdb.chdb_result_storage_rows_read(handle),
        LibChdb.chdb_result_storage_bytes_read(handle),
        LibChdb.chdb_result_rows_written(handle),
        LibChdb.chdb_result_bytes_written(handle),
        LibChdb.chdb_result_rows_read(handle));
  }

  @Override
  public void close() {
    LibChdb.chdb_destroy_query_result(handle);
  }
}
