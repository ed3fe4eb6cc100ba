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

  private void fill(Path data) throws IOException, SQLException {
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
    }
    OldDataDirectory.state(
        data,
        List.of(
            "INSERT INTO budgets VALUES ('b1', 1, 'all of it', '', 'USD', '2000', '50,100',"
                + " 'finance', '', 'api', 0, '2026-10-01T00:00:00.000000Z', 'admin')",
            "INSERT INTO audit (at, who, action, subject, detail) VALUES"
                + " ('2026-10-01T00:00:00.000000Z', 'admin', 'budget.create', 'b1', '')"));
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
    fill(data);

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
