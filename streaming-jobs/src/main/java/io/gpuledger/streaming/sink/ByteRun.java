package io.gpuledger.streaming.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at their end. */
final class ByteRun {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[256];
  private int length;

  void add(byte value) {
    reserve(1);
    bytes[length++] = value;
  }

  void add(byte[] source, int offset, int count) {
    reserve(count);
    if (count == Long.BYTES) {
      // The width of most columns, copied as one number.
      LONG.set(bytes, length, (long) LONG.get(source, offset));
    } else if (count < Long.BYTES) {
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
    reserve(Short.BYTES);
    SHORT.set(bytes, length, (short) value);
    length += Short.BYTES;
  }

  /** Eight bytes, little-endian. */
  void addLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
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
