package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.AlertRetention;
import io.gpuledger.dashboard.alert.CareRounds;
import io.gpuledger.dashboard.alert.ChannelDesk;
import io.gpuledger.dashboard.alert.OutboxSender;
import io.gpuledger.dashboard.alert.SlackActions;
import io.gpuledger.dashboard.alert.channel.SlackLinks;
import io.gpuledger.dashboard.alert.channel.SlackSockets;
import io.gpuledger.dashboard.auth.SessionStore;
import io.gpuledger.dashboard.auth.TokenStore;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.BudgetEvaluator;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.BurningBudgets;
import io.gpuledger.dashboard.budget.ControlPublisher;
import io.gpuledger.dashboard.budget.CrossingConsumer;
import io.gpuledger.dashboard.budget.CrossingIntake;
import io.gpuledger.dashboard.budget.EvaluationThread;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.forecast.ForecastStore;
import io.gpuledger.dashboard.http.EventHub;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.watch.AlertTimer;
import io.gpuledger.dashboard.watch.WatchFacts;
import io.gpuledger.dashboard.watch.WatchRounds;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Tokens, budgets and alerts over operational state.
 *
 * @param budgets limits in force
 * @param live what the spend guard last saw
 * @param control what the jobs were told
 * @param alerts the alert ledger
 * @param links how the connections stand by which Slack tells of pressed buttons
 */
record OperationsParts(
    TokenStore tokens,
    SessionStore sessions,
    BudgetService budgets,
    LiveSpend live,
    ForecastStore forecasts,
    AlertLedger alerts,
    ControlPublisher control,
    SlackLinks links) {
  /** Between two looks at what time alone does to alerts. */
  private static final Duration CARE = Duration.ofSeconds(5);

  /** Before the first look at what is watched: a start has better things to do. */
  private static final Duration WATCH_FIRST = Duration.ofSeconds(60);

  private static final Duration WATCH = Duration.ofSeconds(5);
  private static final Duration WATCH_SOON = Duration.ofSeconds(10);

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
    AlertLedger alerts =
        new AlertLedger(store, clock, events::publish, () -> config.get().alerts().policy());
    return new OperationsParts(
        tokens,
        new SessionStore(store, tokens, clock),
        budgets,
        new LiveSpend(store),
        new ForecastStore(store),
        alerts,
        control,
        new SlackLinks());
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
      WatchFacts facts,
      Publisher publisher,
      EventHub events,
      String kafkaBootstrap,
      Closing closing,
      Clock clock) {
    AlertRouting routing = new AlertRouting(config, () -> config.get().server().publicUrl());
    BudgetEvaluator evaluator =
        new BudgetEvaluator(budgets, figures, live, alerts, routing, forecasts, clock);
    LongConsumer changed =
        alert -> {
          if (events.isHeard()) {
            alerts.find(alert).ifPresent(events::publishDelivery);
          }
        };
    closing.add("outbox", OutboxSender.start(store, clock, () -> config.get().alerts(), changed));
    GuardedHolders holders = new GuardedHolders(store);
    closing.add(
        "crossings",
        CrossingConsumer.start(
            kafkaBootstrap,
            new CrossingIntake(budgets, figures, live, alerts, routing, forecasts, store, clock),
            holders));
    EvaluationThread evaluation =
        closing.add("evaluation", EvaluationThread.start(evaluator, EvaluationThread.RETRY_FIRST));
    publisher.addListener(evaluation);
    budgets.addListener(evaluation);
    Supplier<AlertPolicy> policy = () -> config.get().alerts().policy();
    CareRounds care = new CareRounds(store, clock, alerts, policy, routing, changed);
    SlackActions actions =
        new SlackActions(
            alerts,
            channel -> ChannelDesk.zone(policy.get(), channel),
            new AuditLog(store, clock),
            events::publishDelivery);
    closing.add(
        "slack sockets",
        SlackSockets.start(
            () -> config.get().alerts().channels(),
            actions::takeEnvelope,
            links,
            clock,
            OutboxSender.TIMEOUT,
            SlackSockets.FIRST_WAIT));
    AlertRetention retention =
        new AlertRetention(
            store, clock, () -> config.get().retention().alerts(), budgets.periods());
    Runnable round =
        () -> {
          care.run();
          retention.run();
        };
    closing.add("alert care", AlertTimer.start("alert-care", round, CARE, CARE, CARE));
    WatchRounds guarded =
        WatchRounds.guarded(
            holders,
            new BurningBudgets(store, budgets),
            alerts,
            routing,
            () -> policy.get().watch(),
            clock,
            changed);
    closing.add(
        "guard watch",
        AlertTimer.start("guard-watch", guarded::run, WATCH_FIRST, WATCH, WATCH_SOON));
    WatchRounds watches =
        WatchRounds.all(facts, alerts, routing, () -> policy.get().watch(), clock, changed);
    publisher.addListener(
        closing.add(
            "alert watch",
            AlertTimer.start("alert-watch", watches::run, WATCH_FIRST, WATCH, WATCH_SOON)));
  }
}
