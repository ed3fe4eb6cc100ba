package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.BurnBuckets;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums by bucket in few bytes: the first bucket's number, then of each bucket from there on the
 * length of its sum and the sum, two's complement big-endian; a bucket without one has length 0.
 */
final class BurnBytes {
  /** A sum is of nanoseconds x 1e-18 of money, far below 2^2040. */
  private static final int LONGEST = 255;

  private BurnBytes() {}

  static byte[] write(BurnBuckets buckets) {
    SortedMap<Long, BigInteger> sums = buckets.byBucket();
    if (sums.isEmpty()) {
      return new byte[0];
    }
    long first = sums.firstKey();
    long stretch = sums.lastKey() - first + 1;
    long size = Long.BYTES + stretch;
    for (BigInteger sum : sums.values()) {
      size += length(sum);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).putLong(first);
    long next = first;
    for (Map.Entry<Long, BigInteger> entry : sums.entrySet()) {
      for (; next < entry.getKey(); next++) {
        bytes.put((byte) 0);
      }
      bytes.put((byte) length(entry.getValue())).put(entry.getValue().toByteArray());
      next++;
    }
    return bytes.array();
  }

  private static int length(BigInteger sum) {
    int length = sum.bitLength() / Byte.SIZE + 1;
    if (length > LONGEST) {
      throw new IllegalArgumentException("a sum has " + length + " bytes");
    }
    return length;
  }

  static BurnBuckets read(byte[] written) {
    if (written.length == 0) {
      return BurnBuckets.NONE;
    }
    ByteBuffer bytes = ByteBuffer.wrap(written);
    SortedMap<Long, BigInteger> sums = new TreeMap<>();
    for (long bucket = bytes.getLong(); bytes.hasRemaining(); bucket++) {
      int length = Byte.toUnsignedInt(bytes.get());
      if (length > 0) {
        sums.put(bucket, new BigInteger(written, bytes.position(), length));
        bytes.position(bytes.position() + length);
      }
    }
    return new BurnBuckets(sums);
  }
}
