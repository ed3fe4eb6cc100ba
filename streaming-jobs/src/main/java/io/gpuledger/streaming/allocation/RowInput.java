package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.money.Amount;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads rows of the engine's RowBinary form from a stream, with little garbage. */
public final class RowInput implements AutoCloseable {
  /** Repeated texts are kept once; a power of two. */
  private static final int KNOWN_TEXTS = 1 << 14;

  /** Longer texts are seldom repeated. */
  private static final int KNOWN_LENGTH = 96;

  private static final int TEXT_LIMIT = 64 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final String[] known = new String[KNOWN_TEXTS];
  private final byte[][] knownBytes = new byte[KNOWN_TEXTS][];
  private int at;
  private int end;

  public RowInput(InputStream in) {
    this.in = in;
    Arrays.fill(known, "");
    Arrays.fill(knownBytes, new byte[0]);
  }

  /** Whether another row begins here. */
  public boolean hasNext() {
    return at < end || fill();
  }

  public long int64() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (long) next() << shift;
    }
    return value;
  }

  long uint32() {
    return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
  }

  int uint16() {
    return next() | (next() << 8);
  }

  /** A Decimal(38, 18). */
  Amount decimal() {
    long low = int64();
    long high = int64();
    if (high == 0 && low == 0) {
      return Amount.ZERO;
    }
    if (high == low >> 63) {
      return Amount.ofUnscaled(BigInteger.valueOf(low));
    }
    byte[] bigEndian = new byte[16];
    for (int i = 0; i < 8; i++) {
      bigEndian[15 - i] = (byte) (low >>> (8 * i));
      bigEndian[7 - i] = (byte) (high >>> (8 * i));
    }
    return Amount.ofUnscaled(new BigInteger(bigEndian));
  }

  public String string() {
    int length = size();
    if (length == 0) {
      return "";
    }
    if (length > KNOWN_LENGTH || length > end - at) {
      return new String(bytes(length), StandardCharsets.UTF_8);
    }
    int hash = 1;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (KNOWN_TEXTS - 1);
    if (!Arrays.equals(knownBytes[slot], 0, knownBytes[slot].length, buffer, at, at + length)) {
      knownBytes[slot] = Arrays.copyOfRange(buffer, at, at + length);
      known[slot] = new String(buffer, at, length, StandardCharsets.UTF_8);
    }
    at += length;
    return known[slot];
  }

  List<String> strings() {
    int count = size();
    List<String> values = new ArrayList<>(Math.min(count, 1_024));
    for (int i = 0; i < count; i++) {
      values.add(string());
    }
    return values;
  }

  List<Long> int64s() {
    int count = size();
    List<Long> values = new ArrayList<>(Math.min(count, 1_024));
    for (int i = 0; i < count; i++) {
      values.add(int64());
    }
    return values;
  }

  public Map<String, String> stringMap() {
    int count = size();
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String key = string();
      entries.put(key, string());
    }
    return entries;
  }

  private int size() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int part = next();
      value |= (long) (part & 0x7F) << shift;
      if (part < 0x80) {
        if (value > TEXT_LIMIT) {
          break;
        }
        return (int) value;
      }
    }
    throw new IllegalStateException("the engine's answer is not RowBinary: size " + value);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      if (at == end && !fill()) {
        throw broken();
      }
      int part = Math.min(length - done, end - at);
      System.arraycopy(buffer, at, bytes, done, part);
      at += part;
      done += part;
    }
    return bytes;
  }

  private int next() {
    if (at == end && !fill()) {
      throw broken();
    }
    return buffer[at++] & 0xFF;
  }

  private boolean fill() {
    try {
      int read = in.read(buffer, 0, buffer.length);
      at = 0;
      end = Math.max(read, 0);
      return read > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's answer broke off", e);
    }
  }

  private static UncheckedIOException broken() {
    return new UncheckedIOException(new EOFException("the engine's answer ends inside a row"));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's answer could not be closed", e);
    }
  }
}
