package io.gpuledger.ingest.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Walks the fields of one protobuf message without copying it. */
final class ProtoCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;

  ProtoCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  boolean hasNext() {
    return at < end;
  }

  int position() {
    return at;
  }

  int tag() throws InvalidProtocolBufferException {
    long tag = varint();
    if (tag <= 0 || tag > Integer.MAX_VALUE) {
      throw malformed("a tag of " + tag);
    }
    return (int) tag;
  }

  long varint() throws InvalidProtocolBufferException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw malformed("an end inside a number");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than ten bytes");
  }

  long fixed64() throws InvalidProtocolBufferException {
    if (at + Long.BYTES > end) {
      throw malformed("an end inside a number");
    }
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  int length() throws InvalidProtocolBufferException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw malformed("a length of " + length);
    }
    return (int) length;
  }

  String string() throws InvalidProtocolBufferException {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skip(int length) throws InvalidProtocolBufferException {
    if (length > end - at) {
      throw malformed("a length of " + length);
    }
    at += length;
  }

  private InvalidProtocolBufferException malformed(String what) {
    return new InvalidProtocolBufferException(
        "not a record of samples: " + what + " at byte " + at + " of " + end);
  }
}
