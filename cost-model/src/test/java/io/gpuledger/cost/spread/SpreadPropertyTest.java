package io.gpuledger.cost.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadPropertyTest {
  private static final Instant START = Instant.parse("2026-03-15T07:30:00Z");
  private static final Instant END = Instant.parse("2029-03-15T07:30:00Z");
  private static final TimeRange TERM = new TimeRange(START, END);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void any_partition_of_a_term_sums_to_the_whole(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      Amount amount = Amount.ofUnscaled(new BigInteger(75, random));
      List<Spread> spreads =
          List.of(
              WeightedSpread.straightLine(amount.negated(), TERM),
              new WeightedSpread(amount, pieces(random)),
              new HourlyFee(List.of(new HourlyFee.Phase(TERM, amount))),
              new MonthlyFee(amount, TERM, BERLIN),
              Steps.of(cut(random), amount));
      TreeSet<Instant> cuts = new TreeSet<>(List.of(START.minusSeconds(9), END.plusSeconds(9)));
      for (int i = 0; i < 50; i++) {
        cuts.add(cut(random));
      }

      for (Spread spread : spreads) {
        Amount sum = Amount.ZERO;
        Instant from = cuts.first();
        for (Instant to : cuts.tailSet(from, false)) {
          sum = sum.plus(spread.within(new TimeRange(from, to)));
          from = to;
        }
        assertThat(sum).isEqualTo(spread.within(new TimeRange(cuts.first(), cuts.last())));
        assertThat(sum).isEqualTo(spread.upTo(END));
      }
      assertThat(spreads.get(0).upTo(END)).isEqualTo(amount.negated());
      assertThat(spreads.get(1).upTo(END)).isEqualTo(amount);
    }
  }

  @Test
  void days_of_thirds_do_not_drift_from_the_total() {
    TimeRange october = MonthlyFee.ofMonth(YearMonth.of(2026, 10), ZoneOffset.UTC);
    Spread spread = WeightedSpread.straightLine(Amount.of(100), october);
    Amount sum = Amount.ZERO;
    for (Instant day = october.start(); day.isBefore(october.end()); ) {
      Instant next = day.plusSeconds(86_400);
      Amount part = spread.within(new TimeRange(day, next));
      assertThat(part.toString()).startsWith("3.22580645161290322");
      sum = sum.plus(part);
      day = next;
    }

    assertThat(sum).isEqualTo(Amount.of(100));
  }

  @Test
  void every_whole_month_costs_the_monthly_fee_and_a_begun_one_its_share() {
    Spread fee =
        new MonthlyFee(
            Amount.of(310),
            new TimeRange(
                Instant.parse("2026-01-11T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")),
            ZoneOffset.UTC);

    assertThat(fee.within(month(2026, 1))).as("21 of 31 days").isEqualTo(Amount.of(210));
    assertThat(fee.within(month(2026, 2))).isEqualTo(Amount.of(310));
    assertThat(fee.within(month(2026, 3))).isEqualTo(Amount.of(310));
    assertThat(fee.within(month(2027, 1))).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_month_of_another_zone_keeps_its_fee_over_the_change_of_clocks() {
    Spread fee = new MonthlyFee(Amount.of(743), TERM, BERLIN);

    assertThat(fee.within(MonthlyFee.ofMonth(YearMonth.of(2026, 10), BERLIN)))
        .isEqualTo(Amount.of(743));
  }

  @Test
  void a_step_on_a_border_falls_on_the_later_range() {
    Spread step = Steps.of(START, Amount.of(5));

    assertThat(step.upTo(START)).isEqualTo(Amount.ZERO);
    assertThat(step.within(TERM)).isEqualTo(Amount.of(5));
    assertThat(step.endingAt(START).within(TERM)).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_spread_over_nothing_is_refused() {
    assertThatThrownBy(
            () ->
                new WeightedSpread(
                    Amount.of(1), List.of(new WeightedSpread.Piece(TERM, BigInteger.ZERO))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("weights: sum to zero");
    assertThatThrownBy(
            () ->
                new MonthlyFee(
                    Amount.of(1),
                    new TimeRange(START, Instant.parse("2226-01-01T00:00:00Z")),
                    BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than a hundred years");
  }

  private static List<WeightedSpread.Piece> pieces(Random random) {
    List<WeightedSpread.Piece> pieces = new ArrayList<>();
    Instant from = START;
    for (int i = 0; i < 3; i++) {
      Instant to = from.plusSeconds(1 + random.nextInt(20_000_000));
      pieces.add(
          new WeightedSpread.Piece(
              new TimeRange(from, to), new BigInteger(60, random).add(BigInteger.ONE)));
      from = to;
    }
    return pieces;
  }

  private static Instant cut(Random random) {
    return START.plusNanos((long) random.nextInt(Integer.MAX_VALUE) * 40_000_003L);
  }

  private static TimeRange month(int year, int month) {
    return MonthlyFee.ofMonth(YearMonth.of(year, month), ZoneOffset.UTC);
  }
}
