package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeLines;
import io.gpuledger.cost.allocation.ChargeTelemetry;
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
  private final ChargeLines chargeLines;
  private final MachineFinder machines;
  private final Inventory inventory;
  private final CheckpointSet usage;
  private final LineStore store;
  private final List<ChargeRow> batch = new ArrayList<>();
  private final Set<Inventory.Place> batchPlaces = new LinkedHashSet<>();

  ChargePass(
      LedgerClient client,
      AllocationRules rules,
      Inventory inventory,
      CheckpointSet usage,
      LineStore store) {
    this.client = client;
    this.rules = rules;
    this.chargeLines = new ChargeLines(rules);
    this.machines = new MachineFinder(rules.nodeSplit());
    this.inventory = inventory;
    this.usage = usage;
    this.store = store;
  }

  /** Allocates all charges of the given deliveries that fall into the cells. */
  void run(List<String> deliveryIds, TimeRange days) {
    for (int devices = 0; devices <= 1; devices++) {
      Map<String, String> parameters = new HashMap<>();
      parameters.put("delivery_ids", AllocationRunner.array(deliveryIds));
      parameters.put("from", String.valueOf(days.start().getEpochSecond() * 1_000_000L));
      parameters.put("to", String.valueOf(days.end().getEpochSecond() * 1_000_000L));
      parameters.put("devices", String.valueOf(devices));
      parameters.put("shapes", rules.nodeSplit().splits() ? "1" : "0");
      try (RowInput in =
          new RowInput(client.rows(SqlText.load("queries/allocation_charges"), parameters))) {
        while (in.hasNext()) {
          accept(ChargeRow.read(in), devices == 1);
        }
      }
    }
    flush();
  }

  private void accept(ChargeRow row, boolean onMachine) {
    Set<Inventory.Place> places = new LinkedHashSet<>();
    if (onMachine) {
      DayShare.of(row.charge()).forEach(share -> place(row, share).ifPresent(places::add));
    }
    if (places.isEmpty()) {
      allocate(row, UsageIndex.EMPTY, false);
      return;
    }
    boolean full = batchPlaces.size() >= BATCH_NODES && !batchPlaces.containsAll(places);
    if (full || batch.size() == BATCH_CHARGES) {
      flush();
    }
    batch.add(row);
    batchPlaces.addAll(places);
  }

  /** The machine behind a day of a charge, unless nobody has said what the charge is for. */
  private Optional<Inventory.Place> place(ChargeRow row, DayShare share) {
    return row.charge().accelerator() != Accelerator.UNKNOWN
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
        UsageIndex.load(client, usage, batchPlaces, new TimeRange(start, end), wholeHours, rules);
    for (ChargeRow row : batch) {
      allocate(row, index, true);
    }
    batch.clear();
    batchPlaces.clear();
  }

  private static boolean isWholeHour(Instant at) {
    return at.getNano() == 0 && at.getEpochSecond() % HOUR_SECONDS == 0;
  }

  private void allocate(ChargeRow row, UsageIndex index, boolean onMachine) {
    for (DayShare share : DayShare.of(row.charge())) {
      Optional<Cell> cell = store.cell(row, share);
      if (cell.isEmpty()) {
        continue;
      }
      Optional<Inventory.Place> place = onMachine ? place(row, share) : Optional.empty();
      ChargeTelemetry nodeUsage =
          place.map(known -> index.find(known, share.range())).orElse(ChargeTelemetry.NONE);
      List<AllocationLine> lines = chargeLines.of(share, nodeUsage, machines.find(row.machine()));
      boolean devices = row.charge().accelerator() == Accelerator.YES || place.isPresent();
      store.add(cell.get(), row, share, lines, devices);
      cell.get().directLines += lines.size();
    }
  }
}
