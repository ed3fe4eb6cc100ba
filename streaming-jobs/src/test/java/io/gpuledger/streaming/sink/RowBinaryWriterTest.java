package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the writer refuses; what it writes is checked on the engine by {@link SinkOnEngineTest}. */
class RowBinaryWriterTest {
  private final RowBinaryWriter out = new RowBinaryWriter();

  @Test
  void values_that_the_engine_would_wrap_are_refused() {
    refused(() -> out.uint8(256), "UInt8");
    refused(() -> out.uint8(-1), "UInt8");
    refused(() -> out.int8(128), "Int8");
    refused(() -> out.uint16(65_536), "UInt16");
    refused(() -> out.uint32(1L << 32), "UInt32");
    refused(() -> out.uint64(-1), "UInt64");
    refused(() -> out.date(-1), "Date");
    refused(() -> out.date(65_536), "Date");
    refused(() -> out.dateTime(-1), "DateTime");
    refused(() -> out.dateTime(1L << 32), "DateTime");
    refused(() -> out.float64(Double.NaN), "Float64");
    refused(() -> out.decimal128(BigInteger.TEN.pow(38)), "38 digits");
    refused(() -> out.decimal256(BigInteger.TEN.pow(76).negate()), "76 digits");
    assertThat(out.length()).isZero();
  }

  @Test
  void a_decimal_with_digits_past_its_scale_is_refused() {
    assertThatThrownBy(() -> out.decimal128(new BigDecimal("1e-19")))
        .isInstanceOf(ArithmeticException.class);
  }

  private static void refused(ThrowingCallable write, String named) {
    assertThatThrownBy(write)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}
