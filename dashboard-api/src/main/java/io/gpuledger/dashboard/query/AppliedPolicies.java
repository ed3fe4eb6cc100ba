package io.gpuledger.dashboard.query;

import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementLine;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** The same with lines that move money between parties; they sum to zero. */
  public AppliedPolicies with(List<StatementLine> corrections) {
    return corrections.isEmpty()
        ? this
        : new AppliedPolicies(
            available,
            policies,
            Statement.together(
                List.of(statement, new Statement(corrections, Set.of(), Set.of(), Map.of()))));
  }
}
