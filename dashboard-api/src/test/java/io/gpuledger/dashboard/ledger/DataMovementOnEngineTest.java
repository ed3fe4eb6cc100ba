package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.UnitQueries.QuantityRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.QuantityQuery;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers of November: gigabytes, gibibytes, hours of a gateway, a free one, one of three days.
 */
@Tag("live")
class DataMovementOnEngineTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static int row = 1000;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    charge("vision", 3, 1, "100", "GB", "9", "Networking", "us-east-1", "eu-west-1");
    charge("vision", 4, 1, "100", "GiB", "9", "Networking", "us-east-1", "");
    charge("search", 5, 3, "300", "GB", "6", "Networking", "us-east-1", "");
    charge("search", 6, 1, "5", "GB", "0", "Networking", "us-east-1", "");
    charge("search", 7, 1, "720", "Hours", "32.4", "Networking", "us-east-1", "");
    charge("search", 8, 1, "", "", "1", "Networking", "us-east-1", "");
    charge("vision", 9, 1, "50", "GB", "4", "Storage", "us-east-1", "");
    ledger.delivery("d3", "append", 2, 7);
    onMachine();
    ledger.allocate();
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () -> RulesInForce.of(TestLedger.RULES),
                LiveFacts.NONE,
                Clock.systemUTC()));
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void teams_pay_for_what_they_moved_and_gibibytes_are_no_gigabytes() {
    List<Map<String, Object>> rows = rows(ask(november(), "", "team", AccessScope.EVERYTHING));

    Map<String, Object> vision = of(rows, "team", "vision");
    assertThat(vision).containsEntry("amount", "18").containsEntry("gb", "207.374");
    assertThat(vision).as("18 / 207.3741824").containsEntry("perGb", "0.086800");
    assertThat(vision).containsEntry("perGib", "0.093200").containsEntry("uncounted", "0");
    Map<String, Object> search = of(rows, "team", "search");
    assertThat(search).as("300 paid, 5 free").containsEntry("gb", "305.000");
    assertThat(search).as("6 / 305").containsEntry("perGb", "0.019672");
    assertThat(search).containsEntry("uncounted", "33.4");
  }

  @Test
  void units_that_are_no_data_are_listed_and_in_no_price() {
    Map<String, Object> answer = ask(november(), "", "team", AccessScope.EVERYTHING);

    assertThat(String.valueOf(answer.get("unknownUnits")))
        .isEqualTo(
            "[{unit=null, currency=USD, amount=1, charges=1},"
                + " {unit=Hours, currency=USD, amount=32.4, charges=1}]");
    assertThat(list(answer, "totals").get(0))
        .containsEntry("amount", "24")
        .containsEntry("uncounted", "33.4")
        .containsEntry("gb", "512.374");
    assertThat(list(answer, "others").get(0))
        .containsEntry("amount", "0")
        .containsEntry("gb", "0.000");
  }

  @Test
  void a_charge_of_three_days_has_a_third_of_its_data_on_each() {
    TimeRange sixth =
        new TimeRange(Instant.parse("2026-11-06T00:00:00Z"), Instant.parse("2026-11-07T00:00:00Z"));
    Map<String, Object> total =
        list(ask(sixth, "", "team", AccessScope.EVERYTHING), "totals").get(0);

    assertThat(total).as("a third of 6").containsEntry("amount", "2");
    assertThat(total).as("a third of 300, and the free 5").containsEntry("gb", "105.000");
  }

  @Test
  void a_region_pair_is_told_where_the_bill_names_it() {
    List<Map<String, Object>> rows =
        rows(
            queries.dataMovement(
                request(november(), QuantityQuery.NETWORKING, "", "provider", true),
                AccessScope.EVERYTHING));

    assertThat(of(rows, "toRegion", "eu-west-1"))
        .containsEntry("amount", "9")
        .extractingByKey("group")
        .isEqualTo(Map.of("provider", "-", "fromRegion", "us-east-1", "toRegion", "eu-west-1"));
    assertThat(of(rows, "toRegion", "-")).containsEntry("amount", "15");
  }

  @Test
  void another_match_takes_other_services_and_a_lead_sees_own_teams() {
    Filter storage = Filter.parse("serviceCategory:\"Networking\",\"Storage\"");
    List<Map<String, Object>> rows =
        rows(
            queries.dataMovement(
                request(november(), storage, "", "team", false),
                AccessScope.ofTeams(List.of("vision"))));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).containsEntry("amount", "22").containsEntry("gb", "257.374");
  }

  @Test
  void a_charge_that_several_owners_share_is_one_charge_of_its_unit() {
    TimeRange october = new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), NOVEMBER);
    Map<String, Object> answer = ask(october, "", "holder", AccessScope.EVERYTHING);

    assertThat(rows(answer)).as("who holds the machine's devices").hasSize(2);
    assertThat(String.valueOf(answer.get("unknownUnits")))
        .isEqualTo("[{unit=Hours, currency=USD, amount=4, charges=1}]");
  }

  @Test
  void parts_of_a_day_are_refused() {
    TimeRange hours = new TimeRange(NOVEMBER, NOVEMBER.plusSeconds(3_600));
    assertThatThrownBy(() -> ask(hours, "", "team", AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class);
  }

  private static TimeRange november() {
    return new TimeRange(NOVEMBER, DECEMBER);
  }

  private static Map<String, Object> ask(
      TimeRange range, String filter, String key, AccessScope scope) {
    return answer(
        queries.dataMovement(request(range, QuantityQuery.NETWORKING, filter, key, false), scope));
  }

  private static QuantityRequest request(
      TimeRange range, Filter match, String filter, String key, boolean regions) {
    return new QuantityRequest(
        range,
        List.of(GroupKey.parse(key).orElseThrow()),
        Metric.EFFECTIVE,
        match,
        filter.isEmpty() ? Filter.everything() : Filter.parse(filter),
        regions,
        Optional.empty(),
        100);
  }

  private static List<Map<String, Object>> rows(Object answer) {
    return list(answer(answer), "rows");
  }

  private static Map<String, Object> of(List<Map<String, Object>> rows, String key, String value) {
    return rows.stream()
        .filter(row -> row.get("group") instanceof Map<?, ?> group && value.equals(group.get(key)))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> answer(Object answer) {
    return (Map<String, Object>) answer;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
    return (List<Map<String, Object>>) answer.get(name);
  }

  /** An hour of an address of machine i-1, whose two devices two pods hold. */
  private static void onMachine() {
    ledger.deviceHour("g0", "active", "pod:ml/train");
    ledger.deviceHour("g1", "active", "pod:search/serve");
    ledger.checkpoint();
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, service_category, charge_category,"
            + " consumed_quantity, consumed_unit, resource_id, x_accelerator) SELECT 's', 'd4', 1,"
            + " 'a', 'USD', 4, 4, '2026-10-07 00:00:00', '2026-10-07 01:00:00', '2026-10-01',"
            + " '2026-11-01', 'Networking', 'Usage', 1, 'Hours', 'i-1', 'none'",
        Map.of());
    ledger.client.execute(
        "INSERT INTO device_inventory (cluster, node, provider_resource_id, valid_from, version)"
            + " SELECT 'c', 'n1', 'i-1', '2026-10-01', 1",
        Map.of());
    ledger.delivery("d4", "append", 3, 1);
  }

  private static void charge(
      String team,
      int day,
      int days,
      String quantity,
      String unit,
      String cost,
      String category,
      String from,
      String to) {
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " service_name, service_category, charge_category, sku_id, consumed_quantity,"
            + " consumed_unit, region_id, tags, x_extra) SELECT 's', 'd3', {row:UInt64}, 'a',"
            + " 'USD', toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " toDecimal128({cost:String}, 18), toDateTime64({day:String}, 6, 'UTC'),"
            + " toDateTime64({day:String}, 6, 'UTC') + toIntervalDay({days:UInt8}), '2026-11-01',"
            + " '2026-12-01', 'none', 'Transfer', {category:String}, 'Usage', 'egress',"
            + " if({quantity:String} = '', NULL, toDecimal128OrNull({quantity:String}, 18)),"
            + " nullIf({unit:String}, ''), {from:String}, map('team', {team:String}),"
            + " if({to:String} = '', map(), map('x_ToRegion', {to:String}))",
        Map.of(
            "row",
            String.valueOf(++row),
            "cost",
            cost,
            "day",
            "2026-11-0" + day,
            "days",
            String.valueOf(days),
            "category",
            category,
            "quantity",
            quantity,
            "unit",
            unit,
            "from",
            from,
            "team",
            team,
            "to",
            to));
  }
}
