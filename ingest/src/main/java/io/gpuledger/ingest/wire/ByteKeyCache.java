package io.gpuledger.ingest.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a run of bytes was decoded to. Telemetry repeats the same names and labels for
 * ever; decoding them once is most of the speed of reading it.
 *
 * <p>Bounded: a fixed number of places, a newcomer displaces whoever stands in its place. Keys
 * longer than {@link #KEY_BYTES_MAX} are not remembered. Not safe for use by many threads.
 */
public final class ByteKeyCache<V> {
  /** Longest key that is remembered. */
  public static final int KEY_BYTES_MAX = 2_048;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final int mask;
  private final long[] hashes;
  private final byte[] @Nullable [] keys;
  private final @Nullable Object[] values;

  /** A cache of at least this many places. */
  public ByteKeyCache(int places) {
    int size = Integer.highestOneBit(Math.max(16, places - 1)) << 1;
    this.mask = size - 1;
    this.hashes = new long[size];
    this.keys = new byte[size][];
    this.values = new @Nullable Object[size];
  }

  /** A hash of these bytes. */
  public static long hash(byte[] bytes, int start, int end) {
    long hash = (long) end - start;
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(bytes, at)) * MULTIPLIER;
      hash ^= hash >>> 29;
    }
    for (; at < end; at++) {
      hash = (hash ^ bytes[at]) * MULTIPLIER;
    }
    return hash ^ (hash >>> 32);
  }

  /** What these bytes were decoded to, or null. */
  @SuppressWarnings("unchecked") // put is the only writer
  public @Nullable V find(long hash, byte[] bytes, int start, int end) {
    int place = (int) hash & mask;
    byte[] key = keys[place];
    if (key == null
        || hashes[place] != hash
        || !Arrays.equals(key, 0, key.length, bytes, start, end)) {
      return null;
    }
    return (V) values[place];
  }

  /** Remembers what these bytes are decoded to. */
  public void put(long hash, byte[] bytes, int start, int end, V value) {
    if (end - start > KEY_BYTES_MAX) {
      return;
    }
    int place = (int) hash & mask;
    hashes[place] = hash;
    keys[place] = Arrays.copyOfRange(bytes, start, end);
    values[place] = value;
  }
}
