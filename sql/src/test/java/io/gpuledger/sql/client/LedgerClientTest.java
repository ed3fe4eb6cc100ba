package io.gpuledger.sql.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.sql.engine.LedgerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class LedgerClientTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  private static final List<String> COLUMNS = List.of("a");

  @BeforeAll
  static void create() {
    LEDGER
        .migrator()
        .execute(
            "CREATE TABLE blocks (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS"
                + " non_replicated_deduplication_window = 20000",
            Map.of());
  }

  @BeforeEach
  void empty() {
    LEDGER.client().execute("TRUNCATE TABLE blocks", Map.of());
  }

  private static byte[] rows(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putLong(i);
    }
    return bytes.array();
  }

  private static String count() {
    return LEDGER.query("SELECT count() FROM blocks");
  }

  @Test
  void a_block_under_one_token_is_stored_once() {
    LEDGER.client().insert("blocks", COLUMNS, "once", rows(1000));
    LEDGER.client().insert("blocks", COLUMNS, "once", rows(1000));
    assertThat(count()).isEqualTo("1000");
    LEDGER.client().insert("blocks", COLUMNS, "again", rows(1000));
    assertThat(count()).isEqualTo("2000");
  }

  @Test
  void a_block_is_one_part_however_its_bytes_arrive() {
    byte[] rows = rows(1_000_000);
    LEDGER.client().insert("blocks", COLUMNS, "whole", rows);
    assertThat(parts()).isEqualTo("1");
    LEDGER.client().insert("blocks", COLUMNS, "whole", () -> new Trickle(rows, 77_777));
    LEDGER.client().insert("blocks", COLUMNS, "whole", () -> new Trickle(rows, 1_003));
    assertThat(count()).isEqualTo("1000000");
  }

  private static String parts() {
    return LEDGER.query("SELECT count() FROM system.parts WHERE table = 'blocks' AND active");
  }

  /** Gives its bytes in small pieces. */
  private static final class Trickle extends InputStream {
    private final InputStream bytes;
    private final int piece;

    Trickle(byte[] bytes, int piece) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.piece = piece;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(length, piece));
    }
  }

  @Test
  void a_file_is_stored(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("rows"), rows(10));
    LEDGER.client().insert("blocks", COLUMNS, "file", file);
    assertThat(count()).isEqualTo("10");
  }

  @Test
  void a_block_with_a_bad_row_is_refused_whole_and_not_retriable() {
    byte[] cut = java.util.Arrays.copyOf(rows(100_000), 799_999);
    assertThatThrownBy(() -> LEDGER.client().insert("blocks", COLUMNS, "bad", cut))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(33);
              assertThat(e.retriable()).isFalse();
              assertThat(e).hasMessageContaining("Cannot read all data");
            });
    assertThat(count()).isEqualTo("0");
    LEDGER.client().insert("blocks", COLUMNS, "bad", rows(5));
    assertThat(count()).isEqualTo("5");
  }

  @Test
  void an_absent_engine_is_retriable() {
    LedgerClient nowhere =
        new LedgerClient(new LedgerAddress("http://127.0.0.1:1", "internal", "secret"));
    assertThat(nowhere.isReachable()).isFalse();
    assertThatThrownBy(() -> nowhere.query("SELECT 1", Map.of()))
        .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.retriable()).isTrue());
    assertThat(LEDGER.client().isReachable()).isTrue();
  }

  @Test
  void parameters_arrive_as_they_are() {
    String hostile = "'; DROP TABLE blocks; -- \\ \t \n \0 🐘 \\N";
    assertThat(
            LEDGER
                .client()
                .query(
                    "SELECT {x:String} = unhex({hex:String}), length({x:String})",
                    Map.of("x", hostile, "hex", hex(hostile))))
        .startsWith("1\t");
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void names_that_are_not_plain_are_refused() {
    assertThatThrownBy(
            () -> LEDGER.client().insert("blocks (a) SELECT 1 --", COLUMNS, "t", rows(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_address_does_not_print_its_password() {
    assertThat(new LedgerAddress("http://127.0.0.1:8123/", "internal", "secret"))
        .hasToString("internal@http://127.0.0.1:8123");
  }
}
