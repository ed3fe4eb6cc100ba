package io.gpuledger.cost.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.BilledRate;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.RateOrigin;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateMakerTest {
  private static final LocalDate DAY = LocalDate.parse("2026-10-10");
  private static final long HOUR = 3_600_000_000_000L;
  private static final List<PricedCluster> CLUSTERS =
      List.of(
          new PricedCluster("c1", "s", "a", "AWS", "", PriceOption.ON_DEMAND, "USD"),
          new PricedCluster("c2", "s", "b", "AWS", "", PriceOption.ON_DEMAND, "USD"));
  private static final RateBook RATES =
      RateBook.of(
          List.of(
              new HourlyRate(
                  "NVIDIA H100",
                  new Money("USD", Amount.parse("2.95")),
                  new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))));

  private static List<Estimate> make(List<BilledRate> billed, DeviceDay... times) {
    RateResolver resolver = new RateResolver(billed, List.of(), RATES, PriceBook.EMPTY);
    return new EstimateMaker(CLUSTERS, resolver).make(List.of(times));
  }

  private static DeviceDay time(String cluster, String node, String model, long nanos) {
    return new DeviceDay(cluster, node, "", model, DAY, 2, nanos);
  }

  @Test
  void hours_in_inventory_times_the_rate_are_rounded_once_and_say_where_the_rate_is_from() {
    EstimatedCharge charge =
        make(List.of(), time("c1", "n1", "NVIDIA H100 80GB HBM3", 48 * HOUR))
            .get(0)
            .charges()
            .get(0);
    assertThat(charge.effective()).contains(Amount.parse("141.6"));
    assertThat(charge.deviceHours()).isEqualTo(Amount.of(48));
    assertThat(charge.family()).isEqualTo("NVIDIA H100");
    assertThat(charge.resource()).isEqualTo("c1/n1");
    assertThat(charge.description())
        .isEqualTo("Estimated at 2.95 USD/GPU-hour, override: configured rate of NVIDIA H100");
    EstimatedCharge tiny =
        make(List.of(), time("c1", "n1", "NVIDIA H100", 1)).get(0).charges().get(0);
    assertThat(tiny.effective()).contains(Amount.parse("0.000000000000819444"));
  }

  @Test
  void a_day_that_is_billed_in_part_is_priced_by_its_own_bill() {
    BilledRate billed =
        new BilledRate(
            "s",
            "a",
            "",
            "NVIDIA H100",
            DAY,
            new Money("USD", Amount.of(12)),
            BigInteger.valueOf(4 * HOUR));
    EstimatedCharge charge =
        make(List.of(billed), time("c1", "n1", "NVIDIA H100", 2 * HOUR)).get(0).charges().get(0);
    assertThat(charge.rate().origin()).isEqualTo(RateOrigin.FROM_BILL);
    assertThat(charge.effective()).contains(Amount.of(6));
  }

  @Test
  void each_account_and_day_has_its_estimate_in_an_order_that_does_not_depend_on_the_input() {
    DeviceDay second = time("c1", "n2", "NVIDIA H100", HOUR);
    DeviceDay first = time("c1", "n1", "NVIDIA H100", HOUR);
    DeviceDay other = time("c2", "n1", "NVIDIA H100", HOUR);
    DeviceDay foreign = time("c9", "n1", "NVIDIA H100", HOUR);
    DeviceDay nothing = time("c1", "n3", "NVIDIA H100", 0);
    List<Estimate> made = make(List.of(), second, foreign, other, nothing, first);
    assertThat(made).extracting(Estimate::account).containsExactly("a", "b");
    assertThat(made.get(0).charges())
        .extracting(charge -> charge.time().node())
        .containsExactly("n1", "n2");
    assertThat(make(List.of(), other, first, second)).isEqualTo(made);
  }

  @Test
  void a_cluster_that_moves_to_another_account_is_estimated_for_the_one_of_the_day() {
    PricedCluster before = CLUSTERS.get(0);
    RateResolver resolver = new RateResolver(List.of(), List.of(), RATES, PriceBook.EMPTY);
    EstimateMaker maker =
        new EstimateMaker(
            List.of(
                dated("a", Optional.of(DAY.minusDays(1)), Optional.of(DAY.plusDays(1))),
                dated("b", Optional.of(DAY.plusDays(1)), Optional.empty())),
            resolver);
    List<DeviceDay> times =
        List.of(-2, -1, 0, 1, 30).stream()
            .map(
                days ->
                    new DeviceDay(
                        before.cluster(), "n1", "", "NVIDIA H100", DAY.plusDays(days), 1, HOUR))
            .toList();
    assertThat(maker.make(times))
        .extracting(of -> of.account() + " " + of.day())
        .containsExactly("a 2026-10-09", "a 2026-10-10", "b 2026-10-11", "b 2026-11-09");
  }

  @Test
  void entries_of_a_cluster_overlap_where_both_pay_for_a_day() {
    PricedCluster always = dated("a", Optional.empty(), Optional.empty());
    PricedCluster until = dated("a", Optional.empty(), Optional.of(DAY));
    PricedCluster since = dated("b", Optional.of(DAY), Optional.empty());
    PricedCluster inside = dated("b", Optional.of(DAY.minusDays(1)), Optional.of(DAY.plusDays(1)));
    assertThat(always.overlaps(until)).isTrue();
    assertThat(until.overlaps(since)).isFalse();
    assertThat(since.overlaps(until)).isFalse();
    assertThat(inside.overlaps(until)).isTrue();
    assertThat(since.overlaps(inside)).isTrue();
    assertThat(always.overlaps(CLUSTERS.get(1))).as("another cluster").isFalse();
    assertThat(until).as("in the content of an estimate").hasToString(CLUSTERS.get(0).toString());
  }

  private static PricedCluster dated(
      String account, Optional<LocalDate> from, Optional<LocalDate> to) {
    return new PricedCluster("c1", "s", account, "AWS", "", PriceOption.ON_DEMAND, "USD", from, to);
  }

  @Test
  void what_nothing_prices_has_no_cost_which_is_not_zero() {
    EstimatedCharge charge =
        make(List.of(), time("c1", "n1", "NVIDIA X900", HOUR)).get(0).charges().get(0);
    assertThat(charge.effective()).isEmpty();
    assertThat(charge.description()).startsWith("Not estimated, unpriced: no bill");
  }

  @Test
  void what_a_cell_reads_changes_when_the_bill_settles_and_is_read_back_from_its_text() {
    Instant settles = Instant.parse("2026-10-13T00:00:00Z");
    EstimateInput before = EstimateInput.at("estimate-1f", settles, settles.minusNanos(1));
    EstimateInput after = EstimateInput.at("estimate-1f", settles, settles);
    assertThat(before.text()).isEqualTo("estimate-1f/open/2026-10-13T00:00:00Z");
    assertThat(after.text()).isEqualTo("estimate-1f/settled/2026-10-13T00:00:00Z");
    assertThat(EstimateInput.parse(before.text())).contains(before);
    assertThat(EstimateInput.parse(after.text())).contains(after);
    assertThat(EstimateInput.parse("0a1b")).isEmpty();
    assertThatThrownBy(() -> EstimateInput.at("0a1b", settles, settles))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
