package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Budgets of the file and of the API, as versions. */
public final class BudgetService {
  private final StateStore store;
  private final Clock clock;
  private final Supplier<LedgerConfig.Alerts> alerts;
  private final List<BudgetListener> listeners = new CopyOnWriteArrayList<>();

  /** Hears of versions after they are safe. */
  public interface BudgetListener {
    /** A version is in force from now on. */
    void changed(Budget budget);

    /** The budget is gone; its last version is given. */
    void deleted(Budget budget);
  }

  public BudgetService(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> alerts,
      BudgetListener listener) {
    this.store = store;
    this.clock = clock;
    this.alerts = alerts;
    listeners.add(listener);
  }

  /** Tells one more of every version from now on. */
  public void addListener(BudgetListener listener) {
    listeners.add(listener);
  }

  private void changed(Budget budget) {
    listeners.forEach(listener -> listener.changed(budget));
  }

  private void deleted(Budget budget) {
    listeners.forEach(listener -> listener.deleted(budget));
  }

  /** Budgets in force, by name. */
  public List<Budget> list() {
    return store.transaction(BudgetService::inForce);
  }

  /**
   * Tells the listener every budget again, those that have ended as well: it may have missed a
   * change, or lost what it knew.
   */
  public void tellAll() {
    list().forEach(this::changed);
    store
        .transaction(connection -> Rows.list(connection, LAST.formatted(1), BudgetService::read))
        .forEach(this::deleted);
  }

  public Optional<Budget> find(String id) {
    return store.transaction(connection -> find(connection, id));
  }

  /**
   * Keeps a new budget.
   *
   * @throws BudgetRefusedException with every fault, or if there are as many as can be watched
   */
  public Budget create(BudgetDraft draft, String user) {
    Budget budget = budget("b-" + UUID.randomUUID(), 1, checked(draft), false);
    store.change(
        connection -> {
          long made = inForce(connection).stream().filter(b -> !b.fromFile()).count();
          if (made >= io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT) {
            throw new BudgetRefusedException(
                "there are " + made + " budgets, which is the limit; delete some first");
          }
          insert(connection, budget, false, user);
        });
    changed(budget);
    return budget;
  }

  /**
   * Puts a new version in force; empty if there is no such budget.
   *
   * @throws BudgetRefusedException with every fault, or if the budget stands in the file
   */
  public Optional<Budget> update(String id, BudgetDraft draft, String user) {
    BudgetDraft checked = checked(draft);
    Optional<Budget> updated =
        store.transaction(
            connection -> {
              Optional<Budget> before = find(connection, id);
              if (before.isEmpty()) {
                return Optional.empty();
              }
              refuseFile(before.get());
              Budget now = budget(id, before.get().version() + 1, checked, false);
              insert(connection, now, false, user);
              return Optional.of(now);
            });
    updated.ifPresent(this::changed);
    return updated;
  }

  /** Ends a budget; its versions and alerts stay. Tells whether there was one. */
  public boolean delete(String id, String user) {
    Optional<Budget> before =
        store.transaction(
            connection -> {
              Optional<Budget> found = find(connection, id);
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
          for (Budget budget : inForce(connection)) {
            if (budget.fromFile()) {
              left.put(budget.id(), budget);
            }
          }
          List<Runnable> changes = new ArrayList<>();
          for (LedgerConfig.Budget wanted : configured) {
            String id = fileId(wanted.name());
            long last = lastVersion(connection, id);
            Budget before = left.remove(id);
            Budget now = budget(id, before == null ? last + 1 : last, draft(wanted), true);
            if (!now.equals(before)) {
              Budget kept = before == null ? now : next(now);
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
        budget.channel());
  }

  private BudgetDraft checked(BudgetDraft draft) {
    Set<String> channels =
        alerts.get().channels().stream().map(ChannelConfig::name).collect(Collectors.toSet());
    List<Problem> problems = draft.problems(channels);
    if (!problems.isEmpty()) {
      throw new BudgetRefusedException(problems);
    }
    return draft;
  }

  private static Budget budget(String id, long version, BudgetDraft draft, boolean fromFile) {
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
        fromFile);
  }

  private static Budget next(Budget budget) {
    return new Budget(
        budget.id(),
        budget.version() + 1,
        budget.name(),
        budget.filter(),
        budget.currency(),
        budget.limit(),
        budget.thresholdPercents(),
        budget.owner(),
        budget.channel(),
        budget.fromFile());
  }

  private void insert(Connection connection, Budget budget, boolean deleted, String user)
      throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO budgets (budget_id, version, name, filter, currency, limit_amount, thresholds,"
            + " owner, channel, origin, deleted, created_at, created_by)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        budget.id(),
        budget.version(),
        budget.name(),
        budget.filter(),
        budget.currency(),
        budget.limit().toString(),
        budget.thresholdPercents().stream().map(String::valueOf).collect(Collectors.joining(",")),
        budget.owner(),
        budget.channel(),
        budget.fromFile() ? "file" : "api",
        deleted ? 1 : 0,
        Rows.time(clock.instant()),
        user);
  }

  /** Last versions: of budgets in force (0) or ended (1). */
  private static final String LAST =
      "SELECT budget_id, version, name, filter, currency, limit_amount, thresholds, owner, channel,"
          + " origin FROM budgets b WHERE deleted = %d AND version ="
          + " (SELECT max(version) FROM budgets n WHERE n.budget_id = b.budget_id)";

  private static final String IN_FORCE = LAST.formatted(0);

  private static List<Budget> inForce(Connection connection) throws SQLException {
    return Rows.list(connection, IN_FORCE + " ORDER BY name, budget_id", BudgetService::read);
  }

  private static Optional<Budget> find(Connection connection, String id) throws SQLException {
    return Rows.first(connection, IN_FORCE + " AND budget_id = ?", BudgetService::read, id);
  }

  private static long lastVersion(Connection connection, String id) throws SQLException {
    return Rows.first(
            connection,
            "SELECT coalesce(max(version), 0) FROM budgets WHERE budget_id = ?",
            row -> row.getLong(1),
            id)
        .orElse(0L);
  }

  private static Budget read(ResultSet row) throws SQLException {
    return new Budget(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Amount.parse(row.getString(6)),
        Arrays.stream(row.getString(7).split(",", -1)).map(Integer::valueOf).toList(),
        row.getString(8),
        row.getString(9),
        row.getString(10).equals("file"));
  }
}
