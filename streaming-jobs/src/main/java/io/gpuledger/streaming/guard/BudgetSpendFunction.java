package io.gpuledger.streaming.guard;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.BudgetProgress;
import io.gpuledger.cost.budget.Crossing;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.ingest.wire.Unscaled;
import java.math.BigInteger;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** A node that was not heard of for so long burns nothing. */
  static final long BURN_MICROS = 600_000_000L;

  /** The least time between two reports of a running total, on the wall clock. */
  static final Duration TOLD_EVERY = Duration.ofSeconds(15);

  private static final String PROGRESS = "progress";

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
    burns.put(
        add.node(),
        new NodeBurn(
            add.burnPerHour(),
            add.topHolder(),
            add.topUser(),
            add.topHolderBurn(),
            add.topHolderSinceMicros(),
            add.atMicros()));
    BudgetMonth month = months.get(add.period());
    boolean continues =
        month != null
            && month.filter().equals(add.filter())
            && month.currency().equals(add.currency());
    BigInteger products =
        new BigInteger(add.products())
            .add(continues ? new BigInteger(month.products()) : BigInteger.ZERO);
    HashSet<Integer> reported = new HashSet<>();
    if (continues && month.budgetVersion() >= add.budgetVersion()) {
      reported.addAll(month.reportedPercents());
    }
    TreeSet<String> unpriced = new TreeSet<>(add.unpricedModels());
    Budget budget =
        new Budget(
            add.budgetId(),
            add.budgetVersion(),
            new Money(add.currency(), Amount.ofUnscaled(new BigInteger(add.limit()))),
            add.thresholdPercents());
    Money spent = new Money(add.currency(), DeviceTimePrice.amount(products));
    List<Crossing> crossings =
        BudgetProgress.crossings(
            budget, YearMonth.parse(add.period()), SpendKind.ESTIMATED, spent, reported);
    crossings.forEach(crossing -> reported.add(crossing.thresholdPercent()));
    if (continues) {
      unpriced.addAll(month.unpricedModels());
    }
    BudgetMonth now =
        new BudgetMonth(
            add.budgetVersion(),
            add.filter(),
            add.currency(),
            products.toByteArray(),
            List.copyOf(reported),
            List.copyOf(unpriced),
            continues ? Math.max(month.atMicros(), add.atMicros()) : add.atMicros(),
            false);
    months.put(add.period(), now);
    if (!crossings.isEmpty()) {
      CrossingSeen.Builder seen =
          seen(add.budgetId(), add.period(), now).setLimit(ByteString.copyFrom(add.limit()));
      for (Crossing crossing : crossings) {
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
      emit(seen(context.getCurrentKey(), entry.getKey(), entry.getValue()).setKind(PROGRESS), out);
      months.put(entry.getKey(), entry.getValue().asTold());
    }
  }

  private static void emit(CrossingSeen.Builder seen, Collector<CrossingRecord> out) {
    CrossingSeen built = seen.build();
    out.collect(new CrossingRecord(Topics.crossingKey(built), built.toByteArray()));
  }

  /** What a month has come to, and what the budget's scope costs now and why. */
  private CrossingSeen.Builder seen(String budgetId, String period, BudgetMonth month)
      throws Exception {
    BigInteger burn = BigInteger.ZERO;
    NodeBurn top = null;
    String topNode = "";
    for (var entry : burns.entries()) {
      NodeBurn node = entry.getValue();
      if (node.atMicros() < month.atMicros() - BURN_MICROS) {
        continue;
      }
      burn = burn.add(new BigInteger(node.burnPerHour()));
      BigInteger topBurn = top == null ? BigInteger.ZERO : new BigInteger(top.topHolderBurn());
      if (new BigInteger(node.topHolderBurn()).compareTo(topBurn) > 0) {
        top = node;
        topNode = entry.getKey();
      }
    }
    CrossingSeen.Builder seen =
        CrossingSeen.newBuilder()
            .setBudgetId(budgetId)
            .setBudgetVersion(month.budgetVersion())
            .setPeriod(period)
            .setCurrency(month.currency())
            .setSpent(Unscaled.toBytes(DeviceTimePrice.amount(new BigInteger(month.products()))))
            .setBurnPerHour(ByteString.copyFrom(burn.toByteArray()))
            .setSeenAtMicros(month.atMicros())
            .addAllUnpricedModels(month.unpricedModels());
    if (top != null) {
      seen.setTopHolder(top.topHolder())
          .setTopUser(top.topUser())
          .setTopNode(topNode.substring(topNode.indexOf('/') + 1))
          .setTopHolderSinceMicros(top.topHolderSinceMicros());
    }
    return seen;
  }
}
