package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a limit of its own and one that it shares with all other bodies. Past
 * either, or when cut, it closes the connection and fails.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int bytesMax;
  private final AtomicLong held;
  private final long heldMax;
  private Flow.@Nullable Subscription subscription;
  private @Nullable ScrapeFault fault;
  private boolean released;

  BoundedBody(int bytesMax, AtomicLong held, long heldMax) {
    this.bytesMax = bytesMax;
    this.held = held;
    this.heldMax = heldMax;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (fault == null) {
      newSubscription.request(1);
    } else {
      newSubscription.cancel();
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    if (fault != null || released || subscription == null) {
      return;
    }
    for (ByteBuffer buffer : buffers) {
      int length = buffer.remaining();
      if (bytes.size() + length > bytesMax) {
        cut(ProblemCode.INPUT_TOO_LARGE, "the body is larger than " + bytesMax + " bytes");
        return;
      }
      if (held.addAndGet(length) > heldMax) {
        held.addAndGet(-length);
        cut(
            ProblemCode.INPUT_TOO_LARGE,
            "the bodies of all targets together are larger than " + heldMax + " bytes");
        return;
      }
      byte[] chunk = new byte[length];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
    subscription.request(1);
  }

  @Override
  public synchronized void onError(Throwable error) {
    body.completeExceptionally(fault == null ? error : fault);
  }

  @Override
  public synchronized void onComplete() {
    if (fault == null) {
      body.complete(bytes.toByteArray());
    }
  }

  /** Ends the exchange, whatever it is doing. */
  synchronized void cut(ProblemCode code, String message) {
    if (fault == null && !body.isDone()) {
      fault = new ScrapeFault(code, message);
      if (subscription != null) {
        subscription.cancel();
      }
      body.completeExceptionally(fault);
    }
  }

  /** Gives back its share of the common limit; its bytes are no longer used. */
  synchronized void release() {
    if (!released) {
      released = true;
      held.addAndGet(-bytes.size());
      bytes.reset();
    }
  }
}
