package io.gpuledger.dashboard.query;

import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.Statement;
import java.util.List;

/**
 * A statement and what it was made by.
 *
 * @param available names of all policies that a statement can be made by
 * @param policies those that had money to decide on, in the order of their days
 */
public record AppliedPolicies(
    List<String> available, List<ChargebackPolicy> policies, Statement statement) {
  public AppliedPolicies {
    available = List.copyOf(available);
    policies = List.copyOf(policies);
  }
}
