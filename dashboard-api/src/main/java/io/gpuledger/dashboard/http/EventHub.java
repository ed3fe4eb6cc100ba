package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Server-sent events to at most {@link #CLIENTS} listeners. Nobody waits for a slow listener:
 * beyond {@link #QUEUE} waiting events it gets one {@code gap} in place of all that was dropped,
 * and reads everything again.
 */
public final class EventHub implements AutoCloseable {
  public static final int CLIENTS = 200;
  public static final int QUEUE = 256;

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** One event as it is sent. */
  record Event(String name, String data) {}

  /** Tells everybody. The data must not say anything about a team. */
  public void publish(String name, Object data) {
    Event event = new Event(name, Json.text(data));
    listeners.forEach(listener -> listener.offer(event));
  }

  /**
   * Tells whoever may see something that is confined to these teams.
   *
   * @param teams empty where it is not confined: only those who see every team hear of it
   */
  public void publish(String name, Object data, List<String> teams) {
    Event event = new Event(name, Json.text(data));
    for (Listener listener : listeners) {
      boolean within = !teams.isEmpty() && listener.scope.teams().containsAll(teams);
      if (listener.scope.allTeams() || within) {
        listener.offer(event);
      }
    }
  }

  /** Whether anybody listens: nothing need be read or written for nobody. */
  public boolean isHeard() {
    return !listeners.isEmpty();
  }

  /** Tells of an alert those who may see its budget. */
  public void publish(Alert alert) {
    if (isHeard()) {
      publish("alert", AlertRoutes.view(alert), alert.teamScope());
    }
  }

  /** Tells those who may see an alert that one of its messages has got on. */
  public void publishDelivery(Alert alert) {
    if (isHeard()) {
      publish("delivery", AlertRoutes.view(alert), alert.teamScope());
    }
  }

  /** Lets every stream look at once whether its caller may still listen. */
  void recheck() {
    listeners.forEach(Listener::wake);
  }

  /** Opens a listener, or refuses when there are too many. */
  synchronized Listener open(AccessScope scope) {
    if (closed || listeners.size() >= CLIENTS) {
      throw new ApiException(
          ErrorCode.TOO_MANY_REQUESTS, "There are " + CLIENTS + " listeners already.");
    }
    Listener listener = new Listener(scope);
    listeners.add(listener);
    return listener;
  }

  int size() {
    return listeners.size();
  }

  /** Ends every stream. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(Listener::close);
  }

  /** One stream's queue. */
  final class Listener implements AutoCloseable {
    private static final Event END = new Event("", "");

    private final AccessScope scope;
    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(QUEUE);
    private final AtomicBoolean gap = new AtomicBoolean();
    private volatile boolean done;

    private Listener(AccessScope scope) {
      this.scope = scope;
    }

    private void offer(Event event) {
      if (!waiting.offer(event)) {
        waiting.clear();
        gap.set(true);
        boolean unused = waiting.offer(event);
      }
    }

    /** The next events, at once or after at most this time; empty after the time or at the end. */
    List<Event> take(Duration atMost) throws InterruptedException {
      Event first = waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      List<Event> events = new ArrayList<>();
      if (gap.getAndSet(false)) {
        events.add(new Event("gap", "{}"));
      }
      if (first != null) {
        events.add(first);
      }
      waiting.drainTo(events);
      events.removeIf(END::equals);
      return events;
    }

    /** Ends a wait for events. */
    private void wake() {
      boolean unused = waiting.offer(END);
    }

    boolean isDone() {
      return done;
    }

    @Override
    public void close() {
      done = true;
      listeners.remove(this);
      wake();
    }
  }
}
