package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.dashboard.alert.ChannelDesk;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.auth.TokenStore;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.LockedRates;
import io.gpuledger.dashboard.config.CurrenciesConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.demo.DemoConfiguration;
import io.gpuledger.dashboard.demo.DemoEstate;
import io.gpuledger.dashboard.dispute.DisputeJournal;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.dispute.DisputeStore;
import io.gpuledger.dashboard.http.ApiOptions;
import io.gpuledger.dashboard.http.ApiServer;
import io.gpuledger.dashboard.http.ApiServices;
import io.gpuledger.dashboard.http.EventHub;
import io.gpuledger.dashboard.intake.BillIntake;
import io.gpuledger.dashboard.intake.DatasetIntake;
import io.gpuledger.dashboard.intake.OwnedIntake;
import io.gpuledger.dashboard.intake.OwnedStanding;
import io.gpuledger.dashboard.intake.Retraction;
import io.gpuledger.dashboard.intake.TelemetryIntake;
import io.gpuledger.dashboard.ledger.DisputeCorrections;
import io.gpuledger.dashboard.ledger.SqlBudgetFigures;
import io.gpuledger.dashboard.ledger.SqlCloseLedger;
import io.gpuledger.dashboard.ledger.SqlLedgerQueries;
import io.gpuledger.dashboard.ledger.SqlStatementBook;
import io.gpuledger.dashboard.ledger.SqlWatchFacts;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.allocation.AllocationService;
import io.gpuledger.streaming.allocation.MonthlyRollups;
import io.gpuledger.streaming.dataset.DatasetLoad;
import io.gpuledger.streaming.publish.PublishListener;
import io.gpuledger.streaming.publish.PublishedDelivery;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.publish.PublisherSettings;
import io.gpuledger.streaming.publish.RunDraft;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A whole running instance. Parts start from storage to screens and stop the other way round: web,
 * jobs, broker, engine.
 */
public final class LedgerRuntime implements AutoCloseable {
  /** The product's version. */
  public static final String VERSION = "0.1.0";

  private static final String RUN_TOKEN = "this run";

  private final Closing closing;
  private final String url;
  private final String token;

  private LedgerRuntime(Closing closing, String url, String token) {
    this.closing = closing;
    this.url = url;
    this.token = token;
  }

  /**
   * Starts an instance and returns when it is ready.
   *
   * @param progress hears, a line each, what is being done
   * @throws DataDirectoryException if the directory is in use or of a newer version
   * @throws ConfigurationRefusedException if the configuration has faults
   * @throws StartFailedException if something outside failed
   */
  public static LedgerRuntime start(RuntimeSettings settings, Consumer<String> progress) {
    Closing closing = new Closing();
    try {
      return start(settings, closing, progress);
    } catch (RuntimeException failed) {
      closing.close();
      throw failed;
    } catch (IOException failed) {
      closing.close();
      throw new StartFailedException("cannot write into " + settings.data(), failed);
    }
  }

  private static LedgerRuntime start(
      RuntimeSettings settings, Closing closing, Consumer<String> progress) throws IOException {
    Clock clock = Clock.systemUTC();
    if (settings.mode() == RuntimeSettings.Mode.DEMO && settings.config().isEmpty()) {
      DemoConfiguration.writeIfAbsent(
          settings.data().resolve(LedgerConfiguration.FILE_NAME), clock.instant());
    }
    LedgerConfig read = LedgerConfiguration.load(settings.data(), settings.config());
    DataDirectory data = closing.add("data directory", DataDirectory.open(settings.data()));
    closing.add("log", LogFile.attach(data.logs()));
    ClusterStart cluster = closing.add("starting cluster", ClusterStart.begin(data));
    StorageParts storage = StorageParts.open(read, data, closing, progress);
    StateStore store = closing.add("state", StateStore.open(data.state().resolve("operations.db")));
    AuditLog audit = new AuditLog(store, clock);
    ConfigurationInForce config =
        closing.add(
            "configuration",
            ConfigurationInForce.watch(
                read, LedgerConfiguration.file(settings.data(), settings.config()), audit));
    config.onEach(now -> TableSettings.apply(storage.migrator(), now));
    LedgerProducer producer =
        closing.add("producer", LedgerProducer.open(storage.kafkaBootstrap()));
    EventHub events = closing.add("events", new EventHub());
    OperationsParts operations = OperationsParts.open(store, config, producer, events, clock);
    Publisher publisher =
        closing.add(
            "publisher",
            Publisher.start(PublisherSettings.of(storage.kafkaBootstrap(), storage.ledger())));
    publisher.addListener(announcing(events));
    LedgerClient client = new LedgerClient(storage.ledger());
    PriceBookPublisher prices =
        new PriceBookPublisher(client, version -> publisher.publish(version).join());
    config.onEach(prices::publish);
    StoredRules rules =
        new StoredRules(client, version -> publisher.publish(version).join(), config::present);
    config.onEach(rules::publish);
    AllocationRunner runner =
        new AllocationRunner(
            client, config::rules, run -> publisher.publishRun(run).join(), config::lags, clock);
    JobParts jobs =
        JobParts.open(
            cluster,
            storage,
            data,
            publisher,
            JobParts.jobs(operations.control().inForce()),
            closing,
            progress);
    MonthlyRollups rollups =
        new MonthlyRollups(client, rollup -> publisher.publish(rollup).join(), clock);
    AllocationService allocation =
        closing.add("allocation", AllocationService.start(runner, rollups, clock));
    publisher.addAllocationTrigger(allocation);
    publisher.addListener(allocation);
    config.onEach(now -> allocation.rulesChanged());

    progress.accept("API and screens");
    RuntimeFacts facts =
        new RuntimeFacts(config, publisher, operations.live(), operations.budgets(), clock);
    LedgerReader reader = new LedgerReader(client, config::present, rules, facts, clock);
    if (settings.mode() != RuntimeSettings.Mode.TEMPORARY) {
      EstimateParts.start(client, config, reader, publisher, allocation, closing, clock);
    }
    SqlBudgetFigures figures = new SqlBudgetFigures(reader);
    operations.watch(
        store,
        config,
        figures,
        new SqlWatchFacts(reader, clock),
        publisher,
        events,
        storage.kafkaBootstrap(),
        closing,
        clock);
    GuardParts.start(config, reader, operations, figures, publisher, closing, clock);
    if (settings.mode() != RuntimeSettings.Mode.TEMPORARY) {
      ForecastParts.start(config, reader, operations, figures, publisher, closing, clock);
    }
    BillIntake bills = new BillIntake(config, client, producer, publisher, clock);
    DatasetIntake datasets = new DatasetIntake(client, producer, publisher, clock);
    InventoryPublisher inventory =
        new InventoryPublisher(store, producer::send, producer::flush, clock);
    config.onEach(inventory::publish);
    CloseStore closes = new CloseStore(store);
    LockedRates locked = new LockedRates(store, closes);
    DisputeJournal disputed = new DisputeJournal(new DisputeStore(store));
    CloseService close =
        new CloseService(
            closes,
            new SqlCloseLedger(reader, disputed::newestDecision),
            new BookSettings(() -> config.get().close(), () -> config.get().billSources()),
            new BookCurrencies(() -> config.get().currencies(), Optional.of(locked)),
            disputed,
            clock);
    Optional<DemoEstate> demo = Optional.empty();
    if (settings.mode() != RuntimeSettings.Mode.TEMPORARY) {
      facts.watch(ScrapeParts.open(storage, config, closing, clock));
    }
    if (settings.mode() == RuntimeSettings.Mode.DEMO) {
      demo =
          Optional.of(
              closing.add(
                  "demo", DemoEstate.start(bills, datasets, close, producer, data.demo(), clock)));
      facts.watch(demo.get());
    }
    DisputeService disputes =
        new DisputeService(new DisputeStore(store), new SqlStatementBook(reader, close), clock);
    Retraction retraction = new Retraction(client, producer, publisher, runner, clock);
    ChannelDesk channels =
        closing.add(
            "channels",
            new ChannelDesk(
                () -> config.get().alerts(),
                () -> config.get().server().publicUrl(),
                operations.alerts().deliveries(),
                operations.links(),
                clock));
    LedgerWork work =
        new LedgerWork(
            bills,
            datasets,
            new OwnedIntake(
                config,
                bills,
                reader,
                new OwnedStanding(client, retraction),
                data.staging(),
                clock),
            new TelemetryIntake(producer, client, clock),
            retraction,
            runner,
            demo,
            events);
    ApiServices services =
        new ApiServices(
            new SqlLedgerQueries(
                reader,
                () -> currencies(config.get().currencies(), locked),
                new DisputeCorrections(disputes)),
            work,
            new LedgerBackups(data, storage, config, jobs.jobs(), publisher, store, clock),
            operations.budgets(),
            figures,
            operations.live(),
            operations.forecasts(),
            operations.alerts(),
            channels,
            operations.tokens(),
            operations.sessions(),
            audit,
            close,
            disputes,
            events,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () ->
                client.isReachable()
                    ? jobs.jobs().refused()
                    : List.of("the engine does not answer"),
            clock);
    ApiServer server =
        closing.add("web server", ApiServer.start(services, options(settings, config, data)));
    if (settings.mode() != RuntimeSettings.Mode.TEMPORARY) {
      facts.watch(CollectParts.open(store, config, work, audit, data, closing, clock));
    }
    String token = runToken(operations.tokens());
    new RunFile(
            ProcessHandle.current().pid(),
            server.url(),
            token,
            storage.kafkaBootstrap(),
            storage.ledger().url(),
            jobs.cluster().restAddress().toString())
        .write(data.root());
    return new LedgerRuntime(closing, server.url(), token);
  }

  private static CurrencyRules currencies(CurrenciesConfig config, LockedRates locked) {
    return config.book().isEmpty()
        ? CurrencyRules.NONE
        : new CurrencyRules(
            config.book(), config.purpose(), BookRates.of(config.rates(), locked.all()));
  }

  private static ApiOptions options(
      RuntimeSettings settings, ConfigurationInForce config, DataDirectory data) {
    LedgerConfig.Server server = config.get().server();
    int port =
        switch (settings.mode()) {
          case TEMPORARY -> 0;
          case SERVER, DEMO -> settings.port().orElse(server.port());
        };
    return new ApiOptions(
        server.bind(),
        port,
        server.publicUrl(),
        server.allowedHosts(),
        data.staging(),
        settings.mode() == RuntimeSettings.Mode.DEMO,
        VERSION);
  }

  /** A token of this run; that of the run before ends. */
  private static String runToken(TokenStore tokens) {
    for (TokenStore.Token token : tokens.list()) {
      if (token.name().equals(RUN_TOKEN) && token.revokedAt().isEmpty()) {
        tokens.revoke(token.id());
      }
    }
    return tokens.create(RUN_TOKEN, Role.ADMIN, List.of(), Optional.empty()).secret();
  }

  private static PublishListener announcing(EventHub events) {
    return new PublishListener() {
      @Override
      public void deliveryPublished(PublishedDelivery delivery) {
        events.publish(
            "published", Map.of("what", "delivery", "at", delivery.recordedAt().toString()));
      }

      @Override
      public void runPublished(RunDraft run, Instant recordedAt) {
        events.publish("published", Map.of("what", "run", "at", recordedAt.toString()));
      }

      @Override
      public void datasetPublished(DatasetLoad load, Instant recordedAt) {
        events.publish("published", Map.of("what", "dataset", "at", recordedAt.toString()));
      }
    };
  }

  /** Root of the web server, such as {@code http://127.0.0.1:8080}. */
  public String url() {
    return url;
  }

  /** An admin token of this run. */
  public String token() {
    return token;
  }

  @Override
  public void close() {
    closing.close();
  }
}
