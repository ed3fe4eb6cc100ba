package io.gpuledger.streaming.guard;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.Crossing;
import io.gpuledger.cost.budget.MonthToDate;
import io.gpuledger.cost.budget.ScopeBurn;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.util.Map;
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
 * Adds a budget's spend up by month and reports each threshold once, by state. What a month has
 * come to is reported as well, every {@link #TOLD_EVERY} at most and only where it has changed.
 */
public final class BudgetSpendFunction
    extends KeyedProcessFunction<String, SpendIncrement, CrossingRecord> {
  private static final long serialVersionUID = 1L;

  /** A month is forgotten so long after its last increment. */
  static final Duration MONTHS_KEPT = Duration.ofDays(70);

  /** The least time between two reports of a running total, on the wall clock. */
  static final Duration TOLD_EVERY = Duration.ofSeconds(15);

  private transient MapState<String, BudgetMonth> months;
  private transient MapState<String, NodeBurn> burns;

  /** Flink calls {@link #open} before anything else. */
  @SuppressWarnings("NullAway.Init")
  public BudgetSpendFunction() {}

  @Override
  public void open(OpenContext context) {
    MapStateDescriptor<String, BudgetMonth> ofMonths =
        new MapStateDescriptor<>("months", Types.STRING, TypeInformation.of(BudgetMonth.class));
    ofMonths.enableTimeToLive(StateTtlConfig.newBuilder(MONTHS_KEPT).build());
    months = getRuntimeContext().getMapState(ofMonths);
    MapStateDescriptor<String, NodeBurn> ofBurns =
        new MapStateDescriptor<>("burns", Types.STRING, TypeInformation.of(NodeBurn.class));
    ofBurns.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofHours(25)).build());
    burns = getRuntimeContext().getMapState(ofBurns);
  }

  @Override
  public void processElement(SpendIncrement add, Context context, Collector<CrossingRecord> out)
      throws Exception {
    burns.put(add.node(), add.burn());
    BudgetMonth before = months.get(add.period());
    MonthToDate.Step step =
        MonthToDate.after(before == null ? null : before.toMonth(), add.toAddition());
    months.put(add.period(), BudgetMonth.fromMonth(step.month()));
    if (!step.crossings().isEmpty()) {
      CrossingSeen.Builder seen =
          seen(add.budgetId(), add.period(), step.month())
              .setLimit(ByteString.copyFrom(add.limit()));
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
    Map<String, BudgetMonth> untold = new TreeMap<>();
    for (Map.Entry<String, BudgetMonth> entry : months.entries()) {
      if (!entry.getValue().told()) {
        untold.put(entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<String, BudgetMonth> entry : untold.entrySet()) {
      MonthToDate month = entry.getValue().toMonth();
      emit(seen(context.getCurrentKey(), entry.getKey(), month).setKind(SpendKind.PROGRESS), out);
      months.put(entry.getKey(), entry.getValue().asTold());
    }
  }

  private static void emit(CrossingSeen.Builder seen, Collector<CrossingRecord> out) {
    CrossingSeen built = seen.build();
    out.collect(new CrossingRecord(Topics.crossingKey(built), built.toByteArray()));
  }

  /** What a month has come to, and what the budget's scope costs now and why. */
  private CrossingSeen.Builder seen(String budgetId, String period, MonthToDate month)
      throws Exception {
    Map<String, Burn> byNode = new TreeMap<>();
    for (Map.Entry<String, NodeBurn> entry : burns.entries()) {
      byNode.put(entry.getKey(), entry.getValue().toBurn());
    }
    ScopeBurn burn = ScopeBurn.of(byNode, month.atMicros());
    return CrossingSeen.newBuilder()
        .setBudgetId(budgetId)
        .setBudgetVersion(month.budgetVersion())
        .setPeriod(period)
        .setCurrency(month.currency())
        .setSpent(Unscaled.toBytes(month.spent().amount()))
        .setBurnPerHour(Unscaled.toBytes(burn.perHour()))
        .setSeenAtMicros(month.atMicros())
        .addAllUnpricedModels(month.unpricedModels())
        .setTopHolder(burn.top().topHolder())
        .setTopUser(burn.top().topUser())
        .setTopNode(burn.topNode().substring(burn.topNode().indexOf('/') + 1))
        .setTopHolderSinceMicros(burn.top().topSinceMicros());
  }
}
