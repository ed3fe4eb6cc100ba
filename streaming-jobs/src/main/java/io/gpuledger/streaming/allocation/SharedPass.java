package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.cost.allocation.SharedDivision;
import io.gpuledger.cost.allocation.SharedLines;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The second pass of a run: taxes, credits and support, which stand on other charges of their cell
 * and day. It reads back what the first pass stored, some days at a time, so that the weights of
 * these days alone are in memory, and goes through the charges of these days twice: how a charge is
 * divided depends on how many of its like the cell has. A cell is computed whole, so whatever is
 * restated in it changes what stands on it in the same run; so does what is restated in another
 * account that it stands on by rule, because {@link PendingCells} takes both up together.
 */
final class SharedPass {
  /** Most lines whose weights are read at once, unless one day has more. */
  static final long LINES_AT_ONCE = 1_000_000;

  private static final long SECOND_MICROS = 1_000_000L;

  private final LedgerClient client;
  private final SharedLines sharedLines;
  private final SharedChargeRules rules;
  private final Map<CellKey, Cell> cells;
  private final LineStore store;

  SharedPass(
      LedgerClient client, AllocationRules rules, Map<CellKey, Cell> cells, LineStore store) {
    this.client = client;
    this.sharedLines = new SharedLines(rules.ownership(), rules.sharedCharges());
    this.rules = rules.sharedCharges();
    this.cells = cells;
    this.store = store;
  }

  private record Days(LocalDate first, LocalDate last) {
    TimeRange range() {
      return new TimeRange(
          first.atStartOfDay(ZoneOffset.UTC).toInstant(),
          last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    boolean contains(LocalDate day) {
      return !day.isBefore(first) && !day.isAfter(last);
    }
  }

  /**
   * Whether any charge of the deliveries stands on others.
   *
   * @param days where their charges may lie
   */
  boolean isNeeded(List<String> deliveryIds, TimeRange days) {
    try (RowInput in =
        new RowInput(
            client.rows(
                SqlText.load("queries/allocation_shared_days"), parameters(deliveryIds, days)))) {
      return in.hasNext() && in.int64() > 0;
    }
  }

  /**
   * Allocates what stands on others. All lines of the first pass are stored by now.
   *
   * @param deliveries all of the run that have such charges, in order, as many at once as one query
   *     takes
   */
  void run(List<List<String>> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    GroupWeights groups = new GroupWeights(client, cells, deliveries);
    SharedMonths months = new SharedMonths(groups);
    for (Days days : parts(groups)) {
      CoveredDays elsewhere = new CoveredDays(groups, days.first, days.last);
      List<Map<String, String>> questions =
          deliveries.stream().map(some -> parameters(some, days)).toList();
      SharedWeights weights = new SharedWeights(client, questions);
      SharedCharges charges = new SharedCharges(client, questions);
      SharedDivision division = new SharedDivision(sharedLines);
      charges.forEach(
          row ->
              forEachCell(
                  row,
                  days,
                  (cell, share) ->
                      division.count(
                          cell.version,
                          share,
                          row.description(),
                          weights.of(cell, months, elsewhere))));
      charges.forEach(
          row ->
              forEachCell(
                  row,
                  days,
                  (cell, share) ->
                      store.add(
                          cell,
                          row,
                          share,
                          division.lines(
                              cell.version,
                              share,
                              row.description(),
                              weights.of(cell, months, elsewhere)),
                          false)));
      division.finish();
    }
  }

  private void forEachCell(ChargeRow row, Days days, BiConsumer<Cell, DayShare> taker) {
    for (DayShare share : DayShare.of(row.charge())) {
      if (days.contains(share.day())) {
        store.cell(row, share).ifPresent(cell -> taker.accept(cell, share));
      }
    }
  }

  /** The days of the run, cut where their lines and those that they stand on pass the limit. */
  private List<Days> parts(GroupWeights groups) {
    TreeMap<LocalDate, Long> lines = new TreeMap<>();
    cells.values().forEach(cell -> lines.merge(cell.key.day(), cell.directLines, Long::sum));
    for (SharedChargeRule rule : rules.rules()) {
      if (cells.keySet().stream().anyMatch(key -> isCharged(rule, key))) {
        groups
            .linesElsewhere(AccountGroup.of(rule), lines.firstKey(), lines.lastKey())
            .forEach((day, of) -> lines.computeIfPresent(day, (key, own) -> own + of));
      }
    }
    List<Days> parts = new ArrayList<>();
    long sum = 0;
    for (Map.Entry<LocalDate, Long> day : lines.entrySet()) {
      sum += day.getValue();
      if (parts.isEmpty() || sum > LINES_AT_ONCE) {
        parts.add(new Days(day.getKey(), day.getKey()));
        sum = day.getValue();
      } else {
        int newest = parts.size() - 1;
        parts.set(newest, new Days(parts.get(newest).first, day.getKey()));
      }
    }
    return parts;
  }

  private static boolean isCharged(SharedChargeRule rule, CellKey key) {
    return rule.source().equals(key.source()) && rule.billedIn().equals(key.account());
  }

  private Map<String, String> parameters(List<String> deliveryIds, Days days) {
    Map<String, String> parameters = parameters(deliveryIds, days.range());
    long first = cells.values().stream().mapToLong(cell -> cell.version).min().orElse(0);
    long last = cells.values().stream().mapToLong(cell -> cell.version).max().orElse(0);
    parameters.put("first_version", String.valueOf(first));
    parameters.put("last_version", String.valueOf(last));
    parameters.put("versions", "[0]");
    parameters.put("first_day", String.valueOf(days.first.toEpochDay()));
    parameters.put("last_day", String.valueOf(days.last.toEpochDay()));
    parameters.put("devices", "2");
    parameters.put("shapes", "0");
    return parameters;
  }

  private static Map<String, String> parameters(List<String> deliveryIds, TimeRange days) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
    parameters.put("from", String.valueOf(micros(days.start())));
    parameters.put("to", String.valueOf(micros(days.end())));
    return parameters;
  }

  private static long micros(Instant at) {
    return at.getEpochSecond() * SECOND_MICROS;
  }
}
