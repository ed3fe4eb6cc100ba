package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.CommitmentBenefit;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.Spread;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.LedgerQueries.Granularity;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.report.ChargebackReport;
import io.gpuledger.dashboard.report.StatementReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("live")
class SqlLedgerQueriesTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final AccessScope SEARCH = AccessScope.ofTeams(List.of("search"));

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static LedgerReader reader;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    Clock clock = Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC);
    reader =
        new LedgerReader(
            ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
    queries = new SqlLedgerQueries(reader);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void rows_and_other_close_the_total_of_each_currency() {
    CostView view = costs("team", Granularity.NONE, "", AccessScope.EVERYTHING, 100);
    assertThat(shown(view))
        .containsExactly(
            "- vision USD 19.5",
            "- search EUR 7",
            "- search USD 2.75",
            "- unattributed USD 0.000000000000000001");
    assertThat(view.totals()).isEqualTo(Map.of("USD", "22.250000000000000001", "EUR", "7"));
    assertThat(view.others()).isEqualTo(Map.of("USD", "0", "EUR", "0"));
    CostView top = costs("team", Granularity.NONE, "", AccessScope.EVERYTHING, 1);
    assertThat(shown(top)).containsExactly("- vision USD 19.5");
    assertThat(top.others()).isEqualTo(Map.of("USD", "2.750000000000000001", "EUR", "7"));
  }

  @Test
  void a_cost_that_the_bill_leaves_out_is_counted_in_coverage() {
    for (String groupBy : List.of("", "resource")) {
      assertThat(absent(Metric.LIST, groupBy)).as(groupBy).isEqualTo(7L);
      assertThat(absent(Metric.EFFECTIVE, groupBy)).as(groupBy).isEqualTo(0L);
      assertThat(absent(Metric.BILLED, groupBy)).as(groupBy).isEqualTo(0L);
    }
  }

  private static Object absent(Metric metric, String groupBy) {
    LedgerQueries.CostsRequest request =
        new LedgerQueries.CostsRequest(
            OCTOBER,
            keys(groupBy),
            Granularity.NONE,
            metric,
            LedgerQueries.PeriodBasis.USAGE,
            true,
            true,
            true,
            Filter.everything(),
            Optional.empty(),
            Optional.empty(),
            100);
    CostView view = (CostView) queries.costs(request, AccessScope.EVERYTHING);
    return view.coverage().getOrDefault("absentCosts", "none");
  }

  @Test
  void a_charge_over_days_counts_on_each_of_its_days() {
    CostView view = costs("", Granularity.DAY, "service:\"Storage\"", AccessScope.EVERYTHING, 100);
    assertThat(shown(view)).containsExactly("2026-10-02  USD 3", "2026-10-03  USD 6");
    assertThat(view.total()).isEqualTo("9");
  }

  @Test
  void by_the_hour_what_has_no_hour_is_named() {
    CostView view = costs("", Granularity.HOUR, "team:\"vision\"", AccessScope.EVERYTHING, 100);
    assertThat(shown(view)).containsExactly("2026-10-01T00:00:00Z  USD 10.5", "not hourly  USD 9");
  }

  @Test
  void every_key_can_group_and_filter() {
    for (GroupKey.Name name : GroupKey.Name.values()) {
      String key = name == GroupKey.Name.TAG ? "tag:team" : name.text();
      CostView view =
          costs(key, Granularity.WEEK, key + "!:\"no such value\"", AccessScope.EVERYTHING, 100);
      assertThat(sum(view, "USD")).as(key).isEqualTo(Amount.parse("22.250000000000000001"));
    }
  }

  @Test
  void a_lead_sees_the_own_team_by_any_question() {
    for (String key : List.of("", "team", "service", "project", "tag:team", "costCenter")) {
      for (String filter : List.of("", "team:\"vision\"|team:\"search\"", "team!:\"search\"")) {
        CostView view = costs(key, Granularity.NONE, filter, SEARCH, 1);
        String text = view.toString();
        assertThat(text).doesNotContain("vision").doesNotContain("unattributed");
        assertThat(view.totals().getOrDefault("USD", "0")).isIn("2.75", "0");
        assertThat(view.coverage()).doesNotContainKey("ownership");
      }
    }
    assertThat(costs("", Granularity.NONE, "team:\"vision\"", SEARCH, 9).totals()).isEmpty();
    ChargebackReport report = chargeback(SEARCH, Optional.empty());
    assertThat(report.rows()).extracting(ChargebackReport.Row::team).containsOnly("search");
    assertThat(new String(report.toCsv(), StandardCharsets.UTF_8))
        .doesNotContain("vision")
        .contains("Proof over the lines of search only");
    assertThat(queries.status(Optional.empty(), SEARCH).toString())
        .doesNotContain("vision")
        .doesNotContain("ownership");
  }

  @Test
  void chargeback_proves_that_it_sums_to_the_charges() {
    ChargebackReport report = chargeback(AccessScope.EVERYTHING, Optional.of(ledger.now()));
    assertThat(report.proof()).isNotEmpty().allMatch(proof -> proof.difference().equals("0"));
    String csv = new String(report.toCsv(), StandardCharsets.UTF_8);
    assertThat(csv.lines().findFirst().orElseThrow()).startsWith("team,cost_center,currency");
    assertThat(csv).contains("proof,USD,billed,");
  }

  @Test
  void the_charges_behind_a_figure_sum_to_it_and_each_can_be_traced() {
    Map<?, ?> answer = charges("team:\"vision\"", AccessScope.EVERYTHING, 1, 0);
    Map<?, ?> next = charges("team:\"vision\"", AccessScope.EVERYTHING, 1, 1);

    Map<?, ?> first = (Map<?, ?>) ((List<?>) answer.get("rows")).get(0);
    Map<?, ?> second = (Map<?, ?>) ((List<?>) next.get("rows")).get(0);
    assertThat(first.get("amount")).isEqualTo("10.5");
    assertThat(second.get("amount")).isEqualTo("9");
    assertThat(second.get("lines")).isEqualTo(2L);
    assertThat(answer.get("totalRows")).isEqualTo(2L);
    assertThat(answer.get("totals").toString()).contains("amount=19.5");
    String id = text(first, "chargeId");
    int colon = id.lastIndexOf(':');
    assertThat(
            queries.trace(
                id.substring(0, colon), Long.parseLong(id.substring(colon + 1)), Optional.empty()))
        .isPresent();
    assertThat(charges("", SEARCH, 100, 0).toString())
        .doesNotContain("10.5")
        .contains("totalRows=3");
  }

  private static Map<?, ?> charges(String filter, AccessScope scope, int limit, int offset) {
    return (Map<?, ?>)
        queries.charges(
            new LedgerQueries.ChargesRequest(
                OCTOBER,
                Metric.BILLED,
                Filter.parse(filter),
                Optional.empty(),
                Optional.empty(),
                new LedgerQueries.Page(limit, offset)),
            scope);
  }

  @Test
  void rules_tell_what_they_decide_and_money_without_an_owner_gets_a_suggestion() {
    Map<?, ?> answer = (Map<?, ?>) queries.ownership(OCTOBER, Metric.BILLED, Optional.empty());

    Amount decided = Amount.ZERO;
    for (Object rule : (List<?>) Objects.requireNonNull(answer.get("rules"))) {
      Map<?, ?> row = (Map<?, ?>) rule;
      if ("USD".equals(row.get("currency"))) {
        decided = decided.plus(Amount.parse(text(row, "amount")));
      }
    }
    assertThat(decided).isEqualTo(Amount.parse("22.250000000000000001"));
    assertThat(answer.get("rules").toString()).contains("rule=-");
    assertThat((List<?>) answer.get("suggestions"))
        .isNotEmpty()
        .allSatisfy(
            of -> assertThat(Filter.parse(text((Map<?, ?>) of, "match")).text()).isNotEmpty());
    assertThat((List<?>) answer.get("coverage")).hasSize(2);
  }

  private static String text(Map<?, ?> fields, String key) {
    return String.valueOf(fields.get(key));
  }

  @Test
  void a_policy_moves_money_on_its_own_days_only_and_its_preview_on_all() {
    ChargebackPolicy second =
        new ChargebackPolicy(
            "from the second day",
            LocalDate.of(2026, 10, 2),
            LocalDate.MAX,
            List.of(
                ChargeRule.spread(
                    "vision pays half",
                    Filter.parse("team:\"vision\""),
                    Spread.fixed(
                        Map.of(
                            new Party("vision", "-"), new BigDecimal("50"),
                            new Party("search", "-"), new BigDecimal("50"))))),
            CommitmentBenefit.TO_CONSUMER,
            Optional.empty(),
            Set.of());
    RulesInForce rules =
        new RulesInForce.Builder(TestLedger.RULES)
            .chargeback(ChargebackPolicies.of(List.of(second)))
            .build();
    SqlLedgerQueries charged =
        new SqlLedgerQueries(
            new LedgerReader(ledger.client, () -> rules, LiveFacts.NONE, Clock.systemUTC()));

    StatementReport now = statement(charged, Optional.empty(), AccessScope.EVERYTHING);
    StatementReport preview =
        statement(charged, Optional.of("from the second day"), AccessScope.EVERYTHING);
    StatementReport own = statement(charged, Optional.of("from the second day"), SEARCH);

    // vision bears 10.5 on the first day and 9 later, see the hourly question above.
    assertThat(now.policies())
        .extracting(StatementReport.Policy::name)
        .containsExactly("as allocated", "from the second day");
    assertThat(charged(now, "vision")).isEqualTo(Amount.parse("15"));
    assertThat(charged(preview, "vision")).isEqualTo(Amount.parse("9.75"));
    assertThat(now.totals()).isEqualTo(preview.totals());
    assertThat(preview.effects())
        .filteredOn(effect -> effect.currency().equals("USD"))
        .extracting(effect -> effect.team() + " " + effect.change())
        .containsExactly("search 5.25", "unattributed 0", "vision -5.25");
    assertThat(own.toString()).doesNotContain("vision\"").doesNotContain("team=vision");
    assertThat(own.policies().get(0).rules().get(0).effect())
        .isEqualTo("divided by agreed percents: search 50 %");
  }

  @Test
  void a_policy_that_nobody_configured_is_refused_by_name() {
    assertThatThrownBy(() -> statement(queries, Optional.of("other"), AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("there is no chargeback policy \"other\"");
  }

  private static Amount charged(StatementReport statement, String team) {
    return statement.lines().stream()
        .filter(line -> line.team().equals(team) && line.currency().equals("USD"))
        .map(line -> Amount.parse(line.amount()))
        .reduce(Amount.ZERO, Amount::plus);
  }

  private static StatementReport statement(
      SqlLedgerQueries of, Optional<String> policy, AccessScope scope) {
    LedgerQueries.ReportRequest request =
        new LedgerQueries.ReportRequest(
            "chargeback",
            YearMonth.of(2026, 10),
            Metric.BILLED,
            Filter.everything(),
            Optional.empty(),
            policy,
            "json");
    ChargebackReport report = (ChargebackReport) of.report(request, scope).orElseThrow();
    return Objects.requireNonNull(report.statement());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "' OR 1=1 --",
        "\\' OR 1=1 --",
        "'); DROP TABLE charges; --",
        "{p0:String}",
        "x\u0000y",
        "a\tb\nc",
        "\\N",
        "%27%20OR%201",
        "'; SYSTEM SHUTDOWN; '"
      })
  void a_value_is_never_read_as_sql(String hostile) {
    String quoted = "\"" + hostile.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    List<String> operators = List.of(":", "~:", "<~:", "~>:");
    for (String operator : operators) {
      for (String key : List.of("team", "tag:team", "tag:" + quoted, "resource")) {
        CostView view =
            costs("", Granularity.NONE, key + operator + quoted, AccessScope.EVERYTHING, 10);
        assertThat(view.totals()).as(key + operator + quoted).isEmpty();
      }
    }
    AccessScope scope = AccessScope.ofTeams(List.of(hostile));
    assertThat(costs("team", Granularity.DAY, "", scope, 10).totals()).isEmpty();
    assertThat(queries.trace(hostile, 1, Optional.empty())).isEmpty();
    assertThat(queries.timeline(hostile + "~a~b~" + hostile, OCTOBER, AccessScope.EVERYTHING))
        .isEmpty();
    LedgerQueries.Page page = new LedgerQueries.Page(10, 0);
    assertThat(
            queries
                .deliveries(
                    new LedgerQueries.DeliveriesRequest(
                        Optional.of(hostile), Optional.empty(), page))
                .toString())
        .contains("rows=[]");
    assertThat(
            queries
                .rejects(
                    new LedgerQueries.RejectsRequest(
                        Optional.of(hostile), Optional.of(hostile), page))
                .toString())
        .contains("rows=[]");
    LedgerQueries.CostsRequest currency =
        new LedgerQueries.CostsRequest(
            OCTOBER,
            List.of(),
            Granularity.NONE,
            Metric.BILLED,
            LedgerQueries.PeriodBasis.USAGE,
            true,
            true,
            true,
            Filter.everything(),
            Optional.empty(),
            Optional.of(hostile),
            10);
    assertThat(((CostView) queries.costs(currency, AccessScope.EVERYTHING)).totals()).isEmpty();
  }

  @Test
  void every_other_question_is_answered() {
    LedgerQueries.Page page = new LedgerQueries.Page(10, 0);
    assertThat(
            queries
                .deliveries(
                    new LedgerQueries.DeliveriesRequest(Optional.empty(), Optional.empty(), page))
                .toString())
        .contains("deliveryId=d1", "october.csv", "account-month");
    assertThat(queries.sources().toString()).contains("name=s", "state=ok");
    assertThat(queries.gpus(Filter.everything(), page, AccessScope.EVERYTHING).toString())
        .contains("totalRows=0");
    assertThat(queries.status(Optional.empty(), AccessScope.EVERYTHING).toString())
        .contains("kind=bills");
    assertThat(queries.reconciliation(OCTOBER, Optional.of(ledger.now())).toString())
        .contains("deliveryId=d1");
    assertThat(queries.trace("d1", 3, Optional.of(ledger.now())).orElseThrow().toString())
        .contains("difference=0", "rule=tag", "effectiveCost=9")
        .contains("listCost=null", "listCost={charge=null, lines=null, difference=null}")
        .doesNotContain("listCost=0");
    LedgerQueries.UtilizationRequest utilization =
        new LedgerQueries.UtilizationRequest(
            OCTOBER,
            keys("team,deviceModel,cluster,node"),
            Granularity.DAY,
            Filter.everything(),
            Optional.empty());
    assertThat(queries.utilization(utilization, AccessScope.EVERYTHING).toString())
        .contains("rows=[]");
    LedgerQueries.UtilizationRequest unknown =
        new LedgerQueries.UtilizationRequest(
            OCTOBER, keys("service"), Granularity.DAY, Filter.everything(), Optional.empty());
    assertThatThrownBy(() -> queries.utilization(unknown, AccessScope.EVERYTHING))
        .hasMessageContaining("service is not known to telemetry");
    assertThat(
            new SqlBudgetFigures(reader)
                .now()
                .billed(Filter.parse("team:\"search\""), "EUR", OCTOBER))
        .isEqualTo(Amount.of(7));
  }

  @Test
  void the_parts_of_a_devices_newest_sample_are_shown_as_one() {
    Instant now = Instant.parse("2030-01-01T00:10:00Z");
    for (String part :
        List.of(
            "'GPU-a', '00:09:20', 0.9, NULL, 99, 'old'",
            "'GPU-a', '00:09:35', 0.5, NULL, NULL, 'one'",
            "'GPU-a', '00:09:35', NULL, 1024, 61, 'two'",
            "'GPU-b', '00:05:00', 0.1, 512, NULL, 'one'",
            "'GPU-b', '00:05:00', 0.2, NULL, 44, 'one'",
            "'GPU-b', '00:04:00', 0.9, NULL, 99, 'old'")) {
      ledger.client.execute(
          "INSERT INTO gpu_samples (cluster, node, device_uuid, at, published_at, busy_ratio,"
              + " memory_total_bytes, temperature_celsius, holders) SELECT 'c', 'n', uuid,"
              + " parseDateTime64BestEffort('2030-01-01 ' || clock, 9, 'UTC') AS at, at, busy,"
              + " memory, warm, [holder] FROM values('uuid String, clock String, busy"
              + " Nullable(Float64), memory Nullable(Int64), warm Nullable(Float64), holder"
              + " String', ("
              + part
              + "))",
          Map.of());
    }
    LedgerReader later =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.fixed(now, ZoneOffset.UTC));

    assertThat(later.gpus(Filter.everything(), 10, 0, AccessScope.EVERYTHING).toString())
        .contains("totalRows=2")
        .contains("holders=[one, two]", "busyRatio=0.5", "memoryTotalBytes=1024")
        .contains("temperatureCelsius=61.0", "sampleAt=2030-01-01T00:09:35")
        .contains("busyRatio=0.2", "memoryTotalBytes=512", "temperatureCelsius=44.0");
  }

  @Test
  void a_range_that_cuts_days_is_refused_with_every_fault() {
    TimeRange cut =
        new TimeRange(Instant.parse("2026-10-01T00:30:00Z"), Instant.parse("2026-10-02T01:00:00Z"));
    LedgerQueries.CostsRequest request =
        new LedgerQueries.CostsRequest(
            cut,
            List.of(),
            Granularity.DAY,
            Metric.BILLED,
            LedgerQueries.PeriodBasis.USAGE,
            true,
            true,
            true,
            Filter.everything(),
            Optional.empty(),
            Optional.empty(),
            10);
    assertThatThrownBy(() -> queries.costs(request, AccessScope.EVERYTHING))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.problems()).hasSize(2));
  }

  private static ChargebackReport chargeback(AccessScope scope, Optional<Instant> asOf) {
    LedgerQueries.ReportRequest request =
        new LedgerQueries.ReportRequest(
            "chargeback",
            YearMonth.of(2026, 10),
            Metric.BILLED,
            Filter.everything(),
            asOf,
            Optional.empty(),
            "json");
    return (ChargebackReport) queries.report(request, scope).orElseThrow();
  }

  private static CostView costs(
      String groupBy, Granularity granularity, String filter, AccessScope scope, int limit) {
    return (CostView)
        queries.costs(request(groupBy, granularity, filter, Optional.empty(), limit), scope);
  }

  private static LedgerQueries.CostsRequest request(
      String groupBy, Granularity granularity, String filter, Optional<Instant> asOf, int limit) {
    return new LedgerQueries.CostsRequest(
        OCTOBER,
        keys(groupBy),
        granularity,
        Metric.BILLED,
        LedgerQueries.PeriodBasis.USAGE,
        true,
        true,
        true,
        Filter.parse(filter),
        asOf,
        Optional.empty(),
        limit);
  }

  private static List<GroupKey> keys(String groupBy) {
    return groupBy.isEmpty()
        ? List.of()
        : Arrays.stream(groupBy.split(",")).map(key -> GroupKey.parse(key).orElseThrow()).toList();
  }

  private static Amount sum(CostView view, String currency) {
    Amount sum = Amount.ZERO;
    for (CostView.Row row : view.rows()) {
      sum = row.currency().equals(currency) ? sum.plus(Amount.parse(row.amount())) : sum;
    }
    return sum;
  }

  private static List<String> shown(CostView view) {
    List<String> shown = new ArrayList<>();
    for (CostView.Row row : view.rows()) {
      shown.add(
          (row.period().isEmpty() ? "-" : row.period())
              + " "
              + String.join(",", row.group().values())
              + " "
              + row.currency()
              + " "
              + row.amount());
    }
    return shown;
  }
}
