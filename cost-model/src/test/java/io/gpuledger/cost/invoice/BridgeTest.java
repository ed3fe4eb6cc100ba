package io.gpuledger.cost.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.invoice.Bridge.EffectiveTotal;
import io.gpuledger.cost.invoice.Bridge.Group;
import io.gpuledger.cost.invoice.Bridge.Step;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters of a code: billed here, usage, purchase, correction, start, frequency, commitment, .. */
class BridgeTest {
  @ParameterizedTest
  @CsvSource({
    // A charge that costs what it is billed changes nothing.
    "HI--W---S, SAME",
    "HI--WO--S, SAME",
    // Purchases that cover usage to come, by how often they are charged.
    "HIP-WO--Z, PREPAID_ONE_TIME",
    "HIP-WR--Z, PREPAID_RECURRING",
    "HIP-W---Z, PREPAID_OTHER",
    // One that covers years beyond the month, and one whose term begins later.
    "HPP-WO--Z, PREPAID_ONE_TIME",
    "HOP-AO--Z, PREPAID_ONE_TIME",
    // A purchase that costs the month what it is billed, such as a support fee.
    "HIP-WR--S, SAME",
    // Covered usage, unused commitment, prepaid tokens.
    "HI--W-UZD, AMORTISATION_USED",
    "HI--W-NZD, AMORTISATION_UNUSED",
    "HI--W--ZD, AMORTISATION_OTHER",
    // Covered usage over the border of the month, and some that another month bills.
    "HP--W-UZD, AMORTISATION_USED",
    "-I--B-UZD, AMORTISATION_USED",
    // Corrections, by their class or by their period.
    "HI-CW---S, OTHER_PERIOD",
    "HO-CB---S, OTHER_PERIOD",
    "HO--B---S, OTHER_PERIOD",
    "HIPCWO--Z, OTHER_PERIOD",
    "HOP-BO--Z, OTHER_PERIOD",
    "-I--B---S, OTHER_PERIOD",
    "-IP-B---D, OTHER_PERIOD",
    "HP--W---S, OTHER_PERIOD",
    // Nobody knows why.
    "HI--W---D, UNEXPLAINED",
    "HI--W---Z, UNEXPLAINED",
    "HIP-W---D, UNEXPLAINED",
    // Missing is not zero; outside the month it does not matter what it costs.
    "HI--W--ZX, WITHOUT_EFFECTIVE",
    "HIP-WO--X, WITHOUT_EFFECTIVE",
    "-I--B---X, WITHOUT_EFFECTIVE",
    "HO--B---X, OTHER_PERIOD"
  })
  void a_charge_stands_where_the_first_rule_that_fits_puts_it(String code, BridgeClass expected) {
    assertThat(BridgeClass.of(BridgeFacts.ofCode(code))).isEqualTo(expected);
  }

  @Test
  void a_code_that_is_none_is_refused() {
    for (String code : List.of("", "HI--W---", "XI--W---S", "HZ--W---S", "HI--W---Q")) {
      assertThatThrownBy(() -> BridgeFacts.ofCode(code))
          .as(code)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Group group(String code, String billed, String effective) {
    return new Group(BridgeFacts.ofCode(code), Amount.parse(billed), Amount.parse(effective), 1);
  }

  private static String amount(Bridge bridge, BridgeLine line) {
    return bridge.steps().stream()
        .filter(step -> step.line() == line)
        .findFirst()
        .flatMap(Step::amount)
        .map(Amount::toString)
        .orElse("unknown");
  }

  @Test
  void a_month_with_a_prepayment_a_correction_and_a_fee_is_bridged() {
    Bridge bridge =
        Bridge.of(
            "USD",
            List.of(
                group("HI--W---S", "700", "700"),
                group("HIP-WO--Z", "12000", "0"),
                group("HI--W-UZD", "0", "900"),
                group("HI--W-NZD", "0", "100"),
                group("HO-CB---S", "-40", "0"),
                group("-I--B---S", "25", "25")),
            new EffectiveTotal(Amount.of(1725), 0));

    assertThat(bridge.payable()).isEqualTo(Amount.of(12_660));
    assertThat(bridge.payableCharges()).isEqualTo(5);
    assertThat(amount(bridge, BridgeLine.PREPAID)).isEqualTo("-12000");
    assertThat(amount(bridge, BridgeLine.AMORTISATION)).isEqualTo("1000");
    assertThat(amount(bridge, BridgeLine.CORRECTIONS)).isEqualTo("65");
    assertThat(amount(bridge, BridgeLine.CURRENCY)).isEqualTo("0");
    assertThat(bridge.unexplained()).contains(Amount.ZERO);
    assertThat(bridge.effective()).contains(Amount.of(1725));
  }

  @Test
  void what_no_rule_explains_is_the_rest_and_names_its_charges() {
    Bridge bridge =
        Bridge.of(
            "USD",
            List.of(group("HI--W---S", "7", "7"), group("HI--W---D", "10", "9.5")),
            new EffectiveTotal(Amount.parse("16.5"), 0));

    assertThat(bridge.unexplained()).contains(Amount.parse("-0.5"));
    assertThat(bridge.unexplainedCharges()).isEqualTo(1);
    assertThat(bridge.unexplainedOfCharges()).isEqualTo(Amount.parse("-0.5"));
  }

  @Test
  void a_total_that_disagrees_with_the_charges_is_unexplained_too() {
    Bridge bridge =
        Bridge.of(
            "USD",
            List.of(group("HI--W---S", "7", "7")),
            new EffectiveTotal(Amount.parse("6.75"), 0));

    assertThat(bridge.unexplained()).contains(Amount.parse("-0.25"));
    assertThat(bridge.unexplainedOfCharges()).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_missing_effective_cost_makes_the_line_and_the_total_unknown() {
    Bridge bridge =
        Bridge.of(
            "USD",
            List.of(group("HI--W---S", "7", "7"), group("HI--W---X", "3", "0")),
            new EffectiveTotal(Amount.of(7), 1));

    assertThat(bridge.payable()).isEqualTo(Amount.of(10));
    assertThat(amount(bridge, BridgeLine.UNKNOWN)).isEqualTo("unknown");
    assertThat(bridge.steps().get(4).charges()).isEqualTo(1);
    assertThat(bridge.unexplained()).isEmpty();
    assertThat(bridge.effective()).isEmpty();
    assertThat(bridge.effectiveKnown()).isEqualTo(Amount.of(7));
  }

  @Test
  void a_month_without_charges_has_all_its_lines() {
    Bridge bridge = Bridge.of("USD", List.of(), EffectiveTotal.NOTHING);

    assertThat(bridge.steps()).hasSize(4);
    assertThat(bridge.unexplained()).contains(Amount.ZERO);
    assertThat(bridge.effective()).contains(Amount.ZERO);
  }

  /** Random charges of every kind; the seed stands in the failure. */
  @Test
  void payable_and_steps_and_unexplained_are_the_effective_total_to_the_last_digit() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Group> groups = new ArrayList<>();
      Amount effective = Amount.ZERO;
      Amount drift = random.nextInt(4) == 0 ? any(random) : Amount.ZERO;
      Amount unexplained = Amount.ZERO;
      for (int i = random.nextInt(40); i > 0; i--) {
        Group group = any(code(random), random);
        groups.add(group);
        effective = effective.plus(group.effectiveHere());
        if (BridgeClass.of(group.facts()) == BridgeClass.UNEXPLAINED) {
          unexplained = unexplained.plus(group.effectiveHere()).minus(group.billed());
        }
      }
      Bridge bridge = Bridge.of("USD", groups, new EffectiveTotal(effective.plus(drift), 0));
      Amount sum = bridge.payable().plus(bridge.unexplained().orElseThrow());
      for (Step step : bridge.steps()) {
        sum = sum.plus(step.amount().orElseThrow());
        assertThat(parts(step)).as("seed " + seed).isEqualTo(step.amount());
      }

      assertThat(sum).as("seed " + seed).isEqualTo(bridge.effective().orElseThrow());
      assertThat(bridge.unexplained()).as("seed " + seed).contains(unexplained.plus(drift));
      assertThat(bridge.unexplainedOfCharges()).as("seed " + seed).isEqualTo(unexplained);
    }
  }

  private static Optional<Amount> parts(Step step) {
    return step.parts().stream()
        .map(part -> part.amount().orElseThrow())
        .reduce(Amount::plus)
        .or(() -> Optional.of(Amount.ZERO));
  }

  private static String code(SplittableRandom random) {
    StringBuilder code = new StringBuilder();
    for (String letters : List.of("H-", "IPO", "P-", "C-", "WBA", "OR-", "-UN", "Z-", "SZD")) {
      code.append(letters.charAt(random.nextInt(letters.length())));
    }
    return code.toString();
  }

  /** A group whose amounts are as its facts say. */
  private static Group any(String code, SplittableRandom random) {
    BridgeFacts facts = BridgeFacts.ofCode(code);
    Amount billed = facts.billedZero() ? Amount.ZERO : any(random);
    Amount effective =
        switch (facts.effective()) {
          case SAME -> billed;
          case ABSENT, ZERO -> Amount.ZERO;
          case DIFFERENT -> any(random);
        };
    return new Group(
        facts,
        billed,
        switch (facts.usage()) {
          case INSIDE -> effective;
          case OUTSIDE -> Amount.ZERO;
          case PARTLY -> effective.isZero() ? effective : any(random);
        },
        1);
  }

  private static Amount any(SplittableRandom random) {
    return Amount.ofUnscaled(
        BigInteger.valueOf(random.nextLong()).multiply(BigInteger.valueOf(random.nextInt(1_000))));
  }
}
