package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Holders whose GPUs do nothing and cost more by the hour than the gate, for a while. Where
 * telemetry stops, nobody knows whether they work again: what was told stands, for a day at most.
 */
final class IdleGpuWatch implements Watch {
  /** Holders that one look tells of at most; the next look tells of the rest. */
  static final int LIMIT = 20;

  /** What is dark for longer is taken for gone. */
  static final Duration DARK_AT_MOST = Duration.ofHours(24);

  private final Supplier<AlertPolicy.Watch> policy;

  /** Holders that were idle when telemetry of them stopped, with the look that noticed it. */
  private final Map<String, Instant> dark = new TreeMap<>();

  IdleGpuWatch(Supplier<AlertPolicy.Watch> policy) {
    this.policy = policy;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.IDLE_GPU;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Look look(Seen seen) {
    Optional<Money> gate = policy.get().idlePerHour();
    Set<String> holding = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    List<Notice> notices = new ArrayList<>();
    if (gate.isPresent()) {
      Duration length = policy.get().idleFor();
      WatchFacts.Holders found = seen.known().holders(length);
      unknown.addAll(stillDark(found, seen));
      for (WatchFacts.Idle idle : found.idle()) {
        Optional<Money> cost =
            idle.perHour().stream()
                .filter(money -> money.currency().equals(gate.get().currency()))
                .filter(money -> money.amount().compareTo(gate.get().amount()) >= 0)
                .findFirst();
        if (cost.isEmpty() && !idle.unpriced().isEmpty()) {
          unknown.add(idle.holder());
        }
        if (cost.isPresent()) {
          holding.add(idle.holder());
          if (!seen.standing().contains(idle.holder()) && notices.size() < LIMIT) {
            notices.add(notice(idle, cost.get(), length, seen.now()));
          }
        }
      }
    }
    return new Look(
        holding, unknown, notices, "it works again, gave its GPUs back, or was not seen for a day");
  }

  /** Told holders that are seen in part only, or no more since that began. */
  private Set<String> stillDark(WatchFacts.Holders found, Seen seen) {
    found.dark().forEach(holder -> dark.putIfAbsent(holder, seen.now()));
    found.idle().forEach(idle -> dark.remove(idle.holder()));
    found.others().forEach(dark::remove);
    dark.keySet().retainAll(seen.standing());
    dark.values().removeIf(since -> since.isBefore(seen.now().minus(DARK_AT_MOST)));
    return Set.copyOf(dark.keySet());
  }

  private static Notice notice(WatchFacts.Idle idle, Money cost, Duration length, Instant now) {
    String gpus = idle.gpus() == 1 ? "1 GPU" : idle.gpus() + " GPUs";
    return new Words.Draft(AlertKind.IDLE_GPU, now)
        .about(idle.holder(), List.of(idle.holder()))
        .says(
            gpus + " held by " + idle.holder() + " do nothing",
            idle.holder()
                + " holds "
                + gpus
                + " and has used none of them for at least "
                + length.toMinutes()
                + " minutes.")
        .costs(Notice.Cost.perHour(cost))
        .canWait("No: " + Words.money(cost.currency(), cost.amount()) + " is lost each hour.")
        .cause(new AlertFacts.Cause(idle.holder(), idle.node(), "", Optional.of(idle.since())))
        .since(Optional.of(idle.since()))
        .toDo(Notice.ToDo.stop(idle.holder()))
        .owner(idle.team(), idle.team().isEmpty() ? List.of() : List.of(idle.team()))
        .unknowns(
            idle.unpriced().stream()
                .map(model -> "no price for " + model + ": its hours are not counted")
                .toList())
        .notice();
  }
}
