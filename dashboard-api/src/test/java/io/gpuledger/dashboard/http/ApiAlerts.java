package io.gpuledger.dashboard.http;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts about one team's budget. */
final class ApiAlerts {
  private ApiAlerts() {}

  static void raise(ApiFixture api, String team) {
    raise(api, team, List.of(Target.PREVIEW));
  }

  static void raise(ApiFixture api, String team, List<Target> targets) {
    raise(api.alerts, team, targets);
  }

  static void raise(AlertLedger ledger, String team, List<Target> targets) {
    AlertFacts facts =
        new AlertFacts(
            new AlertFacts.BudgetFacts(
                "b-" + team,
                1,
                "b-" + team,
                "team:\"" + team + "\"",
                List.of(team),
                "USD",
                Amount.of(9),
                "",
                ""),
            "2026-10",
            List.of(50),
            SpendKind.FROM_BILL,
            new Spent(Amount.parse(FakeQueries.SPEND.get(team)), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Instant.parse("2026-10-24T08:10:00Z"));
    ledger.raise(facts, targets, id -> Optional.empty());
  }
}
