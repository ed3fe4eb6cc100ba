package io.gpuledger.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentKey;
import io.gpuledger.cost.commitment.CommitmentKind;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.Parties;
import io.gpuledger.cost.commitment.Upfront;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateResolverTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final TimeRange ALWAYS = PriceBook.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final TimeRange YEAR =
      new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

  private static final RateQuestion H100 =
      question("NVIDIA H100 80GB HBM3", "us-east-1", PriceOption.ON_DEMAND);

  private static RateQuestion question(String model, String region, PriceOption option) {
    return new RateQuestion(
        "aws-main",
        "acc",
        "east",
        model,
        new PriceQuestion("AWS", region, model, option, "USD", NOON));
  }

  private static BilledRate billed(String account, String region, String day, String cost) {
    return new BilledRate(
        "aws-main",
        account,
        region,
        "NVIDIA H100",
        LocalDate.parse(day),
        new Money("USD", Amount.parse(cost)),
        BigInteger.valueOf(192L * 3_600_000_000_000L));
  }

  private static CommitmentEntry block(String devices) {
    return new CommitmentEntry(
        new Commitment(
            new CommitmentKey("block-1", "c", "Amazon Web Services"),
            CommitmentKind.RESERVED_BLOCK,
            "USD",
            YEAR,
            new Parties("platform", "platform"),
            new HourlyTerms(
                List.of(new HourlyTerms.Phase(YEAR, Amount.of(8), Amount.of(12))),
                Optional.of(new Upfront(Amount.of(70_080), Amount.ZERO, YEAR.start()))),
            Optional.empty()),
        Optional.empty(),
        Optional.of(Filter.read(devices).values().get(0)),
        Filter.everything(),
        Optional.empty());
  }

  private static RateBook configured() {
    return RateBook.of(
        List.of(
            new HourlyRate(
                "NVIDIA H100 80GB HBM3", new Money("USD", Amount.parse("2.95")), ALWAYS)));
  }

  private static PriceBook book() {
    DevicePrice mine =
        new DevicePrice(
            "AWS",
            "us-east-1",
            "NVIDIA H100",
            PriceOption.ON_DEMAND,
            UnitPrice.read("40 USD/instance-hour of 8"),
            ALWAYS,
            PriceOrigin.CONFIGURATION,
            PriceStanding.CONFIGURED);
    return PriceBook.standard().with(List.of(mine), List.of());
  }

  private static String text(ResolvedRate rate) {
    return rate.origin().text()
        + rate.perDeviceHour().map(money -> " " + money.amount()).orElse("")
        + ": "
        + rate.because();
  }

  @Test
  void the_first_that_knows_answers_bill_contract_override_rate_price_book() {
    List<BilledRate> bills = List.of(billed("acc", "us-east-1", "2026-11-19", "768"));
    List<CommitmentEntry> contracts = List.of(block("cluster:\"east\""));

    assertThat(text(new RateResolver(bills, contracts, configured(), book()).resolve(H100)))
        .isEqualTo("from_bill 4: bill of 2026-11-19");
    // (12 an hour + 70,080 over 8,760 hours) / 8
    assertThat(text(new RateResolver(List.of(), contracts, configured(), book()).resolve(H100)))
        .isEqualTo("contract 2.5: commitment block-1");
    assertThat(text(new RateResolver(List.of(), List.of(), configured(), book()).resolve(H100)))
        .isEqualTo(
            "override 5: 40 USD/instance-hour of 8, on-demand, AWS us-east-1, gpuledger.yaml");
    assertThat(
            text(
                new RateResolver(List.of(), List.of(), configured(), PriceBook.standard())
                    .resolve(H100)))
        .isEqualTo("override 2.95: configured rate of NVIDIA H100 80GB HBM3");
    assertThat(
            text(
                new RateResolver(List.of(), List.of(), RateBook.EMPTY, PriceBook.standard())
                    .resolve(H100)))
        .startsWith("price_book 6.88: 6.88 USD/GPU-hour, on-demand, AWS us-east-1, ")
        .endsWith(" of 2026-06-15");
  }

  @Test
  void the_newest_bill_of_the_same_account_and_region_answers_and_not_a_later_or_an_old_one() {
    RateResolver resolver =
        new RateResolver(
            List.of(
                billed("acc", "us-east-1", "2026-11-10", "192"),
                billed("acc", "us-east-1", "2026-11-12", "384"),
                billed("acc", "us-east-1", "2026-11-21", "1920"),
                billed("acc", "eu-1", "2026-11-19", "1920"),
                billed("other", "us-east-1", "2026-11-19", "1920")),
            List.of(),
            RateBook.EMPTY,
            PriceBook.EMPTY);

    assertThat(text(resolver.resolve(H100))).isEqualTo("from_bill 2: bill of 2026-11-12");
    RateResolver old =
        new RateResolver(
            List.of(billed("acc", "us-east-1", "2026-10-16", "192")),
            List.of(),
            RateBook.EMPTY,
            PriceBook.EMPTY);
    assertThat(old.resolve(H100).origin()).isEqualTo(RateOrigin.UNPRICED);
  }

  @Test
  void without_a_region_the_newest_billed_day_of_all_regions_together_answers() {
    RateResolver resolver =
        new RateResolver(
            List.of(
                billed("acc", "us-east-1", "2026-11-19", "384"),
                billed("acc", "us-west-2", "2026-11-19", "768"),
                billed("acc", "us-west-2", "2026-11-18", "1920")),
            List.of(),
            RateBook.EMPTY,
            PriceBook.EMPTY);

    assertThat(text(resolver.resolve(question("NVIDIA H100", "", PriceOption.ON_DEMAND))))
        .as("(384 + 768) / (192 + 192) hours")
        .isEqualTo("from_bill 3: bill of 2026-11-19");
  }

  @Test
  void a_region_whose_refunds_pass_its_cost_lowers_the_rate_of_all_regions_together() {
    RateResolver resolver =
        new RateResolver(
            List.of(
                billed("acc", "us-east-1", "2026-11-19", "384"),
                billed("acc", "us-west-2", "2026-11-19", "-192")),
            List.of(),
            RateBook.EMPTY,
            PriceBook.EMPTY);

    assertThat(text(resolver.resolve(question("NVIDIA H100", "", PriceOption.ON_DEMAND))))
        .as("(384 - 192) / (192 + 192) hours")
        .isEqualTo("from_bill 0.5: bill of 2026-11-19");
  }

  @Test
  void a_bill_without_device_time_says_no_rate() {
    BilledRate none =
        new BilledRate(
            "aws-main",
            "acc",
            "us-east-1",
            "NVIDIA H100",
            LocalDate.parse("2026-11-19"),
            new Money("USD", Amount.of(5)),
            BigInteger.ZERO);

    assertThat(none.perDeviceHour()).isEmpty();
    assertThat(
            new RateResolver(List.of(none), List.of(), RateBook.EMPTY, PriceBook.EMPTY)
                .resolve(H100)
                .origin())
        .isEqualTo(RateOrigin.UNPRICED);
  }

  @Test
  void a_commitment_of_other_devices_says_no_rate() {
    RateResolver resolver =
        new RateResolver(
            List.of(),
            List.of(block("cluster:\"west\""), block("deviceModel:\"NVIDIA B200\"")),
            RateBook.EMPTY,
            PriceBook.EMPTY);

    assertThat(resolver.resolve(H100).origin()).isEqualTo(RateOrigin.UNPRICED);
  }

  @Test
  void the_last_minutes_of_a_commitment_cost_as_much_an_hour_as_any_other() {
    RateResolver resolver =
        new RateResolver(
            List.of(), List.of(block("cluster:\"east\"")), RateBook.EMPTY, PriceBook.EMPTY);

    for (String at : List.of("2026-12-31T23:30:00Z", "2026-12-31T23:59:59Z")) {
      RateQuestion last =
          new RateQuestion(
              H100.source(),
              H100.account(),
              H100.cluster(),
              H100.deviceModel(),
              new PriceQuestion(
                  "AWS",
                  "us-east-1",
                  "NVIDIA H100",
                  PriceOption.ON_DEMAND,
                  "USD",
                  Instant.parse(at)));
      assertThat(text(resolver.resolve(last))).isEqualTo("contract 2.5: commitment block-1");
    }
  }

  /** The complaint of opencost#2215. */
  @Test
  void a_new_family_of_gpus_is_unpriced_by_name_and_never_free() {
    ResolvedRate rate =
        new RateResolver(List.of(), List.of(), configured(), book())
            .resolve(question("NVIDIA X900", "us-east-1", PriceOption.SPOT));

    assertThat(rate.perDeviceHour()).isEmpty();
    assertThat(text(rate))
        .isEqualTo("unpriced: no bill, contract or price of NVIDIA X900 at AWS in USD");
    assertThatThrownBy(
            () -> new ResolvedRate(RateOrigin.PRICE_BOOK, Optional.empty(), "a free price"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
