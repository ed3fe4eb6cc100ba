package io.gpuledger.cost.budget;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spend by short stretches of the time that it is for, whenever it is told of.
 *
 * @param byBucket sums as in {@link SpendAddition}, by the number of {@link #LENGTH}s since the
 *     epoch at which each begins
 */
public record BurnBuckets(SortedMap<Long, BigInteger> byBucket) {
  /** How long each is. */
  public static final Duration LENGTH = Duration.ofMinutes(5);

  public static final BurnBuckets NONE = new BurnBuckets(Collections.emptySortedMap());

  private static final long NANOS = LENGTH.toNanos();
  private static final long MICROS = NANOS / 1_000L;

  /** Takes the pieces. */
  interface Pieces {
    void piece(long bucket, long nanos);
  }

  public BurnBuckets {
    byBucket = Collections.unmodifiableSortedMap(new TreeMap<>(byBucket));
  }

  /** The pieces of a half-open range in order of time; together they are as long as it is. */
  static void cut(long fromNanos, long toNanos, Pieces pieces) {
    long from = fromNanos;
    while (from < toNanos) {
      long bucket = Math.floorDiv(from, NANOS);
      long to = Math.min(toNanos, Math.multiplyExact(bucket + 1, NANOS));
      pieces.piece(bucket, to - from);
      from = to;
    }
  }

  /** Where the one begins that an instant lies in, microseconds since the epoch. */
  static long startOf(long micros) {
    return Math.floorDiv(micros, MICROS) * MICROS;
  }

  /** Both together. */
  BurnBuckets plus(BurnBuckets more) {
    SortedMap<Long, BigInteger> sums = new TreeMap<>(byBucket);
    for (Map.Entry<Long, BigInteger> entry : more.byBucket.entrySet()) {
      sums.merge(entry.getKey(), entry.getValue(), BigInteger::add);
    }
    return new BurnBuckets(sums);
  }

  /** Those that begin at an instant or later. */
  BurnBuckets from(long micros) {
    return new BurnBuckets(byBucket.tailMap(-Math.floorDiv(-micros, MICROS)));
  }

  /** The sum of those that begin at an instant or later. */
  BigInteger sumFrom(long micros) {
    return byBucket.tailMap(-Math.floorDiv(-micros, MICROS)).values().stream()
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
