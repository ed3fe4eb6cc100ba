package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.Sevenths;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Holders whose GPUs do nothing and cost more by the hour than the gate, for a while. */
final class IdleGpuWatch implements GuardedWatch.Kind {
  private static final int LIMIT = 20;

  @Override
  public AlertKind alert() {
    return AlertKind.IDLE_GPU;
  }

  @Override
  public HolderToDate.Guard guard() {
    return HolderToDate.Guard.IDLE;
  }

  @Override
  public Optional<Money> gate(AlertPolicy.Watch policy) {
    return policy.idlePerHour();
  }

  /** A guard that has lost what it knew needs as long to know again. */
  @Override
  public Duration heardWithin(AlertPolicy.Watch policy) {
    return policy.idleFor().plus(RunawayWatch.HEARD_WITHIN);
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public String over() {
    return "it works again, or costs less than the gate";
  }

  @Override
  public Notice notice(GuardedHolders.Guarded found, AlertPolicy.Watch policy, Instant now) {
    String holder = found.name();
    int devices = Math.max(1, found.sevenths() / Sevenths.WHOLE);
    String gpus = devices == 1 ? "1 GPU" : devices + " GPUs";
    Amount perHour = found.perHour().amount();
    return GuardedWatch.draft(alert(), found, now)
        .says(
            gpus + " held by " + holder + " do nothing",
            holder
                + " holds "
                + gpus
                + " and has used none of them for at least "
                + policy.idleFor().toMinutes()
                + " minutes.")
        .costs(Notice.Cost.perHour(found.perHour()))
        .canWait("No: " + Words.money(found.perHour().currency(), perHour) + " is lost each hour.")
        .since(found.idleSince())
        .notice();
  }
}
