package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every FOCUS bill of the sample data beside the checkout, through the real broker, cluster and
 * engine, with every rule of allocation at work: no row is lost, and the four costs are those of
 * the files' own text at every level, by statements over the tables.
 */
@Tag("live")
final class SharedBillsConservationTest {
  private static final List<String> COSTS =
      List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");

  private static final String SUMS =
      "sum(toDecimal256(billed_cost, 18)), sum(toDecimal256(ifNull(effective_cost, 0), 18)),"
          + " sum(toDecimal256(ifNull(list_cost, 0), 18)),"
          + " sum(toDecimal256(ifNull(contracted_cost, 0), 18))";

  /** The keys that lines and daily sums share, as columns. */
  private static final List<String> SHARED_KEYS =
      List.of(
          "provider",
          "source",
          "account",
          "sub_account",
          "region",
          "service",
          "service_category",
          "charge_category",
          "pricing_category",
          "commitment",
          "device_model",
          "state",
          "basis",
          "team",
          "cost_center",
          "project",
          "environment",
          "cluster",
          "initiative");

  private record Bill(Path file, String source, long rows, Map<String, List<BigDecimal>> sums) {}

  @Test
  void every_bill_of_the_sample_data_keeps_its_four_costs_at_every_level(@TempDir Path folder)
      throws IOException {
    List<Bill> bills = bills();
    Path config = folder.resolve("gpuledger.yaml");
    // Taxes, credits and support are divided among owners; machines are split.
    Files.writeString(
        config,
        """
        allocation:
          nodeSplit:
            policy: residual
        ownership:
          - name: by service
            match: 'chargeCategory:"Usage"+service!~:"upport"'
            team: '{service}'
            costCenter: '{subAccount}'
        """);
    try (RunningLedger ledger = RunningLedger.start(folder.resolve("data"), Optional.of(config))) {
      for (Bill bill : bills) {
        RunningLedger.Answer answer = ledger.importFile(bill.source(), bill.file());
        assertThat(answer.status()).as(bill + ": " + answer.text()).isIn(200, 422);
        nothingIsLost(bill, answer.json());
      }
    }
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder.resolve("data/engine"))) {
      LedgerClient client = new LedgerClient(ledger.internal());
      chargesAreThoseOfTheFiles(client, bills);
      everyChargeIsItsLines(client);
      everySharedKeyOfTheDaysIsItsLines(client);
      everyCellIsItsLines(client);
    }
  }

  private static List<Bill> bills() throws IOException {
    Path billing = Path.of(System.getProperty("gpuledger.sharedData", "absent")).resolve("billing");
    assumeThat(Files.isDirectory(billing)).as("sample data %s is at hand", billing).isTrue();
    List<Bill> bills = new ArrayList<>();
    try (Stream<Path> files = Files.walk(billing)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".csv")).sorted().toList()) {
        bill(file, "bill-" + bills.size()).ifPresent(bills::add);
      }
    }
    assertThat(bills).hasSizeGreaterThanOrEqualTo(14);
    return bills;
  }

  /** A file with FOCUS costs; its sums are of its text and of no code of the product. */
  private static Optional<Bill> bill(Path file, String source) throws IOException {
    List<List<String>> records = records(Files.readString(file));
    List<String> header = records.get(0);
    if (!header.contains("BilledCost") || !header.contains("ChargeCategory")) {
      return Optional.empty();
    }
    Map<String, List<BigDecimal>> sums = new TreeMap<>();
    for (List<String> row : records.subList(1, records.size())) {
      int currency = header.indexOf("BillingCurrency");
      List<BigDecimal> of =
          sums.computeIfAbsent(
              currency < 0 ? "" : row.get(currency),
              key -> new ArrayList<>(Collections.nCopies(COSTS.size(), BigDecimal.ZERO)));
      for (int i = 0; i < COSTS.size(); i++) {
        int column = header.indexOf(COSTS.get(i));
        String text = column < 0 ? "" : row.get(column);
        if (!text.isBlank() && !text.equalsIgnoreCase("null")) {
          of.set(i, of.get(i).add(new BigDecimal(text)));
        }
      }
    }
    return Optional.of(new Bill(file, source, records.size() - 1, sums));
  }

  /** The cells of a text by RFC 4180. */
  private static List<List<String>> records(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : (text.endsWith("\n") ? text : text + "\n").replace("\r\n", "\n").toCharArray()) {
      if (c == '"') {
        // A doubled quote ends a quoted part and begins another: the quote itself.
        cell.append(!quoted && !cell.isEmpty() ? "\"" : "");
        quoted = !quoted;
      } else if (quoted || (c != ',' && c != '\n')) {
        cell.append(c);
      } else {
        cells.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          records.add(List.copyOf(cells));
          cells.clear();
        }
      }
    }
    return records;
  }

  private static void nothingIsLost(Bill bill, JsonNode report) {
    long accepted = 0;
    long rejected = 0;
    long read = 0;
    for (JsonNode delivery : report.path("deliveries")) {
      accepted += delivery.path("rowsAccepted").asLong();
      rejected += delivery.path("rowsRejected").asLong();
      read += delivery.path("rowsRead").asLong();
    }
    assertThat(accepted + rejected).as("%s: %s", bill.file(), report).isEqualTo(read);
    if (bill.sums().containsKey("")) {
      // The examples of the specification have no account and no currency: refused at their header.
      assertThat(accepted).as("%s: %s", bill.file(), report).isZero();
      assertThat(rejected).as("%s: %s", bill.file(), report).isPositive();
    } else {
      assertThat(read).as("%s: %s", bill.file(), report).isEqualTo(bill.rows());
      assertThat(rejected).as("%s: %s", bill.file(), report).isZero();
    }
  }

  private static void chargesAreThoseOfTheFiles(LedgerClient client, List<Bill> bills) {
    Map<String, List<BigDecimal>> stored = new HashMap<>();
    for (String table :
        List.of("current_charges", "current_allocation_lines", "current_cost_daily")) {
      boolean charges = table.equals("current_charges");
      client
          .query(
              "SELECT concat('"
                  + table
                  + " ', toString(source), ' ', toString("
                  + (charges ? "billing_currency" : "currency")
                  + ")) AS k, "
                  + SUMS
                  + " FROM "
                  + table
                  + " GROUP BY k",
              Map.of())
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(row -> stored.put(row[0], Stream.of(row).skip(1).map(BigDecimal::new).toList()));
      for (Bill bill : bills) {
        bill.sums()
            .forEach(
                (currency, sums) -> {
                  List<BigDecimal> found =
                      stored.getOrDefault(table + " " + bill.source() + " " + currency, List.of());
                  if (!currency.isEmpty()) {
                    assertThat(found)
                        .as("%s of %s in %s", table, bill.file(), currency)
                        .usingElementComparator(BigDecimal::compareTo)
                        .isEqualTo(sums);
                  } else {
                    assertThat(found).isEmpty();
                  }
                });
      }
    }
  }

  private static void everyChargeIsItsLines(LedgerClient client) {
    assertThat(
            client.query(
                "SELECT delivery_id, row_no, sum(c), sum(n) FROM (SELECT delivery_id, row_no,"
                    + " tuple("
                    + SUMS
                    + ") AS t, 1 AS c, 0 AS n FROM current_charges GROUP BY delivery_id, row_no"
                    + " UNION ALL SELECT delivery_id, row_no, tuple("
                    + SUMS
                    + ") AS t, 0 AS c, 1 AS n FROM current_allocation_lines GROUP BY delivery_id,"
                    + " row_no) GROUP BY delivery_id, row_no, t HAVING sum(c) != 1 OR sum(n) != 1",
                Map.of()))
        .as("charges that are not the sum of their lines")
        .isEmpty();
    assertThat(
            client
                .query(
                    "SELECT uniqExact(delivery_id, row_no) FROM current_allocation_lines", Map.of())
                .strip())
        .isEqualTo(client.query("SELECT count() FROM current_charges", Map.of()).strip());
  }

  private static void everySharedKeyOfTheDaysIsItsLines(LedgerClient client) {
    for (String key : SHARED_KEYS) {
      assertThat(
              client.query(
                  "SELECT day, currency, k, sum(c), sum(n) FROM (SELECT day, currency, "
                      + key
                      + " AS k, tuple("
                      + SUMS
                      + ", sum(toInt128(device_nanos))) AS t, 1 AS c, 0 AS n FROM"
                      + " current_allocation_lines GROUP BY day, currency, k UNION ALL SELECT day,"
                      + " currency, "
                      + key
                      + " AS k, tuple("
                      + SUMS
                      + ", sum(toInt128(device_nanos))) AS t, 0 AS c, 1 AS n FROM"
                      + " current_cost_daily GROUP BY day, currency, k) GROUP BY day, currency, k,"
                      + " t HAVING sum(c) != 1 OR sum(n) != 1",
                  Map.of()))
          .as("days by %s that are not the sum of their lines", key)
          .isEmpty();
    }
  }

  private static void everyCellIsItsLines(LedgerClient client) {
    assertThat(
            client.query(
                "SELECT cell_version, k, sum(c), sum(n) FROM (SELECT cell_version,"
                    + " toString(currency) AS k, tuple(sum(toDecimal256(billed_cost, 18)),"
                    + " sum(toDecimal256(effective_cost, 18))) AS t, 1 AS c, 0 AS n FROM"
                    + " current_allocation_lines GROUP BY cell_version, k UNION ALL SELECT"
                    + " cell_version, toString(ck) AS k, tuple(sum(toDecimal256(cv, 18)),"
                    + " sum(toDecimal256(effective_cost[ck], 18))) AS t, 0 AS c, 1 AS n FROM"
                    + " current_allocation_cells ARRAY JOIN mapKeys(billed_cost) AS ck,"
                    + " mapValues(billed_cost) AS cv GROUP BY cell_version, k) GROUP BY"
                    + " cell_version, k, t HAVING sum(c) != 1 OR sum(n) != 1",
                Map.of()))
        .as("cells whose sums are not those of their lines")
        .isEmpty();
  }
}
