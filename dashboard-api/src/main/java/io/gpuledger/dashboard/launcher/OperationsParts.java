package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.OutboxSender;
import io.gpuledger.dashboard.auth.SessionStore;
import io.gpuledger.dashboard.auth.TokenStore;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.BudgetEvaluator;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.ControlPublisher;
import io.gpuledger.dashboard.budget.CrossingConsumer;
import io.gpuledger.dashboard.budget.CrossingIntake;
import io.gpuledger.dashboard.budget.EvaluationThread;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.http.EventHub;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;

/**
 * Tokens, budgets and alerts over operational state.
 *
 * @param budgets limits in force
 * @param live what the spend guard last saw
 * @param control what the jobs were told
 * @param alerts the alert ledger
 */
record OperationsParts(
    TokenStore tokens,
    SessionStore sessions,
    BudgetService budgets,
    LiveSpend live,
    AlertLedger alerts,
    ControlPublisher control) {

  static OperationsParts open(
      StateStore store,
      ConfigurationInForce config,
      LedgerProducer producer,
      EventHub events,
      Clock clock) {
    TokenStore tokens = new TokenStore(store, clock);
    ControlPublisher control = new ControlPublisher(toTopic(producer), store, clock);
    BudgetService budgets =
        new BudgetService(
            store,
            clock,
            () -> config.get().alerts(),
            () -> config.get().close().calendar(),
            control);
    config.onEach(
        now -> {
          control.publish(now);
          budgets.apply(now.budgets());
        });
    // The topic may have been lost since; what is in force is told anew at each start.
    budgets.tellAll();
    producer.flush();
    AlertLedger alerts = new AlertLedger(store, clock, events::publish);
    return new OperationsParts(
        tokens,
        new SessionStore(store, tokens, clock),
        budgets,
        new LiveSpend(store),
        alerts,
        control);
  }

  private static ControlPublisher.ControlSink toTopic(LedgerProducer producer) {
    return new ControlPublisher.ControlSink() {
      @Override
      public void send(String kind, String id, Control record) {
        producer.sendControl(kind, id, record);
      }

      @Override
      public void takeBack(String kind, String id) {
        producer.takeControlBack(kind, id);
      }
    };
  }

  /**
   * Watches bills and the spend guard, and sends what they raise. What was published before is
   * measured at once.
   */
  void watch(
      StateStore store,
      ConfigurationInForce config,
      BudgetFigures figures,
      Publisher publisher,
      EventHub events,
      String kafkaBootstrap,
      Closing closing,
      Clock clock) {
    AlertRouting routing = new AlertRouting(config, () -> config.get().server().publicUrl());
    BudgetEvaluator evaluator = new BudgetEvaluator(budgets, figures, live, alerts, routing, clock);
    closing.add(
        "outbox",
        OutboxSender.start(
            store,
            clock,
            () -> config.get().alerts(),
            alert -> alerts.find(alert).ifPresent(events::publishDelivery)));
    closing.add(
        "crossings",
        CrossingConsumer.start(
            kafkaBootstrap, new CrossingIntake(budgets, figures, live, alerts, routing)));
    EvaluationThread evaluation =
        closing.add("evaluation", EvaluationThread.start(evaluator, EvaluationThread.RETRY_FIRST));
    publisher.addListener(evaluation);
    budgets.addListener(evaluation);
  }
}
