package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.BurnToDate;
import io.gpuledger.cost.budget.BurnWindow;
import io.gpuledger.cost.budget.Crossing;
import io.gpuledger.cost.budget.PeriodToDate;
import io.gpuledger.cost.budget.ScopeBurn;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.ingest.wire.BurnSeen;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds a budget's spend up by day and period and reports each threshold once, by state. What a
 * period has come to is reported as well, every {@link #TOLD_EVERY} at most and only where it has
 * changed.
 */
public final class BudgetSpendFunction
    extends KeyedProcessFunction<String, SpendIncrement, CrossingRecord> {
  private static final long serialVersionUID = 1L;

  /** The least time between two reports of a running total, on the wall clock. */
  static final Duration TOLD_EVERY = Duration.ofSeconds(15);

  private transient KeyedBudget book;
  private transient WatchCache watches;
  private transient KeyedBurn burn;

  /** Flink calls {@link #open} before anything else. */
  @SuppressWarnings("NullAway.Init")
  public BudgetSpendFunction() {}

  @Override
  public void open(OpenContext context) {
    watches = new WatchCache();
    book = new KeyedBudget(getRuntimeContext());
    burn = new KeyedBurn(getRuntimeContext());
  }

  @Override
  public void processElement(SpendIncrement add, Context context, Collector<CrossingRecord> out)
      throws Exception {
    WatchedBudget watched = watches.of(add.budgetId(), add.watch());
    if (add.isOfTerms()) {
      burn.told(watched, add.gates(), micros(context.timerService().currentProcessingTime()));
      for (PeriodToDate.Step step : book.retell(watched)) {
        tell(step, context, out);
      }
      return;
    }
    SpendAddition addition = add.toAddition(watched);
    Optional<String> before = book.basis();
    Optional<PeriodToDate.Step> step = book.add(addition);
    if (book.basis().equals(Optional.of(watched.basis()))) {
      if (before.isPresent() && !before.equals(book.basis())) {
        burn.forgetNodes();
      }
      burn.seen(add.node(), add.burn());
      burn.add(addition, add.gates());
    }
    if (step.isPresent()) {
      tell(step.get(), context, out);
    }
  }

  private void tell(PeriodToDate.Step step, Context context, Collector<CrossingRecord> out)
      throws Exception {
    if (!step.crossings().isEmpty()) {
      // A step is of a period that is kept.
      Look look = look(book.running().orElseThrow(), context);
      CrossingSeen.Builder seen = seen(step.period(), look);
      for (Crossing crossing : step.crossings()) {
        seen.setThresholdPercent(crossing.thresholdPercent()).setKind(crossing.kind().code());
        emit(seen, out);
      }
    }
    tellLater(context);
  }

  /** Timers of one budget and instant are one timer. */
  private static void tellLater(Context context) {
    long every = TOLD_EVERY.toMillis();
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer((now / every + 1) * every);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CrossingRecord> out)
      throws Exception {
    Optional<BudgetPeriod> running = book.running();
    if (running.isEmpty()) {
      // The timer is of a period that was forgotten, or of a version that kept months.
      return;
    }
    boolean stood = burn.stands();
    Look look = look(running.get(), context);
    Map<String, BudgetPeriod> untold = book.untold();
    for (Map.Entry<String, BudgetPeriod> entry : untold.entrySet()) {
      emit(seen(entry.getValue().toPeriod(), look).setKind(SpendKind.PROGRESS), out);
      book.told(entry.getKey(), entry.getValue());
    }
    if (look.burn().burn().stands() != stood && !untold.containsValue(look.running())) {
      emit(seen(look.running().toPeriod(), look).setKind(SpendKind.PROGRESS), out);
    }
    if (look.burn().burn().stands()) {
      // It may be over without another sample, where nothing runs any more.
      tellLater(context);
    }
  }

  private static void emit(CrossingSeen.Builder seen, Collector<CrossingRecord> out) {
    CrossingSeen built = seen.build();
    out.collect(new CrossingRecord(Topics.crossingKey(built), built.toByteArray()));
  }

  /**
   * How the budget burns now.
   *
   * @param running the period that runs
   */
  private record Look(
      Map<String, Burn> nodes, BudgetPeriod running, BurnToDate.Look burn, long wallMicros) {}

  private Look look(BudgetPeriod running, Context context) throws Exception {
    Map<String, Burn> nodes = burn.nodes();
    long now = micros(context.timerService().currentProcessingTime());
    return new Look(nodes, running, burn.look(running.toPeriod(), nodes, now), now);
  }

  private static long micros(long millis) {
    return Math.multiplyExact(millis, 1_000L);
  }

  /** What a period has come to, and what the budget's scope costs now and why. */
  private static CrossingSeen.Builder seen(PeriodToDate period, Look look) {
    ScopeBurn burn = ScopeBurn.of(look.nodes(), period.atMicros());
    CrossingSeen.Builder seen =
        CrossingSeen.newBuilder()
            .setBudgetId(period.budget().id())
            .setBudgetVersion(period.budget().version())
            .setPeriod(period.span().key())
            .setCurrency(period.spent().currency())
            .setSpent(Unscaled.toBytes(period.spent().amount()))
            .setLimit(Unscaled.toBytes(period.limit()))
            .setUnknownDays(period.unknownDays())
            .setBurnPerHour(Unscaled.toBytes(burn.perHour()))
            .setSeenAtMicros(period.atMicros())
            .addAllUnpricedModels(period.unpricedModels())
            .setTopHolder(burn.top().topHolder())
            .setTopUser(burn.top().topUser())
            .setTopNode(burn.topNode().substring(burn.topNode().indexOf('/') + 1))
            .setTopHolderSinceMicros(burn.top().topSinceMicros());
    period
        .terms()
        .settledThrough()
        .ifPresent(day -> seen.setHasSettled(true).setSettledThrough(day.toEpochDay()));
    if (look.running().period().equals(period.span().key())) {
      look.burn().windows().forEach(window -> seen.addBurnWindows(seen(window)));
      seen.setTooFastSinceMicros(look.burn().burn().standsSinceMicros());
    }
    return seen.setToldAtMicros(look.wallMicros());
  }

  private static BurnSeen seen(BurnWindow window) {
    return BurnSeen.newBuilder()
        .setLengthNanos(window.length().toNanos())
        .setFromMicros(window.fromMicros())
        .setToMicros(window.toMicros())
        .setSpent(Unscaled.toBytes(window.spent()))
        .setWhole(window.whole())
        .build();
  }
}
