package io.gpuledger.sql.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A response's body as a stream. A short answer leaves as one message with its length; a long one
 * in chunks, its head together with the first. A reader that is slow makes the worker wait, so no
 * more than a few buffers of an answer are in memory.
 */
// A write or close that fails closes the channel, and that reaches us as such.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseBody extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  /** How long a reader may leave the answer lying before it is given up. */
  static final Duration STALL_MAX = Duration.ofMinutes(5);

  private final Channel channel;
  private final HttpHeaders headers;
  private final boolean keepAlive;
  private final Object writable = new Object();
  private ByteBuf buffer;
  private boolean headSent;
  private boolean closed;
  private HttpResponseStatus status = HttpResponseStatus.OK;

  ResponseBody(Channel channel, HttpHeaders headers, boolean keepAlive) {
    this.channel = channel;
    this.headers = headers;
    this.keepAlive = keepAlive;
    this.buffer = channel.alloc().buffer(BUFFER_BYTES);
  }

  HttpHeaders headers() {
    return headers;
  }

  boolean keepsAlive() {
    return keepAlive;
  }

  /** Whether a status and headers can still be chosen. */
  boolean headOpen() {
    return !headSent && !closed;
  }

  /**
   * Throws away what was written so far and answers with another status; only while that is open.
   */
  void restart(HttpResponseStatus other) {
    if (!headOpen()) {
      throw new IllegalStateException("the head of the answer has left already");
    }
    buffer.clear();
    status = other;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int piece = Math.min(left, BUFFER_BYTES - buffer.readableBytes());
      buffer.writeBytes(source, from, piece);
      from += piece;
      left -= piece;
      if (buffer.readableBytes() == BUFFER_BYTES) {
        sendChunk();
      }
    }
  }

  /** Nothing: an answer leaves when a buffer is full or at its end. */
  @Override
  public void flush() {}

  private void sendChunk() throws IOException {
    awaitWritable();
    if (!headSent) {
      HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      connectionHeader();
      headSent = true;
      channel.write(head);
    }
    ByteBuf full = buffer;
    buffer = channel.alloc().buffer(BUFFER_BYTES);
    channel.writeAndFlush(new DefaultHttpContent(full));
  }

  private void connectionHeader() {
    headers.set(
        HttpHeaderNames.CONNECTION,
        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
  }

  private void awaitWritable() throws IOException {
    long deadline = System.nanoTime() + STALL_MAX.toNanos();
    synchronized (writable) {
      while (!channel.isWritable() && channel.isActive()) {
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw new IOException("the reader left the answer for " + STALL_MAX.toSeconds() + " s");
        }
        try {
          writable.wait(leftMillis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while answering", e);
        }
      }
    }
    if (!channel.isActive()) {
      throw new IOException("the client is gone");
    }
  }

  /** Called when the channel takes more, or is gone. */
  void wake() {
    synchronized (writable) {
      writable.notifyAll();
    }
  }

  /** Ends the answer. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (headSent) {
      channel.write(new DefaultHttpContent(buffer));
      channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, buffer.readableBytes());
      connectionHeader();
      channel.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              status,
              buffer,
              headers,
              io.netty.handler.codec.http.EmptyHttpHeaders.INSTANCE));
    }
  }

  /** Breaks the answer off in the middle, so that no reader takes it for whole. */
  void abort() {
    if (closed) {
      return;
    }
    closed = true;
    buffer.release();
    channel.close();
  }
}
