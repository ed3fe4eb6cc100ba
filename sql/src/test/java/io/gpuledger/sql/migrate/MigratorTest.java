package io.gpuledger.sql.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.sql.client.LedgerDataSource;
import io.gpuledger.sql.engine.LedgerExtension;
import io.gpuledger.sql.query.SqlText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("live")
class MigratorTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  private static LedgerDataSource database() {
    return new LedgerDataSource(LEDGER.ledger().migrator());
  }

  @Test
  void an_empty_database_gets_every_file_once() {
    // The extension opened the ledger, which applied everything.
    assertThat(Migrator.migrate(database())).isZero();
    assertThat(
            LEDGER.query(
                "SELECT count(), uniqExact(name) FROM schema_history WHERE name != 'shown'"))
        .matches("(\\d+)\t\\1");
    assertThat(LEDGER.query("SHOW TABLES"))
        .contains("charges", "deliveries", "gpu_usage_hourly", "current_charges", "cost_daily");
  }

  @Test
  void an_applied_file_that_changed_is_refused() {
    SchemaFile before =
        new SchemaFile(9001, "9001_once", "CREATE TABLE once (a UInt8) ENGINE = Memory;");
    new Migrator(List.of(before), List.of()).apply(database());
    SchemaFile after =
        new SchemaFile(9001, "9001_once", "CREATE TABLE once (b UInt8) ENGINE = Memory;");
    assertThatThrownBy(() -> new Migrator(List.of(after), List.of()).apply(database()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("9001_once differs");
    forget("9001_once");
  }

  @Test
  void a_database_of_a_newer_version_is_refused() {
    SchemaFile newer =
        new SchemaFile(9500, "9500_later", "CREATE TABLE later (a UInt8) ENGINE = Memory;");
    new Migrator(List.of(newer), List.of()).apply(database());
    assertThatThrownBy(() -> Migrator.migrate(database()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("9500_later")
        .hasMessageContaining("newer than this version");
    forget("9500_later");
  }

  @Test
  void a_file_that_fails_is_not_counted_and_runs_again() {
    SchemaFile wrong =
        new SchemaFile(
            9100,
            "9100_half",
            "CREATE TABLE IF NOT EXISTS half (a UInt8) ENGINE = Memory;\nCREATE NONSENSE;");
    assertThatThrownBy(() -> new Migrator(List.of(wrong), List.of()).apply(database()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("9100_half");
    SchemaFile right =
        new SchemaFile(
            9100, "9100_half", "CREATE TABLE IF NOT EXISTS half (a UInt8) ENGINE = Memory;");
    assertThat(new Migrator(List.of(right), List.of()).apply(database())).isEqualTo(1);
    forget("9100_half");
  }

  @Test
  void a_view_whose_text_changed_is_replaced() {
    for (String value : List.of("1", "2")) {
      SchemaFile view =
          new SchemaFile(0, "shown", "CREATE OR REPLACE VIEW shown AS SELECT " + value + " AS a;");
      SchemaFile newest = new SchemaFile(8999, "8999_none", "SELECT 1;");
      new Migrator(List.of(newest), List.of(view)).apply(database());
      assertThat(LEDGER.query("SELECT a FROM shown")).isEqualTo(value);
    }
    forget("8999_none");
  }

  private static void forget(String name) {
    LEDGER
        .migrator()
        .execute("DELETE FROM schema_history WHERE name = {name:String}", Map.of("name", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema", "marts"})
  void the_list_of_files_names_every_file(String folder) throws IOException, URISyntaxException {
    URL list =
        Objects.requireNonNull(
            Migrator.class.getResource("/io/gpuledger/sql/" + folder + "/files.sql"));
    try (Stream<Path> files = Files.list(Path.of(list.toURI()).getParent())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sql") && !name.equals("files.sql"))
              .map(name -> name.substring(0, name.length() - 4))
              .sorted()
              .toList();
      assertThat(SqlText.load(folder + "/files").lines().toList()).isEqualTo(names);
    }
  }
}
