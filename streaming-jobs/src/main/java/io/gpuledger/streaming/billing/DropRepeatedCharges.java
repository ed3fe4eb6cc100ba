package io.gpuledger.streaming.billing;

import io.gpuledger.streaming.reject.RejectRow;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets each (delivery, row) pass once.
 *
 * <p>State holds one bit a row. When a delivery is met for the first time, or for the first time in
 * a generation of the job, the rows that the ledger already holds are added: so a lost, expired or
 * older state changes nothing, and rows of table {@code charges} never have to be superseded.
 */
public final class DropRepeatedCharges
    extends KeyedProcessFunction<String, ChargeRows, ChargeRows> {
  private static final long serialVersionUID = 1L;

  /** Records that could not be read. */
  public static final OutputTag<RejectRow> UNREADABLE =
      new OutputTag<>("unreadable", Types.POJO(RejectRow.class));

  private final int generation;
  private final StoredRows stored;
  private final Duration timeToLive;

  private transient MapState<Long, byte[]> seen;
  private transient AskedInGeneration asked;

  @SuppressWarnings("NullAway.Init")
  public DropRepeatedCharges(int generation, StoredRows stored, Duration timeToLive) {
    this.generation = generation;
    this.stored = stored;
    this.timeToLive = timeToLive;
  }

  @Override
  public void open(OpenContext context) {
    StateTtlConfig life = StateTtlConfig.newBuilder(timeToLive).updateTtlOnCreateAndWrite().build();
    MapStateDescriptor<Long, byte[]> rows =
        new MapStateDescriptor<>(
            "rows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    rows.enableTimeToLive(life);
    seen = getRuntimeContext().getMapState(rows);
    asked = new AskedInGeneration(getRuntimeContext(), generation, life);
  }

  @Override
  public void processElement(ChargeRows block, Context context, Collector<ChargeRows> out)
      throws Exception {
    if (!block.fault().isEmpty()) {
      context.output(UNREADABLE, unreadable(block, context.timestamp()));
      return;
    }
    if (!asked.isTrue()) {
      addStored(block.deliveryId());
      asked.set();
    }
    int[] fresh = new int[block.rowNos().length];
    int count = 0;
    long chunkNo = -1;
    byte[] chunk = new byte[0];
    boolean changed = false;
    for (int row = 0; row < fresh.length; row++) {
      long rowNo = block.rowNos()[row];
      if (RowSet.chunk(rowNo) != chunkNo) {
        if (changed) {
          seen.put(chunkNo, chunk);
        }
        chunkNo = RowSet.chunk(rowNo);
        chunk = chunk(chunkNo);
        changed = false;
      }
      if (RowSet.add(chunk, rowNo)) {
        changed = true;
        fresh[count++] = row;
      }
    }
    if (changed) {
      seen.put(chunkNo, chunk);
    }
    if (count == fresh.length) {
      out.collect(block);
    } else if (count > 0) {
      out.collect(block.only(fresh, count));
    }
  }

  private byte[] chunk(long chunkNo) throws Exception {
    byte[] found = seen.get(chunkNo);
    return found == null ? new byte[RowSet.CHUNK_BYTES] : found.clone();
  }

  private void addStored(String deliveryId) throws Exception {
    StoredChunks chunks = new StoredChunks();
    stored.chargesOf(deliveryId, chunks::add);
    for (var entry : chunks.byNumber().entrySet()) {
      byte[] merged = chunk(entry.getKey());
      for (int i = 0; i < merged.length; i++) {
        merged[i] |= entry.getValue()[i];
      }
      seen.put(entry.getKey(), merged);
    }
  }

  /** Its place is the record's in the topic: offset as line, partition as column. */
  private static RejectRow unreadable(ChargeRows block, Long timestampMillis) {
    return new RejectRow(
        block.source(),
        block.deliveryId(),
        "",
        0,
        "topic charges",
        block.offset(),
        block.partition(),
        "",
        "RECORD_UNREADABLE",
        block.fault(),
        "",
        timestampMillis == null ? 0 : timestampMillis * 1_000L);
  }
}
