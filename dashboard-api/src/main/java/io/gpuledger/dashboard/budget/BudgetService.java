package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Budgets of the file and of the API, as versions with the instants from which they hold. */
public final class BudgetService {
  private final StateStore store;
  private final Clock clock;
  private final Supplier<LedgerConfig.Alerts> alerts;
  private final Supplier<FiscalCalendar> books;
  private final List<BudgetListener> listeners = new CopyOnWriteArrayList<>();
  private final KnownVersions known = new KnownVersions();
  private final QuestionBook questions = new QuestionBook();

  /** What the listeners heard of each budget last. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /** Hears of versions after they are safe. */
  public interface BudgetListener {
    /** A version is in force from now on. */
    void changed(Budget budget);

    /** The budget is gone; its last version is given. */
    void deleted(Budget budget);
  }

  /**
   * Budgets over the state.
   *
   * @param books the periods of own books
   */
  public BudgetService(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> alerts,
      Supplier<FiscalCalendar> books,
      BudgetListener listener) {
    this.store = store;
    this.clock = clock;
    this.alerts = alerts;
    this.books = books;
    listeners.add(listener);
  }

  /** Budgets over the state, where own books go by calendar months. */
  public BudgetService(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> alerts,
      BudgetListener listener) {
    this(store, clock, alerts, CloseConfig.DEFAULT::calendar, listener);
  }

  /** The periods of own books. */
  public FiscalCalendar books() {
    return books.get();
  }

  /** Tells one more of every version from now on. */
  public void addListener(BudgetListener listener) {
    listeners.add(listener);
  }

  private void changed(Budget budget) {
    if (budget.effectiveFrom().isAfter(clock.instant())) {
      return;
    }
    told.put(budget.id(), mark(budget));
    listeners.forEach(listener -> listener.changed(budget));
  }

  private void deleted(Budget budget) {
    told.remove(budget.id());
    listeners.forEach(listener -> listener.deleted(budget));
  }

  /** What has to be told anew: another version, or another period of one whose limits vary. */
  private String mark(Budget budget) {
    return budget.version()
        + (budget.plan().limits().isEmpty()
            ? ""
            : " " + budget.plan().period().at(clock.instant(), books.get()).map(BudgetSpan::key));
  }

  /** Budgets in force, by name. */
  public List<Budget> list() {
    return store.transaction(connection -> known.inForce(connection, clock.instant()));
  }

  /** The newest version of each budget, by name, in force or not yet. */
  public List<Budget> newest() {
    return store.transaction(BudgetRows::newest);
  }

  /**
   * Tells the listener every budget again, those that have ended as well: it may have missed a
   * change, or lost what it knew.
   */
  public void tellAll() {
    list().forEach(this::changed);
    store.transaction(BudgetRows::ended).forEach(this::deleted);
  }

  /** Tells of versions that have come into force since, and of limits of a month that began. */
  public void tellDue() {
    for (Budget budget : list()) {
      if (!mark(budget).equals(told.get(budget.id()))) {
        changed(budget);
      }
    }
  }

  /** The version in force. */
  public Optional<Budget> find(String id) {
    return store.transaction(connection -> BudgetRows.inForce(connection, clock.instant(), id));
  }

  /** Every version that a budget ever had, in order; empty if there is no such budget. */
  public List<BudgetVersion> history(String id) {
    return store.transaction(connection -> BudgetRows.history(connection, id)).stream()
        .map(t -> new BudgetVersion(t.budget(), t.deleted(), t.createdAt(), t.createdBy()))
        .toList();
  }

  /**
   * A version of a budget with its story.
   *
   * @param ended whether it ended the budget
   */
  public record BudgetVersion(Budget budget, boolean ended, String createdAt, String createdBy) {}

  /** The versions of a budget since it was last ended, in order. */
  List<Budget> versionsOf(String id) {
    List<Budget> versions = new ArrayList<>();
    for (BudgetVersion version : history(id)) {
      if (version.ended()) {
        versions.clear();
      } else {
        versions.add(version.budget());
      }
    }
    return versions;
  }

  /** Which of their periods are still measured. */
  public MeasuredPeriods periods() {
    return new MeasuredPeriods(this, clock);
  }

  /** What measures budgets, each period by its version. */
  public BudgetMeter meter() {
    return new BudgetMeter(books.get(), this::versionFor, questions::of);
  }

  /**
   * Whether a period is one of the budget's: those that were over before periods of another form
   * began were measured by these, and stay as they were told.
   */
  boolean measures(Budget budget, BudgetSpan span) {
    if (!span.isOver(clock.instant())
        || budget.version() == 1
        || budget.effectiveFrom().isBefore(span.range().end())) {
      return true;
    }
    Budget then =
        BudgetVersions.at(known.upTo(budget, this::versionsOf), span.range().end(), budget);
    return then.plan().period().equals(budget.plan().period());
  }

  /** The version that a period is measured by: where it is over, the one that it ended with. */
  public Budget versionFor(Budget budget, BudgetSpan span) {
    boolean earlier =
        span.isOver(clock.instant())
            && budget.version() > 1
            && !budget.effectiveFrom().isBefore(span.range().end());
    Budget then =
        earlier
            ? BudgetVersions.at(known.upTo(budget, this::versionsOf), span.range().end(), budget)
            : budget;
    return then.plan().period().equals(budget.plan().period()) ? then : budget;
  }

  /** The first versions of some budgets, by id: what they were made with. */
  public Map<String, Budget> originals(List<String> ids) {
    return store.transaction(connection -> BudgetRows.first(connection, ids)).stream()
        .collect(Collectors.toMap(Budget::id, budget -> budget));
  }

  /**
   * Keeps a new budget.
   *
   * @throws BudgetRefusedException with every fault, or if there are as many as can be watched
   */
  public Budget create(BudgetDraft draft, String user) {
    Budget budget = made(draft);
    store.change(
        connection -> {
          refuseBeyond(connection, 1);
          insert(connection, budget, false, user);
        });
    changed(budget);
    return budget;
  }

  private Budget made(BudgetDraft draft) {
    return budget("b-" + UUID.randomUUID(), 1, checked(draft), false);
  }

  private static void refuseBeyond(Connection connection, int more) throws SQLException {
    long made = BudgetRows.newest(connection).stream().filter(b -> !b.fromFile()).count();
    if (made + more > io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT) {
      throw new BudgetRefusedException(
          "there are "
              + made
              + " budgets, and "
              + io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT
              + " is the limit; delete some first");
    }
  }

  /**
   * Puts a new version in force, at once or when it says; it supersedes versions that have not
   * begun yet. Empty if there is no such budget.
   *
   * @throws BudgetRefusedException with every fault, or if the budget stands in the file
   */
  public Optional<Budget> update(String id, BudgetDraft draft, String user) {
    BudgetDraft checked = checked(draft);
    Optional<Budget> updated =
        store.transaction(connection -> update(connection, id, checked, user));
    updated.ifPresent(this::changed);
    return updated;
  }

  private Optional<Budget> update(
      Connection connection, String id, BudgetDraft checked, String user) throws SQLException {
    Optional<Budget> before = BudgetRows.newest(connection, id);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    refuseFile(before.get());
    Budget now = notBefore(clock.instant(), budget(id, before.get().version() + 1, checked, false));
    insert(connection, now, false, user);
    return Optional.of(now);
  }

  /**
   * A change of an import.
   *
   * @param id of the budget that changes; empty for a new one
   */
  public record Change(Optional<String> id, BudgetDraft draft) {}

  /**
   * Makes several changes, all or none.
   *
   * @throws BudgetRefusedException if one of them is refused
   */
  public List<Budget> changeAll(List<Change> changes, String user) {
    List<BudgetDraft> drafts = changes.stream().map(change -> checked(change.draft())).toList();
    List<Budget> now =
        store.transaction(
            connection -> {
              refuseBeyond(
                  connection, (int) changes.stream().filter(c -> c.id().isEmpty()).count());
              List<Budget> kept = new ArrayList<>();
              for (int i = 0; i < changes.size(); i++) {
                Optional<String> id = changes.get(i).id();
                BudgetDraft draft = drafts.get(i);
                if (id.isEmpty()) {
                  Budget made = made(draft);
                  insert(connection, made, false, user);
                  kept.add(made);
                } else {
                  kept.add(
                      update(connection, id.get(), draft, user)
                          .orElseThrow(
                              () ->
                                  new BudgetRefusedException(
                                      "budget \""
                                          + draft.name()
                                          + "\" was deleted meanwhile; look again")));
                }
              }
              return kept;
            });
    now.forEach(this::changed);
    return now;
  }

  /** Ends a budget; its versions and alerts stay. Tells whether there was one. */
  public boolean delete(String id, String user) {
    Optional<Budget> before =
        store.transaction(
            connection -> {
              Optional<Budget> found = BudgetRows.newest(connection, id);
              if (found.isPresent()) {
                refuseFile(found.get());
                insert(connection, next(found.get()), true, user);
              }
              return found;
            });
    before.ifPresent(budget -> deleted(next(budget)));
    return before.isPresent();
  }

  private static void refuseFile(Budget budget) {
    if (budget.fromFile()) {
      throw new BudgetRefusedException(
          "budget \"" + budget.name() + "\" stands in gpuledger.yaml; change it there");
    }
  }

  /** Makes the budgets of the file those of this configuration. */
  public void apply(List<LedgerConfig.Budget> configured) {
    List<Runnable> heard = new ArrayList<>();
    store.change(
        connection -> {
          Map<String, Budget> left = new HashMap<>();
          for (Budget budget : BudgetRows.newest(connection)) {
            if (budget.fromFile()) {
              left.put(budget.id(), budget);
            }
          }
          List<Runnable> changes = new ArrayList<>();
          for (LedgerConfig.Budget wanted : configured) {
            String id = fileId(wanted.name());
            long last = BudgetRows.lastVersion(connection, id);
            Budget before = left.remove(id);
            Budget now = budget(id, before == null ? last + 1 : last, draft(wanted), true);
            if (before == null || !isSame(now, before, clock.instant())) {
              Budget kept =
                  before == null ? now : notBefore(clock.instant(), next(now, now.effectiveFrom()));
              insert(connection, kept, false, "gpuledger.yaml");
              changes.add(() -> changed(kept));
            }
          }
          for (Budget gone : left.values()) {
            insert(connection, next(gone), true, "gpuledger.yaml");
            heard.add(() -> deleted(next(gone)));
          }
          // Those that end make room for those that begin.
          heard.addAll(changes);
        });
    heard.forEach(Runnable::run);
  }

  /** A change rewrites no period that was over when it was made. */
  private static Budget notBefore(Instant now, Budget version) {
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    return version.effectiveFrom().isBefore(micros)
        ? next(version, version.version(), micros)
        : version;
  }

  /**
   * Since when a version holds is no change of its own where both hold already: without a day in
   * the file, that is when it was first read; with one, perhaps when it was last changed.
   */
  private static boolean isSame(Budget now, Budget before, Instant at) {
    boolean bothHold = !now.effectiveFrom().isAfter(at) && !before.effectiveFrom().isAfter(at);
    Budget then = bothHold ? next(now, now.version(), before.effectiveFrom()) : now;
    return then.equals(before);
  }

  private static String fileId(String name) {
    return "f-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static BudgetDraft draft(LedgerConfig.Budget budget) {
    return new BudgetDraft(
        budget.name(),
        budget.filter(),
        budget.currency(),
        budget.limit().toString(),
        budget.thresholdPercents(),
        budget.owner(),
        budget.channel(),
        budget.plan(),
        budget.effectiveFrom());
  }

  private BudgetDraft checked(BudgetDraft draft) {
    List<Problem> problems = problems(draft);
    if (!problems.isEmpty()) {
      throw new BudgetRefusedException(problems);
    }
    return draft;
  }

  /** Every fault of a draft; empty if it can be kept. */
  public List<Problem> problems(BudgetDraft draft) {
    Set<String> channels =
        alerts.get().channels().stream().map(ChannelConfig::name).collect(Collectors.toSet());
    return draft.problems(channels);
  }

  private Budget budget(String id, long version, BudgetDraft draft, boolean fromFile) {
    return new Budget(
        id,
        version,
        draft.name(),
        draft.filter(),
        draft.currency(),
        draft.amount().orElseThrow(),
        draft.thresholds(),
        draft.owner(),
        draft.channel(),
        fromFile,
        draft
            .effectiveFrom()
            .map(from -> beginning(from, draft.plan().period()))
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MICROS)),
        draft.plan());
  }

  private Budget next(Budget budget) {
    return next(budget, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  /** A day that was given as such begins in the zone of own books where the periods are theirs. */
  private Instant beginning(Instant from, PeriodRule period) {
    LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
    boolean isDay = from.equals(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    return period.fiscal() && isDay ? day.atStartOfDay(books.get().zone()).toInstant() : from;
  }

  private static Budget next(Budget budget, Instant effectiveFrom) {
    return next(budget, budget.version() + 1, effectiveFrom);
  }

  private static Budget next(Budget budget, long version, Instant effectiveFrom) {
    return new Budget(
        budget.id(),
        version,
        budget.name(),
        budget.filter(),
        budget.currency(),
        budget.limit(),
        budget.thresholdPercents(),
        budget.owner(),
        budget.channel(),
        budget.fromFile(),
        effectiveFrom,
        budget.plan());
  }

  private void insert(Connection connection, Budget budget, boolean deleted, String user)
      throws SQLException {
    BudgetRows.insert(connection, budget, deleted, clock.instant(), user);
  }
}
