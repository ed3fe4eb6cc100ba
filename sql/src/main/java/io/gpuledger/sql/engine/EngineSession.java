package io.gpuledger.sql.engine;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.gpuledger.sql.client.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement's native connection: opened for it with its settings, closed after it. Used by one
 * thread, except {@link #cancel}, which any thread may call.
 */
final class EngineSession implements AutoCloseable {
  /** Bytes copied out of or into native memory at a time. */
  private static final int COPY_BYTES = 1 << 18;

  private final EmbeddedEngine engine;
  private final String id;
  private final Pointer connectionPointer;
  private final Pointer connection;
  private boolean running;
  private boolean cancelled;
  private boolean closed;

  EngineSession(EmbeddedEngine engine, String id, Pointer connectionPointer) {
    this.engine = engine;
    this.id = id;
    this.connectionPointer = connectionPointer;
    this.connection = connectionPointer.getPointer(0);
  }

  /** The mark by which the engine's process list knows this session. */
  String id() {
    return id;
  }

  /**
   * Runs a statement that answers rows and writes them out as they come. A format that cannot be
   * cut into pieces, and a statement that is not a SELECT, is answered whole from native memory.
   *
   * @param parameters values for {@code {name:Type}} in the engine's escaped text
   */
  Statistics query(String sql, String format, Map<String, String> parameters, OutputStream out)
      throws IOException {
    if (!StreamFormat.canStream(format) || !StatementText.mayStream(sql)) {
      return queryWhole(sql, format, parameters, out);
    }
    NativeStatement statement = new NativeStatement(sql, format, parameters);
    EngineResult stream;
    begin();
    try {
      stream = EngineResult.of(statement.streamQuery(connection));
    } catch (EngineException e) {
      if (StatementText.notStreamable(e)) {
        return queryWhole(sql, format, parameters, out);
      }
      throw e;
    } finally {
      end();
    }
    return drain(stream, new StreamFormat(format), out);
  }

  private Statistics drain(EngineResult stream, StreamFormat format, OutputStream out)
      throws IOException {
    boolean atEnd = false;
    Statistics total = Statistics.NONE;
    byte[] buffer = new byte[COPY_BYTES];
    try {
      while (!atEnd) {
        try (EngineResult chunk = fetch(stream)) {
          atEnd = chunk.rows() == 0;
          total = total.plus(chunk.statistics());
          copy(chunk, format.bytesToSkip(chunk), buffer, out);
        }
      }
      return total;
    } finally {
      if (!atEnd) {
        abandon(() -> LibChdb.chdb_stream_cancel_query(connection, stream.handle()));
      }
      stream.close();
    }
  }

  private EngineResult fetch(EngineResult stream) {
    begin();
    try {
      return EngineResult.of(LibChdb.chdb_stream_fetch_result(connection, stream.handle()));
    } finally {
      end();
    }
  }

  private static void copy(EngineResult chunk, long from, byte[] buffer, OutputStream out)
      throws IOException {
    long length = chunk.lengthBytes();
    for (long offset = from; offset < length; offset += buffer.length) {
      int piece = (int) Math.min(buffer.length, length - offset);
      chunk.read(offset, buffer, piece);
      out.write(buffer, 0, piece);
    }
  }

  /** Runs any statement and writes its whole answer out. */
  Statistics queryWhole(String sql, String format, Map<String, String> parameters, OutputStream out)
      throws IOException {
    NativeStatement statement = new NativeStatement(sql, format, parameters);
    try (EngineResult result = run(() -> statement.query(connection))) {
      copy(result, 0, new byte[COPY_BYTES], out);
      return result.statistics();
    }
  }

  /**
   * Streams data into a table.
   *
   * @param insert the statement up to its FORMAT or VALUES, without either
   * @param data in the format; an exception of it cancels the insert
   */
  Statistics insert(String insert, String format, InputStream data) throws IOException {
    NativeStatement statement = new NativeStatement(insert, format, Map.of());
    Pointer stream;
    begin();
    try {
      stream = statement.streamInsert(connection);
    } finally {
      end();
    }
    boolean done = false;
    try {
      refuseIfFailed(stream);
      append(stream, data);
      done = true;
      try (EngineResult result = run(() -> LibChdb.chdb_stream_done(stream))) {
        return result.statistics();
      }
    } finally {
      if (!done) {
        abandon(() -> LibChdb.chdb_stream_cancel_insert(stream));
      }
      LibChdb.chdb_destroy_insert_stream(stream);
    }
  }

  private void append(Pointer stream, InputStream data) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    try (Memory piece = new Memory(COPY_BYTES)) {
      for (int read = data.readNBytes(buffer, 0, COPY_BYTES);
          read > 0;
          read = data.readNBytes(buffer, 0, COPY_BYTES)) {
        piece.write(0, buffer, 0, read);
        begin();
        int state;
        try {
          state = LibChdb.chdb_stream_append(stream, piece, read);
        } finally {
          end();
        }
        if (state != 0) {
          refuseIfFailed(stream);
          throw EngineException.of(1002, "Code: 1002. the insert failed without a reason");
        }
      }
    }
  }

  private static void refuseIfFailed(Pointer stream) {
    Pointer error = LibChdb.chdb_stream_insert_error(stream);
    if (error != null) {
      throw EngineException.ofText(NativeText.read(error));
    }
  }

  /**
   * Stops the statement that runs, and refuses every later one of this session. Returns at once;
   * the statement ends with the engine's code 394.
   */
  void cancel() {
    synchronized (this) {
      cancelled = true;
      if (closed || !running) {
        return;
      }
    }
    engine.killUntil(id, this::idle);
  }

  private synchronized boolean idle() {
    return closed || !running;
  }

  /**
   * Gives a statement up before its end. The engine's own cancel waits for the statement's next
   * piece, which may be long in coming, so the statement is killed meanwhile.
   */
  private void abandon(Runnable nativeCancel) {
    synchronized (this) {
      running = true;
    }
    engine.killUntil(id, this::idle);
    try {
      nativeCancel.run();
    } finally {
      end();
    }
  }

  private interface NativeCall {
    @Nullable Pointer run();
  }

  private EngineResult run(NativeCall call) {
    begin();
    try {
      return EngineResult.of(call.run());
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (cancelled) {
      throw EngineException.of(
          394, "Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)");
    }
    running = true;
  }

  private synchronized void end() {
    running = false;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    LibChdb.chdb_close_conn(connectionPointer);
    engine.release(this);
  }
}
