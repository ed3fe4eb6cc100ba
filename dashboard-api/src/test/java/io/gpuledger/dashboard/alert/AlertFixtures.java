package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.state.StateStore;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Alerts as they occur. */
final class AlertFixtures {
  static final Instant NOW = Instant.parse("2026-10-24T08:10:00Z");

  private AlertFixtures() {}

  static Outbox outbox(StateStore store, Clock clock) {
    return new Outbox(store, clock, new EscalationClock(() -> AlertPolicy.DEFAULT, clock));
  }

  static Envelope envelope(Optional<URI> link) {
    return new Envelope(1, "k-1", Step.RAISED, link, NOW);
  }

  static AlertFacts.BudgetFacts budget() {
    return new AlertFacts.BudgetFacts(
        "b-1",
        3,
        "search-gpus",
        "team:\"search\"",
        List.of("search"),
        "USD",
        Amount.of(250_000),
        "U012ABCDEF",
        "slack");
  }

  static AlertFacts estimated(int... percents) {
    return new AlertFacts(
        budget(),
        "2026-10",
        java.util.Arrays.stream(percents).boxed().toList(),
        SpendKind.ESTIMATED,
        new Spent(Amount.parse("180000.5"), Optional.of(Amount.parse("205000.119"))),
        Optional.of(Amount.parse("1250")),
        Optional.of(
            new AlertFacts.Cause(
                "pod:search/train-7d4b9c6f5d-x2x9k/main",
                "gpu-01",
                "",
                Optional.of(Instant.parse("2026-10-24T02:00:00Z")))),
        List.of(new AlertFacts.Driver("train", Amount.of(90_000))),
        List.of("source aws-main is 31 hours old"),
        NOW);
  }

  /** 62 per cent are spent, and 118 will be. */
  static AlertFacts forecast() {
    return new AlertFacts(
        budget(),
        "2026-10",
        List.of(100),
        SpendKind.FORECAST,
        new Spent(Amount.parse("155000.5"), Optional.empty()),
        Optional.of(Amount.parse("1250")),
        Optional.empty(),
        List.of(new AlertFacts.Driver("train", Amount.of(90_000))),
        List.of("source aws-main is 31 hours old"),
        NOW,
        Optional.of(
            new AlertFacts.Forecast(
                Amount.of(295_000),
                Amount.of(281_000),
                Amount.of(312_000),
                0.93,
                LocalDate.of(2026, 10, 21),
                Amount.parse("310.25"))),
        List.of(
            new AlertFacts.Pace(Duration.ofHours(6), new BigDecimal("3.2")),
            new AlertFacts.Pace(Duration.ofMinutes(90), new BigDecimal("4.1"))));
  }

  static AlertFacts actualWithoutAnything() {
    return new AlertFacts(
        budget(),
        "2026-10",
        List.of(100),
        SpendKind.FROM_BILL,
        new Spent(Amount.of(250_000), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        NOW);
  }
}
