package io.gpuledger.streaming.billing;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** Whether the ledger was asked, in this generation of the job, what it holds of a delivery. */
final class AskedInGeneration {
  private final int generation;
  private final ValueState<Integer> asked;

  AskedInGeneration(RuntimeContext context, int generation, StateTtlConfig life) {
    ValueStateDescriptor<Integer> descriptor = new ValueStateDescriptor<>("generation", Types.INT);
    descriptor.enableTimeToLive(life);
    this.generation = generation;
    this.asked = context.getState(descriptor);
  }

  boolean isTrue() throws IOException {
    Integer last = asked.value();
    return last != null && last == generation;
  }

  /** Written once a delivery, so that it expires before the rows that are seen after it. */
  void set() throws IOException {
    asked.update(generation);
  }
}
