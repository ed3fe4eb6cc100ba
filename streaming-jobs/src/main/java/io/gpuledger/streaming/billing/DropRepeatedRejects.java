package io.gpuledger.streaming.billing;

import io.gpuledger.streaming.reject.RejectRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Lets each reject of a delivery pass once, by the rule of {@link DropRepeatedCharges}. */
public final class DropRepeatedRejects extends KeyedProcessFunction<String, RejectRow, RejectRow> {
  private static final long serialVersionUID = 1L;

  private final int generation;
  private final StoredRows stored;
  private final Duration timeToLive;

  private transient MapState<String, Boolean> seen;
  private transient AskedInGeneration asked;

  @SuppressWarnings("NullAway.Init")
  public DropRepeatedRejects(int generation, StoredRows stored, Duration timeToLive) {
    this.generation = generation;
    this.stored = stored;
    this.timeToLive = timeToLive;
  }

  @Override
  public void open(OpenContext context) {
    StateTtlConfig life = StateTtlConfig.newBuilder(timeToLive).updateTtlOnCreateAndWrite().build();
    MapStateDescriptor<String, Boolean> rejects =
        new MapStateDescriptor<>("rejects", Types.STRING, Types.BOOLEAN);
    rejects.enableTimeToLive(life);
    seen = getRuntimeContext().getMapState(rejects);
    asked = new AskedInGeneration(getRuntimeContext(), generation, life);
  }

  @Override
  public void processElement(RejectRow reject, Context context, Collector<RejectRow> out)
      throws Exception {
    if (!asked.isTrue()) {
      List<String> found = new ArrayList<>();
      stored.rejectsOf(reject.deliveryId(), found::add);
      for (String identity : found) {
        seen.put(identity, true);
      }
      asked.set();
    }
    if (!seen.contains(reject.identity())) {
      seen.put(reject.identity(), true);
      out.collect(reject);
    }
  }
}
