package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.HolderAddition;
import io.gpuledger.cost.budget.HolderGates;
import io.gpuledger.cost.budget.HolderOnNode;
import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells when a holder begins and ends to burn above the gate, or to hold GPUs idle. One that
 * nothing is heard of for a day is taken for gone.
 */
public final class HolderGuardFunction
    extends KeyedProcessFunction<String, HolderIncrement, CrossingRecord> {
  private static final long serialVersionUID = 1L;

  /** What is not heard of for longer is gone. */
  static final Duration SILENT_AT_MOST = Duration.ofHours(24);

  /** A holder is forgotten so long after its last increment. */
  private static final Duration KEPT = SILENT_AT_MOST.plusHours(2);

  private transient MapState<String, HolderNode> nodes;
  private transient ValueState<HolderState> holder;

  /** Flink calls {@link #open} before anything else. */
  @SuppressWarnings("NullAway.Init")
  public HolderGuardFunction() {}

  @Override
  public void open(OpenContext context) {
    StateTtlConfig kept = StateTtlConfig.newBuilder(KEPT).build();
    MapStateDescriptor<String, HolderNode> ofNodes =
        new MapStateDescriptor<>("nodes", Types.STRING, TypeInformation.of(HolderNode.class));
    ofNodes.enableTimeToLive(kept);
    nodes = getRuntimeContext().getMapState(ofNodes);
    ValueStateDescriptor<HolderState> ofHolder =
        new ValueStateDescriptor<>("holder", TypeInformation.of(HolderState.class));
    ofHolder.enableTimeToLive(kept);
    holder = getRuntimeContext().getState(ofHolder);
  }

  @Override
  public void processElement(HolderIncrement add, Context context, Collector<CrossingRecord> out)
      throws Exception {
    HolderAddition addition = add.toAddition();
    HolderGates gates = Gates.read(add.gates()).gates();
    HolderState known = holder.value();
    HolderToDate before = known == null ? HolderToDate.NEW : known.toHolder();
    HolderNode last = nodes.get(add.node());
    boolean silent =
        last != null && HolderToDate.isSilence(last.atMicros(), addition.now().atMicros());
    if (addition.now().sevenths() == 0) {
      nodes.remove(add.node());
    } else {
      nodes.put(add.node(), add.now());
    }
    Map<String, HolderOnNode> now = nodes();
    HolderToDate.Step step = before.after(addition, now, silent, gates);
    long millis = context.timerService().currentProcessingTime();
    for (HolderToDate.Change change : step.changes()) {
      emit(seen(add, step.holder(), now, millis), change, out);
    }
    if (now.isEmpty()) {
      holder.clear();
      return;
    }
    // A node that has nothing more says nothing of who runs the others.
    String user = known == null || !add.user().isEmpty() ? add.user() : known.knownUser();
    holder.update(HolderState.fromHolder(step.holder(), millis, user));
    if (!step.holder().standing().isEmpty()) {
      lookLater(context);
    }
  }

  /** Timers of one holder and hour are one timer. */
  private static void lookLater(Context context) {
    long hour = Duration.ofHours(1).toMillis();
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer((now / hour + 1) * hour);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CrossingRecord> out)
      throws Exception {
    HolderState known = holder.value();
    if (known == null) {
      return;
    }
    long now = context.timerService().currentProcessingTime();
    boolean isSilent = known.heardMillis() <= now - SILENT_AT_MOST.toMillis();
    HolderToDate is = known.toHolder();
    HolderSeen.Builder seen =
        seen(context.getCurrentKey(), is, nodes(), now)
            .setUser(known.knownUser())
            .setSeenAtMicros(known.heardMillis() * 1_000);
    // What stands is told again, so that who reads it knows that it is not left over. Of a key of
    // the version before nothing is heard any more: the holder is told of by that with its cluster.
    boolean isTold = isSilent || !seen.getCluster().isEmpty();
    for (HolderToDate.Guard guard : isTold ? is.standing() : Set.<HolderToDate.Guard>of()) {
      emit(seen, new HolderToDate.Change(guard, isSilent), out);
    }
    if (!isSilent) {
      if (!is.standing().isEmpty()) {
        lookLater(context);
      }
      return;
    }
    nodes.clear();
    holder.clear();
  }

  private Map<String, HolderOnNode> nodes() throws Exception {
    Map<String, HolderOnNode> all = new TreeMap<>();
    for (Map.Entry<String, HolderNode> entry : nodes.entries()) {
      all.put(entry.getKey(), entry.getValue().toHolder());
    }
    return all;
  }

  private static HolderSeen.Builder seen(
      HolderIncrement add, HolderToDate holder, Map<String, HolderOnNode> nodes, long millis) {
    return seen(add.key(), holder, nodes, millis)
        .setUser(add.user())
        .setSeenAtMicros(add.now().atMicros());
  }

  /** Keys of the version before have no cluster. */
  private static HolderSeen.Builder seen(
      String key, HolderToDate holder, Map<String, HolderOnNode> nodes, long millis) {
    HolderToDate.Total total = HolderToDate.Total.of(nodes);
    String[] parts = key.split(HolderIncrement.SEPARATOR, 4);
    return HolderSeen.newBuilder()
        .setCurrency(parts[0])
        .setTeam(parts[1])
        .setHolder(parts[2])
        .setCluster(parts.length > 3 ? parts[3] : "")
        .setToldAtMicros(millis * 1_000)
        .setNode(total.topNode().substring(total.topNode().indexOf('/') + 1))
        .setBurnPerHour(Unscaled.toBytes(total.perHour()))
        .setSpent(Unscaled.toBytes(holder.spent()))
        .setSinceMicros(total.sinceMicros())
        .setIdleSinceMicros(holder.idleSinceMicros())
        .setSevenths(total.sevenths())
        .addAllUnpricedModels(total.unpricedModels());
  }

  private static void emit(
      HolderSeen.Builder seen, HolderToDate.Change change, Collector<CrossingRecord> out) {
    CrossingSeen built =
        CrossingSeen.newBuilder()
            .setHolder(seen.setGuard(change.guard().code()).setEnded(change.ended()))
            .build();
    out.collect(new CrossingRecord(Topics.crossingKey(built), built.toByteArray()));
  }
}
