package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries.CostsRequest;
import io.gpuledger.dashboard.http.LedgerQueries.Granularity;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.PeriodBasis;
import io.gpuledger.dashboard.http.UnitQueries.Counting;
import io.gpuledger.dashboard.http.UnitQueries.QuantityRequest;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.QuantityQuery;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of two models, hours of a notebook, read units and vectors of a database, in November. */
@Tag("live")
class ConsumptionOnEngineTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
  private static final String AI = "AI and Machine Learning";

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static int row = 1000;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    tokens("vision", "sonnet", "input", "2500000", "Tokens", "7.5");
    tokens("vision", "sonnet", "input", "500", "1000 Tokens", "2");
    tokens("vision", "sonnet", "cache_read_input", "4000000", "Tokens", "1.2");
    tokens("search", "sonnet", "output", "1000000", "Tokens", "15");
    tokens("search", "nano", "output", "3000000", "Tokens", "1.2");
    tokens("search", "nano", "input", "9000000", "Tokens", "");
    tokens("search", "", "", "10", "Hours", "40");
    tokens("search", "sonnet", "output", "", "", "3");
    tokens("search", "embed", "", "2000000", "Tokens", "0.2");
    charge("vision", "Pinecone", "Databases", "{}", "2000000", "Vectors", "4");
    charge("vision", "Pinecone", "Databases", "{}", "8000", "Read Units", "0.128");
    charge("vision", "Pinecone", "Databases", "{}", "1500", "Queries", "0.3");
    ledger.delivery("d3", "append", 2, 12);
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
  void each_class_of_tokens_of_a_model_has_its_own_price() {
    Map<String, Object> answer =
        ask(Counting.TOKENS, QuantityQuery.AI, "model,tokenType", AccessScope.EVERYTHING);

    assertThat(price(answer, "model=sonnet, tokenType=input"))
        .as("9.5 over 3 million")
        .isEqualTo("million tokens 9.5 3.000000 3.166667");
    assertThat(price(answer, "model=sonnet, tokenType=cached-input"))
        .isEqualTo("million tokens 1.2 4.000000 0.300000");
    assertThat(price(answer, "model=nano, tokenType=output"))
        .isEqualTo("million tokens 1.2 3.000000 0.400000");
    assertThat(of(answer, "model=sonnet, tokenType=input").get("own"))
        .asString()
        .isEqualTo(
            "[{unit=1000 Tokens, amount=2, quantity=500, price=0.004000000000},"
                + " {unit=Tokens, amount=7.5, quantity=2500000, price=0.000003000000}]");
  }

  @Test
  void money_without_a_quantity_is_in_no_price_and_unknown_money_gives_none() {
    Map<String, Object> answer =
        ask(Counting.TOKENS, QuantityQuery.AI, "model,tokenType", AccessScope.EVERYTHING);

    Map<String, Object> output = of(answer, "model=sonnet, tokenType=output");
    assertThat(output).containsEntry("amount", "18").containsEntry("uncounted", "3");
    assertThat(price(answer, "model=sonnet, tokenType=output"))
        .isEqualTo("million tokens 15 1.000000 15.000000");
    assertThat(of(answer, "model=nano, tokenType=input")).containsEntry("linesWithout", 1L);
    assertThat(price(answer, "model=nano, tokenType=input"))
        .isEqualTo("million tokens 0 9.000000 null");
  }

  @Test
  void what_counts_no_tokens_is_listed_and_part_of_the_rest_of_the_same_total() {
    Map<String, Object> answer =
        ask(Counting.TOKENS, QuantityQuery.AI, "model,tokenType", AccessScope.EVERYTHING);

    assertThat(String.valueOf(answer.get("unknownUnits")))
        .isEqualTo(
            "[{unit=null, currency=USD, amount=3, charges=1},"
                + " {unit=Hours, currency=USD, amount=40, charges=1}]");
    assertThat(list(answer, "others").get(0)).containsEntry("amount", "40");
    assertThat(list(answer, "totals").get(0)).containsEntry("amount", "70.1");
  }

  @Test
  void tokens_whose_class_the_bill_does_not_name_have_no_price_of_a_class() {
    Map<String, Object> classes =
        ask(Counting.TOKENS, QuantityQuery.AI, "model,tokenType", AccessScope.EVERYTHING);
    Map<String, Object> models =
        ask(Counting.TOKENS, QuantityQuery.AI, "model", AccessScope.EVERYTHING);

    assertThat(price(classes, "model=embed, tokenType=-"))
        .isEqualTo("million tokens 0.2 2.000000 null");
    assertThat(price(models, "model=embed")).isEqualTo("million tokens 0.2 2.000000 0.100000");
  }

  @Test
  void usage_that_bills_nothing_by_itself_makes_no_billed_price_too_low() {
    Map<String, Object> answer =
        answer(
            queries.consumption(
                new QuantityRequest(
                    new TimeRange(NOVEMBER, DECEMBER),
                    keys("model"),
                    Metric.BILLED,
                    QuantityQuery.AI,
                    Filter.everything(),
                    false,
                    Optional.empty(),
                    100),
                Counting.TOKENS,
                AccessScope.EVERYTHING));

    assertThat(price(answer, "model=nano")).isEqualTo("million tokens 1.2 12.000000 null");
    assertThat(price(answer, "model=embed")).isEqualTo("million tokens 0.2 2.000000 0.100000");
  }

  @Test
  void a_lead_of_another_team_sees_no_vectors() {
    Map<String, Object> answer =
        ask(
            Counting.VECTORS,
            QuantityQuery.VECTOR_DATABASES,
            "provider,service",
            AccessScope.ofTeams(List.of("search")));

    assertThat(list(answer, "rows")).isEmpty();
    assertThat(list(answer, "totals")).isEmpty();
    assertThat(list(answer, "unknownUnits")).isEmpty();
  }

  @Test
  void a_lead_sees_the_tokens_of_the_own_teams() {
    Map<String, Object> answer =
        ask(Counting.TOKENS, QuantityQuery.AI, "model", AccessScope.ofTeams(List.of("vision")));

    assertThat(list(answer, "rows")).hasSize(1);
    assertThat(price(answer, "model=sonnet"))
        .as("10.7 over 7 million")
        .isEqualTo("million tokens 10.7 7.000000 1.528571");
    assertThat(list(answer, "totals").get(0)).containsEntry("amount", "10.7");
  }

  @Test
  void vectors_and_queries_are_compared_and_units_of_a_provider_stay_as_they_are() {
    Map<String, Object> answer =
        ask(
            Counting.VECTORS,
            QuantityQuery.VECTOR_DATABASES,
            "provider,service",
            AccessScope.EVERYTHING);

    Map<String, Object> pinecone = of(answer, "provider=Pinecone, service=Transfer");
    assertThat(String.valueOf(pinecone.get("counts")))
        .isEqualTo(
            "[{unit=million vectors, amount=4, quantity=2.000000, price=2.000000},"
                + " {unit=thousand queries, amount=0.3, quantity=1.500000, price=0.200000}]");
    assertThat(String.valueOf(pinecone.get("own")))
        .contains("{unit=Read Units, amount=0.128, quantity=8000, price=0.000016000000}");
  }

  @Test
  void model_and_class_are_keys_of_every_question() {
    CostView costs =
        (CostView)
            queries.costs(
                new CostsRequest(
                    new TimeRange(NOVEMBER, DECEMBER),
                    keys("tokenType"),
                    Granularity.NONE,
                    Metric.EFFECTIVE,
                    PeriodBasis.USAGE,
                    true,
                    true,
                    true,
                    Filter.parse("model:\"sonnet\""),
                    Optional.empty(),
                    Optional.empty(),
                    100,
                    Optional.empty()),
                AccessScope.EVERYTHING);

    assertThat(costs.rows())
        .extracting(each -> each.group() + " " + each.amount())
        .containsExactlyInAnyOrder(
            "{tokenType=output} 18", "{tokenType=input} 9.5", "{tokenType=cached-input} 1.2");
  }

  private static Map<String, Object> ask(
      Counting counting, Filter match, String keys, AccessScope scope) {
    return answer(
        queries.consumption(
            new QuantityRequest(
                new TimeRange(NOVEMBER, DECEMBER),
                keys(keys),
                Metric.EFFECTIVE,
                match,
                Filter.everything(),
                false,
                Optional.empty(),
                100),
            counting,
            scope));
  }

  private static List<GroupKey> keys(String keys) {
    return Arrays.stream(keys.split(",", -1))
        .map(key -> GroupKey.parse(key).orElseThrow())
        .toList();
  }

  private static Map<String, Object> of(Map<String, Object> answer, String group) {
    return list(answer, "rows").stream()
        .filter(each -> String.valueOf(each.get("group")).equals("{" + group + "}"))
        .findFirst()
        .orElseThrow();
  }

  /** Unit, money, quantity and price of the only unit that is compared. */
  private static String price(Map<String, Object> answer, String group) {
    List<Map<String, Object>> counts = list(of(answer, group), "counts");
    assertThat(counts).hasSize(1);
    Map<String, Object> only = counts.get(0);
    return only.get("unit")
        + " "
        + only.get("amount")
        + " "
        + only.get("quantity")
        + " "
        + only.get("price");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> answer(Object answer) {
    return (Map<String, Object>) answer;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
    return (List<Map<String, Object>>) answer.get(name);
  }

  private static void tokens(
      String team, String model, String type, String quantity, String unit, String cost) {
    charge(
        team,
        "Anthropic",
        AI,
        model.isEmpty() ? "{}" : "{\"x_Model\":\"" + model + "\",\"x_TokenType\":\"" + type + "\"}",
        quantity,
        unit,
        cost);
  }

  private static void charge(
      String team,
      String provider,
      String category,
      String details,
      String quantity,
      String unit,
      String cost) {
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " service_name, service_category, service_provider_name, charge_category, sku_id,"
            + " sku_price_details, consumed_quantity, consumed_unit, tags) SELECT 's', 'd3',"
            + " {row:UInt64}, 'a', 'USD', ifNull(toDecimal128OrNull({cost:String}, 18), 0),"
            + " toDecimal128OrNull({cost:String}, 18), toDecimal128OrNull({cost:String}, 18),"
            + " '2026-11-05 00:00:00', '2026-11-06 00:00:00', '2026-11-01', '2026-12-01', 'none',"
            + " 'Transfer', {category:String}, {provider:String}, 'Usage', 'sku',"
            + " {details:String}, toDecimal128OrNull({quantity:String}, 18),"
            + " nullIf({unit:String}, ''), map('team', {team:String})",
        Map.of(
            "row", String.valueOf(++row),
            "cost", cost,
            "category", category,
            "provider", provider,
            "details", details,
            "quantity", quantity,
            "unit", unit,
            "team", team));
  }
}
