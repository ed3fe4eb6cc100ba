package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpoolRowsTest {
  @Test
  void rows_of_every_length_come_whole_however_the_stream_is_cut() throws IOException {
    Random random = new Random(5);
    List<byte[]> expected = new ArrayList<>();
    for (int length : new int[] {0, 1, 262_139, 262_140, 262_141, 262_144, 3, 900_000, 7, 0}) {
      byte[] row = new byte[length];
      random.nextBytes(row);
      expected.add(row);
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] row = new byte[random.nextInt(300)];
      random.nextBytes(row);
      expected.add(row);
    }

    try (SpoolRows rows = new SpoolRows(cut(file(expected), random))) {
      for (byte[] row : expected) {
        rows.next();
        assertThat(
                Arrays.equals(
                    rows.array(), rows.offset(), rows.offset() + rows.length(), row, 0, row.length))
            .isTrue();
      }
      assertThatThrownBy(rows::next).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void a_file_that_ends_within_a_row_says_so() throws IOException {
    byte[] whole = file(List.of(new byte[] {1, 2, 3}));
    for (int length = 0; length < whole.length; length++) {
      SpoolRows rows = new SpoolRows(new ByteArrayInputStream(whole, 0, length));
      assertThatThrownBy(rows::next)
          .isInstanceOf(EOFException.class)
          .hasMessage("the spool file ends within a row");
    }
  }

  private static byte[] file(List<byte[]> rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (byte[] row : rows) {
      out.writeInt(row.length);
      out.write(row);
    }
    return bytes.toByteArray();
  }

  /** A stream that gives some of what it is asked for. */
  private static InputStream cut(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(100_000)));
      }
    };
  }
}
