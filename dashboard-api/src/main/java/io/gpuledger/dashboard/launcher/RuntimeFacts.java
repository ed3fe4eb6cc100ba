package io.gpuledger.dashboard.launcher;

import static java.util.stream.Collectors.groupingBy;

import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.collect.CollectStatus;
import io.gpuledger.dashboard.collect.Collectors;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.demo.DemoEstate;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.ingest.scrape.ScrapeStatus;
import io.gpuledger.ingest.scrape.Scraper;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the running parts tell the readers. */
final class RuntimeFacts implements LiveFacts {
  private final Supplier<LedgerConfig> config;
  private final Publisher publisher;
  private final LiveSpend live;
  private final BudgetService budgets;
  private final Clock clock;
  private volatile Optional<Scraper> scraper = Optional.empty();
  private volatile Optional<Collectors> collectors = Optional.empty();
  private volatile Optional<DemoEstate> demo = Optional.empty();

  RuntimeFacts(
      Supplier<LedgerConfig> config,
      Publisher publisher,
      LiveSpend live,
      BudgetService budgets,
      Clock clock) {
    this.config = config;
    this.publisher = publisher;
    this.live = live;
    this.budgets = budgets;
    this.clock = clock;
  }

  @Override
  public List<Pending> pending() {
    return publisher.pending().stream()
        .map(
            delivery ->
                new Pending(
                    delivery.deliveryId(),
                    delivery.source(),
                    delivery.scopeAccount() + " " + delivery.scopeStart(),
                    delivery.rowsStored(),
                    delivery.rowsExpected()))
        .toList();
  }

  /** From now on the health of targets is known. */
  void watch(Scraper running) {
    scraper = Optional.of(running);
  }

  /** From now on it is known how the collecting of bills stands. */
  void watch(Collectors running) {
    collectors = Optional.of(running);
  }

  @Override
  public Map<String, CollectStatus> collecting() {
    return collectors.map(Collectors::status).orElse(Map.of());
  }

  /** From now on the progress of the demo is known. */
  void watch(DemoEstate running) {
    demo = Optional.of(running);
  }

  @Override
  public List<LiveSource> sources() {
    Map<String, List<ScrapeStatus>> targets =
        scraper.map(Scraper::status).orElse(List.of()).stream()
            .collect(groupingBy(ScrapeStatus::source));
    Map<String, CollectStatus> collecting = collecting();
    return config.get().sources().stream()
        .map(
            source ->
                live(
                    source,
                    targets.getOrDefault(source.name(), List.of()),
                    Optional.ofNullable(collecting.get(source.name()))
                        .map(CollectStatus::error)
                        .orElse("")))
        .toList();
  }

  private static LiveSource live(
      LedgerConfig.Source source, List<ScrapeStatus> targets, String collectError) {
    int up = (int) targets.stream().filter(t -> t.health() == ScrapeStatus.Health.UP).count();
    int down = (int) targets.stream().filter(t -> t.health() == ScrapeStatus.Health.DOWN).count();
    return new LiveSource(
        source.name(),
        switch (source.kind()) {
          // What own hardware costs comes as a bill too, computed here.
          case BILLS, OWNED -> "bills";
          case TELEMETRY -> "telemetry";
        },
        targets.stream().flatMap(t -> t.lastSuccessAt().stream()).max(Instant::compareTo),
        targets.stream()
            .filter(t -> t.health() == ScrapeStatus.Health.DOWN)
            .flatMap(t -> t.lastError().stream())
            .map(Object::toString)
            .findFirst()
            .orElse(collectError),
        up,
        down);
  }

  @Override
  public List<String> unpriced() {
    return live.unpriced(budgets, clock.instant());
  }

  @Override
  public List<Progress> progress() {
    List<Progress> progress = new ArrayList<>();
    demo.filter(estate -> estate.done() < estate.total())
        .ifPresent(
            estate -> progress.add(new Progress("demo bills", estate.done(), estate.total())));
    collecting()
        .forEach(
            (source, status) ->
                status
                    .loading()
                    .ifPresent(
                        set ->
                            progress.add(
                                new Progress(
                                    "collect " + source, set.bytesDone(), set.bytesTotal()))));
    return progress;
  }
}
