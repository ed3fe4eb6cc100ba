package io.gpuledger.cost.owned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of docs/rules/owned-gpus.md, with the same figures. */
class OwnedExampleTest {
  private static final TimeRange NOVEMBER =
      MonthlyFee.ofMonth(YearMonth.of(2026, 11), ZoneOffset.UTC);
  private static final TimeRange YEARS =
      new TimeRange(
          LocalDate.of(2026, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant(),
          LocalDate.of(2030, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant());
  private static final BigInteger NANOS_PER_HOUR =
      BigInteger.valueOf(Duration.ofHours(1).toNanos());

  @Test
  void a_month_of_one_node_with_its_cost_per_hour() {
    List<OwnedCharge> charges = estate().chargesOf(NOVEMBER);

    assertThat(charges)
        .extracting(c -> c.description() + ": " + c.amount() + (c.estimated() ? " e" : ""))
        .containsExactly(
            "Depreciation of node-1: 4500 USD",
            "Colocation: 10 kW: 1500 USD",
            "Network: uplink: 200 USD",
            "Maintenance: support contract: 400 USD",
            "Staff: operations: 900 USD",
            "Spare parts: power supply: 300 USD",
            "Power, base, measured: 648 USD",
            "Power, base, estimated: 72 USD e");
    assertThat(total(charges)).hasToString("8520 USD");
    assertThat(charges.get(6).consumed())
        .contains(new OwnedCharge.Consumed(Amount.of(5_400), "kWh"));
    BigInteger used = BigInteger.valueOf(4_260).multiply(NANOS_PER_HOUR);
    HourlyCost hourly = HourlyCost.of("USD", charges, estate().capacityNanos(NOVEMBER), used);
    assertThat(estate().capacityNanos(NOVEMBER).divide(NANOS_PER_HOUR)).isEqualTo(5_760);
    assertThat(hourly.perCapacityHour().orElseThrow().amount().displayed(6))
        .hasToString("1.479167");
    assertThat(hourly.perUsedHour()).contains(usd("2"));
  }

  @Test
  void the_utilitys_invoice_makes_power_what_was_really_asked_for() {
    List<OwnedCharge> charges = new ArrayList<>(estate().chargesOf(NOVEMBER));
    RealInvoice invoice =
        new RealInvoice("City Power", "2026-11", CostKind.POWER, NOVEMBER, usd("701.5"));

    OwnedCharge difference = TrueUp.of(invoice, charges);
    charges.add(difference);

    assertThat(difference.amount()).isEqualTo(usd("-18.5"));
    assertThat(difference.nature().category()).isEqualTo("Adjustment");
    assertThat(difference.trace())
        .containsExactly(
            "invoiced 701.5 USD",
            "- 648 of 648 USD: Power, base, measured",
            "- 72 of 72 USD: Power, base, estimated");
    assertThat(total(charges)).hasToString("8501.5 USD");
    RealInvoice mended =
        new RealInvoice("City Power", "2026-11-b", CostKind.POWER, NOVEMBER, usd("710"));
    assertThat(TrueUp.of(mended, charges).amount()).isEqualTo(usd("8.5"));
  }

  @Test
  void invoices_that_follow_each_other_across_months_count_each_charge_once() {
    List<OwnedCharge> charges = new ArrayList<>();
    for (int month = 9; month <= 12; month++) {
      charges.addAll(
          estate().chargesOf(MonthlyFee.ofMonth(YearMonth.of(2026, month), ZoneOffset.UTC)));
    }
    charges.removeIf(charge -> charge.kind() != CostKind.POWER);
    Money invoiced = Money.zero("USD");
    List<OwnedCharge> lines = new ArrayList<>();
    LocalDate from = LocalDate.of(2026, 9, 1);
    for (int days : new int[] {17, 30, 31, 33, 11}) {
      TimeRange period =
          new TimeRange(
              from.atStartOfDay(ZoneOffset.UTC).toInstant(),
              from.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant());
      Money amount = usd(days * 7 + ".01");
      lines.add(
          TrueUp.of(
              new RealInvoice("City Power", "no " + from, CostKind.POWER, period, amount),
              charges));
      invoiced = invoiced.plus(amount);
      from = from.plusDays(days);
    }
    charges.addAll(lines);

    assertThat(from).isEqualTo("2027-01-01");
    assertThat(total(charges)).isEqualTo(invoiced);
  }

  @Test
  void an_invoice_in_another_currency_is_refused() {
    RealInvoice euros =
        new RealInvoice(
            "City Power", "x", CostKind.POWER, NOVEMBER, new Money("EUR", Amount.of(1)));

    assertThatThrownBy(() -> TrueUp.of(euros, estate().chargesOf(NOVEMBER)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Power, base, measured is 648 USD")
        .hasMessageContaining("Power, base, estimated is 72 USD");
  }

  @Test
  void ids_are_the_same_for_every_computation_and_different_for_every_charge() {
    List<String> ids = estate().chargesOf(NOVEMBER).stream().map(OwnedCharge::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(estate().chargesOf(NOVEMBER).stream().map(OwnedCharge::id).toList()).isEqualTo(ids);
  }

  @Test
  void a_sold_node_ends_its_costs_with_the_loss_and_leaves_no_capacity() {
    Asset sold = node(Optional.of(new Disposal(LocalDate.of(2026, 11, 16), usd("150000"))));
    OwnedEstate estate =
        new OwnedEstate(ZoneOffset.UTC, List.of(sold), List.of(), List.of(), List.of());

    assertThat(estate.chargesOf(NOVEMBER))
        .extracting(c -> c.description() + ": " + c.amount())
        .containsExactly(
            "Depreciation of node-1: 2250 USD", "Gain or loss on disposal of node-1: 42750 USD");
    assertThat(estate.capacityNanos(NOVEMBER).divide(NANOS_PER_HOUR)).isEqualTo(8 * 15 * 24);
  }

  @Test
  void nothing_there_has_no_cost_per_hour_and_nothing_twice_in_the_register() {
    HourlyCost none = HourlyCost.of("USD", List.of(), BigInteger.ZERO, BigInteger.ZERO);
    assertThat(none.perCapacityHour()).isEmpty();
    assertThat(none.perUsedHour()).isEmpty();

    Asset node = node(Optional.empty());
    assertThatThrownBy(
            () ->
                new OwnedEstate(
                    ZoneOffset.UTC, List.of(node, node), List.of(), List.of(), List.of()))
        .hasMessageContaining("node-1 stands in the register twice");
    assertThatThrownBy(() -> cost("p", CostKind.DEPRECIATION, "x", 1, "1 USD/kWh"))
        .hasMessageContaining("Depreciation follows from the assets")
        .hasMessageContaining("1 USD/kWh is of energy");
    assertThatThrownBy(() -> new OneTimeCost("s", CostKind.SPARES, "", usd("0"), NOVEMBER.start()))
        .hasMessageContaining("description: is missing")
        .hasMessageContaining("0 USD is not above 0");
  }

  @Test
  void what_would_be_charged_twice_under_one_id_is_refused() {
    RecurringCost uplink = cost("uplink", CostKind.NETWORK, "uplink", 1, "200 USD/month");
    OneTimeCost spare =
        new OneTimeCost("spares", CostKind.SPARES, "fan", usd("3"), NOVEMBER.start());
    PoweredMachine machine = estate().machines().get(0);

    assertThatThrownBy(
            () ->
                new OwnedEstate(
                    ZoneOffset.UTC,
                    List.of(),
                    List.of(uplink, uplink),
                    List.of(spare, spare),
                    List.of(machine, machine)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("[Network, uplink, uplink] stands there twice")
        .hasMessageContaining("oneTime: spares stands there twice")
        .hasMessageContaining("machines: [node-1] stands there twice from 2026-01-01T00:00:00Z");
  }

  /** A node of 8 GPUs: 240,000 with 24,000 salvage over 48 months; 8 kW; 660 of 720 h metered. */
  private static OwnedEstate estate() {
    TimeRange metered =
        new TimeRange(NOVEMBER.start(), NOVEMBER.start().plus(Duration.ofHours(660)));
    BigInteger microjoules =
        BigInteger.valueOf(4_320).multiply(BigInteger.valueOf(3_600_000_000_000L));
    PoweredMachine machine =
        new PoweredMachine(
            "node-1",
            YEARS,
            8_000,
            List.of(new EnergyReading(metered, microjoules)),
            new PowerTerms(
                Amount.parse("1.25"),
                Amount.of(1),
                Tariff.flat(TypedPrice.read("0.12 USD/kWh", TypedPrice.PerKwh.class))));
    return new OwnedEstate(
        ZoneOffset.UTC,
        List.of(node(Optional.empty())),
        List.of(
            cost("cage-12", CostKind.COLOCATION, "10 kW", 10, "150 USD/month"),
            cost("uplink", CostKind.NETWORK, "uplink", 1, "200 USD/month"),
            cost("support", CostKind.MAINTENANCE, "support contract", 1, "400 USD/month"),
            cost("staff", CostKind.STAFF, "operations", 1, "1.25 USD/hour")),
        List.of(
            new OneTimeCost(
                "spares",
                CostKind.SPARES,
                "power supply",
                usd("300"),
                NOVEMBER.start().plusSeconds(5))),
        List.of(machine));
  }

  private static Asset node(Optional<Disposal> disposal) {
    return new Asset(
        "node-1",
        "H100",
        8,
        usd("240000"),
        usd("24000"),
        LocalDate.of(2026, 1, 1),
        48,
        new DepreciationMethod.StraightLine(),
        disposal);
  }

  private static RecurringCost cost(
      String id, CostKind kind, String description, long quantity, String price) {
    return new RecurringCost(
        id, kind, description, Amount.of(quantity), TypedPrice.read(price), YEARS);
  }

  private static Money total(List<OwnedCharge> charges) {
    return charges.stream().map(OwnedCharge::amount).reduce(Money.zero("USD"), Money::plus);
  }

  private static Money usd(String amount) {
    return new Money("USD", Amount.parse(amount));
  }
}
