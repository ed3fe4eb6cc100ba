package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taxes and credits of many rows and owners, of several currencies, and without amortised cost. */
@Tag("live")
class SharedBoundRunTest extends LedgerTestbed {
  private static final int OWNERS = 40;

  private final AllocationRules rules =
      AllocationRules.of(
          OwnershipRules.of(
              List.of(
                  new OwnershipRule(
                      "tag",
                      Filter.parse(""),
                      "{tag:team}",
                      "",
                      "",
                      "",
                      Instant.MIN,
                      Instant.MAX))));
  private final LedgerRows rows = new LedgerRows(client);

  @Test
  void a_tax_goes_by_the_costs_of_its_own_currency() {
    charge(1, "Usage", "USD", "100", "vision");
    charge(2, "Usage", "JPY", "10000", "search");
    charge(3, "Tax", "USD", "8", "");
    charge(4, "Tax", "EUR", "3", "");
    rows.delivery("d1", "overwrite", 1, 4);
    run();
    assertThat(current("row_no >= 3", "currency, team, billed_cost, split_rule"))
        .containsExactly(
            "USD\tvision\t8\ttax: by amortised cost of that day, its invoice and service",
            "EUR\tunattributed\t3\ttax apart: no other charge is in EUR on that day");
  }

  @Test
  void where_a_bill_has_no_amortised_cost_its_invoiced_cost_decides() {
    charge(1, "Usage", "USD", "30", "vision");
    charge(2, "Usage", "USD", "10", "search");
    charge(3, "Tax", "USD", "8", "");
    client.execute(
        "INSERT INTO charges SELECT * REPLACE (CAST(NULL, 'Nullable(Decimal(38, 18))') AS"
            + " effective_cost, 'd2' AS delivery_id) FROM charges",
        Map.of());
    rows.delivery("d2", "overwrite", 1, 3);
    run();
    assertThat(current("row_no = 3", "team, billed_cost, effective_cost, split_rule"))
        .containsExactly(
            "search\t2\t0\ttax: by invoiced cost of that day, its invoice and service",
            "vision\t6\t0\ttax: by invoiced cost of that day, its invoice and service");
    // A bill with amortised costs for the same account and days.
    rows.delivery("d1", "append", 2, 3);
    run();
    assertThat(current("row_no = 3 AND delivery_id = 'd1'", "team, billed_cost, split_rule"))
        .containsExactly(
            "search\t2\ttax: by amortised cost (invoiced where the bill has none) of that day, its"
                + " invoice and service",
            "vision\t6\ttax: by amortised cost (invoiced where the bill has none) of that day, its"
                + " invoice and service");
  }

  @Test
  void many_taxes_of_many_owners_make_lines_of_their_sum_and_not_of_their_product() {
    owners("a", "d1");
    many("a", "d1", 1_001, 500, "Tax", "0.111");
    many("a", "d1", 2_001, 500, "Credit", "-0.033");
    rows.delivery("d1", "overwrite", 1, OWNERS + 1_000);
    run();
    assertThat(
            query(
                "SELECT charge_category, day, count() FROM current_allocation_lines WHERE"
                    + " charge_category != 'Usage' GROUP BY ALL ORDER BY ALL"))
        .containsExactly(
            "Credit\t2026-10-01\t539",
            "Credit\t2026-10-02\t539",
            "Credit\t2026-10-03\t539",
            "Tax\t2026-10-01\t539",
            "Tax\t2026-10-02\t539",
            "Tax\t2026-10-03\t539");
    assertThat(current("charge_category != 'Usage'", "DISTINCT split_rule"))
        .containsExactlyInAnyOrder(
            "tax: by amortised cost of that day, its invoice and service, laid end to end: more"
                + " than 4,096 lines",
            "credit: by amortised cost of that day, the charges of its SKU, laid end to end: more"
                + " than 4,096 lines");
    // Owner n of 40 has n / 820 of the 18.50 a day, in 18 digits by largest remainder.
    assertThat(
            query(
                "SELECT team, sum(toDecimal256(effective_cost, 18)), sum(toDecimal256(billed_cost,"
                    + " 18)), sum(toDecimal256(list_cost, 18)) FROM current_allocation_lines WHERE"
                    + " charge_category = 'Tax' AND day = '2026-10-01' AND team IN ('team1',"
                    + " 'team40') GROUP BY team ORDER BY team"))
        .containsExactly(
            "team1\t0.022560975609756098\t0.022560975609756098\t0.022560975609756098",
            "team40\t0.902439024390243902\t0.902439024390243902\t0.902439024390243902");
    assertThat(chargesThatSum()).isEqualTo(OWNERS + 1_000);
  }

  @Test
  void a_cell_is_divided_alike_again_by_itself_and_among_others() {
    owners("a", "d1");
    many("a", "d1", 1_001, 300, "Tax", "0.0370000000000001");
    rows.inventory("c1", "n1", "i-1");
    rows.charge("d1", 41, "2026-10-02 00:00:00", "2026-10-02 01:00:00", "7", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, OWNERS + 301);
    run();
    List<String> first = bytes();
    assertThat(first).hasSizeBetween(3 * 300, 3 * (300 + OWNERS));
    forgetRuns();
    run();
    assertThat(bytes()).isEqualTo(first);
    forgetRuns();
    owners("b", "d2");
    many("b", "d2", 1_001, 200, "Tax", "1");
    rows.delivery("b", "d2", "overwrite", 2, OWNERS + 200);
    run();
    assertThat(bytes()).isEqualTo(first);
    // Telemetry of the second day, so that its cell is computed alone.
    rows.usage("n1", "g0", "2026-10-02 00:00:00", "active", "['pod:x/y']", "[1]", 9_000, 1, 5);
    rows.published("telemetry", 1, 5);
    LocalDate day = LocalDate.parse("2026-10-02");
    assertThat(runner().runUsage(day, day)).singleElement().satisfies(this::hasOneCell);
    assertThat(bytes()).isEqualTo(first);
  }

  private void hasOneCell(RunDraft run) {
    assertThat(run.cells()).isEqualTo(1);
  }

  @Test
  void charges_too_many_to_keep_are_read_twice() {
    int taxes = SharedCharges.KEPT_LIMIT + 1_000;
    owners("a", "d1");
    many("a", "d1", 10_001, taxes, "Tax", "0.037");
    rows.delivery("d1", "overwrite", 1, OWNERS + taxes);
    run();
    assertThat(current("charge_category = 'Tax'", "count() BETWEEN 27576 AND 27693"))
        .containsExactly("1");
    assertThat(chargesThatSum()).isEqualTo(OWNERS + taxes);
  }

  /** How many charges their lines sum to, in all four costs. */
  private static int chargesThatSum() {
    return Integer.parseInt(
        query(
                "SELECT count() FROM (SELECT delivery_id, row_no, sum(toDecimal256(billed_cost,"
                    + " 18)) AS b, sum(toDecimal256(effective_cost, 18)) AS e,"
                    + " sum(toDecimal256(list_cost, 18)) AS l, sum(toDecimal256(contracted_cost,"
                    + " 18)) AS c FROM current_allocation_lines GROUP BY delivery_id, row_no) AS"
                    + " parts JOIN charges AS charge USING (delivery_id, row_no) WHERE b ="
                    + " charge.billed_cost AND e = charge.effective_cost AND l = charge.list_cost"
                    + " AND c = charge.contracted_cost")
            .get(0));
  }

  /** All of every line of taxes of account a but the numbers of its run. */
  private static List<String> bytes() {
    return query(
        "SELECT hex(toString(tuple(* EXCEPT (cell_version)))) FROM current_allocation_lines WHERE"
            + " account = 'a' AND charge_category = 'Tax' ORDER BY day, delivery_id, row_no,"
            + " line_no");
  }

  private void run() {
    runner().runPending();
  }

  private AllocationRunner runner() {
    return new AllocationRunner(client, () -> rules, new DirectPublication(client));
  }

  private static List<String> current(String where, String columns) {
    return query(
        "SELECT "
            + columns
            + " FROM current_allocation_lines WHERE "
            + where
            + (columns.contains("team") ? " ORDER BY day, delivery_id, row_no, line_no" : ""));
  }

  private static void forgetRuns() {
    truncate(
        "allocation_runs",
        "allocation_cells",
        "allocation_lines",
        "cost_detail_daily",
        "cost_daily",
        "gpu_usage",
        "published_checkpoints");
  }

  private static void truncate(String... tables) {
    LedgerClient migrator = new LedgerClient(ledger.migrator());
    for (String table : tables) {
      migrator.execute("TRUNCATE TABLE " + table, Map.of());
    }
  }

  /** Usage of 40 teams on three days: of team n, n a day. */
  private static void owners(String account, String delivery) {
    insert(
        Map.of(
            "account", account,
            "delivery", delivery,
            "first", "1",
            "count", String.valueOf(OWNERS),
            "category", "Usage",
            "currency", "USD",
            "cost", "3",
            "days", "3",
            "team", "team"));
  }

  /** Charges without owner over three days. */
  private static void many(
      String account, String delivery, int first, int count, String category, String cost) {
    insert(
        Map.of(
            "account",
            account,
            "delivery",
            delivery,
            "first",
            String.valueOf(first),
            "count",
            String.valueOf(count),
            "category",
            category,
            "currency",
            "USD",
            "cost",
            cost,
            "days",
            "3",
            "team",
            ""));
  }

  /** A charge of one day. */
  private static void charge(int row, String category, String currency, String cost, String team) {
    insert(
        Map.of(
            "account",
            "a",
            "delivery",
            "d1",
            "first",
            String.valueOf(row),
            "count",
            "1",
            "category",
            category,
            "currency",
            currency,
            "cost",
            cost,
            "days",
            "1",
            "team",
            team));
  }

  /** Charges of team, or of team1, team2 and so on with once, twice and so on the cost. */
  private static void insert(Map<String, String> values) {
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, list_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " charge_category, service_name, sku_id, invoice_id, tags) SELECT 's',"
            + " {delivery:String}, {first:UInt64} + number, {account:String}, {currency:String},"
            + " toDecimal128(multiplyDecimal(toDecimal128({cost:String}, 18),"
            + " toDecimal128(if({team:String} = 'team', number + 1, 1), 0), 18), 18) AS cost, cost,"
            + " cost, cost, '2026-10-01', toDateTime64('2026-10-01', 6, 'UTC') +"
            + " toIntervalDay({days:UInt8}), '2026-10-01', '2026-11-01', 'none', {category:String},"
            + " 'EC2', 'SKU1', 'I-1', if({team:String} = '', map(), map('team', if({team:String} ="
            + " 'team', concat('team', toString(number + 1)), {team:String}))) FROM"
            + " numbers({count:UInt64})",
        values);
  }
}
