package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedLinesTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private final SharedLines shared = new SharedLines(OwnershipRules.NONE);

  @Test
  void a_tax_goes_to_the_owners_of_what_is_taxed_and_sums_exactly() {
    Map<String, List<Weight>> weights =
        Map.of("USD\nbilled\nI-1\nEC2", List.of(weight("vision", "2"), weight("search", "1")));
    assertThat(lines("Tax", "EC2", "10", weights))
        .containsExactly(
            "vision 6.666666666666666667 default: tax: by amortised cost of that day, its invoice"
                + " and service",
            "search 3.333333333333333333 default: tax: by amortised cost of that day, its invoice"
                + " and service");
  }

  @Test
  void the_nearest_charges_that_are_there_decide() {
    Map<String, List<Weight>> weights =
        Map.of(
            "USD\nall", List.of(weight("ops", "1")),
            "USD\ninvoice\nI-1", List.of(weight("vision", "1")));
    assertThat(lines("Tax", "-", "1", weights)).singleElement().asString().startsWith("vision 1 ");
    assertThat(lines("Usage", "AWS Support (Business)", "1", weights))
        .singleElement()
        .asString()
        .startsWith("vision 1 default: support");
  }

  @Test
  void a_credit_follows_its_resource_before_its_commitment_and_its_sku() {
    Map<String, List<Weight>> weights =
        Map.of(
            "USD\nresource\nvol-1", List.of(weight("vision", "5")),
            "USD\nsku\n-\nSKU1", List.of(weight("search", "5")));
    assertThat(lines("Credit", "EC2", "-3", weights))
        .containsExactly(
            "vision -3 default: credit: by amortised cost of that day, the charges of its"
                + " resource");
  }

  @Test
  void a_promotional_credit_stays_apart() {
    Map<String, List<Weight>> weights =
        Map.of("USD\nresource\nvol-1", List.of(weight("vision", "5")));
    DayShare credit = share("Credit", "EC2", "-3");
    List<AllocationLine> lines =
        shared.of(credit, "Promotional credit 2026", key -> weights.getOrDefault(key, List.of()));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).ownership()).isEqualTo(Ownership.NOBODY);
    assertThat(lines.get(0).part().splitRule())
        .isEqualTo("credit apart: a promotion credits no charge");
  }

  @Test
  void owners_with_less_than_nothing_have_no_share_and_nothing_at_all_divides_nothing() {
    Map<String, List<Weight>> weights =
        Map.of("USD\nall", List.of(weight("vision", "-2"), weight("search", "1")));
    assertThat(lines("Tax", "-", "4", weights)).singleElement().asString().startsWith("search 4 ");
    assertThat(lines("Tax", "-", "4", Map.of("USD\nall", List.of(weight("vision", "0")))))
        .containsExactly("unattributed 4 -");
  }

  @Test
  void an_ownership_rule_that_matches_comes_first() {
    SharedLines ruled =
        new SharedLines(
            OwnershipRules.of(
                List.of(
                    new OwnershipRule(
                        "taxes",
                        Filter.parse("chargeCategory:\"Tax\""),
                        "finance",
                        "",
                        "",
                        "",
                        Instant.MIN,
                        Instant.MAX))));
    assertThat(ruled.of(share("Tax", "EC2", "4"), "", key -> List.of(weight("vision", "1"))))
        .extracting(line -> line.ownership().owner().team(), line -> line.ownership().rule())
        .containsExactly(org.assertj.core.api.Assertions.tuple("finance", "taxes"));
  }

  @Test
  void a_charge_of_more_owners_than_the_limit_is_left_to_the_next_link() {
    List<Weight> many =
        IntStream.rangeClosed(0, SharedLines.OWNERS_LIMIT)
            .mapToObj(i -> weight("t" + i, "1"))
            .toList();
    assertThat(lines("Tax", "-", "4", Map.of("USD\ninvoice\nI-1", many))).hasSize(1);
    assertThat(lines("Tax", "-", "4", Map.of("USD\ninvoice\nI-1", many.subList(1, many.size()))))
        .hasSize(SharedLines.OWNERS_LIMIT);
  }

  @Test
  void costs_in_another_currency_divide_nothing_and_the_trace_says_so() {
    Map<String, List<Weight>> weights = Map.of("JPY\nall", List.of(weight("search", "10000")));
    assertThat(trace("Tax", weights)).isEqualTo("tax apart: no other charge is in USD on that day");
    assertThat(trace("Credit", weights))
        .isEqualTo("credit apart: no charge that it names is in USD on that day");
  }

  @Test
  void the_trace_says_why_a_charge_is_not_divided() {
    assertThat(trace("Tax", Map.of("USD\nall", List.of(weight("vision", "-2")))))
        .isEqualTo("tax apart: no owner has more than 0 USD of the other charges of that day");
    List<Weight> many =
        IntStream.rangeClosed(0, SharedLines.OWNERS_LIMIT)
            .mapToObj(i -> weight("t" + i, "1"))
            .toList();
    assertThat(trace("Credit", Map.of("USD\nresource\nvol-1", many)))
        .isEqualTo("credit apart: the charges that it names have more than 1,000 owners");
  }

  @Test
  void the_trace_says_by_which_costs_a_charge_is_divided() {
    Weight invoiced = weight("vision", "1", WeightBasis.INVOICED);
    assertThat(trace("Tax", Map.of("USD\nall", List.of(invoiced))))
        .isEqualTo("tax: by invoiced cost of that day, its account");
    assertThat(trace("Tax", Map.of("USD\nall", List.of(invoiced, weight("search", "1")))))
        .isEqualTo(
            "tax: by amortised cost (invoiced where the bill has none) of that day, its account");
    // Whoever bears nothing says nothing of what the others bear by.
    assertThat(trace("Tax", Map.of("USD\nall", List.of(invoiced, weight("search", "-1")))))
        .isEqualTo("tax: by invoiced cost of that day, its account");
  }

  private String trace(String category, Map<String, List<Weight>> weights) {
    List<AllocationLine> lines =
        shared.of(share(category, "EC2", "4"), "", key -> weights.getOrDefault(key, List.of()));
    return lines.get(0).part().splitRule();
  }

  private List<String> lines(
      String category, String service, String cost, Map<String, List<Weight>> weights) {
    DayShare share = share(category, service, cost);
    List<AllocationLine> lines = shared.of(share, "", key -> weights.getOrDefault(key, List.of()));
    assertThat(lines.stream().map(AllocationLine::costs).reduce(Costs.ZERO, Costs::plus))
        .isEqualTo(share.costs());
    assertThat(lines).extracting(AllocationLine::lineNo).isSorted().doesNotHaveDuplicates();
    return lines.stream()
        .map(
            line ->
                line.ownership().owner().team()
                    + " "
                    + line.costs().billed()
                    + " "
                    + line.ownership().rule())
        .toList();
  }

  private static Weight weight(String team, String cost) {
    return weight(team, cost, WeightBasis.AMORTISED);
  }

  private static Weight weight(String team, String cost, WeightBasis basis) {
    return new Weight(new Owner(team, "", "", ""), Amount.parse(cost), basis);
  }

  private static DayShare share(String category, String service, String cost) {
    Amount amount = Amount.parse(cost);
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            1,
            new TimeRange(START, START.plusSeconds(3_600)),
            new Costs(amount, amount, amount, amount),
            Accelerator.NO,
            false,
            OptionalLong.empty(),
            new ChargeKeys(
                Map.of(
                    Name.CURRENCY,
                    "USD",
                    Name.CHARGE_CATEGORY,
                    category,
                    Name.SERVICE,
                    service,
                    Name.INVOICE,
                    "I-1",
                    Name.SKU,
                    "SKU1",
                    Name.RESOURCE,
                    "vol-1"),
                Map.of()));
    return DayShare.of(charge).get(0);
  }
}
