package io.gpuledger.cost.chargeback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The node of docs/rules/chargeback.md: 8 H100 at 23.60 an hour, and what teams pay for it. */
class StatementMakerTest {
  private static final BigInteger HOUR = BigInteger.valueOf(3_600_000_000_000L);
  private static final Party VISION = new Party("vision", "-");
  private static final Party SEARCH = new Party("search", "-");
  private static final Party PLATFORM = new Party("platform", "CC-1");
  private static final Filter UNUSED = Filter.parse("state:\"unallocated\"");

  private static final List<BorneCost> NODE =
      List.of(
          cost("vision", "active", "H100", "east", "10.325", "3.5"),
          cost("search", "active", "H100", "east", "1.475", "0.5"),
          cost("search", "held_idle", "H100", "east", "5.90", "2"),
          cost("unattributed", "unallocated", "H100", "east", "4.425", "1.5"),
          cost("unattributed", "unobserved", "H100", "east", "1.475", "0.5"));

  @Test
  void without_a_policy_every_party_is_charged_what_it_bears_and_held_idle_is_its_holders() {
    Statement statement = StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, NODE);

    assertEquals("10.325", amount(statement, VISION, Statement.DIRECT));
    assertEquals("1.475", amount(statement, SEARCH, Statement.DIRECT));
    assertEquals("5.9", amount(statement, SEARCH, "held_idle"));
    assertEquals("4.425", amount(statement, new Party("unattributed", "-"), "unallocated"));
    assertEquals("23.6", statement.totals().get("USD").toString());
  }

  @Test
  void unused_gpus_are_spread_by_the_direct_gpu_cost_in_their_own_pool_only() {
    List<BorneCost> costs = new ArrayList<>(NODE);
    costs.add(cost("far", "active", "H100", "west", "1000", "10"));
    ChargeRule rule =
        ChargeRule.spread(
            "unused GPUs", UNUSED, Spread.within(Spread.By.DIRECT_GPU_COST, List.of(Name.CLUSTER)));

    Statement statement = StatementMaker.make(policy(rule), costs);

    // 4.425 x 10.325 / 17.70 and 4.425 x 7.375 / 17.70
    assertEquals("2.58125", amount(statement, VISION, "unused GPUs"));
    assertEquals("1.84375", amount(statement, SEARCH, "unused GPUs"));
    assertEquals(Optional.empty(), find(statement, new Party("far", "-"), "unused GPUs"));
  }

  @Test
  void a_named_party_pays_for_what_a_rule_assigns_to_it() {
    Statement statement =
        StatementMaker.make(policy(ChargeRule.charge("reserve", UNUSED, PLATFORM)), NODE);

    assertEquals("4.425", amount(statement, PLATFORM, "reserve"));
  }

  @Test
  void the_first_rule_that_matches_decides() {
    ChargebackPolicy policy =
        policy(
            ChargeRule.ownLine("shown apart", UNUSED),
            ChargeRule.charge("reserve", Filter.everything(), PLATFORM));

    Statement statement = StatementMaker.make(policy, NODE);

    assertEquals("4.425", amount(statement, new Party("unattributed", "-"), "shown apart"));
    assertEquals("19.175", amount(statement, PLATFORM, "reserve"));
  }

  @Test
  void shared_cost_is_divided_evenly_by_cost_by_usage_or_by_agreed_percents() {
    List<BorneCost> costs = new ArrayList<>(NODE);
    costs.add(cost("unattributed", "not_gpu", "-", "-", "10", "0"));
    Filter shared = Filter.parse("state:\"not_gpu\"");

    assertEquals("5", shareOfVision(costs, shared, Spread.by(Spread.By.EVEN)));
    assertEquals(
        "5.833333333333333333", shareOfVision(costs, shared, Spread.by(Spread.By.DIRECT_COST)));
    // 3.5 of 4 busy hours: the two that search holds and leaves idle are no usage (opencost#3900).
    assertEquals("8.75", shareOfVision(costs, shared, Spread.by(Spread.By.USAGE)));
    assertEquals(
        "1.25",
        shareOfVision(
            costs,
            shared,
            Spread.fixed(
                Map.of(VISION, new BigDecimal("12.5"), PLATFORM, new BigDecimal("87.5")))));
  }

  @Test
  void what_finds_nobody_to_be_divided_among_stays_and_is_named() {
    List<BorneCost> costs =
        List.of(cost("unattributed", "unallocated", "H100", "east", "4.425", "1.5"));

    Statement statement =
        StatementMaker.make(
            policy(ChargeRule.spread("unused GPUs", UNUSED, Spread.by(Spread.By.EVEN))), costs);

    assertEquals("4.425", amount(statement, new Party("unattributed", "-"), "unused GPUs"));
    assertEquals(Set.of("unused GPUs"), statement.notSpread());
  }

  @Test
  void a_credit_is_divided_like_a_cost_and_a_party_in_credit_has_no_share_of_others_cost() {
    List<BorneCost> costs =
        List.of(
            cost("vision", "active", "H100", "east", "10", "1"),
            cost("search", "active", "H100", "east", "-3", "-1"),
            cost("unattributed", "not_gpu", "-", "-", "-5", "0"));

    Statement statement =
        StatementMaker.make(
            policy(
                ChargeRule.spread(
                    "credit", Filter.parse("state:\"not_gpu\""), Spread.by(Spread.By.DIRECT_COST))),
            costs);

    assertEquals("-5", amount(statement, VISION, "credit"));
    assertEquals("-3", amount(statement, SEARCH, Statement.DIRECT));
  }

  @Test
  void an_internal_rate_charges_held_time_and_names_what_it_recovers_too_little() {
    InternalPrice price =
        new InternalPrice(
            List.of(new InternalPrice.Rate("H100", new Money("USD", Amount.parse("2.50")))),
            PLATFORM);

    Statement statement = StatementMaker.make(priced(price), NODE);

    // Held: 3.5 h and 2.5 h at 2.50, against 10.325 + 7.375 of actual cost.
    assertEquals("8.75", amount(statement, VISION, Statement.INTERNAL_RATE));
    assertEquals("6.25", amount(statement, SEARCH, Statement.INTERNAL_RATE));
    assertEquals("2.7", amount(statement, PLATFORM, Statement.RECOVERY));
    assertEquals("4.425", amount(statement, new Party("unattributed", "-"), "unallocated"));
    assertEquals("23.6", statement.totals().get("USD").toString());
  }

  @Test
  void a_model_without_an_internal_rate_pays_the_actual_cost_and_is_named() {
    InternalPrice price =
        new InternalPrice(
            List.of(new InternalPrice.Rate("A100", new Money("USD", Amount.of(1)))), PLATFORM);

    Statement statement = StatementMaker.make(priced(price), NODE);

    assertEquals("10.325", amount(statement, VISION, Statement.DIRECT));
    assertEquals(Set.of("H100"), statement.unpricedModels());
  }

  @Test
  void the_purchaser_of_a_commitment_has_its_benefit_and_its_user_pays_the_price_without() {
    List<BorneCost> costs =
        List.of(
            committed("vision", "6", Optional.of("10")),
            committed("search", "4", Optional.empty()),
            cost("search", "active", "H100", "east", "1", "1"));

    Statement statement = StatementMaker.make(benefit(CommitmentBenefit.to(PLATFORM)), costs);

    assertEquals("10", amount(statement, VISION, Statement.DIRECT));
    assertEquals("-4", amount(statement, PLATFORM, Statement.COMMITMENT_BENEFIT));
    assertEquals("5", amount(statement, SEARCH, Statement.DIRECT));
    assertEquals(Map.of("USD", Amount.of(4)), statement.notRepriced());
  }

  /**
   * The purchase of a commitment pays for the same hours once more, and its unused part for none.
   */
  @Test
  void only_covered_usage_has_a_benefit_neither_the_purchase_nor_the_unused_part() {
    List<BorneCost> costs =
        List.of(
            of("finance", "Purchase", "not_gpu", "0", "12000"),
            of("vision", "Usage", "active", "900", "1200"),
            of("unattributed", "Usage", "unused_commitment", "100", "0"));

    Statement statement = StatementMaker.make(benefit(CommitmentBenefit.to(PLATFORM)), costs);

    assertEquals("1200", amount(statement, VISION, Statement.DIRECT));
    assertEquals("-300", amount(statement, PLATFORM, Statement.COMMITMENT_BENEFIT));
    assertEquals("0", amount(statement, new Party("finance", "-"), Statement.DIRECT));
    assertEquals("100", amount(statement, new Party("unattributed", "-"), "unused_commitment"));
  }

  private static BorneCost of(
      String team, String category, String state, String amount, String without) {
    BorneCost cost = committed(team, amount, Optional.of(without));
    EnumMap<Name, String> keys = new EnumMap<>(cost.keys());
    keys.put(Name.STATE, state);
    keys.put(Name.CHARGE_CATEGORY, category);
    return new BorneCost(keys, cost.amount(), cost.withoutCommitment(), BigInteger.ZERO);
  }

  @Test
  void with_a_pool_rate_an_hour_of_a_model_costs_everybody_the_same() {
    List<BorneCost> costs =
        List.of(
            committed("vision", "6", Optional.of("10")),
            cost("search", "active", "H100", "east", "12", "2"));

    Statement statement = StatementMaker.make(benefit(CommitmentBenefit.POOLED), costs);

    assertEquals("6", amount(statement, VISION, Statement.DIRECT));
    assertEquals("12", amount(statement, SEARCH, Statement.DIRECT));

    List<BorneCost> other =
        List.of(
            committed("vision", "3", Optional.of("10")),
            cost("search", "active", "H100", "east", "12", "2"));
    Statement pooled = StatementMaker.make(benefit(CommitmentBenefit.POOLED), other);
    assertEquals("5", amount(pooled, VISION, Statement.DIRECT));
    assertEquals("10", amount(pooled, SEARCH, Statement.DIRECT));
  }

  @Test
  void currencies_never_pay_for_each_other() {
    List<BorneCost> costs =
        List.of(
            cost("vision", "active", "H100", "east", "10", "1"),
            cost("unattributed", "unallocated", "H100", "east", "4", "1", "EUR"));

    Statement statement =
        StatementMaker.make(
            policy(ChargeRule.spread("unused GPUs", UNUSED, Spread.by(Spread.By.EVEN))), costs);

    assertEquals(Map.of("EUR", Amount.of(4), "USD", Amount.of(10)), statement.totals());
    assertEquals(Set.of("unused GPUs"), statement.notSpread());
  }

  @Test
  void a_showback_team_is_shown_its_cost_and_not_charged() {
    ChargebackPolicy policy =
        new ChargebackPolicy(
            "p",
            LocalDate.MIN,
            LocalDate.MAX,
            List.of(),
            CommitmentBenefit.TO_CONSUMER,
            Optional.empty(),
            Set.of("search"));

    Statement statement = StatementMaker.make(policy, NODE);

    assertTrue(statement.lines().stream().allMatch(l -> l.charged() != l.party().equals(SEARCH)));
    assertEquals("23.6", statement.totals().get("USD").toString());
  }

  @Test
  void the_effect_of_a_policy_is_told_per_party_and_sums_to_nothing() {
    Statement before = StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, NODE);
    Statement after =
        StatementMaker.make(
            policy(ChargeRule.spread("unused", UNUSED, Spread.by(Spread.By.EVEN))), NODE);

    List<Statement.Effect> effects = after.effectsOver(before);

    assertEquals(
        List.of("search 2.2125", "unattributed -4.425", "vision 2.2125"),
        effects.stream().map(e -> e.party().team() + " " + e.change()).toList());
    assertEquals(
        Amount.ZERO,
        effects.stream().map(Statement.Effect::change).reduce(Amount.ZERO, Amount::plus));
  }

  @Test
  void statements_of_several_days_add_up_line_by_line() {
    Statement one = StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, NODE);

    Statement two = Statement.together(List.of(one, one));

    assertEquals(one.lines().size(), two.lines().size());
    assertEquals("20.65", amount(two, VISION, Statement.DIRECT));
  }

  @Test
  void any_policy_over_any_costs_conserves_the_money_and_ignores_their_order() {
    Random random = new Random(20_261_129);
    for (int round = 0; round < 300; round++) {
      List<BorneCost> costs = randomCosts(random);
      ChargebackPolicy policy = randomPolicy(random);
      Statement statement = StatementMaker.make(policy, costs);
      List<BorneCost> shuffled = new ArrayList<>(costs);
      Collections.shuffle(shuffled, random);

      assertEquals(statement, StatementMaker.make(policy, shuffled));
      Amount total =
          costs.stream()
              .filter(cost -> cost.currency().equals("USD"))
              .map(BorneCost::amount)
              .reduce(Amount.ZERO, Amount::plus);
      assertEquals(total, statement.totals().getOrDefault("USD", Amount.ZERO));
    }
  }

  @Test
  void a_rule_on_a_key_that_daily_sums_lack_and_percents_that_are_no_whole_are_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ChargeRule.ownLine("pods", Filter.parse("namespace:\"a\"")));
    IllegalArgumentException percents =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Spread.fixed(Map.of(VISION, new BigDecimal("60"), SEARCH, new BigDecimal("39.9"))));
    assertEquals("the percents sum to 99.9, not to 100", percents.getMessage());
  }

  private static String shareOfVision(List<BorneCost> costs, Filter match, Spread spread) {
    return amount(
        StatementMaker.make(policy(ChargeRule.spread("shared", match, spread)), costs),
        VISION,
        "shared");
  }

  private static List<BorneCost> randomCosts(Random random) {
    String[] teams = {"a", "b", "c", "unattributed"};
    String[] states = {
      "productive",
      "active",
      "held_idle",
      "unallocated",
      "unobserved",
      "unused_commitment",
      "not_gpu"
    };
    List<BorneCost> costs = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      BigInteger unscaled =
          BigInteger.valueOf(random.nextLong() >> random.nextInt(60)).multiply(BigInteger.TWO);
      EnumMap<Name, String> keys = new EnumMap<>(Name.class);
      keys.put(Name.TEAM, teams[random.nextInt(teams.length)]);
      keys.put(Name.COST_CENTER, "-");
      keys.put(Name.CURRENCY, random.nextInt(5) == 0 ? "EUR" : "USD");
      keys.put(Name.STATE, states[random.nextInt(states.length)]);
      keys.put(Name.DEVICE_MODEL, random.nextBoolean() ? "H100" : "A100");
      keys.put(Name.CLUSTER, random.nextBoolean() ? "east" : "west");
      keys.put(Name.COMMITMENT, random.nextBoolean() ? "-" : "ri-1");
      costs.add(
          new BorneCost(
              keys,
              Amount.ofUnscaled(unscaled),
              random.nextBoolean()
                  ? Optional.of(Amount.ofUnscaled(unscaled.multiply(BigInteger.valueOf(3))))
                  : Optional.empty(),
              BigInteger.valueOf(random.nextInt(5) - 1L).multiply(HOUR)));
    }
    return costs;
  }

  private static ChargebackPolicy randomPolicy(Random random) {
    Spread.By[] ways = {
      Spread.By.EVEN, Spread.By.DIRECT_COST, Spread.By.DIRECT_GPU_COST, Spread.By.USAGE
    };
    CommitmentBenefit[] benefits = {
      CommitmentBenefit.TO_CONSUMER, CommitmentBenefit.POOLED, CommitmentBenefit.to(PLATFORM)
    };
    return new ChargebackPolicy(
        "random",
        LocalDate.MIN,
        LocalDate.MAX,
        List.of(
            ChargeRule.spread(
                "unused",
                UNUSED,
                Spread.within(
                    ways[random.nextInt(ways.length)],
                    random.nextBoolean() ? List.of() : List.of(Name.CLUSTER, Name.DEVICE_MODEL))),
            ChargeRule.charge("commitments", Filter.parse("state:\"unused_commitment\""), PLATFORM),
            ChargeRule.spread(
                "shared",
                Filter.parse("state:\"not_gpu\""),
                Spread.by(ways[random.nextInt(ways.length)]))),
        benefits[random.nextInt(benefits.length)],
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new InternalPrice(
                    List.of(
                        new InternalPrice.Rate("H100", new Money("USD", Amount.parse("2.499")))),
                    PLATFORM)),
        Set.of());
  }

  private static ChargebackPolicy policy(ChargeRule... rules) {
    return new ChargebackPolicy(
        "p",
        LocalDate.MIN,
        LocalDate.MAX,
        List.of(rules),
        CommitmentBenefit.TO_CONSUMER,
        Optional.empty(),
        Set.of());
  }

  private static ChargebackPolicy priced(InternalPrice price) {
    return new ChargebackPolicy(
        "p",
        LocalDate.MIN,
        LocalDate.MAX,
        List.of(),
        CommitmentBenefit.TO_CONSUMER,
        Optional.of(price),
        Set.of());
  }

  private static ChargebackPolicy benefit(CommitmentBenefit benefit) {
    return new ChargebackPolicy(
        "p", LocalDate.MIN, LocalDate.MAX, List.of(), benefit, Optional.empty(), Set.of());
  }

  private static String amount(Statement statement, Party party, String component) {
    return find(statement, party, component).orElseThrow().amount().toString();
  }

  private static Optional<StatementLine> find(Statement statement, Party party, String component) {
    return statement.lines().stream()
        .filter(line -> line.party().equals(party) && line.component().equals(component))
        .findFirst();
  }

  private static BorneCost committed(String team, String amount, Optional<String> without) {
    BorneCost cost = cost(team, "active", "H100", "east", amount, "1");
    EnumMap<Name, String> keys = new EnumMap<>(cost.keys());
    keys.put(Name.COMMITMENT, "ri-1");
    keys.put(Name.CHARGE_CATEGORY, "Usage");
    return new BorneCost(keys, cost.amount(), without.map(Amount::parse), cost.deviceNanos());
  }

  private static BorneCost cost(
      String team, String state, String model, String cluster, String amount, String hours) {
    return cost(team, state, model, cluster, amount, hours, "USD");
  }

  private static BorneCost cost(
      String team,
      String state,
      String model,
      String cluster,
      String amount,
      String hours,
      String currency) {
    EnumMap<Name, String> keys = new EnumMap<>(Name.class);
    keys.put(Name.TEAM, team);
    keys.put(Name.COST_CENTER, "-");
    keys.put(Name.CURRENCY, currency);
    keys.put(Name.STATE, state);
    keys.put(Name.DEVICE_MODEL, model);
    keys.put(Name.CLUSTER, cluster);
    return new BorneCost(
        keys,
        Amount.parse(amount),
        Optional.empty(),
        new BigDecimal(hours).multiply(new BigDecimal(HOUR)).toBigIntegerExact());
  }
}
