package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands on the charges of other accounts. */
class SharedChargeRulesTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
  private static final SharedChargeRule SUPPORT =
      rule("payer", Optional.of(List.of("b", "c")), Set.of(SharedCharge.SUPPORT), FIRST);

  /** The day of the charge's own account, and what the rule's accounts have. */
  private record Accounts(Map<String, List<Weight>> own, Map<String, List<Weight>> covered)
      implements StandsOn {
    @Override
    public List<Weight> ofDay(String link) {
      return own.getOrDefault(link, List.of());
    }

    @Override
    public StandsOn of(SharedChargeRule rule) {
      return new Accounts(covered, Map.of());
    }

    @Override
    public Optional<Month> before(String link) {
      return Optional.ofNullable(own.get("before " + link))
          .map(weights -> new Month(YearMonth.of(2026, 9), weights));
    }
  }

  private static SharedChargeRule rule(
      String billedIn, Optional<List<String>> covers, Set<SharedCharge> kinds, LocalDate from) {
    return new SharedChargeRule(
        "aws", billedIn, covers.map(TreeSet::new), kinds, from, LocalDate.MAX);
  }

  private static Weight weight(String team, String cost) {
    return new Weight(
        new Owner(team, "-", "-", "-"), Amount.parse(cost), WeightBasis.of(true, false));
  }

  private static List<String> lines(
      SharedChargeRules rules, Map<Name, String> more, String description, StandsOn on) {
    Map<Name, String> keys = new HashMap<>();
    keys.put(Name.SOURCE, "aws");
    keys.put(Name.ACCOUNT, "payer");
    keys.put(Name.SUB_ACCOUNT, "payer");
    keys.put(Name.CURRENCY, "USD");
    keys.put(Name.CHARGE_CATEGORY, "Usage");
    keys.put(Name.SERVICE, "AWS Support (Business)");
    keys.putAll(more);
    Amount eight = Amount.of(8);
    Instant start = Instant.parse("2026-10-01T00:00:00Z");
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            1,
            new TimeRange(start, start.plusSeconds(3_600)),
            new Costs(eight, eight, eight, eight),
            Accelerator.NO,
            false,
            OptionalLong.empty(),
            new ChargeKeys(keys, Map.of()));
    List<AllocationLine> lines =
        new SharedLines(OwnershipRules.NONE, rules).of(DayShare.of(charge).get(0), description, on);
    assertThat(lines.stream().map(AllocationLine::costs).reduce(Costs.ZERO, Costs::plus))
        .isEqualTo(charge.costs());
    return lines.stream()
        .map(
            line ->
                line.ownership().owner().team()
                    + " "
                    + line.costs().billed()
                    + " "
                    + line.part().splitRule())
        .toList();
  }

  private static SharedChargeRules rules(SharedChargeRule... of) {
    return new SharedChargeRules(List.of(of));
  }

  @Test
  void support_goes_by_the_accounts_that_it_covers_and_its_own_charges_have_no_part() {
    Accounts on =
        new Accounts(
            Map.of("USD\nsub\npayer", List.of(weight("ops", "500"))),
            Map.of("USD\nall", List.of(weight("search", "10"), weight("vision", "30"))));

    assertThat(lines(rules(SUPPORT), Map.of(), "", on))
        .containsExactly(
            "search 2 support: by amortised cost of that day, accounts b, c",
            "vision 6 support: by amortised cost of that day, accounts b, c");
    assertThat(lines(SharedChargeRules.NONE, Map.of(), "", on))
        .containsExactly("ops 8 support: by amortised cost of that day, its sub-account");
  }

  @Test
  void other_kinds_other_accounts_and_days_outside_stay_with_their_own_account() {
    Accounts on =
        new Accounts(
            Map.of("USD\nall", List.of(weight("ops", "1"))),
            Map.of("USD\nall", List.of(weight("vision", "30"))));
    Map<Name, String> tax = Map.of(Name.CHARGE_CATEGORY, "Tax");
    SharedChargeRule later =
        rule("payer", Optional.empty(), Set.of(SharedCharge.SUPPORT), FIRST.plusDays(1));

    for (List<String> own :
        List.of(
            lines(rules(SUPPORT), tax, "", on),
            lines(rules(SUPPORT), Map.of(Name.ACCOUNT, "b"), "", on),
            lines(rules(SUPPORT), Map.of(Name.SOURCE, "other"), "", on),
            lines(rules(later), Map.of(), "", on))) {
      assertThat(own).singleElement().asString().startsWith("ops 8 ").endsWith("its account");
    }
  }

  @Test
  void a_tax_goes_first_by_its_invoice_and_a_credit_by_what_it_names_wherever_that_is() {
    SharedChargeRules all =
        rules(
            rule(
                "payer",
                Optional.empty(),
                Set.of(SharedCharge.TAX, SharedCharge.CREDIT),
                LocalDate.MIN));
    Accounts on =
        new Accounts(
            Map.of(),
            Map.of(
                "USD\nbilled\nI-1\nEC2", List.of(weight("vision", "1")),
                "USD\nresource\ni-7", List.of(weight("search", "1")),
                "USD\nall", List.of(weight("ops", "1"))));

    assertThat(
            lines(
                all,
                Map.of(Name.CHARGE_CATEGORY, "Tax", Name.INVOICE, "I-1", Name.SERVICE, "EC2"),
                "",
                on))
        .containsExactly(
            "vision 8 tax: by amortised cost of that day, its invoice and service in all accounts"
                + " of aws");
    assertThat(lines(all, Map.of(Name.CHARGE_CATEGORY, "Credit", Name.RESOURCE, "i-7"), "", on))
        .singleElement()
        .asString()
        .startsWith("search 8 credit: by amortised cost of that day, the charges of its resource");
    assertThat(lines(all, Map.of(Name.CHARGE_CATEGORY, "Credit"), "", on))
        .containsExactly("ops 8 credit: by amortised cost of that day, all accounts of aws");
    assertThat(lines(all, Map.of(Name.CHARGE_CATEGORY, "Credit"), "AWS promotional credit", on))
        .containsExactly("unattributed 8 credit apart: a promotion credits no charge");
  }

  @Test
  void a_credit_follows_the_charge_that_it_names_in_its_own_account_before_the_rule() {
    SharedChargeRules all =
        rules(rule("payer", Optional.empty(), Set.of(SharedCharge.CREDIT), LocalDate.MIN));
    Accounts on =
        new Accounts(
            Map.of("USD\nresource\ni-1", List.of(weight("platform", "100"))),
            Map.of("USD\nall", List.of(weight("vision", "1"))));

    assertThat(lines(all, Map.of(Name.CHARGE_CATEGORY, "Credit", Name.RESOURCE, "i-1"), "", on))
        .singleElement()
        .asString()
        .startsWith(
            "platform 8 credit: by amortised cost of that day, the charges of its resource");
  }

  @Test
  void a_day_without_charges_of_these_accounts_goes_by_their_last_month_and_else_stays_apart() {
    Accounts before =
        new Accounts(Map.of(), Map.of("before USD\nall", List.of(weight("vision", "3"))));

    assertThat(lines(rules(SUPPORT), Map.of(), "", before))
        .containsExactly(
            "vision 8 support: by amortised cost of the last month before, 2026-09,"
                + " accounts b, c");
    assertThat(
            lines(
                rules(SUPPORT),
                Map.of(),
                "",
                new Accounts(Map.of("USD\nall", List.of(weight("ops", "1"))), Map.of())))
        .containsExactly(
            "unattributed 8 support apart: no other charge is in USD on that day, in accounts b,"
                + " c");
  }

  @Test
  void the_trace_names_five_accounts_and_counts_the_rest() {
    SharedChargeRule wide =
        rule(
            "payer",
            Optional.of(IntStream.rangeClosed(1, 7).mapToObj(i -> "a" + i).toList()),
            Set.of(SharedCharge.SUPPORT),
            LocalDate.MIN);

    assertThat(
            lines(
                rules(wide),
                Map.of(),
                "",
                new Accounts(Map.of(), Map.of("USD\nall", List.of(weight("vision", "3"))))))
        .containsExactly(
            "vision 8 support: by amortised cost of that day, accounts a1, a2, a3, a4, a5 and 2"
                + " more");
  }

  @Test
  void what_stands_on_an_account_is_told_by_its_day() {
    SharedChargeRules of =
        rules(
            SUPPORT, rule("taxes", Optional.empty(), Set.of(SharedCharge.TAX), FIRST.plusDays(1)));

    assertThat(of.standingOn("aws", "b", FIRST.minusDays(1))).isEmpty();
    assertThat(of.standingOn("aws", "b", FIRST)).containsExactly("payer");
    assertThat(of.standingOn("aws", "b", FIRST.plusDays(1))).containsExactly("payer", "taxes");
    assertThat(of.standingOn("aws", "taxes", FIRST.plusDays(1))).containsExactly("taxes");
    assertThat(of.standingOn("gcp", "b", FIRST)).isEmpty();
  }

  @Test
  void two_rules_for_one_charge_and_rules_of_nothing_are_refused() {
    assertThatThrownBy(
            () ->
                rules(
                    SUPPORT,
                    rule(
                        "payer",
                        Optional.empty(),
                        Set.of(SharedCharge.SUPPORT, SharedCharge.TAX),
                        FIRST.plusDays(9))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another rule");
    assertThatThrownBy(() -> rule("payer", Optional.of(List.of()), Set.of(), FIRST))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(2));
  }

  @Test
  void rules_make_another_policy_version_and_none_makes_that_of_before() {
    AllocationRules plain = AllocationRules.NONE;
    AllocationRules with =
        new AllocationRules(
            plain.ownership(), plain.slices(), plain.shares(), plain.nodeSplit(), rules(SUPPORT));

    assertThat(with.version()).startsWith(plain.version() + "-a");
    assertThat(
            new AllocationRules(
                    plain.ownership(), plain.slices(), plain.shares(), plain.nodeSplit())
                .version())
        .isEqualTo(plain.version());
  }
}
