package io.gpuledger.streaming.sink;

import java.util.Arrays;

/** Bytes that grow at their end. */
final class ByteRun {
  private byte[] bytes = new byte[256];
  private int length;

  void add(byte value) {
    reserve(1);
    bytes[length++] = value;
  }

  void add(byte[] source, int offset, int count) {
    reserve(count);
    if (count <= 8) {
      for (int i = 0; i < count; i++) {
        bytes[length + i] = source[offset + i];
      }
    } else {
      System.arraycopy(source, offset, bytes, length, count);
    }
    length += count;
  }

  void add(ByteRun other) {
    add(other.bytes, 0, other.length);
  }

  void addZeros(int count) {
    reserve(count);
    Arrays.fill(bytes, length, length + count, (byte) 0);
    length += count;
  }

  /** Two bytes, little-endian. */
  void addShort(int value) {
    reserve(2);
    bytes[length++] = (byte) value;
    bytes[length++] = (byte) (value >>> 8);
  }

  /** Eight bytes, little-endian. */
  void addLong(long value) {
    reserve(8);
    for (int i = 0; i < 8; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
  }

  void addVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      add((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    add((byte) rest);
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  byte[] array() {
    return bytes;
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
