package io.gpuledger.sql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.sql.client.LedgerDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcRoundTripTest {
  @Test
  void stock_driver_reads_and_writes(@TempDir Path directory) throws SQLException {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory);
        Connection connection = new LedgerDataSource(ledger.internal()).getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT 1 + 1, version(), timezone()")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
        assertThat(rows.getString(2)).startsWith("26.7");
        assertThat(rows.getString(3)).isEqualTo("UTC");
      }
      assertThatThrownBy(() -> statement.executeQuery("SELECT nope"))
          .hasMessageContaining("Unknown expression identifier `nope`");
    }
  }
}
