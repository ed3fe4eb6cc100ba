package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds from the tables alone which cells must be computed anew. */
final class PendingCells {
  /** Most deliveries taken up by one run; the rest waits for the next. */
  static final int DELIVERIES_LIMIT = 200;

  /** After every instant the publisher can give. */
  static final String NOW = "2149-01-01 00:00:00";

  /**
   * What a run has to do.
   *
   * @param cells to compute anew
   * @param deliveryIds every visible delivery with charges in these cells
   * @param reason what made it
   * @param more whether something is left for another run
   */
  record Work(Set<CellKey> cells, Set<String> deliveryIds, String reason, boolean more) {}

  private record CurrentCell(
      CellKey key,
      List<String> deliveryIds,
      String policyVersion,
      String usageMark,
      long devices) {}

  private final LedgerClient client;

  PendingCells(LedgerClient client) {
    this.client = client;
  }

  /** Cells whose deliveries or rules are no longer those that readers should see. */
  Work findChanged(String policyVersion) {
    Map<String, Boolean> visible = visibleDeliveries();
    Set<String> known = new HashSet<>();
    Set<CellKey> cells = new HashSet<>();
    Set<String> deliveryIds = new HashSet<>();
    boolean[] rules = {false};
    eachCurrentCell(
        cell -> {
          known.addAll(cell.deliveryIds);
          boolean otherRules = !cell.policyVersion.equals(policyVersion);
          if ((otherRules && !cell.deliveryIds.isEmpty())
              || !visible.keySet().containsAll(cell.deliveryIds)) {
            cells.add(cell.key);
            deliveryIds.addAll(cell.deliveryIds);
            rules[0] |= otherRules;
          }
        });
    List<String> fresh =
        visible.entrySet().stream()
            .filter(entry -> entry.getValue() && !known.contains(entry.getKey()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    List<String> taken = fresh.subList(0, Math.min(DELIVERIES_LIMIT, fresh.size()));
    if (!taken.isEmpty()) {
      Set<CellKey> touched = touched(taken);
      deliveryIds.addAll(taken);
      cells.addAll(touched);
      addDeliveriesOf(touched, deliveryIds);
    }
    deliveryIds.retainAll(visible.keySet());
    String reason = taken.isEmpty() && rules[0] ? "rules" : "deliveries";
    return new Work(cells, deliveryIds, reason, fresh.size() > taken.size());
  }

  /** Cells of some days with charges of devices whose telemetry has changed since. */
  Work findUsageChanged(LocalDate from, LocalDate to, Map<LocalDate, String> marks) {
    Set<CellKey> cells = new HashSet<>();
    Set<String> deliveryIds = new HashSet<>();
    eachCurrentCell(
        cell -> {
          LocalDate day = cell.key.day();
          boolean inRange = !day.isBefore(from) && !day.isAfter(to);
          if (inRange && cell.devices > 0 && !marks.getOrDefault(day, "").equals(cell.usageMark)) {
            cells.add(cell.key);
            deliveryIds.addAll(cell.deliveryIds);
          }
        });
    deliveryIds.retainAll(visibleDeliveries().keySet());
    return new Work(cells, deliveryIds, "usage", false);
  }

  private Map<String, Boolean> visibleDeliveries() {
    Map<String, Boolean> visible = new HashMap<>();
    try (RowInput in =
        new RowInput(
            client.rows(SqlText.load("queries/visible_deliveries"), Map.of("as_of", NOW)))) {
      while (in.hasNext()) {
        String deliveryId = in.string();
        in.string();
        visible.put(deliveryId, in.int64() > 0);
      }
    }
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
        CurrentCell cell = new CurrentCell(key, in.strings(), in.string(), in.string(), in.int64());
        reader.accept(cell);
      }
    }
  }

  private Set<CellKey> touched(List<String> deliveryIds) {
    Set<CellKey> cells = new TreeSet<>(CellKey.ORDER);
    Map<String, String> parameters =
        Map.of("delivery_ids", AllocationRunner.array(new ArrayList<>(deliveryIds)));
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
    return cells;
  }
}
