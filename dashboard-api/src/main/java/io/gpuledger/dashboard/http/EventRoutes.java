package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** {@code GET /events}: server-sent events with a heartbeat. */
final class EventRoutes implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How long a stream whose reader takes nothing may hold up the end. */
  private static final Duration LAST_EVENT = Duration.ofSeconds(2);

  private final ApiServices services;
  private final Guard guard;
  private final ExecutorService writers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "event-writer");
            thread.setDaemon(true);
            return thread;
          });

  EventRoutes(ApiServices services, Guard guard) {
    this.services = services;
    this.guard = guard;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/events", Access.SCOPED, this::open));
  }

  private void open(Context context, Caller caller) throws Exception {
    EventHub.Listener listener = services.events().open(caller.scope());
    new SseHandler(
            client -> {
              client.keepAlive();
              client.onClose(listener::close);
              // The hub bounds how many there are.
              writers.execute(() -> write(client, listener, caller));
            })
        .handle(context);
  }

  /** Sends until the reader leaves, or is no longer the one that was admitted. */
  private void write(SseClient client, EventHub.Listener listener, Caller caller) {
    try (listener) {
      client.sendComment("open");
      while (!listener.isDone() && !client.terminated()) {
        List<EventHub.Event> events = listener.take(HEARTBEAT);
        if (!guard.isStillAdmitted(caller)) {
          return;
        }
        for (EventHub.Event event : events) {
          client.sendEvent(event.name(), event.data());
        }
        if (events.isEmpty()) {
          client.sendComment("still here");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  /** Waits for the streams to end, which the hub has told them to; cuts off those that do not. */
  @Override
  public void close() {
    writers.shutdown();
    try {
      if (!writers.awaitTermination(LAST_EVENT.toMillis(), TimeUnit.MILLISECONDS)) {
        writers.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      writers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
