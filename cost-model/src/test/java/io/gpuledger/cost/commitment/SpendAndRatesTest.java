package io.gpuledger.cost.commitment;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpendAndRatesTest {
  private static final SpendTarget TARGET =
      SpendTarget.withShare(
          range("2026-01-01", "2027-01-01"), Amount.of(1_000), Amount.parse("0.25"));

  @Test
  void marketplace_spend_counts_up_to_its_limit_and_the_rest_is_shown() {
    BurnDown burnDown =
        BurnDown.of(
            TARGET,
            List.of(
                new SpendPosting(at("2026-03-01"), Amount.of(100), Amount.of(400)),
                new SpendPosting(at("2026-04-01"), Amount.ZERO, Amount.of(-50)),
                new SpendPosting(at("2025-12-31"), Amount.of(5_000), Amount.ZERO)),
            at("2027-01-01"));

    assertThat(burnDown.marketplaceCounted()).hasToString("250");
    assertThat(burnDown.marketplaceBeyondLimit()).hasToString("100");
    assertThat(burnDown.counted()).hasToString("350");
    assertThat(burnDown.projectedShortfall()).contains(Amount.of(650));
    assertThat(burnDown.shortfallToDate()).as("all of it at the end").contains(Amount.of(650));
  }

  @Test
  void nothing_is_projected_before_time_has_gone_by_and_a_forecast_replaces_the_run_rate() {
    assertThat(BurnDown.of(TARGET, List.of(), at("2026-01-01")).projected()).isEmpty();
    assertThat(BurnDown.of(TARGET, List.of(), at("2026-01-01")).shortfallToDate()).isEmpty();

    BurnDown forecast =
        BurnDown.withForecast(
            TARGET,
            List.of(new SpendPosting(at("2026-03-01"), Amount.of(100), Amount.of(200))),
            new SpendPosting(at("2026-07-01"), Amount.of(700), Amount.of(100)));
    assertThat(forecast.projected()).contains(Amount.of(1_050));
    assertThat(forecast.projectedShortfall()).contains(Amount.ZERO);
    assertThat(forecast.remaining()).hasToString("700");
  }

  @Test
  void more_spend_than_promised_shows_as_a_negative_rest() {
    BurnDown burnDown =
        BurnDown.of(
            TARGET,
            List.of(new SpendPosting(at("2026-03-01"), Amount.of(1_200), Amount.ZERO)),
            at("2026-07-01"));

    assertThat(burnDown.remaining()).hasToString("-200");
    assertThatThrownBy(() -> BurnDown.of(TARGET, List.of(), at("2027-01-02")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("does not lie in the period");
  }

  @ParameterizedTest
  @CsvSource({
    "GRADUATED,0,0",
    "GRADUATED,10,30",
    "GRADUATED,10.5,31",
    "GRADUATED,30,60",
    "VOLUME,0,0",
    "VOLUME,10,30",
    "VOLUME,10.5,21",
    "VOLUME,30,30"
  })
  void tiers_price_each_unit_or_all_units(TieredRate.Mode mode, String quantity, String expected) {
    assertThat(tiers(mode).cost(Amount.parse(quantity))).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void parts_of_a_quantity_sum_to_the_cost_of_the_whole(long seed) {
    Random random = new Random(seed);
    for (TieredRate.Mode mode : TieredRate.Mode.values()) {
      Amount before = Amount.ZERO;
      Amount sum = Amount.ZERO;
      for (int i = 0; i < 200; i++) {
        Amount after = before.plus(Amount.ofUnscaled(new BigInteger(58, random)));
        sum = sum.plus(tiers(mode).costBetween(before, after));
        before = after;
      }
      assertThat(sum).isEqualTo(tiers(mode).cost(before));
    }
  }

  @Test
  void tiers_out_of_order_are_refused() {
    assertThatThrownBy(
            () ->
                new TieredRate(
                    TieredRate.Mode.GRADUATED,
                    List.of(
                        new TieredRate.Tier(Amount.of(1), Amount.of(1)),
                        new TieredRate.Tier(Amount.of(1), Amount.of(1)))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the first tier must begin at 0")
        .hasMessageContaining("does not lie above");
  }

  @Test
  void only_a_received_credit_counts_and_a_claim_stands_beside_it() {
    SlaCredit open = credit(Optional.empty());
    SlaCredit answered =
        credit(
            Optional.of(
                new SlaCredit.Decision(at("2026-05-01"), new Money("USD", Amount.of(320)))));

    assertThat(open.openAt(at("2026-06-01"))).hasToString("500 USD");
    assertThat(open.receivedBy(at("2026-06-01"))).hasToString("0 USD");
    assertThat(answered.openAt(at("2026-05-01"))).hasToString("500 USD");
    assertThat(answered.openAt(at("2026-05-02"))).hasToString("0 USD");
    assertThat(answered.receivedBy(at("2026-05-02"))).hasToString("320 USD");
    assertThat(answered.refusedBy(at("2026-05-02"))).hasToString("180 USD");
    assertThat(answered.openAt(at("2026-04-02"))).as("not yet claimed").hasToString("0 USD");
  }

  @Test
  void an_answer_before_its_claim_or_in_another_currency_is_refused() {
    assertThatThrownBy(
            () ->
                credit(
                    Optional.of(
                        new SlaCredit.Decision(at("2026-04-01"), new Money("EUR", Amount.of(-1))))))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(3));
  }

  private static SlaCredit credit(Optional<SlaCredit.Decision> decision) {
    return new SlaCredit(
        "claim-1",
        "c-1",
        range("2026-03-01", "2026-03-02"),
        at("2026-04-02"),
        new Money("USD", Amount.of(500)),
        decision);
  }

  private static TieredRate tiers(TieredRate.Mode mode) {
    return new TieredRate(
        mode,
        List.of(
            new TieredRate.Tier(Amount.ZERO, Amount.of(3)),
            new TieredRate.Tier(Amount.of(10), Amount.of(2)),
            new TieredRate.Tier(Amount.of(20), Amount.of(1))));
  }
}
