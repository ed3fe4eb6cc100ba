package io.gpuledger.sql.engine;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libchdb that we use, under their own names. Sizes are {@code size_t}, 64 bits on
 * every platform the engine is published for.
 */
final class LibChdb {
  private static boolean loaded;

  private LibChdb() {}

  /**
   * Loads the library, once per process. The engine's own signal handlers are switched off before
   * anything else: the JVM needs its SIGSEGV handler.
   */
  static synchronized void load(Path library) {
    if (loaded) {
      return;
    }
    try {
      Native.register(LibChdb.class, NativeLibrary.getInstance(library.toString()));
    } catch (UnsatisfiedLinkError e) {
      throw new EngineUnavailableException(
          "the engine library " + library + " cannot be loaded: " + e.getMessage(), e);
    }
    chdb_set_signal_handlers_enabled(0);
    loaded = true;
  }

  static native void chdb_set_signal_handlers_enabled(int enabled);

  /** Returns a pointer to the connection, null when the arguments are refused. */
  static native @Nullable Pointer chdb_connect(int argc, @Nullable Pointer argv);

  static native void chdb_close_conn(Pointer connectionPointer);

  static native @Nullable Pointer chdb_query_with_params_n(
      Pointer connection,
      Pointer query,
      long queryLength,
      Pointer format,
      long formatLength,
      @Nullable Pointer names,
      @Nullable Pointer nameLengths,
      @Nullable Pointer values,
      @Nullable Pointer valueLengths,
      long count);

  static native @Nullable Pointer chdb_stream_query_with_params_n(
      Pointer connection,
      Pointer query,
      long queryLength,
      Pointer format,
      long formatLength,
      @Nullable Pointer names,
      @Nullable Pointer nameLengths,
      @Nullable Pointer values,
      @Nullable Pointer valueLengths,
      long count);

  static native @Nullable Pointer chdb_stream_fetch_result(Pointer connection, Pointer result);

  static native void chdb_stream_cancel_query(Pointer connection, Pointer result);

  static native void chdb_destroy_query_result(Pointer result);

  static native Pointer chdb_stream_insert_n(
      Pointer connection, Pointer query, long queryLength, Pointer format, long formatLength);

  static native int chdb_stream_append(Pointer stream, Pointer data, long length);

  static native @Nullable Pointer chdb_stream_done(Pointer stream);

  static native void chdb_stream_cancel_insert(Pointer stream);

  static native @Nullable Pointer chdb_stream_insert_error(Pointer stream);

  static native void chdb_destroy_insert_stream(Pointer stream);

  static native @Nullable Pointer chdb_result_buffer(Pointer result);

  static native long chdb_result_length(Pointer result);

  static native long chdb_result_rows_read(Pointer result);

  static native long chdb_result_storage_rows_read(Pointer result);

  static native long chdb_result_storage_bytes_read(Pointer result);

  static native long chdb_result_rows_written(Pointer result);

  static native long chdb_result_bytes_written(Pointer result);

  static native @Nullable Pointer chdb_result_error(Pointer result);
}
