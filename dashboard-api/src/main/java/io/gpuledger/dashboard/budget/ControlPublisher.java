package io.gpuledger.dashboard.budget;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.PeriodTerms;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.BudgetWire;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.OwnershipRules;
import io.gpuledger.ingest.wire.StateThresholds;
import io.gpuledger.ingest.wire.Unscaled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the jobs, over the compacted topic {@code control}, what the configuration says. */
public final class ControlPublisher implements BudgetService.BudgetListener {
  /** The id under which the one set of rules or rates is kept. */
  public static final String ALL = "all";

  /** In the file, thresholds of this model are those of every model without its own. */
  private static final String EVERY_MODEL = "*";

  private static final String BUDGET = "budget";

  private final ControlSink sink;
  private final StateStore store;
  private final Clock clock;
  private final Map<Key, Control> told = new LinkedHashMap<>();
  private final Map<String, Terms> terms = new ConcurrentHashMap<>();

  /** What is told of a budget later is newer. */
  private final Object budgetsInOrder = new Object();

  private volatile FiscalCalendar books = CloseConfig.DEFAULT.calendar();

  /** Where records go: {@code LedgerProducer::sendControl} and {@code takeControlBack}. */
  public interface ControlSink {
    /** Puts a record in force. */
    void send(String kind, String id, Control control);

    /** Takes a record back. */
    void takeBack(String kind, String id);
  }

  /** What is known of the periods of a version of a budget. */
  private record Terms(long version, Map<String, PeriodTerms> byPeriod) {}

  /** What a record is about. */
  public record Key(String kind, String id) {}

  public ControlPublisher(ControlSink sink, StateStore store, Clock clock) {
    this.sink = sink;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Sends ownership rules, rates and thresholds, and takes back what is no longer there. Budgets
   * come through {@link BudgetService}.
   *
   * <p>A record's version changes only with its content; a start that finds the same file sends the
   * same records. It is the clock's milliseconds at the change, or one more than the version before
   * where that is later, so that it rises even if the operational state is lost.
   */
  public void publish(LedgerConfig config) {
    books = config.close().calendar();
    Map<Key, Control> wanted = wanted(config);
    Map<Key, Version> versions = store.transaction(connection -> versions(connection, wanted));
    versions.forEach(
        (key, version) -> {
          Control content = wanted.get(key);
          if (content == null) {
            remember(key, Control.newBuilder().setVersion(version.number()).build());
            sink.takeBack(key.kind(), key.id());
          } else {
            send(key, content.toBuilder().setVersion(version.number()).build());
          }
        });
  }

  /**
   * What was told last, of every record. One that was taken back stands here without a body, which
   * says nothing and is newer than any body a job may have kept.
   */
  public Map<Key, Control> inForce() {
    synchronized (told) {
      return new LinkedHashMap<>(told);
    }
  }

  private void send(Key key, Control control) {
    remember(key, control);
    sink.send(key.kind(), key.id(), control);
  }

  private void remember(Key key, Control control) {
    synchronized (told) {
      told.put(key, control);
    }
  }

  private static Map<Key, Control> wanted(LedgerConfig config) {
    Map<Key, Control> wanted = new LinkedHashMap<>();
    OwnershipRules.Builder rules = OwnershipRules.newBuilder();
    config.ownership().forEach(rule -> rules.addRules(ownership(rule)));
    wanted.put(new Key("ownership", ALL), Control.newBuilder().setOwnership(rules).build());
    HourlyRates.Builder rates = HourlyRates.newBuilder();
    config.prices().forEach(price -> rates.addRates(rate(price)));
    wanted.put(new Key("rates", ALL), Control.newBuilder().setRates(rates).build());
    GuardGates gates = gates(config.alerts().policy().watch());
    if (!gates.equals(GuardGates.getDefaultInstance())) {
      wanted.put(new Key("gates", ALL), Control.newBuilder().setGates(gates).build());
    }
    for (LedgerConfig.Thresholds thresholds : config.thresholds()) {
      wanted.put(
          new Key("thresholds", thresholds.deviceModel()),
          Control.newBuilder().setThresholds(thresholds(thresholds)).build());
    }
    return wanted;
  }

  /** A record as it was sent last; the content is its encoding in hexadecimal digits. */
  private record Version(long number, String content, boolean gone) {}

  /** The versions of all records, those that are gone among them, after noting what changes. */
  private Map<Key, Version> versions(Connection connection, Map<Key, Control> wanted)
      throws SQLException {
    Map<Key, Version> known = new LinkedHashMap<>();
    Rows.list(
            connection,
            "SELECT kind, id, version, content, gone FROM control_records ORDER BY kind, id",
            row ->
                Map.entry(
                    new Key(row.getString(1), row.getString(2)),
                    new Version(row.getLong(3), row.getString(4), row.getInt(5) != 0)))
        .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    Set<Key> keys = new LinkedHashSet<>(wanted.keySet());
    keys.addAll(known.keySet());
    for (Key key : keys) {
      Control control = wanted.get(key);
      boolean gone = control == null;
      String content = control == null ? "" : HexFormat.of().formatHex(control.toByteArray());
      Version before = known.get(key);
      if (before == null || before.gone() != gone || !before.content().equals(content)) {
        long number = Math.max(clock.millis(), before == null ? 0 : before.number() + 1);
        known.put(key, new Version(number, content, gone));
        Rows.update(
            connection,
            "INSERT OR REPLACE INTO control_records (kind, id, version, content, gone)"
                + " VALUES (?, ?, ?, ?, ?)",
            key.kind(),
            key.id(),
            number,
            content,
            gone ? 1 : 0);
      }
    }
    return known;
  }

  private static OwnershipRule ownership(LedgerConfig.OwnershipRule rule) {
    return OwnershipRule.newBuilder()
        .setName(rule.name())
        .setMatch(rule.match())
        .setTeam(rule.team())
        .setCostCenter(rule.costCenter())
        .setProject(rule.project())
        .setEnvironment(rule.environment())
        .setFromMicros(micros(rule.from()))
        .setToMicros(micros(rule.to()))
        .build();
  }

  private static HourlyRate rate(LedgerConfig.Price price) {
    return HourlyRate.newBuilder()
        .setDeviceModel(price.deviceModel())
        .setCurrency(price.currency())
        .setPerDeviceHour(ByteString.copyFrom(price.perDeviceHour().unscaled().toByteArray()))
        .setFromMicros(micros(price.from()))
        .setToMicros(micros(price.to()))
        .build();
  }

  private static StateThresholds thresholds(LedgerConfig.Thresholds thresholds) {
    return StateThresholds.newBuilder()
        .setDeviceModel(
            thresholds.deviceModel().equals(EVERY_MODEL) ? "" : thresholds.deviceModel())
        .setIdleBusyRatio(thresholds.idleBusyRatio())
        .setProductiveSmRatio(thresholds.productiveSmRatio())
        .setProductiveTensorRatio(thresholds.productiveTensorRatio())
        .setMemoryBaselineBytes(thresholds.memoryBaselineBytes())
        .build();
  }

  private static GuardGates gates(AlertPolicy.Watch watch) {
    GuardGates.Builder gates = GuardGates.newBuilder();
    watch
        .runawayPerHour()
        .filter(gate -> !watch.excluded().contains(AlertKind.RUNAWAY_JOB))
        .ifPresent(
            gate ->
                gates
                    .setRunawayCurrency(gate.currency())
                    .setRunawayPerHour(Unscaled.toBytes(gate.amount())));
    watch
        .idlePerHour()
        .filter(gate -> !watch.excluded().contains(AlertKind.IDLE_GPU))
        .ifPresent(
            gate ->
                gates
                    .setIdleCurrency(gate.currency())
                    .setIdlePerHour(Unscaled.toBytes(gate.amount()))
                    .setIdleForNanos(watch.idleFor().toNanos()));
    burn(watch, gates);
    return gates.build();
  }

  private static void burn(AlertPolicy.Watch watch, GuardGates.Builder gates) {
    BurnRule rule = watch.burn();
    if (rule.equals(BurnRule.DEFAULT)) {
      return;
    }
    gates
        .setBurnShortNanos(rule.shortWindow().toNanos())
        .setBurnLongNanos(rule.longWindow().toNanos())
        .setBurnFactor(rule.factor().toPlainString());
    rule.least()
        .filter(least -> !watch.excluded().contains(AlertKind.BUDGET_BURN))
        .ifPresent(
            least ->
                gates
                    .setBurnLeastCurrency(least.currency())
                    .setBurnLeast(Unscaled.toBytes(least.amount())));
  }

  private static long micros(Optional<Instant> at) {
    return at.map(instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant)).orElse(0L);
  }

  /** Sends a budget in force. */
  @Override
  public void changed(Budget budget) {
    synchronized (budgetsInOrder) {
      sendBudget(budget, toWatch(budget).toBuilder());
    }
  }

  @Override
  public void deleted(Budget budget) {
    synchronized (budgetsInOrder) {
      terms.remove(budget.id());
      sendBudget(budget, toWatch(budget).toBuilder().setDeleted(true));
    }
  }

  /**
   * Tells what the ledger knows of periods of a budget, by their keys, where that is news.
   *
   * @param known of a version that is in force
   */
  public void terms(Budget budget, Map<String, PeriodTerms> known) {
    synchronized (budgetsInOrder) {
      Control before;
      synchronized (told) {
        before = told.get(new Key(BUDGET, budget.id()));
      }
      if (before != null && before.getVersion() > budget.version()) {
        // Changed or deleted while its bills were read.
        return;
      }
      terms.put(budget.id(), new Terms(budget.version(), Map.copyOf(known)));
      BudgetWatch watch = toWatch(budget);
      if (before == null || !before.getBudget().equals(watch)) {
        sendBudget(budget, watch.toBuilder());
      }
    }
  }

  private void sendBudget(Budget budget, BudgetWatch.Builder watch) {
    send(
        new Key(BUDGET, budget.id()),
        Control.newBuilder().setVersion(budget.version()).setBudget(watch).build());
  }

  /** A period without terms has the limit that the plan gives to the one that runs. */
  private BudgetWatch toWatch(Budget budget) {
    PeriodRule rule = budget.plan().period();
    Amount limit =
        rule.at(clock.instant(), books)
            .map(span -> budget.plan().limitOf(span.key(), budget.limit()))
            .orElse(budget.limit());
    Terms known = terms.get(budget.id());
    return BudgetWire.fromWatched(
        new WatchedBudget(
            new io.gpuledger.cost.budget.Budget(
                budget.id(),
                budget.version(),
                new Money(budget.denomination(), limit),
                budget.thresholdPercents()),
            Filter.parse(budget.filter()),
            rule,
            books,
            known == null || known.version() != budget.version() ? Map.of() : known.byPeriod(),
            true));
  }
}
