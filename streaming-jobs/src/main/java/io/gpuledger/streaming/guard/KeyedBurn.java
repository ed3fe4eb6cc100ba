package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.BurnToDate;
import io.gpuledger.cost.budget.PeriodToDate;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.budget.WatchedBudget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** What the budget at hand burns, as Flink keeps it: each node of its scope, and its windows. */
final class KeyedBurn {
  /** A node that is not heard of for longer is gone. */
  private static final Duration NODE_KEPT = Duration.ofHours(25);

  private final MapState<String, NodeBurn> nodes;
  private final ValueState<BudgetBurn> burn;

  /** The gates that were decoded last: all increments bring the same. */
  private @Nullable Gates gates;

  KeyedBurn(RuntimeContext context) {
    MapStateDescriptor<String, NodeBurn> ofNodes =
        new MapStateDescriptor<>("burns", Types.STRING, TypeInformation.of(NodeBurn.class));
    ofNodes.enableTimeToLive(StateTtlConfig.newBuilder(NODE_KEPT).build());
    nodes = context.getMapState(ofNodes);
    ValueStateDescriptor<BudgetBurn> ofBurn =
        new ValueStateDescriptor<>("burn windows", TypeInformation.of(BudgetBurn.class));
    ofBurn.enableTimeToLive(StateTtlConfig.newBuilder(KeyedBudget.KEPT).build());
    burn = context.getState(ofBurn);
  }

  /** What nodes burn in one scope says nothing of another one. */
  void forgetNodes() {
    nodes.clear();
  }

  /** Takes what a node burns now. */
  void seen(String node, NodeBurn now) throws Exception {
    nodes.put(node, now);
  }

  /** What each node burned when it was seen last. */
  Map<String, Burn> nodes() throws Exception {
    Map<String, Burn> byNode = new TreeMap<>();
    for (Map.Entry<String, NodeBurn> entry : nodes.entries()) {
      byNode.put(entry.getKey(), entry.getValue().toBurn());
    }
    return byNode;
  }

  /** Takes that a budget was told of. */
  void told(WatchedBudget watched, byte[] encoded, long nowMicros) throws Exception {
    BurnToDate before = of(watched.basis());
    BurnToDate now = before.told(nowMicros);
    if (!now.equals(before)) {
      burn.update(BudgetBurn.fromBurn(watched.basis(), now, encoded));
    }
  }

  /** Makes an addition. */
  void add(SpendAddition addition, byte[] encoded) throws Exception {
    String basis = addition.watched().basis();
    BurnToDate now = of(basis).after(addition, rule(encoded));
    burn.update(BudgetBurn.fromBurn(basis, now, encoded));
  }

  private BurnToDate of(String basis) throws Exception {
    BudgetBurn known = burn.value();
    // What was added up under another filter, unit or currency says nothing about this one.
    return known == null || !known.basis().equals(basis) ? BurnToDate.NEW : known.toBurn();
  }

  /** Whether it is told of as too fast. */
  boolean stands() throws Exception {
    BudgetBurn known = burn.value();
    return known != null && known.standsSinceMicros() != 0;
  }

  /** Looks how fast the budget burns in the period that runs, and keeps what that changes. */
  BurnToDate.Look look(PeriodToDate period, Map<String, Burn> byNode, long nowMicros)
      throws Exception {
    BudgetBurn known = burn.value();
    if (known == null) {
      // Nothing was added since the version before, which knew no windows.
      return BurnToDate.NEW.look(BurnRule.DEFAULT, period, byNode, nowMicros);
    }
    BurnToDate.Look look = known.toBurn().look(rule(known.gates()), period, byNode, nowMicros);
    if (look.burn().standsSinceMicros() != known.standsSinceMicros()) {
      burn.update(BudgetBurn.fromBurn(known.basis(), look.burn(), known.gates()));
    }
    return look;
  }

  private BurnRule rule(byte[] encoded) throws InvalidProtocolBufferException {
    Gates known = gates;
    if (known == null || !Arrays.equals(known.encoded(), encoded)) {
      known = Gates.read(encoded);
      gates = known;
    }
    return known.burn();
  }
}
