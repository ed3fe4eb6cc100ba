package io.gpuledger.ingest.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of topic {@code samples}, fast: the identity and the holders of a device are the
 * same bytes in every record, so they are decoded once and shared. A record that another writer
 * laid out otherwise is read by the generated code, with the same result.
 *
 * <p>Keeps at most some ten thousand identities. Not safe for use by many threads.
 */
public final class SampleBatchReader {
  private static final int IDENTITIES_MAX = 32_768;
  private static final int HOLDERS_MAX = 8_192;

  private final ByteKeyCache<Identity> identities = new ByteKeyCache<>(IDENTITIES_MAX);
  private final ByteKeyCache<List<Holder>> holderLists = new ByteKeyCache<>(HOLDERS_MAX);
  private final Fields fields = new Fields();

  /**
   * The content of a record.
   *
   * @throws InvalidProtocolBufferException when it is not one
   */
  public NodeSamples read(byte[] record) throws InvalidProtocolBufferException {
    ProtoCursor cursor = new ProtoCursor(record, 0, record.length);
    String cluster = "";
    String node = "";
    String source = "";
    long cadence = 0;
    long publishedAt = 0;
    int[] bounds = new int[2 * SampleBatches.SAMPLES_MAX];
    int count = 0;
    while (cursor.hasNext()) {
      int tag = cursor.tag();
      switch (tag) {
        case 1 << 3 | 2 -> cluster = cursor.string();
        case 2 << 3 | 2 -> node = cursor.string();
        case 3 << 3 | 2 -> source = cursor.string();
        case 4 << 3 -> cadence = cursor.varint();
        case 5 << 3 | 2 -> {
          if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
          }
          int length = cursor.length();
          bounds[2 * count] = cursor.position();
          cursor.skip(length);
          bounds[2 * count + 1] = cursor.position();
          count++;
        }
        case 6 << 3 | 1 -> publishedAt = cursor.fixed64();
        default -> cursor.skipField(tag);
      }
    }
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(sample(cluster, node, record, bounds[2 * i], bounds[2 * i + 1]));
    }
    return new NodeSamples(cluster, node, source, cadence, publishedAt, samples);
  }

  private Sample sample(String cluster, String node, byte[] record, int start, int end)
      throws InvalidProtocolBufferException {
    if (!fields.read(record, start, end)) {
      return SampleWire.toSample(
          cluster, node, DeviceSample.parser().parseFrom(record, start, end - start));
    }
    Identity identity = identity(cluster, node, record, start, fields.identityEnd);
    return new Sample(
        identity.device(),
        SampleWire.toInstant(fields.atNanos),
        identity.facts(),
        fields.real(8),
        fields.real(9),
        fields.real(10),
        fields.real(11),
        fields.whole(12),
        fields.whole(13),
        fields.real(14),
        fields.whole(15),
        fields.real(16),
        fields.whole(17),
        fields.has(18) ? Integer.valueOf((int) fields.raw[18]) : null,
        fields.holdersStart == end ? List.of() : holders(record, fields.holdersStart, end));
  }

  private Identity identity(String cluster, String node, byte[] record, int start, int end)
      throws InvalidProtocolBufferException {
    long hash = ByteKeyCache.hash(record, start, end) ^ cluster.hashCode() ^ node.hashCode();
    Identity known = identities.find(hash, record, start, end);
    if (known != null
        && known.device().cluster().equals(cluster)
        && known.facts().node().equals(node)) {
      return known;
    }
    DeviceSample wire = DeviceSample.parser().parseFrom(record, start, end - start);
    Identity read =
        new Identity(
            new DeviceId(cluster, wire.getUuid(), wire.getGpuInstance(), wire.getComputeInstance()),
            new DeviceFacts(node, wire.getIndex(), wire.getModel(), wire.getMigProfile()));
    identities.put(hash, record, start, end, read);
    return read;
  }

  private List<Holder> holders(byte[] record, int start, int end)
      throws InvalidProtocolBufferException {
    long hash = ByteKeyCache.hash(record, start, end);
    List<Holder> known = holderLists.find(hash, record, start, end);
    if (known != null) {
      return known;
    }
    DeviceSample wire = DeviceSample.parser().parseFrom(record, start, end - start);
    List<Holder> read =
        wire.getHoldersList().stream().map(SampleWire::toHolder).sorted().distinct().toList();
    holderLists.put(hash, record, start, end, read);
    return read;
  }

  private record Identity(DeviceId device, DeviceFacts facts) {}

  /** The numbers of one sample, by field number, and where its constant parts lie. */
  private static final class Fields {
    private final long[] raw = new long[19];
    private int seen;
    private long atNanos;
    private int identityEnd;
    private int holdersStart;

    /** Whether the message lies as this product writes it: identity, numbers, holders. */
    boolean read(byte[] record, int start, int end) throws InvalidProtocolBufferException {
      ProtoCursor cursor = new ProtoCursor(record, start, end);
      seen = 0;
      atNanos = 0;
      identityEnd = start;
      holdersStart = end;
      while (cursor.hasNext()) {
        int at = cursor.position();
        int tag = cursor.tag();
        int number = tag >>> 3;
        if (number <= 6) {
          if (at != identityEnd) {
            return false;
          }
          cursor.skipField(tag);
          identityEnd = cursor.position();
        } else if (number == 19) {
          if (holdersStart == end) {
            holdersStart = at;
          }
          cursor.skipField(tag);
        } else if (holdersStart != end || number > 19) {
          return false;
        } else if (number == 7) {
          atNanos = cursor.fixed64();
        } else {
          raw[number] = (tag & 7) == 1 ? cursor.fixed64() : cursor.varint();
          seen |= 1 << number;
        }
      }
      return true;
    }

    boolean has(int number) {
      return (seen & 1 << number) != 0;
    }

    @Nullable Double real(int number) {
      return has(number) ? Double.valueOf(Double.longBitsToDouble(raw[number])) : null;
    }

    @Nullable Long whole(int number) {
      return has(number) ? Long.valueOf(raw[number]) : null;
    }
  }
}
