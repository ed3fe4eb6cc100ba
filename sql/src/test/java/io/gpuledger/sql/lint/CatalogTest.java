package io.gpuledger.sql.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the .yml beside each .sql says is so. */
@Tag("live")
class CatalogTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  /** A relation as described: its columns in order, and queries that must answer no rows. */
  private record Relation(
      String name, String grain, List<String> columns, Map<String, String> checks) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void fill() {
    for (String statement :
        List.of(
            "INSERT INTO deliveries (delivery_id, source, delivery_kind, sequence, rows_read,"
                + " rows_accepted, recorded_at) VALUES ('d1', 's', 'overwrite', 1, 2, 2,"
                + " '2026-11-01 00:00:01'), ('d2', 's', 'overwrite', 2, 1, 1, '2026-11-01"
                + " 00:00:02')",
            "INSERT INTO charges (delivery_id, row_no, billed_cost) VALUES ('d1', 1, 1), ('d1', 2,"
                + " 2), ('d2', 1, 3)",
            "INSERT INTO gpu_usage (cluster, device_uuid, minute, state, holder_keys,"
                + " holder_weights, state_nanos) VALUES ('c', 'GPU-1', '2026-11-01 10:00:00',"
                + " 'active', ['pod:a/b'], [1], 60000000000), ('c', 'GPU-1', '2026-11-01 10:00:00',"
                + " 'active', ['pod:a/b'], [1], -10)",
            "INSERT INTO allocation_cells (run_no, cell_version, source, account, day) VALUES (1,"
                + " 1, 's', 'a', '2026-10-01')",
            "INSERT INTO allocation_runs (run_no, recorded_at) VALUES (1, '2026-11-01 00:00:03')",
            "INSERT INTO allocation_lines (cell_version, day, billed_cost) VALUES (1,"
                + " '2026-10-01', 1.5), (1, '2026-10-01', 1.5)",
            "INSERT INTO cost_daily (cell_version, day, billed_cost) VALUES (1, '2026-10-01', 3)")) {
      LEDGER.client().execute(statement, Map.of());
    }
  }

  static List<Relation> relations() throws IOException, URISyntaxException {
    List<Relation> relations = new ArrayList<>();
    for (Path file : MoneyLintTest.files()) {
      if (file.endsWith("files.sql")) {
        continue;
      }
      for (Object relation : (List<?>) describe(file).getOrDefault("relations", List.of())) {
        relations.add(relation((Map<?, ?>) relation));
      }
    }
    return relations;
  }

  private static Relation relation(Map<?, ?> described) {
    Map<String, String> checks = new java.util.LinkedHashMap<>();
    Object listed = described.get("checks");
    for (Object check : listed == null ? List.of() : (List<?>) listed) {
      checks.put(text((Map<?, ?>) check, "name"), text((Map<?, ?>) check, "sql"));
    }
    List<String> columns =
        ((Map<?, ?>) described.get("columns")).keySet().stream().map(String::valueOf).toList();
    return new Relation(text(described, "name"), text(described, "grain"), columns, checks);
  }

  private static String text(Map<?, ?> map, String key) {
    assertThat(map.get(key)).as(key).isInstanceOf(String.class);
    return (String) map.get(key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> describe(Path sql) throws IOException {
    Path file = Path.of(sql.toString().replaceAll("\\.sql$", ".yml"));
    assertThat(file).exists();
    return (Map<String, Object>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  @Test
  void every_file_is_described_under_its_own_name() throws IOException, URISyntaxException {
    for (Path file : MoneyLintTest.files()) {
      if (!file.endsWith("files.sql")) {
        String name = String.valueOf(file.getFileName()).replace(".sql", "");
        assertThat(describe(file)).as(file.toString()).containsEntry("name", name);
      }
    }
    assertThat(relations()).hasSizeGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("relations")
  void the_described_columns_are_those_of_the_engine(Relation relation) {
    // The engine's catalogue does not list the columns of a view with a parameter.
    String from =
        relation.name() + (relation.name().endsWith("_as_of") ? "(as_of = now64(6))" : "");
    List<String> columns =
        LEDGER
            .query("DESCRIBE (SELECT * FROM " + from + ")")
            .lines()
            .map(line -> line.substring(0, line.indexOf('\t')))
            .toList();
    assertThat(columns).containsExactlyElementsOf(relation.columns());
    assertThat(relation.grain()).matches("One (signed )?row per .*[.]");
  }

  @ParameterizedTest
  @MethodSource("relations")
  void the_checks_hold(Relation relation) {
    relation
        .checks()
        .forEach(
            (name, sql) ->
                assertThat(LEDGER.query(sql)).as(relation.name() + ": " + name).isEmpty());
  }
}
