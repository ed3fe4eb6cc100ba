package io.gpuledger.sql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stock driver with its default settings, and each column type that the schema uses. */
@Tag("live")
class JdbcRoundTripTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  private static final String MAX_DECIMAL_38 = "99999999999999999999.999999999999999999";
  private static final String MAX_DECIMAL_76 = "9".repeat(58) + "." + "9".repeat(18);

  @Test
  void the_driver_learns_the_version_and_utc() throws SQLException {
    try (Connection connection = LEDGER.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version(), timezone()")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).startsWith("26.7");
      assertThat(rows.getString(2)).isEqualTo("UTC");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          String | '' |
          String | 'naïve 🐘 ''quoted'' \\\\ back' | naïve 🐘 'quoted' \\ back
          LowCardinality(String) | 'aws' | aws
          LowCardinality(Nullable(String)) | NULL | null
          LowCardinality(Nullable(String)) | '' |
          Nullable(String) | NULL | null
          UInt64 | 0 | 0
          UInt64 | 18446744073709551615 | 18446744073709551615
          UInt32 | 4294967295 | 4294967295
          Int64 | -9223372036854775808 | -9223372036854775808
          Int64 | 9223372036854775807 | 9223372036854775807
          Nullable(Int64) | NULL | null
          Nullable(Int32) | -2147483648 | -2147483648
          Nullable(Float64) | 0.1 | 0.1
          Nullable(Float64) | NULL | null
          Date | '2026-10-31' | 2026-10-31
          UUID | '61f0c404-5cb3-11e7-907b-a6006ad3dba0' | 61f0c404-5cb3-11e7-907b-a6006ad3dba0
          """)
  void simple_types_round_trip(String type, String literal, String expected) throws SQLException {
    String read = readBack(type, literal, rows -> rows.getString(1));
    assertThat(read).isEqualTo("null".equals(expected) ? null : expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'Decimal(38, 18)', -" + MAX_DECIMAL_38,
    "'Decimal(38, 18)', " + MAX_DECIMAL_38,
    "'Decimal(38, 18)', 0.000000000000000001",
    "'Decimal(38, 18)', 2124.000000000000000000",
    "'Nullable(Decimal(38, 18))', -0.000000000000000001",
    "'Decimal(76, 18)', -9999999999999999999999999999999999999999999999999999999999.999999999999999999",
    "'Decimal(76, 18)', 66.666666666666666667",
  })
  void decimals_round_trip_to_the_last_digit(String type, BigDecimal value) throws SQLException {
    BigDecimal read =
        readBack(type, "'" + value.toPlainString() + "'", rows -> rows.getBigDecimal(1));
    assertThat(read).isEqualByComparingTo(value);
    assertThat(MAX_DECIMAL_76).hasSize(77);
  }

  @Test
  void a_decimal_without_a_value_is_null_and_not_zero() throws SQLException {
    BigDecimal read = readBack("Nullable(Decimal(38, 18))", "NULL", rows -> rows.getBigDecimal(1));
    assertThat(read).isNull();
  }

  /**
   * Read as ZonedDateTime: the driver's getTimestamp takes the wall clock of UTC for that of this
   * machine.
   */
  @ParameterizedTest
  @CsvSource({
    "'DateTime64(6, ''UTC'')', 1900-01-01 00:00:00.000001, 1900-01-01T00:00:00.000001Z",
    "'DateTime64(6, ''UTC'')', 2026-11-24 08:00:00.123456, 2026-11-24T08:00:00.123456Z",
    "'DateTime64(6, ''UTC'')', 2299-12-31 23:59:59.999999, 2299-12-31T23:59:59.999999Z",
    "'DateTime64(9, ''UTC'')', 2026-11-24 08:00:00.123456789, 2026-11-24T08:00:00.123456789Z",
    "'DateTime64(9, ''UTC'')', 2262-04-11 23:47:16.854775807, 2262-04-11T23:47:16.854775807Z",
    "'DateTime(''UTC'')', 2106-02-07 06:28:15, 2106-02-07T06:28:15Z",
  })
  void instants_round_trip_whatever_the_zone_of_this_machine(
      String type, String literal, Instant expected) throws SQLException {
    Instant read =
        readBack(
            type, "'" + literal + "'", rows -> rows.getObject(1, ZonedDateTime.class).toInstant());
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void maps_and_arrays_round_trip() throws SQLException {
    Object tags =
        readBack(
            "Map(LowCardinality(String), String)",
            "map('team', 'ml', 'empty', '')",
            rows -> rows.getObject(1));
    assertThat(tags).isEqualTo(Map.of("team", "ml", "empty", ""));
    Object sums =
        readBack(
            "Map(LowCardinality(String), Decimal(76, 18))",
            "map('USD', toDecimal256('1.000000000000000001', 18))",
            rows -> rows.getObject(1));
    assertThat(sums).isEqualTo(Map.of("USD", new BigDecimal("1.000000000000000001")));
    Object[] names =
        readBack("Array(String)", "['a', '']", rows -> (Object[]) rows.getArray(1).getArray());
    assertThat(names).containsExactly("a", "");
    Object[] none = readBack("Array(UInt32)", "[]", rows -> (Object[]) rows.getArray(1).getArray());
    assertThat(none).isEmpty();
  }

  @Test
  void bound_values_arrive_as_they_are() throws SQLException {
    LEDGER
        .migrator()
        .execute(
            "CREATE TABLE bound (text String, price Decimal(38, 18), at DateTime64(6, 'UTC'), id"
                + " UUID, missing Nullable(String)) ENGINE = MergeTree ORDER BY text",
            Map.of());
    String hostile = "'); DROP TABLE bound; -- \\ \t \n \" 🐘";
    UUID id = UUID.fromString("61f0c404-5cb3-11e7-907b-a6006ad3dba0");
    Instant at = Instant.parse("2026-11-24T08:00:00.123456Z");
    try (Connection connection = LEDGER.connect()) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO bound VALUES (?, ?, ?, ?, ?)")) {
        insert.setString(1, hostile);
        insert.setBigDecimal(2, new BigDecimal("-0.000000000000000001"));
        insert.setObject(3, at);
        insert.setObject(4, id);
        insert.setString(5, null);
        insert.executeUpdate();
      }
      try (PreparedStatement select =
          connection.prepareStatement("SELECT * FROM bound WHERE text = ?")) {
        select.setString(1, hostile);
        try (ResultSet rows = select.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString("text")).isEqualTo(hostile);
          assertThat(rows.getBigDecimal("price")).isEqualByComparingTo("-0.000000000000000001");
          assertThat(rows.getObject("at", ZonedDateTime.class).toInstant()).isEqualTo(at);
          assertThat(rows.getObject("id", UUID.class)).isEqualTo(id);
          assertThat(rows.getString("missing")).isNull();
        }
      }
    }
  }

  @Test
  void a_batch_is_inserted_whole() throws SQLException {
    LEDGER
        .migrator()
        .execute(
            "CREATE TABLE batched (number UInt64, text String) ENGINE = MergeTree ORDER BY number",
            Map.of());
    try (Connection connection = LEDGER.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO batched (number, text) VALUES (?, ?)")) {
      // Longer than the 256 KiB at which the engine cuts data inside a statement.
      for (int i = 0; i < 10_000; i++) {
        insert.setLong(1, i);
        insert.setString(2, "a text of some length, number " + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertThat(LEDGER.query("SELECT count(), sum(number) FROM batched"))
        .isEqualTo("10000\t49995000");
  }

  @Test
  void a_wrong_statement_fails_with_the_code_and_text_of_the_engine() throws SQLException {
    try (Connection connection = LEDGER.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT nope FROM charges"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Unknown expression identifier `nope`")
          .extracting(e -> ((SQLException) e).getErrorCode())
          .isEqualTo(47);
      assertThatThrownBy(() -> statement.executeQuery("SELECT 1 FROM nowhere"))
          .extracting(e -> ((SQLException) e).getErrorCode())
          .isEqualTo(60);
    }
  }

  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Stores a literal in a column of the type, and reads it with the stock driver. */
  private static <T> T readBack(String type, String literal, Reader<T> reader) throws SQLException {
    LEDGER.migrator().execute("DROP TABLE IF EXISTS typed", Map.of());
    LEDGER
        .migrator()
        .execute(
            "CREATE TABLE typed (value " + type + ") ENGINE = MergeTree ORDER BY tuple()",
            Map.of());
    try (Connection connection = LEDGER.connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO typed (value) VALUES (" + literal + ")");
      try (ResultSet rows = statement.executeQuery("SELECT value FROM typed")) {
        assertThat(rows.next()).isTrue();
        return reader.read(rows);
      }
    }
  }
}
