package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.List;
import java.util.Map;

/** What bills say, as a test has it; of everything else it says nothing. */
public abstract class FakeBill implements BudgetFigures.AsKnown {
  @Override
  public List<AlertFacts.Driver> topDrivers(ScopeQuestion question, TimeRange range, int limit) {
    return List.of();
  }

  @Override
  public List<String> unknowns(AccessScope scope) {
    return List.of();
  }

  @Override
  public Map<String, Object> snapshot() {
    return Map.of();
  }
}
