package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a charge stands on where its day has nothing. */
class StandsOnTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final Weight SEARCH = weight("search", "10");
  private static final Weight VISION = weight("vision", "30");

  private record Costed(Map<String, List<Weight>> day, Map<String, List<Weight>> before)
      implements StandsOn {
    @Override
    public List<Weight> ofDay(String link) {
      return day.getOrDefault(link, List.of());
    }

    @Override
    public Optional<Month> before(String link) {
      return Optional.ofNullable(before.get(link))
          .map(weights -> new Month(YearMonth.of(2026, 9), weights));
    }
  }

  @Test
  void a_day_without_other_charges_goes_by_the_last_month_that_has_them() {
    assertThat(lines(new Costed(Map.of(), Map.of("USD\nall", List.of(SEARCH, VISION)))))
        .containsExactly(
            "search 1 tax: by amortised cost of the last month before, 2026-09, its" + " account",
            "vision 3 tax: by amortised cost of the last month before, 2026-09, its" + " account");
  }

  @Test
  void any_charge_of_the_day_comes_before_nearer_ones_of_the_month() {
    assertThat(
            lines(
                new Costed(
                    Map.of("USD\nall", List.of(SEARCH)),
                    Map.of("USD\nservice\n-\nEC2", List.of(VISION)))))
        .containsExactly("search 4 tax: by amortised cost of that day, its account");
  }

  @Test
  void of_the_month_the_nearest_charges_decide() {
    assertThat(
            lines(
                new Costed(
                    Map.of("USD\nall", List.of(weight("ops", "-1"))),
                    Map.of("USD\nall", List.of(SEARCH), "USD\nservice\n-\nEC2", List.of(VISION)))))
        .containsExactly(
            "vision 4 tax: by amortised cost of the last month before, 2026-09, its"
                + " sub-account and service");
  }

  @Test
  void a_month_in_another_currency_or_of_nothing_leaves_it_apart() {
    assertThat(
            lines(
                new Costed(
                    Map.of(),
                    Map.of("EUR\nall", List.of(SEARCH), "USD\nall", List.of(weight("ops", "0"))))))
        .containsExactly("unattributed 4 tax apart: no other charge is in USD on that day");
  }

  @Test
  void a_day_of_too_many_owners_is_not_divided_by_a_month() {
    List<Weight> many =
        IntStream.rangeClosed(0, SharedLines.OWNERS_LIMIT)
            .mapToObj(i -> weight("team" + i, "1"))
            .toList();
    assertThat(lines(new Costed(Map.of("USD\nall", many), Map.of("USD\nall", List.of(SEARCH)))))
        .singleElement()
        .asString()
        .startsWith("unattributed 4 tax apart");
  }

  private static List<String> lines(StandsOn on) {
    Amount four = Amount.of(4);
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            1,
            new TimeRange(START, START.plusSeconds(3_600)),
            new Costs(four, four, four, four),
            Accelerator.NO,
            false,
            OptionalLong.empty(),
            new ChargeKeys(
                Map.of(Name.CURRENCY, "USD", Name.CHARGE_CATEGORY, "Tax", Name.SERVICE, "EC2"),
                Map.of()));
    List<AllocationLine> lines =
        new SharedLines(OwnershipRules.NONE).of(DayShare.of(charge).get(0), "", on);
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

  private static Weight weight(String team, String cost) {
    return new Weight(new Owner(team, "", "", ""), Amount.parse(cost), WeightBasis.AMORTISED);
  }
}
