package io.gpuledger.cost.owned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepreciationTest {
  private static final DepreciationMethod STRAIGHT = new DepreciationMethod.StraightLine();
  private static final DepreciationMethod DOUBLE =
      new DepreciationMethod.DecliningBalance(Amount.of(2));
  private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);

  @Test
  void a_straight_line_is_the_same_for_every_month_however_long() {
    Depreciation line = of(asset(240_000, 24_000, 48, STRAIGHT, Optional.empty()));

    assertThat(line.within(month(2026, 1))).hasToString("4500");
    assertThat(line.within(month(2026, 2))).hasToString("4500");
    assertThat(line.within(month(2030, 1))).isEqualTo(Amount.ZERO);
    assertThat(line.bookValue(at("2030-01-01"))).hasToString("24000");
  }

  @Test
  void a_declining_balance_turns_to_a_straight_line_where_that_is_more() {
    Depreciation declining = of(asset(240_000, 0, 60, DOUBLE, Optional.empty()));

    assertThat(years(declining)).containsExactly("96000", "57600", "34560", "25920", "25920");
    assertThat(declining.within(month(2026, 7))).hasToString("8000");
  }

  @Test
  void a_declining_balance_stops_at_the_salvage() {
    Depreciation declining = of(asset(240_000, 50_000, 48, DOUBLE, Optional.empty()));

    assertThat(years(declining)).containsExactly("120000", "60000", "10000", "0", "0");
  }

  @Test
  void a_disposal_ends_depreciation_with_a_gain_or_a_loss() {
    Disposal sold = new Disposal(LocalDate.of(2027, 7, 1), usd(150_000));
    Depreciation line = of(asset(240_000, 24_000, 48, STRAIGHT, Optional.of(sold)));

    assertThat(line.bookValue(at("2027-07-01"))).hasToString("159000");
    assertThat(line.gainOnDisposal()).contains(Amount.of(-9_000));
    assertThat(line.within(month(2027, 7))).isEqualTo(Amount.ZERO);
    assertThat(line.bookValue(at("2027-07-02"))).isEqualTo(Amount.ZERO);
    assertThat(of(asset(240_000, 24_000, 48, STRAIGHT, Optional.empty())).gainOnDisposal())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63})
  void the_months_of_a_life_sum_to_purchase_less_salvage(long seed) {
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of("America/New_York");
    for (int round = 0; round < 60; round++) {
      Amount salvage = Amount.ofUnscaled(new BigInteger(70, random));
      Amount purchase =
          salvage.plus(Amount.ofUnscaled(new BigInteger(75, random).add(BigInteger.ONE)));
      DepreciationMethod method =
          random.nextBoolean()
              ? STRAIGHT
              : new DepreciationMethod.DecliningBalance(
                  Amount.parse("1.5").plus(Amount.ofUnscaled(new BigInteger(60, random))));
      LocalDate start = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(3_000));
      Asset asset =
          new Asset(
              "a",
              "H100",
              8,
              new Money("USD", purchase),
              new Money("USD", salvage),
              start,
              1 + random.nextInt(90),
              method,
              Optional.empty());
      Depreciation depreciation = Depreciation.of(asset, zone);
      Amount sum = Amount.ZERO;
      for (YearMonth month = YearMonth.from(start);
          month.isBefore(YearMonth.from(start).plusMonths(100));
          month = month.plusMonths(1)) {
        Amount part = depreciation.within(MonthlyFee.ofMonth(month, zone));
        assertThat(part.signum()).isNotNegative();
        sum = sum.plus(part);
      }

      assertThat(sum).isEqualTo(purchase.minus(salvage));
    }
  }

  @Test
  void every_fault_of_an_asset_is_named_at_once() {
    assertThatThrownBy(
            () ->
                new Asset(
                    "n1",
                    "",
                    8,
                    usd(100),
                    usd(100),
                    JANUARY,
                    0,
                    STRAIGHT,
                    Optional.of(new Disposal(JANUARY, new Money("EUR", Amount.of(1))))))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(5))
        .hasMessageContaining("asset n1 deviceModel: is missing")
        .hasMessageContaining("salvage: 100 USD is not between 0 and the cost of 100 USD")
        .hasMessageContaining("lifeMonths: 0 is not between 1 and 360")
        .hasMessageContaining("disposal: 2026-01-01 is not after the start of service");
    assertThatThrownBy(() -> new DepreciationMethod.DecliningBalance(Amount.of(1)))
        .hasMessageContaining("use straight-line");
  }

  private static List<String> years(Depreciation depreciation) {
    List<String> years = new ArrayList<>();
    for (int year = 2026; year <= 2030; year++) {
      years.add(
          depreciation
              .within(new TimeRange(at(year + "-01-01"), at(year + 1 + "-01-01")))
              .toString());
    }
    return years;
  }

  private static Depreciation of(Asset asset) {
    return Depreciation.of(asset, ZoneOffset.UTC);
  }

  private static Asset asset(
      long purchase,
      long salvage,
      int lifeMonths,
      DepreciationMethod method,
      Optional<Disposal> disposal) {
    return new Asset(
        "node-1", "H100", 8, usd(purchase), usd(salvage), JANUARY, lifeMonths, method, disposal);
  }

  private static Money usd(long amount) {
    return new Money("USD", Amount.of(amount));
  }

  private static TimeRange month(int year, int month) {
    return MonthlyFee.ofMonth(YearMonth.of(year, month), ZoneOffset.UTC);
  }

  private static Instant at(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
