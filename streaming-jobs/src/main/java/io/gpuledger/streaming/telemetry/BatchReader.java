package io.gpuledger.streaming.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.SampleBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a {@code SampleBatch} in place: numbers into fields of this object, texts as positions in
 * the bytes. Protobuf writes fields in the order of their numbers, so what names a device is one
 * run of bytes at the front of its sample and its holders are one run near the end; both are
 * compared with those of the sample before without being decoded. A sample in another order is put
 * in order first.
 */
final class BatchReader {
  /** Samples of one batch at most. */
  static final int SAMPLES_LIMIT = 4096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  private byte[] batch = new byte[0];
  private int[] starts = new int[256];
  private int[] lengths = new int[256];
  private int samples;

  String cluster = "";
  String node = "";
  String source = "";
  long cadenceNanos;
  long publishedAtNanos;

  /** Presence by field number of the optional fields of the current sample. */
  int present;

  long atNanos;
  double busyRatio;
  double smActiveRatio;
  double tensorActiveRatio;
  double dramActiveRatio;
  long memoryUsedBytes;
  long memoryTotalBytes;
  double powerWatts;
  long energyMicrojoulesTotal;
  double temperatureCelsius;
  long smClockHertz;
  int lastXid;
  int identityStart;
  int identityEnd;
  int holdersStart;
  int holdersEnd;

  /**
   * Where the busy ratios of the holders stand, one a holder; of no length where there are none.
   */
  int holderBusyStart;

  int holderBusyEnd;

  /**
   * Takes a batch and finds its samples.
   *
   * @throws IllegalArgumentException if the bytes are not a batch
   */
  void open(byte[] encoded) {
    batch = encoded;
    bytes = encoded;
    at = 0;
    end = encoded.length;
    samples = 0;
    cluster = "";
    node = "";
    source = "";
    cadenceNanos = 0;
    publishedAtNanos = 0;
    while (at < end) {
      int tag = (int) varint();
      switch (tag >>> 3) {
        case SampleBatch.CLUSTER_FIELD_NUMBER -> cluster = text();
        case SampleBatch.NODE_FIELD_NUMBER -> node = text();
        case SampleBatch.SOURCE_FIELD_NUMBER -> source = text();
        case SampleBatch.CADENCE_NANOS_FIELD_NUMBER -> cadenceNanos = varint();
        case SampleBatch.PUBLISHED_AT_NANOS_FIELD_NUMBER -> publishedAtNanos = fixed64();
        case SampleBatch.SAMPLES_FIELD_NUMBER -> addSample();
        default -> skip(tag & 7);
      }
    }
    if (cluster.isEmpty() || cadenceNanos < 0) {
      throw new IllegalArgumentException("a batch needs a cluster and a cadence of 0 or more");
    }
  }

  private void addSample() {
    int length = length();
    if (samples == SAMPLES_LIMIT) {
      throw new IllegalArgumentException("a batch has more than " + SAMPLES_LIMIT + " samples");
    }
    if (samples == starts.length) {
      starts = Arrays.copyOf(starts, samples * 2);
      lengths = Arrays.copyOf(lengths, samples * 2);
    }
    starts[samples] = at;
    lengths[samples++] = length;
    at += length;
  }

  int samples() {
    return samples;
  }

  /**
   * Reads one sample into the fields.
   *
   * @throws IllegalArgumentException if its bytes are not a sample
   */
  void read(int index) {
    bytes = batch;
    int start = starts[index];
    if (!readOrdered(start, start + lengths[index])) {
      try {
        bytes = DeviceSample.parser().parseFrom(batch, start, lengths[index]).toByteArray();
      } catch (InvalidProtocolBufferException broken) {
        throw new IllegalArgumentException("sample " + index + " is not readable", broken);
      }
      readOrdered(0, bytes.length);
    }
    if (identityEnd == identityStart) {
      throw new IllegalArgumentException("sample " + index + " names no device");
    }
  }

  private boolean readOrdered(int from, int to) {
    at = from;
    end = to;
    present = 0;
    atNanos = 0;
    identityStart = from;
    identityEnd = -1;
    holdersStart = to;
    holdersEnd = to;
    holderBusyStart = to;
    holderBusyEnd = to;
    boolean ordered = true;
    int before = 0;
    while (at < end) {
      int start = at;
      int tag = (int) varint();
      int field = tag >>> 3;
      ordered &= field >= before;
      before = field;
      if (identityEnd < 0 && field >= DeviceSample.AT_NANOS_FIELD_NUMBER) {
        identityEnd = start;
      }
      if (field == DeviceSample.HOLDERS_FIELD_NUMBER) {
        holdersStart = Math.min(holdersStart, start);
        skip(tag & 7);
        holdersEnd = at;
      } else if (field == DeviceSample.HOLDER_BUSY_RATIOS_FIELD_NUMBER && (tag & 7) == BYTES) {
        int length = length();
        holderBusyStart = at;
        advance(length);
        holderBusyEnd = at;
      } else {
        value(field, tag & 7);
      }
    }
    identityEnd = identityEnd < 0 ? to : identityEnd;
    return ordered;
  }

  private void value(int field, int wireType) {
    switch (field) {
      case DeviceSample.AT_NANOS_FIELD_NUMBER -> atNanos = fixed64();
      case DeviceSample.BUSY_RATIO_FIELD_NUMBER -> busyRatio = real(field);
      case DeviceSample.SM_ACTIVE_RATIO_FIELD_NUMBER -> smActiveRatio = real(field);
      case DeviceSample.TENSOR_ACTIVE_RATIO_FIELD_NUMBER -> tensorActiveRatio = real(field);
      case DeviceSample.DRAM_ACTIVE_RATIO_FIELD_NUMBER -> dramActiveRatio = real(field);
      case DeviceSample.MEMORY_USED_BYTES_FIELD_NUMBER -> memoryUsedBytes = whole(field);
      case DeviceSample.MEMORY_TOTAL_BYTES_FIELD_NUMBER -> memoryTotalBytes = whole(field);
      case DeviceSample.POWER_WATTS_FIELD_NUMBER -> powerWatts = real(field);
      case DeviceSample.ENERGY_MICROJOULES_TOTAL_FIELD_NUMBER ->
          energyMicrojoulesTotal = whole(field);
      case DeviceSample.TEMPERATURE_CELSIUS_FIELD_NUMBER -> temperatureCelsius = real(field);
      case DeviceSample.SM_CLOCK_HERTZ_FIELD_NUMBER -> smClockHertz = whole(field);
      case DeviceSample.LAST_XID_FIELD_NUMBER -> lastXid = (int) whole(field);
      default -> skip(wireType);
    }
  }

  /** Whether the current sample has a value of an optional field. */
  boolean has(int field) {
    return (present & (1 << field)) != 0;
  }

  /** Whether what names the current sample's device is byte for byte this. */
  boolean isIdentity(byte[] other) {
    return Arrays.equals(bytes, identityStart, identityEnd, other, 0, other.length);
  }

  byte[] identity() {
    return Arrays.copyOfRange(bytes, identityStart, identityEnd);
  }

  /** Whether the current sample's holders are byte for byte these. */
  boolean areHolders(byte[] other) {
    return Arrays.equals(bytes, holdersStart, holdersEnd, other, 0, other.length);
  }

  byte[] holders() {
    return Arrays.copyOfRange(bytes, holdersStart, holdersEnd);
  }

  /** Whether the current sample says how busy each of its holders kept the device. */
  boolean hasHolderBusy() {
    return holderBusyEnd > holderBusyStart;
  }

  /** For how many holders it says so. */
  int holderBusyCount() {
    return (holderBusyEnd - holderBusyStart) / Double.BYTES;
  }

  /** The busy ratio of the holder at a place; not a number where it was not measured. */
  double holderBusy(int place) {
    return Double.longBitsToDouble((long) LONG.get(bytes, holderBusyStart + place * Double.BYTES));
  }

  /** A real number that is finite; another one is as good as absent. */
  private double real(int field) {
    double value = Double.longBitsToDouble(fixed64());
    if (Double.isFinite(value)) {
      present |= 1 << field;
    }
    return value;
  }

  private long whole(int field) {
    present |= 1 << field;
    return varint();
  }

  private long fixed64() {
    require(8);
    long value = (long) LONG.get(bytes, at);
    at += 8;
    return value;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      require(1);
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits at byte " + at);
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException("a length beyond the end at byte " + at);
    }
    return (int) length;
  }

  private String text() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private void skip(int wireType) {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case BYTES -> advance(length());
      case FIXED32 -> advance(4);
      default -> throw new IllegalArgumentException("wire type " + wireType + " at byte " + at);
    }
  }

  private void advance(int count) {
    require(count);
    at += count;
  }

  private void require(int count) {
    if (end - at < count) {
      throw new IllegalArgumentException("the bytes end early at byte " + at);
    }
  }
}
