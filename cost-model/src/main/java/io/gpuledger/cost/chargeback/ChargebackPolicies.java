package io.gpuledger.cost.chargeback;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The policies of all times; of any day exactly one holds, {@code AS_ALLOCATED} where none is. */
public final class ChargebackPolicies {
  /** No policy was configured. */
  public static final ChargebackPolicies NONE = new ChargebackPolicies(List.of());

  private final List<ChargebackPolicy> configured;
  private final List<ChargebackPolicy> ofAllDays;

  private ChargebackPolicies(List<ChargebackPolicy> policies) {
    configured = List.copyOf(policies);
    List<ChargebackPolicy> inOrder = new ArrayList<>(policies);
    inOrder.sort(Comparator.comparing(ChargebackPolicy::from));
    List<ChargebackPolicy> all = new ArrayList<>();
    LocalDate covered = LocalDate.MIN;
    for (ChargebackPolicy policy : inOrder) {
      if (policy.from().isBefore(covered)) {
        throw new IllegalArgumentException(
            "policy "
                + policy.name()
                + " begins on "
                + policy.from()
                + ", when another still holds");
      }
      if (policy.from().isAfter(covered)) {
        all.add(ChargebackPolicy.AS_ALLOCATED.during(covered, policy.from()));
      }
      all.add(policy);
      covered = policy.to();
    }
    if (covered.isBefore(LocalDate.MAX)) {
      all.add(ChargebackPolicy.AS_ALLOCATED.during(covered, LocalDate.MAX));
    }
    ofAllDays = List.copyOf(all);
  }

  /**
   * Policies that hold one after another.
   *
   * @throws IllegalArgumentException naming a policy that begins while another holds
   */
  public static ChargebackPolicies of(List<ChargebackPolicy> policies) {
    return new ChargebackPolicies(policies);
  }

  /** One policy for all days, whenever it was to hold: to see what it would mean. */
  public static ChargebackPolicies only(ChargebackPolicy policy) {
    return new ChargebackPolicies(List.of(policy.during(LocalDate.MIN, LocalDate.MAX)));
  }

  /** The policies of all days, in order and without a gap. */
  public List<ChargebackPolicy> ofAllDays() {
    return ofAllDays;
  }

  /** The policies as configured. */
  public List<ChargebackPolicy> configured() {
    return configured;
  }

  /** The configured policy of a name. */
  public Optional<ChargebackPolicy> named(String name) {
    return configured.stream().filter(policy -> policy.name().equals(name)).findFirst();
  }
}
