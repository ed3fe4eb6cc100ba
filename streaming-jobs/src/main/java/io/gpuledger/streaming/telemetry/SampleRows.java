package io.gpuledger.streaming.telemetry;

import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.TableLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Collects rows of samples, those of one month at a time. */
final class SampleRows {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Consumer<EncodedRows> output;
  private final RowBinaryWriter rows = new RowBinaryWriter();
  private int[] ends = new int[256];
  private int count;
  private int month;
  private long day = Long.MIN_VALUE;
  private int monthOfDay;
  private String source = "";
  private byte[] sourceBytes = new byte[0];

  SampleRows(Consumer<EncodedRows> output) {
    this.output = output;
  }

  /** Appends the row of the reader's current sample. */
  void add(BatchReader sample, DeviceSlot slot) {
    int rowMonth = month(sample.atNanos);
    if (rowMonth != month) {
      flush();
      month = rowMonth;
    }
    rows.raw(slot.rowStart, 0, slot.rowStart.length)
        .utf8(bytesOf(sample.source))
        .dateTime64(sample.atNanos)
        .dateTime64(sample.publishedAtNanos);
    real(sample, DeviceSample.BUSY_RATIO_FIELD_NUMBER, sample.busyRatio);
    real(sample, DeviceSample.SM_ACTIVE_RATIO_FIELD_NUMBER, sample.smActiveRatio);
    real(sample, DeviceSample.TENSOR_ACTIVE_RATIO_FIELD_NUMBER, sample.tensorActiveRatio);
    real(sample, DeviceSample.DRAM_ACTIVE_RATIO_FIELD_NUMBER, sample.dramActiveRatio);
    whole(sample, DeviceSample.MEMORY_USED_BYTES_FIELD_NUMBER, sample.memoryUsedBytes);
    whole(sample, DeviceSample.MEMORY_TOTAL_BYTES_FIELD_NUMBER, sample.memoryTotalBytes);
    real(sample, DeviceSample.POWER_WATTS_FIELD_NUMBER, sample.powerWatts);
    whole(
        sample, DeviceSample.ENERGY_MICROJOULES_TOTAL_FIELD_NUMBER, sample.energyMicrojoulesTotal);
    real(sample, DeviceSample.TEMPERATURE_CELSIUS_FIELD_NUMBER, sample.temperatureCelsius);
    whole(sample, DeviceSample.SM_CLOCK_HERTZ_FIELD_NUMBER, sample.smClockHertz);
    if (sample.has(DeviceSample.LAST_XID_FIELD_NUMBER)) {
      rows.notNull().int32(sample.lastXid);
    } else {
      rows.isNull();
    }
    rows.raw(slot.holdersColumn, 0, slot.holdersColumn.length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = rows.length();
  }

  /** Hands on what was collected. */
  void flush() {
    if (count > 0) {
      output.accept(new EncodedRows(month, Arrays.copyOf(ends, count), rows.toBytes()));
      rows.clear();
      count = 0;
    }
  }

  private void real(BatchReader sample, int field, double value) {
    if (sample.has(field)) {
      rows.notNull().float64(value);
    } else {
      rows.isNull();
    }
  }

  private void whole(BatchReader sample, int field, long value) {
    if (sample.has(field)) {
      rows.notNull().int64(value);
    } else {
      rows.isNull();
    }
  }

  private byte[] bytesOf(String text) {
    if (!text.equals(source)) {
      source = text;
      sourceBytes = text.getBytes(StandardCharsets.UTF_8);
    }
    return sourceBytes;
  }

  private int month(long atNanos) {
    long second = Math.floorDiv(atNanos, SECOND_NANOS);
    long ofDay = Math.floorDiv(second, 86_400L);
    if (ofDay != day) {
      day = ofDay;
      monthOfDay = TableLayout.monthOfEpochSecond(second);
    }
    return monthOfDay;
  }
}
