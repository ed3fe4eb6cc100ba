package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeLines;
import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Splits charges and hands the lines on, while the telemetry of the next charges is read and the
 * charges after them. Holds one batch of charges with its telemetry, and those that are read ahead.
 */
final class ChargePass {
  private final ChargeBatches batches;
  private final ChargeLines chargeLines;
  private final MachineFinder machines;
  private final LineStore store;

  ChargePass(
      LedgerClient client,
      AllocationRules rules,
      Inventory inventory,
      UsageSource usage,
      LineStore store) {
    this.batches = new ChargeBatches(client, rules, inventory, usage);
    this.chargeLines = new ChargeLines(rules);
    this.machines = new MachineFinder(rules.nodeSplit());
    this.store = store;
  }

  /** Allocates all charges of the given deliveries that fall into the cells. */
  void run(List<String> deliveryIds, TimeRange days) {
    ReadAhead.<ChargeBatches.Batch>forEach(
        taker -> readAhead(deliveryIds, days, taker),
        batch -> batch.rows().forEach(row -> allocate(row, batch)));
  }

  /** Charges come on a thread of their own too: the engine answers both questions at a time. */
  private void readAhead(
      List<String> deliveryIds, TimeRange days, Consumer<ChargeBatches.Batch> taker) {
    ReadAhead.<ChargeBatches.Charges>forEach(
        charges -> batches.read(deliveryIds, days, charges),
        charges -> taker.accept(charges.withTelemetry()));
  }

  private void allocate(ChargeRow row, ChargeBatches.Batch batch) {
    for (DayShare share : DayShare.of(row.charge())) {
      Optional<Cell> cell = store.cell(row, share);
      if (cell.isEmpty()) {
        continue;
      }
      Optional<Inventory.Place> place = batch.place(row, share);
      ChargeTelemetry usage =
          place.map(known -> batch.telemetry(known, share)).orElse(ChargeTelemetry.NONE);
      List<AllocationLine> lines = chargeLines.of(share, usage, machines.find(row.machine()));
      boolean devices = row.charge().accelerator() == Accelerator.YES || place.isPresent();
      store.add(cell.get(), row, share, lines, devices);
      cell.get().directLines += lines.size();
    }
  }
}
