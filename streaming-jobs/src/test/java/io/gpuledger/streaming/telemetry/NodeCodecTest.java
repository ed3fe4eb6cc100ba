package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.BusyShares;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stored nodes of this version and of the one before holders were measured by themselves. */
class NodeCodecTest {
  private static final StateRules RULES = new StateRules(StateThresholds.DEFAULT);
  private static final Holder TRAIN = new Holder(Holder.Kind.KUBERNETES_POD, "ml", "train", "", "");
  private static final Holder SERVE = new Holder(Holder.Kind.KUBERNETES_POD, "ml", "serve", "", "");
  private static final Hold BOTH = Hold.of(List.of(TRAIN, SERVE), holder -> holder.workload());
  private static final DeviceId DEVICE = DeviceId.ofWhole("c1", "GPU-1");
  private static final DeviceFacts FACTS = new DeviceFacts("n1", "0", TestScrape.MODEL, "");

  private final HotNode node = new HotNode("c1", "n1");
  private final NodeCodec codec = new NodeCodec();

  private void observe(long at, BusyShares shares) {
    Measures measures = new Measures(FixedPoint.ratio(0.8), -1, -1, -1, 1L << 30, -1, at / 1_000);
    DeviceUsage device = node.usage.device(DEVICE, FACTS);
    Observation observation =
        Observation.of(at, measures, TestScrape.CADENCE, RULES, new Holds(BOTH, Hold.NONE), shares);
    node.usage.observe(device, observation, RULES, Hold.NONE, (of, fact) -> {});
    if (node.usage.devices().size() == 1) {
      node.restore(device, node.note(DEVICE));
    }
  }

  private static BusyShares shares() {
    return new BusyShares(Map.of(TRAIN, FixedPoint.ratio(0.6)));
  }

  private static Observation observation(HotNode of, int index) {
    return of.usage.devices().iterator().next().observation(index);
  }

  @Test
  void what_is_measured_of_holders_comes_back() throws IOException {
    observe(TestScrape.START, shares());
    observe(TestScrape.START + TestScrape.CADENCE, BusyShares.NONE);
    byte[] position = codec.position(node);
    byte[] chunk = codec.chunk(node, HotNode.minuteOf(TestScrape.START));

    HotNode restored = new HotNode("c1", "n1");
    new NodeCodec().read(codec.head(node), position, restored);
    new NodeCodec().readChunk(chunk, restored);

    assertThat(observation(restored, 0).isSameAs(observation(node, 0))).isTrue();
    assertThat(observation(restored, 0).shares()).isEqualTo(shares());
    assertThat(observation(restored, 1).isSameAs(observation(node, 1))).isTrue();
  }

  @Test
  void the_form_of_before_is_read_without_shares() throws IOException {
    observe(TestScrape.START, BusyShares.NONE);
    observe(TestScrape.START + TestScrape.CADENCE, BusyShares.NONE);
    byte[] position = codec.position(node);
    byte[] chunk = codec.chunk(node, HotNode.minuteOf(TestScrape.START));
    byte[] head = codec.head(node);
    head[0] = 2;

    HotNode restored = new HotNode("c1", "n1");
    new NodeCodec().read(head, older(position, true), restored);
    new NodeCodec().readChunk(older(chunk, false), restored);

    assertThat(observation(restored, 0).isSameAs(observation(node, 0))).isTrue();
    assertThat(observation(restored, 1).isSameAs(observation(node, 1))).isTrue();
  }

  @Test
  void another_form_is_refused_with_those_that_are_read() throws IOException {
    observe(TestScrape.START, BusyShares.NONE);
    byte[] position = codec.position(node);
    byte[] head = codec.head(node);
    head[0] = 4;

    assertThatThrownBy(() -> new NodeCodec().read(head, position, new HotNode("c1", "n1")))
        .isInstanceOf(IOException.class)
        .hasMessage("stored node is of form 4, this version reads 2 and 3");
  }

  /** The part as the version before wrote it: an observation ends with the number of its hold. */
  private static byte[] older(byte[] part, boolean isPosition) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(part);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    assertThat(in.readRawByte()).isEqualTo((byte) 3);
    out.writeRawByte((byte) 2);
    int leading = isPosition ? 5 : 0;
    for (int i = 0; i < leading; i++) {
      out.writeSInt64NoTag(in.readSInt64());
    }
    int devices = isPosition ? copied(in, out) : 1;
    for (int device = 0; device < devices; device++) {
      copied(in, out);
      int observations = isPosition ? 1 : copied(in, out);
      for (int i = 0; isPosition && i < 6; i++) {
        out.writeSInt64NoTag(in.readSInt64());
      }
      for (int i = 0; i < observations; i++) {
        // Ten signed numbers, the number of the hold, and now whether shares follow.
        for (int j = 0; j < 10; j++) {
          out.writeSInt64NoTag(in.readSInt64());
        }
        copied(in, out);
        assertThat(in.readBool()).isFalse();
      }
    }
    while (!in.isAtEnd()) {
      out.writeRawByte(in.readRawByte());
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static int copied(CodedInputStream in, CodedOutputStream out) throws IOException {
    int value = in.readUInt32();
    out.writeUInt32NoTag(value);
    return value;
  }
}
