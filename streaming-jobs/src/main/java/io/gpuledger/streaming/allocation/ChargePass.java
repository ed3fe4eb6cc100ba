package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.Allocator;
import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Streams charges, splits them and hands the lines on. Holds one batch of charges in memory. */
final class ChargePass {
  /** Most charges of machines that wait for one reading of telemetry. */
  static final int BATCH_CHARGES = 16_000;

  /** Most machines asked for at once; their names travel in a URL. */
  static final int BATCH_NODES = 200;

  private static final int HOUR_SECONDS = 3_600;

  private final LedgerClient client;
  private final AllocationRules rules;
  private final Allocator allocator;
  private final Inventory inventory;
  private final CheckpointSet usage;
  private final Map<CellKey, Cell> cells;
  private final LineBlocks blocks;
  private final List<ChargeRow> batch = new ArrayList<>();
  private final Set<Inventory.Place> batchPlaces = new LinkedHashSet<>();

  ChargePass(
      LedgerClient client,
      AllocationRules rules,
      Inventory inventory,
      CheckpointSet usage,
      Map<CellKey, Cell> cells,
      LineBlocks blocks) {
    this.client = client;
    this.rules = rules;
    this.allocator = new Allocator(rules.ownership());
    this.inventory = inventory;
    this.usage = usage;
    this.cells = cells;
    this.blocks = blocks;
  }

  /** Allocates all charges of the given deliveries that fall into the cells. */
  void run(List<String> deliveryIds, TimeRange days) {
    for (int devices = 0; devices <= 1; devices++) {
      Map<String, String> parameters = new HashMap<>();
      parameters.put("delivery_ids", AllocationRunner.array(deliveryIds));
      parameters.put("from", String.valueOf(days.start().getEpochSecond() * 1_000_000L));
      parameters.put("to", String.valueOf(days.end().getEpochSecond() * 1_000_000L));
      parameters.put("devices", String.valueOf(devices));
      try (RowInput in =
          new RowInput(client.rows(SqlText.load("queries/allocation_charges"), parameters))) {
        while (in.hasNext()) {
          accept(ChargeRow.read(in));
        }
      }
    }
    flush();
  }

  private void accept(ChargeRow row) {
    Set<Inventory.Place> places = new LinkedHashSet<>();
    if (row.charge().accelerator() == Accelerator.YES) {
      DayShare.of(row.charge()).forEach(share -> place(row, share).ifPresent(places::add));
    }
    if (places.isEmpty()) {
      allocate(row, UsageIndex.EMPTY);
      return;
    }
    boolean full = batchPlaces.size() >= BATCH_NODES && !batchPlaces.containsAll(places);
    if (full || batch.size() == BATCH_CHARGES) {
      flush();
    }
    batch.add(row);
    batchPlaces.addAll(places);
  }

  /** The machine behind a day of a charge of an accelerator. */
  private Optional<Inventory.Place> place(ChargeRow row, DayShare share) {
    return row.charge().accelerator() == Accelerator.YES
        ? inventory.find(row.charge().keys().get(Name.RESOURCE), share.range())
        : Optional.empty();
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    Instant start = Instant.MAX;
    Instant end = Instant.MIN;
    boolean wholeHours = true;
    for (ChargeRow row : batch) {
      TimeRange period = row.charge().period();
      start = period.start().isBefore(start) ? period.start() : start;
      end = period.end().isAfter(end) ? period.end() : end;
      wholeHours &= isWholeHour(period.start()) && isWholeHour(period.end());
    }
    UsageIndex index =
        UsageIndex.load(
            client, usage, batchPlaces, new TimeRange(start, end), wholeHours, rules.slices());
    for (ChargeRow row : batch) {
      allocate(row, index);
    }
    batch.clear();
    batchPlaces.clear();
  }

  private static boolean isWholeHour(Instant at) {
    return at.getNano() == 0 && at.getEpochSecond() % HOUR_SECONDS == 0;
  }

  private void allocate(ChargeRow row, UsageIndex index) {
    String source = row.charge().keys().get(Name.SOURCE);
    String account = row.charge().keys().get(Name.ACCOUNT);
    for (DayShare share : DayShare.of(row.charge())) {
      Cell cell = cells.get(new CellKey(source, account, share.day()));
      if (cell == null) {
        continue;
      }
      ChargeTelemetry nodeUsage =
          place(row, share)
              .map(known -> index.find(known, share.range()))
              .orElse(ChargeTelemetry.NONE);
      List<AllocationLine> lines = allocator.allocate(share, nodeUsage);
      checkSum(share, lines);
      blocks.add(cell, row, lines);
      cell.addCharge(
          row.charge().deliveryId(),
          row.charge().keys().get(Name.CURRENCY),
          share.costs(),
          row.charge().accelerator() == Accelerator.YES,
          lines.size());
    }
  }

  /** The invariant of conservation, at run time. */
  private static void checkSum(DayShare share, List<AllocationLine> lines) {
    if (lines.size() == 1 && lines.get(0).costs().equals(share.costs())) {
      return;
    }
    Costs sum = Costs.ZERO;
    for (AllocationLine line : lines) {
      sum = sum.plus(line.costs());
    }
    if (!sum.equals(share.costs())) {
      throw new IllegalStateException(
          "lines of charge "
              + share.charge().deliveryId()
              + ":"
              + share.charge().rowNo()
              + " sum to "
              + sum
              + ", not to "
              + share.costs());
    }
  }
}
