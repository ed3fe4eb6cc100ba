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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Holders whose GPUs do nothing and cost more by the hour than the gate, for a while. */
final class IdleGpuWatch implements Watch {
  /** Holders that one look tells of at most; the next look tells of the rest. */
  static final int LIMIT = 20;

  private final Supplier<AlertPolicy.Watch> policy;

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
    List<Notice> notices = new ArrayList<>();
    if (gate.isPresent()) {
      Duration length = policy.get().idleFor();
      for (WatchFacts.Idle idle : seen.known().idle(length)) {
        Optional<Money> cost =
            idle.perHour().stream()
                .filter(money -> money.currency().equals(gate.get().currency()))
                .filter(money -> money.amount().compareTo(gate.get().amount()) >= 0)
                .findFirst();
        if (cost.isPresent()) {
          holding.add(idle.holder());
          if (!seen.standing().contains(idle.holder()) && notices.size() < LIMIT) {
            notices.add(notice(idle, cost.get(), length, seen.now()));
          }
        }
      }
    }
    return new Look(holding, notices, "it works again, or gave its GPUs back");
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
