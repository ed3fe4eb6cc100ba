package io.gpuledger.streaming.telemetry;

import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;

/** Table {@code holders}. */
public final class HolderTable implements RowEncoder<HolderRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public TableLayout layout() {
    return TableLayout.of(
        "holders",
        "cluster LowCardinality(String)",
        "holder_key String",
        "kind LowCardinality(String)",
        "namespace String",
        "workload String",
        "container String",
        "user String",
        "first_seen_at DateTime64(9, 'UTC')");
  }

  @Override
  public void encode(HolderRow holder, RowSink rows) {
    long second = Math.floorDiv(holder.firstSeenAtNanos(), 1_000_000_000L);
    rows.startRow(TableLayout.monthOfEpochSecond(second))
        .string(holder.cluster())
        .string(holder.holderKey())
        .string(holder.kind())
        .string(holder.namespace())
        .string(holder.workload())
        .string(holder.container())
        .string(holder.user())
        .dateTime64(holder.firstSeenAtNanos());
    rows.endRow();
  }
}
