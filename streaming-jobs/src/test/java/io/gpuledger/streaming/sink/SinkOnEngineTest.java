package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer and the store against the real engine. */
@Tag("live")
class SinkOnEngineTest {
  @TempDir static Path directory;

  private static EmbeddedLedger ledger;
  private static LedgerClient client;
  private static LedgerClient migrator;

  @BeforeAll
  static void open() {
    ledger = EmbeddedLedger.open(directory.resolve("engine"));
    client = new LedgerClient(ledger.internal());
    migrator = new LedgerClient(ledger.migrator());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void every_column_type_of_the_schema_round_trips_with_odd_values() throws Exception {
    TableLayout layout =
        TableLayout.of(
            "odd_values",
            "n UInt8",
            "i8 Int8",
            "u16 UInt16",
            "u32 UInt32",
            "i32 Int32",
            "u64 UInt64",
            "i64 Int64",
            "f Float64",
            "s String",
            "low LowCardinality(String)",
            "low_null LowCardinality(Nullable(String))",
            "null_s Nullable(String)",
            "id UUID",
            "day Date",
            "at DateTime('UTC')",
            "micros DateTime64(6, 'UTC')",
            "nanos DateTime64(9, 'UTC')",
            "d128 Decimal(38, 18)",
            "null_d Nullable(Decimal(38, 18))",
            "d256 Decimal(76, 18)",
            "list Array(String)",
            "m Map(LowCardinality(String), String)",
            "dm Map(LowCardinality(String), Decimal(76, 18))",
            "t Tuple(String, UInt32)");
    migrator.execute(
        "CREATE TABLE odd_values ("
            + String.join(
                ", ",
                layout.columns().stream().map(each -> each.name() + " " + each.type()).toList())
            + ") ENGINE = MergeTree ORDER BY n",
        Map.of());
    RowBinaryWriter rows = new RowBinaryWriter(1);
    oddRow(rows, 1, new BigDecimal("99999999999999999999.999999999999999999"));
    oddRow(rows, 2, new BigDecimal("-99999999999999999999.999999999999999999"));
    oddRow(rows, 3, new BigDecimal("-0.000000000000000001"));
    byte[] written = rows.toBytes();
    client.insert(
        "odd_values",
        layout.columns().stream().map(TableLayout.Column::name).toList(),
        "odd",
        written);

    String read =
        client.query(
            "SELECT n, i8, u16, u32, i32, u64, i64, f, s, low, low_null, null_s, id, day, at,"
                + " micros, nanos, toString(d128), null_d, toString(d256), list, m, dm['EUR'], t"
                + " FROM odd_values ORDER BY n",
            Map.of());
    assertThat(read.lines().toList().get(0))
        .isEqualTo(
            "1\t-128\t65535\t4294967295\t-2147483648\t9223372036854775807\t-9223372036854775808"
                + "\t0.1\tkırmızı 🚀\tlow\t\\N\tx\t2f3b3a5e-1234-4000-8000-00000000abcd"
                + "\t2026-11-24\t2106-02-07 06:28:15\t1969-12-31 23:59:59.999999"
                + "\t2026-11-24 00:00:00.000000001\t99999999999999999999.999999999999999999\t\\N"
                + "\t12345678901234567890123456789012345678901234567890.000000000000000001"
                + "\t['a','']\t{'k':'v'}\t-7\t('t',9)");
    assertThat(read.lines().map(line -> line.split("\t", -1)[17]))
        .containsExactly(
            "99999999999999999999.999999999999999999",
            "-99999999999999999999.999999999999999999",
            "-0.000000000000000001");
    sameThroughColumns(layout, written);
    sameAsBlock(layout, written);
    List<Map<String, String>> own = RowBinaryReader.readAll(layout, written);
    assertThat(own).hasSize(3);
    assertThat(own.get(0))
        .containsEntry("s", "kırmızı 🚀")
        .containsEntry("d128", "99999999999999999999.999999999999999999")
        .containsEntry("nanos", "2026-11-24T00:00:00.000000001Z")
        .doesNotContainKey("low_null");
  }

  /** The allocation's way: rows in a buffer, turned into columns. */
  private static void sameAsBlock(TableLayout layout, byte[] threeRows) {
    migrator.execute("CREATE TABLE odd_block AS odd_values", Map.of());
    client.insertNative(
        "odd_block",
        layout.columns().stream().map(TableLayout.Column::name).toList(),
        "odd block",
        () -> new NativeBlock(layout.columns(), threeRows));

    assertThat(client.query("SELECT * FROM odd_block ORDER BY n", Map.of()))
        .isEqualTo(client.query("SELECT * FROM odd_values ORDER BY n", Map.of()));
  }

  /** The committer's way: rows in a spool file, turned into columns, several pieces an insert. */
  private static void sameThroughColumns(TableLayout layout, byte[] oneOfThreeRows)
      throws Exception {
    migrator.execute(
        "CREATE TABLE odd_columns (job_generation UInt32, checkpoint_id UInt64, "
            + String.join(
                ", ",
                layout.columns().stream().map(each -> each.name() + " " + each.type()).toList())
            + ") ENGINE = MergeTree ORDER BY n"
            + " SETTINGS non_replicated_deduplication_window = 100",
        Map.of());
    TableLayout spooled = new TableLayout("odd_columns", layout.columns());
    int copies = NativeRows.PIECE_ROWS / 3 + 10;
    SpooledBlock block = TestBlocks.block(directory, spooled, splitInThree(oneOfThreeRows), copies);
    BlockStore store = store(ledger.internal().url());
    store.insertRows(block, spooled, 0, block.rows(), block.tokenId());
    store.insertRows(block, spooled, 0, block.rows(), block.tokenId());

    assertThat(
            client
                .query(
                    "SELECT count(), uniqExact((job_generation, checkpoint_id)), any(checkpoint_id)"
                        + " FROM odd_columns",
                    Map.of())
                .strip())
        .isEqualTo(3 * copies + "\t1\t4");
    assertThat(
            client
                .query("SELECT count() FROM system.parts WHERE table = 'odd_columns'", Map.of())
                .strip())
        .as("one insert is one block")
        .isEqualTo("1");
    assertThat(
            client.query(
                "SELECT DISTINCT * EXCEPT (job_generation, checkpoint_id) FROM odd_columns"
                    + " ORDER BY n",
                Map.of()))
        .isEqualTo(client.query("SELECT * FROM odd_values ORDER BY n", Map.of()));
  }

  @Test
  void a_dictionary_holds_as_many_texts_as_a_piece_has_rows() throws Exception {
    migrator.execute(
        "CREATE TABLE many_texts (n UInt64, t LowCardinality(String), job_generation UInt32,"
            + " checkpoint_id UInt64) ENGINE = MergeTree ORDER BY n"
            + " SETTINGS non_replicated_deduplication_window = 100",
        Map.of());
    TableLayout layout =
        new TableLayout(
            "many_texts",
            List.of(
                new TableLayout.Column("n", "UInt64"),
                new TableLayout.Column("t", "LowCardinality(String)")));
    // More than one piece; every seventh row repeats a text of before, every ninth has none.
    int count = NativeRows.PIECE_ROWS + NativeRows.PIECE_ROWS / 2;
    List<byte[]> rows = new java.util.ArrayList<>();
    for (int n = 0; n < count; n++) {
      String text = n % 9 == 8 ? "" : "text " + (n % 7 == 6 ? n / 2 : n);
      rows.add(new RowBinaryWriter().uint64(n).string(text).toBytes());
    }
    SpooledBlock block = TestBlocks.block(directory, layout, rows, 1);
    store(ledger.internal().url()).insertRows(block, layout, 0, block.rows(), block.tokenId());

    assertThat(
            client
                .query(
                    "SELECT count(), countIf(t = multiIf(n % 9 = 8, '', n % 7 = 6,"
                        + " concat('text ', toString(intDiv(n, 2))),"
                        + " concat('text ', toString(n)))), uniqExact(t) > 16384 FROM many_texts",
                    Map.of())
                .strip())
        .isEqualTo(count + "\t" + count + "\t1");
  }

  private static List<byte[]> splitInThree(byte[] rows) {
    // The three rows differ in values of fixed width only.
    int length = rows.length / 3;
    return List.of(
        java.util.Arrays.copyOfRange(rows, 0, length),
        java.util.Arrays.copyOfRange(rows, length, 2 * length),
        java.util.Arrays.copyOfRange(rows, 2 * length, 3 * length));
  }

  @Test
  void a_token_is_stored_once_and_rows_that_cannot_be_read_are_refused() throws Exception {
    BlockStore store = store(ledger.internal().url());
    byte[] rows =
        new RowBinaryWriter().string("job").uint32(1).uint64(7).micros(Instant.EPOCH).toBytes();
    UUID token = UUID.randomUUID();
    List<String> columns = List.of("job", "job_generation", "checkpoint_id", "recorded_at");

    store.insert("published_checkpoints", columns, token, () -> new ByteArrayInputStream(rows));
    store.insert("published_checkpoints", columns, token, () -> new ByteArrayInputStream(rows));

    assertThat(client.query("SELECT count() FROM published_checkpoints", Map.of()).strip())
        .isEqualTo("1");
    byte[] half = java.util.Arrays.copyOf(rows, rows.length - 3);
    assertThatThrownBy(
            () ->
                store.insert(
                    "published_checkpoints",
                    columns,
                    UUID.randomUUID(),
                    () -> new ByteArrayInputStream(half)))
        .isInstanceOf(BlockStore.RefusedException.class);
    assertThatThrownBy(
            () ->
                store.insert(
                    "no_such_table",
                    columns,
                    UUID.randomUUID(),
                    () -> new ByteArrayInputStream(rows)))
        .as("says nothing about the rows")
        .isInstanceOf(BlockStore.AwayException.class);
  }

  @Test
  void nobody_at_the_address_is_a_reason_to_wait() {
    BlockStore store = store("http://127.0.0.1:1");
    assertThatThrownBy(() -> store.committed("billing", 1, 1))
        .isInstanceOf(BlockStore.AwayException.class);
  }

  private static BlockStore store(String url) {
    return new LedgerBlockStore(
        new SinkSettings(
            "billing",
            1,
            "launch",
            directory.toUri().toString(),
            url,
            ledger.internal().user(),
            ledger.internal().password(),
            1,
            1));
  }

  private static void oddRow(RowBinaryWriter out, int number, BigDecimal decimal) {
    out.uint8(number)
        .int8(-128)
        .uint16(65_535)
        .uint32(0xFFFF_FFFFL)
        .int32(Integer.MIN_VALUE)
        .uint64(Long.MAX_VALUE)
        .int64(Long.MIN_VALUE)
        .float64(0.1)
        .string("kırmızı 🚀")
        .string("low")
        .nullableString(Optional.empty())
        .nullableString(Optional.of("x"))
        .uuid(UUID.fromString("2f3b3a5e-1234-4000-8000-00000000abcd"))
        .date(java.time.LocalDate.parse("2026-11-24").toEpochDay())
        .dateTime(0xFFFF_FFFFL)
        .micros(Instant.parse("1969-12-31T23:59:59.999999Z"))
        .dateTime64(Instant.parse("2026-11-24T00:00:00Z").getEpochSecond() * 1_000_000_000L + 1)
        .decimal128(decimal)
        .isNull()
        .decimal256(
            new BigInteger("12345678901234567890123456789012345678901234567890000000000000000001"))
        .strings(List.of("a", ""))
        .stringMap(Map.of("k", "v"))
        .map(
            Map.of("EUR", BigInteger.valueOf(-7).multiply(BigInteger.TEN.pow(18))),
            (currency, unscaled) -> out.string(currency).decimal256(unscaled))
        .string("t")
        .uint32(9);
  }
}
