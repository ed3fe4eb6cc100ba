package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.HolderAddition;
import io.gpuledger.cost.budget.NodeHeard;
import io.gpuledger.cost.budget.NodeSpend;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.price.Sevenths;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.NodeUsage;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.Verdict;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleWire;
import io.gpuledger.ingest.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node scrape between its wire form, {@link NodeSpend}, and what Flink keeps and sends on. */
final class ScrapeSpend {
  private static final Logger LOG = LoggerFactory.getLogger(ScrapeSpend.class);

  private final GuardBook book;
  private final SampleBatch batch;
  private final List<NodeSpend.Reading> readings = new ArrayList<>();
  private final NodeSpend spend;

  /**
   * Opens a scrape. Samples that telemetry refuses or sets aside as too far ahead are left out:
   * what the ledger does not count is not priced either.
   */
  ScrapeSpend(GuardBook book, SampleBatch batch) {
    this.book = book;
    this.batch = batch;
    Sevenths sevenths = new Sevenths();
    for (DeviceSample sample : batch.getSamplesList()) {
      if (!NodeUsage.isPlausible(sample.getAtNanos(), batch.getPublishedAtNanos())) {
        continue;
      }
      try {
        NodeSpend.Reading reading = reading(sample);
        sevenths.add(reading.device(), reading.facts().migProfile());
        readings.add(reading);
      } catch (IllegalArgumentException refused) {
        // The telemetry job has put it into the rejects.
        LOG.debug("a sample of {} is refused", batch.getNode(), refused);
      }
    }
    spend = new NodeSpend(book, batch.getSource(), sevenths);
  }

  /** Names a device within its node. */
  static String key(NodeSpend.Reading reading) {
    DeviceId device = reading.device();
    return device.uuid() + "|" + device.gpuInstance() + "|" + device.computeInstance();
  }

  /** In the order of the scrape. */
  List<NodeSpend.Reading> readings() {
    return readings;
  }

  /**
   * Charges the time since the sample before.
   *
   * @return the device from now on; empty where the sample says nothing new
   */
  Optional<DeviceSeen> take(NodeSpend.Reading reading, @Nullable DeviceSeen before)
      throws InvalidProtocolBufferException {
    NodeSpend.Seen known = before == null ? null : toSeen(before);
    return spend.take(known, reading).map(ScrapeSpend::fromSeen);
  }

  /** How long the node is seen without a silence; empty where the scrape said nothing new. */
  Optional<NodeHeard> heard(@Nullable NodeHeard before) {
    return spend.heard(before);
  }

  /** Ends the scrape: what it adds, one element a budget and day. */
  List<SpendIncrement> increments(NodeHeard heard) {
    return increments(spend.additions(heard));
  }

  /** After {@link #increments}: the ids of the budgets that have devices of it in scope. */
  Set<String> scopes() {
    return spend.scopes();
  }

  /** After {@link #increments}: that the node has nothing more in the scope of budgets. */
  List<SpendIncrement> nothingMore(Set<String> left, NodeHeard heard) {
    return increments(spend.nothingMore(left, heard));
  }

  private List<SpendIncrement> increments(List<SpendAddition> additions) {
    String node = Topics.nodeKey(batch.getCluster(), batch.getNode());
    List<SpendIncrement> increments = new ArrayList<>();
    for (SpendAddition addition : additions) {
      byte[] watch = book.watchOf(addition.watched());
      increments.add(SpendIncrement.fromAddition(node, watch, book.gatesInForce(), addition));
    }
    return increments;
  }

  /**
   * After {@link #increments}: what it says of holders, where a gate is set. A holder that is
   * another team's now, or that nobody watches any more, has nothing more under its key of before;
   * one that is merely not in this scrape may be in another of the node.
   *
   * @param before the keys of holders that had devices at the scrape before
   */
  List<HolderIncrement> holders(Collection<String> before, NodeHeard heard) {
    String node = Topics.nodeKey(batch.getCluster(), batch.getNode());
    byte[] gates = book.gatesInForce();
    List<HolderIncrement> all = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    Set<String> holders = new TreeSet<>();
    for (HolderAddition holder : spend.holders()) {
      HolderIncrement increment =
          HolderIncrement.fromAddition(batch.getCluster(), node, gates, holder);
      all.add(increment);
      keys.add(increment.key());
      holders.add(increment.anyTeam());
    }
    for (String key : before) {
      HolderIncrement gone = HolderIncrement.gone(key, node, gates, heard.atMicros());
      boolean isWatched = book.gates().currencies().contains(gone.currency());
      if (!keys.contains(key) && (!isWatched || holders.contains(gone.anyTeam()))) {
        all.add(gone);
      }
    }
    return all;
  }

  private NodeSpend.Reading reading(DeviceSample sample) {
    DeviceFacts facts =
        new DeviceFacts(
            batch.getNode(), sample.getIndex(), sample.getModel(), sample.getMigProfile());
    StateRules rules = book.control().rules(facts.model());
    Holds holds = new Holds(hold(sample), NodeSpend.UNKNOWN);
    return new NodeSpend.Reading(
        new DeviceId(
            batch.getCluster(),
            sample.getUuid(),
            sample.getGpuInstance(),
            sample.getComputeInstance()),
        facts,
        Observation.of(
            sample.getAtNanos(), measures(sample), batch.getCadenceNanos(), rules, holds),
        rules);
  }

  /** What states are decided by; the rest costs nothing. */
  private static Measures measures(DeviceSample sample) {
    return new Measures(
        sample.hasBusyRatio() ? FixedPoint.ratio(sample.getBusyRatio()) : FixedPoint.ABSENT,
        sample.hasSmActiveRatio() ? FixedPoint.ratio(sample.getSmActiveRatio()) : FixedPoint.ABSENT,
        sample.hasTensorActiveRatio()
            ? FixedPoint.ratio(sample.getTensorActiveRatio())
            : FixedPoint.ABSENT,
        FixedPoint.ABSENT,
        sample.hasMemoryUsedBytes() ? sample.getMemoryUsedBytes() : FixedPoint.ABSENT,
        FixedPoint.ABSENT,
        FixedPoint.ABSENT);
  }

  private static Hold hold(DeviceSample sample) {
    List<Holder> holders = new ArrayList<>();
    for (HolderRef holder : sample.getHoldersList()) {
      holders.add(SampleWire.toHolder(holder));
    }
    return Hold.of(holders, holder -> "");
  }

  private NodeSpend.Seen toSeen(DeviceSeen seen) throws InvalidProtocolBufferException {
    DeviceSample named = DeviceSample.parseFrom(seen.identity());
    Measures measures =
        new Measures(
            seen.busy(),
            seen.sm(),
            seen.tensor(),
            FixedPoint.ABSENT,
            seen.memoryUsedBytes(),
            FixedPoint.ABSENT,
            FixedPoint.ABSENT);
    return new NodeSpend.Seen(
        new DeviceId(
            batch.getCluster(),
            named.getUuid(),
            named.getGpuInstance(),
            named.getComputeInstance()),
        new DeviceFacts(batch.getNode(), named.getIndex(), named.getModel(), named.getMigProfile()),
        new Observation(
            seen.atNanos(),
            measures,
            seen.cadenceNanos(),
            Verdict.ofNumber(seen.verdict()),
            hold(DeviceSample.parseFrom(seen.holders()))),
        seen.heldSinceNanos());
  }

  private static DeviceSeen fromSeen(NodeSpend.Seen seen) {
    DeviceSample.Builder holders = DeviceSample.newBuilder();
    for (Hold.Group group : seen.observation().hold().groups()) {
      group.holders().forEach(holder -> holders.addHolders(SampleWire.fromHolder(holder)));
    }
    Measures measures = seen.observation().measures();
    return new DeviceSeen(
        seen.observation().atNanos(),
        seen.observation().cadenceNanos(),
        DeviceSample.newBuilder()
            .setUuid(seen.device().uuid())
            .setGpuInstance(seen.device().gpuInstance())
            .setComputeInstance(seen.device().computeInstance())
            .setIndex(seen.facts().index())
            .setModel(seen.facts().model())
            .setMigProfile(seen.facts().migProfile())
            .build()
            .toByteArray(),
        holders.build().toByteArray(),
        measures.busy(),
        measures.sm(),
        measures.tensor(),
        measures.memoryUsedBytes(),
        seen.observation().verdict().number(),
        seen.heldSinceNanos());
  }
}
