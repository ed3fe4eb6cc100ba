package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.usage.NodeUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;

/**
 * The nodes of one subtask: hot ones on the heap, all of them in keyed state. A sample touches the
 * heap only; state is written at checkpoints, by changed minutes, and read for a node that is not
 * hot or for a sample older than what is in memory.
 */
final class NodeStore {
  /** Minutes that a node may change before it is stored without a checkpoint. */
  static final int CHANGED_MINUTES_LIMIT = 30;

  private final ValueState<byte[]> heads;
  private final ValueState<byte[]> positions;
  private final MapState<Long, byte[]> chunks;
  private final Consumer<String> currentKey;
  private final int hotLimit;
  private final NodeCodec codec = new NodeCodec();
  private final LinkedHashMap<String, HotNode> hot = new LinkedHashMap<>(1024, 0.75f, true);

  /**
   * A store over the keyed state of an operator.
   *
   * @param currentKey sets the key that the states refer to
   * @param hotLimit nodes on the heap after a checkpoint
   */
  NodeStore(
      ValueState<byte[]> heads,
      ValueState<byte[]> positions,
      MapState<Long, byte[]> chunks,
      Consumer<String> currentKey,
      int hotLimit) {
    this.heads = heads;
    this.positions = positions;
    this.chunks = chunks;
    this.currentKey = currentKey;
    this.hotLimit = hotLimit;
  }

  /** The node of the current key. */
  HotNode get(String key) throws Exception {
    HotNode node = hot.get(key);
    if (node == null) {
      int slash = key.indexOf('/');
      node = new HotNode(key.substring(0, slash), key.substring(slash + 1));
      byte[] head = heads.value();
      if (head != null) {
        codec.read(head, positions.value(), node);
        node.loadedFrom = NEWER_THAN_ALL;
        long latest = node.usage.latestNanos();
        if (latest != NodeUsage.NEVER) {
          load(node, NodeUsage.earliestNeeded(latest));
        }
      }
      hot.put(key, node);
    }
    return node;
  }

  private static final long NEWER_THAN_ALL = Long.MAX_VALUE;

  /** Reads stored observations of the current key's node back, from an instant on. */
  void load(HotNode node, long fromNanos) throws Exception {
    if (node.loadedFrom <= fromNanos || node.oldestChunk == HotNode.NEVER) {
      return;
    }
    long from = Math.max(HotNode.minuteOf(fromNanos), node.oldestChunk);
    long to = Math.min(node.loadedFrom, node.usage.latestNanos() + 1);
    for (long minute = from; minute < to; minute += HotNode.MINUTE_NANOS) {
      byte[] chunk = chunks.get(minute);
      if (chunk != null) {
        codec.readChunk(chunk, node);
      }
    }
    node.loadedFrom = Math.min(node.loadedFrom, HotNode.minuteOf(fromNanos));
  }

  /** Stores the current key's node and drops from memory what is stored and no longer hot. */
  void store(String key, HotNode node) throws Exception {
    if (!node.changed) {
      return;
    }
    if (node.usage.isEmpty()) {
      heads.clear();
      positions.clear();
      chunks.clear();
      hot.remove(key);
      return;
    }
    for (long minute : node.changedMinutes()) {
      byte[] chunk = codec.chunk(node, minute);
      if (chunk.length > 0) {
        chunks.put(minute, chunk);
        node.oldestChunk = Math.min(node.oldestChunk, minute);
      }
    }
    long latest = node.usage.latestNanos();
    if (latest != NodeUsage.NEVER) {
      // A chunk is kept whole, so the holds are kept that any part of it names.
      long kept = HotNode.minuteOf(latest - NodeUsage.RETENTION_NANOS);
      removeChunks(node, kept);
      node.holds.forgetBefore(kept);
      long hotFrom = HotNode.minuteOf(latest - HotNode.HOT_NANOS);
      node.usage.forgetBefore(hotFrom);
      node.loadedFrom = Math.max(node.loadedFrom, hotFrom);
    }
    positions.update(codec.position(node));
    if (node.isDescribedAnew()) {
      heads.update(codec.head(node));
    }
    node.stored();
  }

  private void removeChunks(HotNode node, long beforeMinute) throws Exception {
    if (node.oldestChunk == HotNode.NEVER) {
      return;
    }
    long steps = (beforeMinute - node.oldestChunk) / HotNode.MINUTE_NANOS;
    if (steps > 2 * NodeUsage.RETENTION_NANOS / HotNode.MINUTE_NANOS) {
      removeByScan(beforeMinute);
    } else {
      for (long m = node.oldestChunk; m < beforeMinute; m += HotNode.MINUTE_NANOS) {
        chunks.remove(m);
      }
    }
    node.oldestChunk = Math.max(node.oldestChunk, beforeMinute);
  }

  /** After a jump of the node's clock there are fewer chunks than minutes. */
  private void removeByScan(long beforeMinute) throws Exception {
    List<Long> old = new ArrayList<>();
    for (Long minute : chunks.keys()) {
      if (minute < beforeMinute) {
        old.add(minute);
      }
    }
    for (Long minute : old) {
      chunks.remove(minute);
    }
  }

  /** Stores every changed node, then keeps the most recently used ones hot. */
  void storeAll() throws IOException {
    try {
      for (Map.Entry<String, HotNode> entry : List.copyOf(hot.entrySet())) {
        if (entry.getValue().changed) {
          currentKey.accept(entry.getKey());
          store(entry.getKey(), entry.getValue());
        }
      }
    } catch (Exception broken) {
      throw new IOException("keyed state of nodes", broken);
    }
    Iterator<HotNode> eldest = hot.values().iterator();
    while (hot.size() > hotLimit && eldest.hasNext()) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Whether so many nodes are hot that they should be stored before the next checkpoint. */
  boolean isFull() {
    return hot.size() > 2 * hotLimit;
  }
}
