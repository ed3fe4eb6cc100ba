package io.gpuledger.sql.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream: the event loop fills it, a worker empties it. The channel is read
 * only while little is queued, so a fast sender waits in its socket.
 */
// A write or close that fails closes the channel, and that reaches us as such.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestBody extends InputStream {
  /** Queued bytes above which the channel is not read. */
  static final int QUEUED_BYTES_MAX = 1 << 20;

  /** How long a sender may pause before the request fails. */
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  /** Bytes of a body that is no longer wanted which are read before the connection is closed. */
  static final long DISCARDED_BYTES_MAX = 1L << 30;

  private final Channel channel;
  private final Deque<ByteBuf> queue = new ArrayDeque<>();
  private long queuedBytes;
  private long discardedBytes;
  private boolean complete;
  private boolean discarding;
  private @Nullable IOException failure;

  RequestBody(Channel channel) {
    this.channel = channel;
  }

  /** Takes over a piece. */
  synchronized void offer(ByteBuf piece) {
    if (discarding || failure != null || !piece.isReadable()) {
      discardedBytes += piece.readableBytes();
      piece.release();
      if (discarding && discardedBytes > DISCARDED_BYTES_MAX) {
        channel.close();
      }
      return;
    }
    queuedBytes += piece.readableBytes();
    queue.add(piece);
    notifyAll();
  }

  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  synchronized boolean isComplete() {
    return complete;
  }

  synchronized void fail(IOException reason) {
    if (failure == null) {
      failure = reason;
    }
    releaseQueue();
    notifyAll();
  }

  /** The worker wants no more; what still comes is thrown away. */
  synchronized void discard() {
    discarding = true;
    releaseQueue();
  }

  private void releaseQueue() {
    queue.forEach(ByteBuf::release);
    queue.clear();
    queuedBytes = 0;
  }

  synchronized boolean wantsMore() {
    return !complete && queuedBytes < QUEUED_BYTES_MAX;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    boolean askForMore;
    int read;
    synchronized (this) {
      awaitPiece();
      ByteBuf first = queue.peek();
      if (first == null) {
        return -1;
      }
      read = Math.min(length, first.readableBytes());
      first.readBytes(target, offset, read);
      if (!first.isReadable()) {
        queue.remove();
        first.release();
      }
      boolean wasFull = queuedBytes >= QUEUED_BYTES_MAX;
      queuedBytes -= read;
      askForMore = wasFull && wantsMore();
    }
    if (askForMore) {
      channel.read();
    }
    return read;
  }

  private void awaitPiece() throws IOException {
    long deadline = System.nanoTime() + PAUSE_MAX.toNanos();
    while (queue.isEmpty() && !complete && failure == null) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new IOException("the request paused for more than " + PAUSE_MAX.toSeconds() + " s");
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while reading a request", e);
      }
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }
}
