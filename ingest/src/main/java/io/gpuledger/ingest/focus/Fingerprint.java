package io.gpuledger.ingest.focus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Two independent 64-bit hashes, used together as a 128-bit fingerprint of a row's content. */
final class Fingerprint {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME_A = 0x9E3779B97F4A7C15L;
  private static final long PRIME_B = 0xC2B2AE3D27D4EB4FL;

  private Fingerprint() {}

  static long hashA(byte[] bytes) {
    return hash(bytes, 0, bytes.length, PRIME_A);
  }

  static long hashB(byte[] bytes) {
    return hash(bytes, 0, bytes.length, PRIME_B);
  }

  static long mixA(long high, long low) {
    return finish(finish(high + PRIME_A) * PRIME_B ^ low);
  }

  static long mixB(long high, long low) {
    return finish(finish(low + PRIME_B) * PRIME_A ^ high);
  }

  /** A hash for look-up of bytes [from, to). */
  static int lookup(byte[] bytes, int from, int to) {
    return (int) hash(bytes, from, to, PRIME_A);
  }

  static long hash(byte[] bytes, int from, int to, long prime) {
    long hash = prime ^ (to - from) * PRIME_B;
    int i = from;
    while (i + 8 <= to) {
      hash = (hash ^ (long) LONG.get(bytes, i)) * prime;
      hash ^= hash >>> 29;
      i += 8;
    }
    long tail = 0;
    while (i < to) {
      tail = (tail << 8) | (bytes[i] & 0xff);
      i++;
    }
    return finish((hash ^ tail) * prime);
  }

  /** The odd multiplier with which a column's hash enters its row's. */
  static long weight(String name, long seed) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * PRIME_A;
    }
    return finish(hash) | 1;
  }

  static long finish(long hash) {
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
