package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDivisionTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final String PLAIN = "tax: by amortised cost of that day, its account";
  private static final String LAID = PLAIN + ", laid end to end: more than 4,096 lines";

  /** A charge of a cell. */
  private record Shared(long cell, DayShare share) {}

  @Test
  void the_worked_example_of_the_rules() {
    // Of 12: search 4, speech 2, vision 6.
    EndToEnd laid = new EndToEnd(Amount.of(12), integers(20, 10, 30));
    assertThat(IntStream.range(0, 4).mapToObj(i -> laid.next(costs("3", "3"), Amount.of(3))))
        .extracting(parts -> parts.stream().map(p -> p.owner() + ":" + p.costs().billed()).toList())
        .containsExactly(List.of("0:3"), List.of("0:1", "1:2"), List.of("2:3"), List.of("2:3"));
    assertThat(laid.isDone()).isTrue();
    assertThatThrownBy(() -> laid.next(costs("1", "1"), Amount.of(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void up_to_the_limit_every_charge_goes_to_every_owner() {
    List<Weight> owners = equalOwners(64);
    List<Shared> charges = taxes(64, "0.64");
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    assertThat(lines.values()).allSatisfy(of -> assertThat(of).hasSize(64));
    assertThat(lines.get(charges.get(0)).get(0).part().splitRule()).isEqualTo(PLAIN);
  }

  @Test
  void beyond_the_limit_charges_are_laid_end_to_end() {
    List<Weight> owners = equalOwners(64);
    List<Shared> charges = taxes(65, "0.64");
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    assertThat(count(lines)).isEqualTo(65 + 64 - 1);
    assertThat(totals(lines)).hasSize(64).containsValue(costs("0.65", "0.65"));
    assertThat(lines.get(charges.get(0)))
        .extracting(line -> line.lineNo(), line -> line.ownership().owner().team())
        .containsExactly(org.assertj.core.api.Assertions.tuple(0, "team000"));
    assertThat(lines.get(charges.get(1)))
        .extracting(line -> line.lineNo(), line -> line.part().splitRule())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(0, LAID),
            org.assertj.core.api.Assertions.tuple(1, LAID));
    assertThat(lines.get(charges.get(1)).get(0).ownership().rule()).isEqualTo("default: " + PLAIN);
  }

  @Test
  void one_charge_is_divided_among_however_many_owners() {
    Map<Shared, List<AllocationLine>> lines = divide(taxes(1, "0.03"), key -> equalOwners(1_000));
    assertThat(lines.values())
        .singleElement()
        .satisfies(of -> assertThat(of).hasSize(1_000))
        .satisfies(of -> assertThat(of.get(0).part().splitRule()).isEqualTo(PLAIN));
  }

  @Test
  void charges_of_other_cells_links_and_kinds_do_not_count() {
    List<Weight> owners = equalOwners(64);
    List<Shared> charges = new ArrayList<>(taxes(64, "1"));
    charges.add(new Shared(2, share("Tax", 64, costs("1", "1"))));
    charges.add(new Shared(1, share("Usage", 65, costs("1", "1"))));
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    assertThat(count(lines)).isEqualTo(66 * 64);
  }

  @Test
  void positive_and_negative_charges_are_laid_apart_and_those_of_nothing_have_a_line() {
    List<Weight> owners = List.of(weight(0, 3), weight(1, 1), weight(2, 0), weight(3, -5));
    List<Shared> charges = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      charges.add(new Shared(1, share("Tax", 3L * i, costs("0.04", "0.04"))));
      charges.add(new Shared(1, share("Tax", 3L * i + 1, costs("-0.01", "-0.01"))));
      charges.add(new Shared(1, share("Tax", 3L * i + 2, costs("0", "0"))));
    }
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    assertThat(count(lines)).isEqualTo(3_000);
    assertThat(totals(lines))
        .isEqualTo(Map.of("team000", costs("22.5", "22.5"), "team001", costs("7.5", "7.5")));
  }

  @Test
  void a_charge_without_amortised_cost_is_measured_by_what_is_invoiced() {
    List<Weight> owners = equalOwners(50);
    List<Shared> charges =
        IntStream.range(0, 100)
            .mapToObj(i -> new Shared(1, share("Tax", i, costs("0.5", i % 2 == 0 ? "0" : "0.25"))))
            .toList();
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    assertThat(totals(lines)).hasSize(50).containsValue(costs("1", "0.25"));
    assertThat(totals(lines).values()).containsOnly(costs("1", "0.25"));
  }

  @Test
  void a_reading_that_differs_from_the_first_is_found() {
    List<Weight> owners = equalOwners(64);
    List<Shared> charges = taxes(65, "1");
    SharedDivision division = new SharedDivision(new SharedLines(OwnershipRules.NONE));
    charges.forEach(charge -> division.count(1, charge.share, "", key -> owners));
    division.lines(1, charges.get(0).share, "", key -> owners);
    assertThatThrownBy(division::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> division.lines(2, charges.get(0).share, "", key -> owners))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not counted");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void conserves_bounds_and_agrees_with_the_plain_rule(long seed) {
    Random random = new Random(seed);
    int ownerCount = 1 + random.nextInt(80);
    List<Weight> owners =
        IntStream.range(0, ownerCount)
            .mapToObj(i -> weight(i, i == 0 ? 1 : random.nextInt(1_000) - 100L))
            .toList();
    long bearing = owners.stream().filter(of -> of.cost().signum() > 0).count();
    int chargeCount = 4_096 / ownerCount + 4_097 / (int) bearing + random.nextInt(500);
    List<Shared> charges = new ArrayList<>();
    for (int i = 0; i < chargeCount; i++) {
      charges.add(new Shared(1, share("Tax", i, anyCosts(random))));
    }
    Map<Shared, List<AllocationLine>> lines = divide(charges, key -> owners);
    // Groups: four measures, two signs.
    assertThat(count(lines)).isLessThanOrEqualTo(chargeCount + 8 * ((int) bearing - 1));
    SharedLines plain = new SharedLines(OwnershipRules.NONE);
    Map<Shared, List<AllocationLine>> expected = new HashMap<>();
    charges.forEach(charge -> expected.put(charge, plain.of(charge.share, "", key -> owners)));
    Map<String, Costs> laid = totals(lines);
    totals(expected)
        .forEach(
            (team, costs) ->
                assertThat(measured(laid.getOrDefault(team, Costs.ZERO), costs))
                    .as(team)
                    .isLessThanOrEqualTo(BigInteger.valueOf(chargeCount + 8L)));
  }

  @Test
  void lines_of_a_cell_do_not_depend_on_what_else_is_in_the_run() {
    Random random = new Random(7);
    List<Weight> owners = equalOwners(40);
    List<Shared> all = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      all.add(new Shared(1 + random.nextInt(3), share("Tax", i, anyCosts(random))));
    }
    Map<Shared, List<AllocationLine>> together = divide(all, key -> owners);
    for (int cell = 1; cell <= 3; cell++) {
      int number = cell;
      List<Shared> own = all.stream().filter(charge -> charge.cell == number).toList();
      divide(own, key -> owners)
          .forEach((charge, lines) -> assertThat(together.get(charge)).isEqualTo(lines));
    }
  }

  /** How far two costs are apart where the effective cost is the measure, in units of 1e-18. */
  private static BigInteger measured(Costs laid, Costs plain) {
    return laid.effective().minus(plain.effective()).unscaled().abs();
  }

  private static Costs anyCosts(Random random) {
    // Effective and billed go together or one is nothing, so that rows measured by either are
    // exact.
    Amount some = Amount.ofUnscaled(BigInteger.valueOf(random.nextLong() >> 8));
    return switch (random.nextInt(4)) {
      case 0 -> new Costs(some, Amount.ZERO, some, Amount.ZERO);
      case 1 -> new Costs(Amount.ZERO, some, some, Amount.of(1));
      case 2 -> new Costs(Amount.ZERO, Amount.ZERO, some.negated(), Amount.ZERO);
      default -> new Costs(some, some, some, some.negated());
    };
  }

  private static Map<Shared, List<AllocationLine>> divide(
      List<Shared> charges, Function<String, List<Weight>> weights) {
    StandsOn ofAccount = key -> key.equals("USD\nall") ? weights.apply(key) : List.of();
    SharedDivision division = new SharedDivision(new SharedLines(OwnershipRules.NONE));
    charges.forEach(charge -> division.count(charge.cell, charge.share, "", ofAccount));
    Map<Shared, List<AllocationLine>> found = new HashMap<>();
    for (Shared charge : charges) {
      List<AllocationLine> lines = division.lines(charge.cell, charge.share, "", ofAccount);
      assertThat(lines.stream().map(AllocationLine::costs).reduce(Costs.ZERO, Costs::plus))
          .isEqualTo(charge.share.costs());
      found.put(charge, lines);
    }
    division.finish();
    return found;
  }

  private static int count(Map<Shared, List<AllocationLine>> lines) {
    return lines.values().stream().mapToInt(List::size).sum();
  }

  private static Map<String, Costs> totals(Map<Shared, List<AllocationLine>> lines) {
    Map<String, Costs> totals = new HashMap<>();
    lines
        .values()
        .forEach(
            of ->
                of.forEach(
                    line ->
                        totals.merge(line.ownership().owner().team(), line.costs(), Costs::plus)));
    return totals;
  }

  private static List<Weight> equalOwners(int count) {
    return IntStream.range(0, count).mapToObj(i -> weight(i, 1)).toList();
  }

  private static Weight weight(int owner, long cost) {
    return new Weight(
        new Owner(String.format("team%03d", owner), "", "", ""),
        Amount.of(cost),
        WeightBasis.AMORTISED);
  }

  private static List<Shared> taxes(int count, String cost) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Shared(1, share("Tax", i, costs(cost, cost))))
        .toList();
  }

  private static List<BigInteger> integers(long... values) {
    return java.util.Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
  }

  private static Costs costs(String billed, String effective) {
    return new Costs(
        Amount.parse(billed), Amount.parse(effective), Amount.parse(billed), Amount.parse(billed));
  }

  private static DayShare share(String category, long row, Costs costs) {
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            row,
            new TimeRange(START, START.plusSeconds(3_600)),
            costs,
            Accelerator.NO,
            false,
            OptionalLong.empty(),
            new ChargeKeys(
                Map.of(
                    Name.CURRENCY, "USD", Name.CHARGE_CATEGORY, category, Name.SERVICE, "Support"),
                Map.of()));
    return DayShare.of(charge).get(0);
  }
}
