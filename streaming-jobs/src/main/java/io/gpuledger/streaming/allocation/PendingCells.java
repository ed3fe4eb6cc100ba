package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds from the tables alone which cells must be computed anew.
 *
 * <p>Work is cut between accounts of a source, never inside one: no charge leaves its account, so a
 * version of a scope is taken up whole, together with the loss of the version before. Accounts of
 * which one stands on the charges of another by rule are one family, which is cut nowhere either.
 */
final class PendingCells {
  /**
   * Most new deliveries taken up by one run; the rest waits for the next. One account is taken even
   * where it alone has more.
   */
  static final int DELIVERIES_LIMIT = 200;

  /** After every instant the publisher can give. */
  static final String NOW = "2149-01-01 00:00:00";

  /**
   * What a run has to do.
   *
   * @param cells to compute anew
   * @param deliveryIds every visible delivery with charges in these cells; of estimates the text of
   *     what a cell reads of them
   * @param reason what made it
   * @param more whether something is left for another run
   */
  record Work(Set<CellKey> cells, Set<String> deliveryIds, String reason, boolean more) {}

  private record CurrentCell(
      CellKey key,
      List<String> deliveryIds,
      String policyVersion,
      String usageMark,
      long devices,
      String inventoryMark) {}

  private record Account(String source, String id) {
    static final Comparator<Account> ORDER =
        Comparator.comparing(Account::source).thenComparing(Account::id);

    static Account of(CellKey key) {
      return new Account(key.source(), key.account());
    }
  }

  private record Visible(Account account, boolean hasCharges) {}

  /** What is pending of one family of accounts. */
  private static final class Pending {
    final Set<CellKey> cells = new HashSet<>();
    final List<String> fresh = new ArrayList<>();
    boolean changed;
    boolean otherRules;
    boolean taken;
  }

  private final LedgerClient client;
  private final int cellsLimit;
  private final Map<String, EstimatesInForce.Version> estimates;
  private final StandingCells standing;

  /**
   * Finds work once.
   *
   * @param shared what stands on the charges of other accounts
   * @param estimates what cells read of estimates now; all that is found is of one moment
   */
  PendingCells(
      LedgerClient client,
      int cellsLimit,
      Map<String, EstimatesInForce.Version> estimates,
      SharedChargeRules shared) {
    this.standing = new StandingCells(shared);
    this.client = client;
    this.cellsLimit = cellsLimit;
    this.estimates = estimates;
  }

  /**
   * Cells whose deliveries, rules or machines are no longer those that readers should see.
   *
   * @param policyVersion of the ownership rules in force
   * @param inventory which machines are known
   */
  Work findChanged(String policyVersion, Inventory inventory) {
    Map<String, Visible> visible = visibleDeliveries();
    Set<String> known = new HashSet<>();
    TreeMap<Account, Pending> pending = new TreeMap<>(Account.ORDER);
    WholeAccounts rules = new WholeAccounts();
    eachCurrentCell(
        cell -> {
          known.addAll(cell.deliveryIds);
          standing.add(cell.key);
          boolean lost = !visible.keySet().containsAll(cell.deliveryIds);
          boolean otherRules =
              !cell.deliveryIds.isEmpty() && !cell.policyVersion.equals(policyVersion);
          boolean otherMachines =
              cell.devices > 0 && !cell.inventoryMark.equals(inventory.mark(cell.key.day()));
          if (lost || ((otherRules || otherMachines) && rules.takes(cell.key))) {
            Pending one = of(pending, Account.of(cell.key));
            one.cells.add(cell.key);
            one.changed |= lost;
            one.otherRules |= otherRules;
          }
        });
    visible.forEach(
        (id, delivery) -> {
          if (delivery.hasCharges && !known.contains(id)) {
            Pending one = of(pending, delivery.account);
            one.fresh.add(id);
            one.changed = true;
          }
        });
    Work work = cut(pending, rules.cut);
    work.deliveryIds.retainAll(visible.keySet());
    return work;
  }

  /** Cells of some days with charges of devices whose telemetry has changed since. */
  Work findUsageChanged(LocalDate from, LocalDate to, Map<LocalDate, String> marks) {
    WholeAccounts accounts = new WholeAccounts();
    Set<CellKey> cells = new HashSet<>();
    Set<String> deliveryIds = new HashSet<>();
    eachCurrentCell(
        cell -> {
          LocalDate day = cell.key.day();
          boolean inRange = !day.isBefore(from) && !day.isAfter(to);
          standing.add(cell.key);
          if (inRange
              && cell.devices > 0
              && !marks.getOrDefault(day, "").equals(cell.usageMark)
              && accounts.takes(cell.key)) {
            cells.add(cell.key);
            deliveryIds.addAll(cell.deliveryIds);
          }
        });
    if (cells.addAll(standing.on(cells))) {
      addDeliveriesOf(cells, deliveryIds);
    }
    deliveryIds.retainAll(visibleDeliveries().keySet());
    addEstimatesOf(cells, deliveryIds);
    return new Work(cells, deliveryIds, "usage", accounts.cut);
  }

  /** Every cell of a run reads the estimate of its day, whichever reason it is computed for. */
  private void addEstimatesOf(Set<CellKey> cells, Set<String> deliveryIds) {
    estimates.forEach(
        (id, of) -> {
          if (cells.contains(new CellKey(of.source(), of.account(), of.day()))) {
            deliveryIds.add(id);
          }
        });
  }

  /** Takes accounts whole, those with other deliveries first, up to the limits of one run. */
  private Work cut(Map<Account, Pending> pending, boolean rulesLeft) {
    List<Pending> taken = upToDeliveriesLimit(pending);
    List<String> fresh = taken.stream().flatMap(one -> one.fresh.stream()).sorted().toList();
    for (CellKey cell : touched(fresh.stream().map(EstimatesInForce::deliveryOf).toList())) {
      Pending one = of(pending, Account.of(cell));
      one.cells.add(cell);
      if (!one.taken) {
        taken.add(one);
        one.taken = true;
      }
    }
    Set<CellKey> cells = new HashSet<>();
    Set<String> deliveryIds = new HashSet<>();
    boolean changed = false;
    boolean otherRules = false;
    int accounts = 0;
    for (Pending one : taken) {
      if (!cells.isEmpty() && cells.size() + one.cells.size() > cellsLimit) {
        break;
      }
      cells.addAll(one.cells);
      deliveryIds.addAll(one.fresh);
      changed |= one.changed;
      otherRules |= one.otherRules;
      accounts++;
    }
    cells.addAll(standing.on(cells));
    addDeliveriesOf(cells, deliveryIds);
    addEstimatesOf(cells, deliveryIds);
    String reason = changed || cells.isEmpty() ? "deliveries" : otherRules ? "rules" : "inventory";
    return new Work(cells, deliveryIds, reason, rulesLeft || accounts < pending.size());
  }

  private static List<Pending> upToDeliveriesLimit(Map<Account, Pending> pending) {
    List<Pending> ordered = new ArrayList<>(pending.values());
    ordered.sort(Comparator.comparing(one -> !one.changed));
    List<Pending> taken = new ArrayList<>();
    int deliveries = 0;
    for (Pending one : ordered) {
      deliveries += one.fresh.size();
      if (!taken.isEmpty() && deliveries > DELIVERIES_LIMIT) {
        break;
      }
      taken.add(one);
      one.taken = true;
    }
    return taken;
  }

  private Pending of(Map<Account, Pending> pending, Account account) {
    return pending.computeIfAbsent(family(account), added -> new Pending());
  }

  private Account family(Account account) {
    return new Account(account.source, standing.family(account.source, account.id));
  }

  /** Lets cells through, in their order, up to the end of the family that reaches the limit. */
  private final class WholeAccounts {
    private final Set<Account> taken = new HashSet<>();
    private int cells;
    private boolean cut;

    boolean takes(CellKey key) {
      Account family = family(Account.of(key));
      if (cells >= cellsLimit && !taken.contains(family)) {
        cut = true;
        return false;
      }
      taken.add(family);
      cells++;
      return true;
    }
  }

  private Map<String, Visible> visibleDeliveries() {
    Map<String, Visible> visible = new HashMap<>();
    try (RowInput in =
        new RowInput(
            client.rows(SqlText.load("queries/visible_deliveries"), Map.of("as_of", NOW)))) {
      while (in.hasNext()) {
        String deliveryId = in.string();
        Account account = new Account(in.string(), in.string());
        visible.put(deliveryId, new Visible(account, in.int64() > 0));
      }
    }
    estimates.forEach(
        (id, of) -> visible.put(id, new Visible(new Account(of.source(), of.account()), true)));
    return visible;
  }

  private void addDeliveriesOf(Set<CellKey> cells, Set<String> deliveryIds) {
    eachCurrentCell(
        cell -> {
          if (cells.contains(cell.key)) {
            deliveryIds.addAll(cell.deliveryIds);
          }
        });
  }

  private void eachCurrentCell(Consumer<CurrentCell> reader) {
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_current_cells"), Map.of()))) {
      while (in.hasNext()) {
        CellKey key = new CellKey(in.string(), in.string(), LocalDate.ofEpochDay(in.uint16()));
        CurrentCell cell =
            new CurrentCell(key, in.strings(), in.string(), in.string(), in.int64(), in.string());
        reader.accept(cell);
      }
    }
  }

  private Set<CellKey> touched(List<String> deliveryIds) {
    Set<CellKey> cells = new TreeSet<>(CellKey.ORDER);
    for (int from = 0; from < deliveryIds.size(); from += DELIVERIES_LIMIT) {
      int to = Math.min(from + DELIVERIES_LIMIT, deliveryIds.size());
      addTouched(deliveryIds.subList(from, to), cells);
    }
    return cells;
  }

  private void addTouched(List<String> deliveryIds, Set<CellKey> cells) {
    Map<String, String> parameters = Map.of("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_touched_days"), parameters))) {
      while (in.hasNext()) {
        String source = in.string();
        String account = in.string();
        TimeRange range = new TimeRange(Micros.toInstant(in.int64()), Micros.toInstant(in.int64()));
        for (LocalDate day : DayShare.daysOf(range)) {
          cells.add(new CellKey(source, account, day));
        }
      }
    }
  }
}
