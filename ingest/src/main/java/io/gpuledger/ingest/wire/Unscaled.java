package io.gpuledger.ingest.wire;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;

/** Amounts on the wire: two's complement big-endian integers x 10^-18. */
public final class Unscaled {
  private Unscaled() {}

  public static ByteString toBytes(Amount amount) {
    return ByteString.copyFrom(amount.unscaled().toByteArray());
  }

  /** The amount of these bytes; no bytes are zero, as protobuf's default. */
  public static Amount fromBytes(ByteString bytes) {
    return bytes.isEmpty() ? Amount.ZERO : Amount.ofUnscaled(new BigInteger(bytes.toByteArray()));
  }
}
