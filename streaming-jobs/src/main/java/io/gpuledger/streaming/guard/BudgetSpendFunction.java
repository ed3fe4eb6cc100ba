package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.Crossing;
import io.gpuledger.cost.budget.PeriodToDate;
import io.gpuledger.cost.budget.ScopeBurn;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
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
  private transient MapState<String, NodeBurn> burns;

  /** Flink calls {@link #open} before anything else. */
  @SuppressWarnings("NullAway.Init")
  public BudgetSpendFunction() {}

  @Override
  public void open(OpenContext context) {
    watches = new WatchCache();
    book = new KeyedBudget(getRuntimeContext());
    MapStateDescriptor<String, NodeBurn> ofBurns =
        new MapStateDescriptor<>("burns", Types.STRING, TypeInformation.of(NodeBurn.class));
    ofBurns.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofHours(25)).build());
    burns = getRuntimeContext().getMapState(ofBurns);
  }

  @Override
  public void processElement(SpendIncrement add, Context context, Collector<CrossingRecord> out)
      throws Exception {
    WatchedBudget watched = watches.of(add.budgetId(), add.watch());
    if (add.isOfTerms()) {
      for (PeriodToDate.Step step : book.retell(watched)) {
        tell(step, context, out);
      }
      return;
    }
    burns.put(add.node(), add.burn());
    Optional<PeriodToDate.Step> step = book.add(add.toAddition(watched));
    if (step.isPresent()) {
      tell(step.get(), context, out);
    }
  }

  private void tell(PeriodToDate.Step step, Context context, Collector<CrossingRecord> out)
      throws Exception {
    if (!step.crossings().isEmpty()) {
      CrossingSeen.Builder seen = seen(step.period());
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
    for (Map.Entry<String, BudgetPeriod> entry : book.untold().entrySet()) {
      emit(seen(entry.getValue().toPeriod()).setKind(SpendKind.PROGRESS), out);
      book.told(entry.getKey(), entry.getValue());
    }
  }

  private static void emit(CrossingSeen.Builder seen, Collector<CrossingRecord> out) {
    CrossingSeen built = seen.build();
    out.collect(new CrossingRecord(Topics.crossingKey(built), built.toByteArray()));
  }

  /** What a period has come to, and what the budget's scope costs now and why. */
  private CrossingSeen.Builder seen(PeriodToDate period) throws Exception {
    Map<String, Burn> byNode = new TreeMap<>();
    for (Map.Entry<String, NodeBurn> entry : burns.entries()) {
      byNode.put(entry.getKey(), entry.getValue().toBurn());
    }
    ScopeBurn burn = ScopeBurn.of(byNode, period.atMicros());
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
    return seen;
  }
}
