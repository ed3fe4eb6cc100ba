package io.gpuledger.cost.chargeback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChargebackPoliciesTest {
  private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);
  private static final LocalDate JULY = LocalDate.of(2026, 7, 1);

  @Test
  void days_without_a_policy_are_charged_as_allocated() {
    ChargebackPolicies policies = ChargebackPolicies.of(List.of(policy("spring", APRIL, JULY)));

    assertEquals(
        List.of("as allocated", "spring", "as allocated"),
        policies.ofAllDays().stream().map(ChargebackPolicy::name).toList());
    assertEquals(LocalDate.MIN, policies.ofAllDays().get(0).from());
    assertEquals(JULY, policies.ofAllDays().get(2).from());
    assertEquals(LocalDate.MAX, policies.ofAllDays().get(2).to());
  }

  @Test
  void one_policy_may_follow_another_on_the_same_day() {
    ChargebackPolicies policies =
        ChargebackPolicies.of(
            List.of(policy("later", JULY, LocalDate.MAX), policy("spring", APRIL, JULY)));

    assertEquals(
        List.of("as allocated", "spring", "later"),
        policies.ofAllDays().stream().map(ChargebackPolicy::name).toList());
  }

  @Test
  void a_policy_that_begins_while_another_holds_is_refused_by_name() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ChargebackPolicies.of(
                    List.of(
                        policy("spring", APRIL, JULY),
                        policy("early", JULY.minusDays(1), LocalDate.MAX))));

    assertEquals(
        "policy early begins on 2026-06-30, when another still holds", refused.getMessage());
  }

  private static ChargebackPolicy policy(String name, LocalDate from, LocalDate to) {
    return new ChargebackPolicy(
        name, from, to, List.of(), CommitmentBenefit.TO_CONSUMER, Optional.empty(), Set.of());
  }
}
