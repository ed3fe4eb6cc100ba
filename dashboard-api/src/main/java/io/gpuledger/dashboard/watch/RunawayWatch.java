package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Holders that burn more by the hour than the gate, each by itself. */
final class RunawayWatch implements GuardedWatch.Kind {
  /** After a start the guard is heard of once what waits for it is read. */
  static final Duration HEARD_WITHIN = Duration.ofMinutes(2);

  @Override
  public AlertKind alert() {
    return AlertKind.RUNAWAY_JOB;
  }

  @Override
  public HolderToDate.Guard guard() {
    return HolderToDate.Guard.RUNAWAY;
  }

  @Override
  public Optional<Money> gate(AlertPolicy.Watch policy) {
    return policy.runawayPerHour();
  }

  @Override
  public Duration heardWithin(AlertPolicy.Watch policy) {
    return HEARD_WITHIN;
  }

  @Override
  public int limit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String over() {
    return "it burns less than nine tenths of the gate";
  }

  @Override
  public Notice notice(GuardedHolders.Guarded found, AlertPolicy.Watch policy, Instant now) {
    String holder = found.name();
    Money gate = gate(policy).orElse(found.perHour());
    return GuardedWatch.draft(alert(), found, now)
        .says(
            "Runaway burn: " + holder,
            holder
                + " burns more by itself than the gate of "
                + Words.money(gate.currency(), gate.amount())
                + " per hour; it has cost "
                + Words.money(gate.currency(), found.spent())
                + " so far.")
        .costs(new Notice.Cost(Optional.of(found.perHour()), "what is usual of a job is not known"))
        .canWait("No: it burns above the gate now.")
        .since(found.cause().since())
        .notice();
  }
}
