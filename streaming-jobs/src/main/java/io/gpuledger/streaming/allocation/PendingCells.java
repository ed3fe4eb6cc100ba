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
import java.util.function.Consumer;

/**
 * Finds from the tables alone which cells must be computed anew.
 *
 * <p>Work is cut between accounts of a source, never inside one: no charge leaves its account, so a
 * version of a scope is taken up whole, together with the loss of the version before. Accounts of
 * which one stands on the charges of another by rule are one family, which is taken up whole too
 * where it fits into a run ({@link FamilyWork}).
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
    this.standing = new StandingCells(client, shared);
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
    TreeMap<Account, FamilyWork> pending = new TreeMap<>(Account.ORDER);
    WholeAccounts rules = new WholeAccounts();
    eachCurrentCell(
        cell -> {
          known.addAll(cell.deliveryIds);
          standing.add(cell.key);
          List<String> lost =
              cell.deliveryIds.stream().filter(id -> !visible.containsKey(id)).toList();
          boolean otherRules =
              !cell.deliveryIds.isEmpty() && !cell.policyVersion.equals(policyVersion);
          boolean otherMachines =
              cell.devices > 0 && !cell.inventoryMark.equals(inventory.mark(cell.key.day()));
          if (!lost.isEmpty() || ((otherRules || otherMachines) && rules.takes(cell.key))) {
            FamilyWork one = of(pending, Account.of(cell.key));
            one.cells.add(cell.key);
            lost.forEach(id -> one.add(cell.key, id));
            one.changed |= !lost.isEmpty();
            one.otherRules |= otherRules;
          }
        });
    visible.forEach(
        (id, delivery) -> {
          if (delivery.hasCharges && !known.contains(id)) {
            FamilyWork one = of(pending, delivery.account);
            one.fresh.put(id, delivery.account.id);
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
    TreeMap<Account, FamilyWork> pending = new TreeMap<>(Account.ORDER);
    eachCurrentCell(
        cell -> {
          LocalDate day = cell.key.day();
          boolean inRange = !day.isBefore(from) && !day.isAfter(to);
          standing.add(cell.key);
          if (inRange
              && cell.devices > 0
              && !marks.getOrDefault(day, "").equals(cell.usageMark)
              && accounts.takes(cell.key)) {
            of(pending, Account.of(cell.key)).cells.add(cell.key);
          }
        });
    Taken taken = upToCellsLimit(List.copyOf(pending.values()));
    Set<String> deliveryIds = new HashSet<>();
    addDeliveriesOf(taken.cells, deliveryIds);
    deliveryIds.retainAll(visibleDeliveries().keySet());
    addEstimatesOf(taken.cells, deliveryIds);
    return new Work(taken.cells, deliveryIds, "usage", accounts.cut || taken.cut);
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

  /** Takes families whole, those with other deliveries first, up to the limits of one run. */
  private Work cut(Map<Account, FamilyWork> pending, boolean rulesLeft) {
    List<FamilyWork> taken = upToDeliveriesLimit(pending);
    Map<String, String> fresh = new TreeMap<>();
    taken.forEach(one -> one.fresh.keySet().forEach(id -> fresh.put(idOfCharges(id), id)));
    touched(
        List.copyOf(fresh.keySet()),
        (cell, deliveryId) -> {
          FamilyWork one = of(pending, Account.of(cell));
          one.add(cell, fresh.getOrDefault(deliveryId, deliveryId));
          if (!one.taken) {
            taken.add(one);
            one.taken = true;
          }
        });
    Taken part = upToCellsLimit(taken);
    Set<String> deliveryIds = new HashSet<>(part.fresh);
    addDeliveriesOf(part.cells, deliveryIds);
    addEstimatesOf(part.cells, deliveryIds);
    boolean changed = part.families.stream().anyMatch(one -> one.changed);
    boolean otherRules = part.families.stream().anyMatch(one -> one.otherRules);
    String reason =
        changed || part.cells.isEmpty() ? "deliveries" : otherRules ? "rules" : "inventory";
    boolean more = rulesLeft || part.cut || taken.size() < pending.size();
    return new Work(part.cells, deliveryIds, reason, more);
  }

  private static String idOfCharges(String id) {
    return EstimatesInForce.deliveryOf(id);
  }

  /**
   * What one run does.
   *
   * @param cells of the families, and what stands on these
   * @param cut whether something of the families is left
   */
  private record Taken(
      Set<CellKey> cells, Set<String> fresh, List<FamilyWork> families, boolean cut) {}

  /**
   * Takes as many cells as one run may have, with those that stand on them. How many these are is
   * known only afterwards, so less is taken until it fits; what cannot be cut is taken whole.
   */
  private Taken upToCellsLimit(List<FamilyWork> families) {
    int limit = cellsLimit;
    Taken taken = upTo(limit, families);
    while (taken.cells.size() > cellsLimit && limit > 1) {
      limit /= 2;
      taken = upTo(limit, families);
    }
    return taken;
  }

  private Taken upTo(int limit, List<FamilyWork> families) {
    Taken taken = new Taken(new HashSet<>(), new HashSet<>(), new ArrayList<>(), false);
    for (FamilyWork family : families) {
      for (FamilyWork.Portion portion : family.portions(limit)) {
        if (!taken.cells.isEmpty() && taken.cells.size() + portion.cells().size() > limit) {
          taken.cells.addAll(standing.on(taken.cells));
          return new Taken(taken.cells, taken.fresh, taken.families, true);
        }
        taken.cells.addAll(portion.cells());
        taken.fresh.addAll(portion.fresh());
        taken.families.add(family);
      }
    }
    taken.cells.addAll(standing.on(taken.cells));
    return taken;
  }

  private static List<FamilyWork> upToDeliveriesLimit(Map<Account, FamilyWork> pending) {
    List<FamilyWork> ordered = new ArrayList<>(pending.values());
    ordered.sort(Comparator.comparing(one -> !one.changed));
    List<FamilyWork> taken = new ArrayList<>();
    int deliveries = 0;
    for (FamilyWork one : ordered) {
      deliveries += one.fresh.size();
      if (!taken.isEmpty() && deliveries > DELIVERIES_LIMIT) {
        break;
      }
      taken.add(one);
      one.taken = true;
    }
    return taken;
  }

  private FamilyWork of(Map<Account, FamilyWork> pending, Account account) {
    return pending.computeIfAbsent(family(account), added -> new FamilyWork());
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

  /** Receives a cell in which a delivery has charges. */
  private interface Touched {
    void cell(CellKey cell, String deliveryId);
  }

  private void touched(List<String> deliveryIds, Touched receiver) {
    for (int from = 0; from < deliveryIds.size(); from += DELIVERIES_LIMIT) {
      int to = Math.min(from + DELIVERIES_LIMIT, deliveryIds.size());
      addTouched(deliveryIds.subList(from, to), receiver);
    }
  }

  private void addTouched(List<String> deliveryIds, Touched receiver) {
    Map<String, String> parameters = Map.of("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_touched_days"), parameters))) {
      while (in.hasNext()) {
        String source = in.string();
        String account = in.string();
        String deliveryId = in.string();
        TimeRange range = new TimeRange(Micros.toInstant(in.int64()), Micros.toInstant(in.int64()));
        for (LocalDate day : DayShare.daysOf(range)) {
          receiver.cell(new CellKey(source, account, day), deliveryId);
        }
      }
    }
  }
}
