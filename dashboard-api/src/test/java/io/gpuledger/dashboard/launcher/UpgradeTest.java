package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories of earlier versions, filled with rows as those versions wrote them. */
@Tag("live")
final class UpgradeTest {
  /** The newest schema file before invoices, closes and the work after them. */
  private static final int BEFORE_INVOICES = 6;

  private static final Map<String, String> EXPECTED =
      Map.of(
          "billed", "1234.500000000000000001",
          "effective", "1100.250000000000000003",
          "list", "1500.000000000000000007",
          "contracted", "1300.750000000000000009");

  @TempDir Path folder;

  private static void fill(Path data, boolean withRun) throws IOException, SQLException {
    try (OldDataDirectory old = OldDataDirectory.create(data, BEFORE_INVOICES)) {
      String columns =
          "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
              + " billed_cost, effective_cost, list_cost, contracted_cost, charge_period_start,"
              + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
              + " service_name, charge_category, tags, job_generation, checkpoint_id) VALUES ";
      old.run(
          columns
              + charge(1, "1000.5", "900", "1200", "1100.25", "2026-10-03", "vision")
              + ","
              + charge(2, "234", "200.25", "300", "200.5", "2026-10-04", "search")
              + ","
              + charge(
                  3,
                  "0.000000000000000001",
                  "0.000000000000000003",
                  "0.000000000000000007",
                  "0.000000000000000009",
                  "2026-10-05",
                  "search"));
      old.run(
          "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
              + " scope_end, delivery_kind, sequence, content_hash, set_id, format, rows_read,"
              + " rows_accepted, billed_cost, effective_cost, list_cost, contracted_cost,"
              + " file_names, state, recorded_at) VALUES ('d1', 's', 'account-month', 'a',"
              + " '2026-10-01', '2026-11-01', 'overwrite', 1, 'h', 'set', 'focus', 3, 3,"
              + " map('USD', "
              + decimal("billed")
              + "), map('USD', "
              + decimal("effective")
              + "), map('USD', "
              + decimal("list")
              + "), map('USD', "
              + decimal("contracted")
              + "), ['october.csv'], 'published', '2026-11-02 08:00:00.000001')");
      old.run(
          "INSERT INTO rejects (source, delivery_id, set_id, row_no, file, line, column_no, field,"
              + " code, message, raw_text, occurred_at) VALUES ('s', 'd1', 'set', 9,"
              + " 'october.csv', 10, 3, 'BilledCost', 'NOT_A_NUMBER', 'kept', 'raw,row',"
              + " '2026-11-02 08:00:00')");
      if (withRun) {
        fillRun(old);
      }
    }
    OldDataDirectory.state(
        data,
        List.of(
            "INSERT INTO budgets VALUES ('b1', 1, 'all of it', '', 'USD', '2000', '50,100',"
                + " 'finance', '', 'api', 0, '2026-10-01T00:00:00.000000Z', 'admin')",
            "INSERT INTO audit (at, who, action, subject, detail) VALUES"
                + " ('2026-10-01T00:00:00.000000Z', 'admin', 'budget.create', 'b1', '')"));
  }

  /** A run of that version: two lines of one resource and one of another, of two days. */
  private static void fillRun(OldDataDirectory old) throws IOException {
    old.run(
        "INSERT INTO allocation_lines (cell_version, day, delivery_id, row_no, line_no, source,"
            + " account, service, charge_category, basis, currency, team, resource, holder, tags,"
            + " billing_period_start, billed_cost, effective_cost, list_cost, contracted_cost)"
            + " VALUES "
            + line(1, "2026-10-03", 1, 0, "i-1", "600.125", "vision")
            + ","
            + line(1, "2026-10-03", 1, 1, "i-1", "400.375", "vision")
            + ","
            + line(2, "2026-10-04", 2, 0, "i-2", "234", "search"));
    old.run(
        "INSERT INTO allocation_cells (run_no, cell_version, source, account, day, delivery_ids)"
            + " VALUES (1, 1, 's', 'a', '2026-10-03', ['d1']), (1, 2, 's', 'a', '2026-10-04',"
            + " ['d1'])");
    old.run(
        "INSERT INTO allocation_runs (run_id, run_no, cells, lines, recorded_at) VALUES"
            + " (generateUUIDv4(), 1, 2, 3, '2026-11-02 09:00:00')");
  }

  private static String line(
      int version, String day, int row, int line, String resource, String cost, String team) {
    String money = "toDecimal128('" + cost + "', 18)";
    return ("(%d, '%s', 'd1', %d, %d, 's', 'a', 'Compute', 'Usage', 'from_bill', 'USD', '%s', '%s',"
            + " '-', map('team', '%s'), '2026-10-01', %s, %s, %s, %s)")
        .formatted(version, day, row, line, team, resource, team, money, money, money, money);
  }

  private static String decimal(String metric) {
    return "toDecimal256('" + EXPECTED.get(metric) + "', 18)";
  }

  private static String charge(
      int row,
      String billed,
      String effective,
      String list,
      String contracted,
      String day,
      String team) {
    return ("('s', 'd1', %d, 'a', 'USD', toDecimal128('%s', 18), toDecimal128('%s', 18),"
            + " toDecimal128('%s', 18), toDecimal128('%s', 18), '%s 00:00:00', '%s 01:00:00',"
            + " '2026-10-01', '2026-11-01', 'none', 'Compute', 'Usage', map('team', '%s'), 1, 0)")
        .formatted(row, billed, effective, list, contracted, day, day, team);
  }

  private static void assertTotals(RunningLedger ledger) {
    EXPECTED.forEach(
        (metric, expected) -> {
          JsonNode costs =
              ledger.await(
                  "/api/v1/costs",
                  Map.of("start", "2026-10-01", "end", "2026-11-01", "metric", metric),
                  answer -> answer.at("/totals/USD").asText().equals(expected));
          assertThat(costs.path("totals")).as(metric).hasSize(1);
        });
    JsonNode delivery = ledger.ok("/api/v1/deliveries", Map.of()).at("/rows/0");
    assertThat(delivery.at("/billedCost/USD").asText()).isEqualTo(EXPECTED.get("billed"));
    assertThat(ledger.ok("/api/v1/rejects", Map.of()).at("/rows/0/rawText").asText())
        .isEqualTo("raw,row");
    assertThat(ledger.ok("/api/v1/budgets", Map.of()).toString()).contains("all of it");
    assertThat(ledger.ok("/api/v1/audit", Map.of()).toString()).contains("budget.create");
  }

  @Test
  void a_directory_from_before_invoices_opens_with_the_same_totals_to_the_character()
      throws IOException, SQLException {
    Path data = folder.resolve("old");
    fill(data, false);

    for (int start = 1; start <= 2; start++) {
      try (RunningLedger ledger = RunningLedger.start(data)) {
        assertTotals(ledger);
        // What came after it works on it as well.
        assertThat(ledger.ok("/api/v1/invoices", Map.of("period", "2026-10")).path("rows"))
            .isNotNull();
        assertThat(ledger.ok("/api/v1/close", Map.of()).path("rows")).isNotEmpty();
      }
    }
  }

  @Test
  void days_by_detail_of_runs_from_before_them_are_those_of_their_lines()
      throws IOException, SQLException {
    Path data = folder.resolve("old");
    fill(data, true);

    for (int start = 1; start <= 2; start++) {
      try (RunningLedger ledger = RunningLedger.start(data)) {
        for (String key : List.of("resource", "tag:team")) {
          JsonNode costs =
              ledger.ok(
                  "/api/v1/costs",
                  Map.of(
                      "start", "2026-10-01",
                      "end", "2026-11-01",
                      "groupBy", key,
                      "metric", "billed",
                      "asOf", "2026-11-02T09:30:00Z"));

          assertThat(costs.path("rows").findValuesAsText("amount"))
              .as(key)
              .containsExactly("1000.5", "234");
        }
      }
    }
  }

  @Test
  void a_directory_of_a_newer_version_is_refused_and_left_as_it_is() throws IOException {
    Path data = Files.createDirectories(folder.resolve("newer"));
    Files.writeString(data.resolve("version"), (DataDirectory.LAYOUT + 1) + "\n");

    assertThatThrownBy(() -> RunningLedger.start(data))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("written by a newer GpuLedger");

    assertThat(data.resolve("version")).hasContent((DataDirectory.LAYOUT + 1) + "\n");
    assertThat(data.resolve("engine")).doesNotExist();
  }
}
