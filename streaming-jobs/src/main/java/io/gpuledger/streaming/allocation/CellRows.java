package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.RunDraft;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Writes the versions of the cells of a run. */
final class CellRows {
  private static final int BLOCK_CELLS = 20_000;

  private static final List<String> COLUMNS =
      List.of(
          "run_no",
          "cell_version",
          "source",
          "account",
          "day",
          "delivery_ids",
          "policy_version",
          "usage_mark",
          "inventory_mark",
          "charges",
          "device_charges",
          "lines",
          "billed_cost",
          "effective_cost");

  private CellRows() {}

  static void write(
      LedgerClient client,
      RunDraft run,
      Collection<Cell> cells,
      Map<LocalDate, String> usageMarks,
      Inventory inventory) {
    RowBinaryWriter out = new RowBinaryWriter();
    int inBlock = 0;
    int blockNo = 0;
    for (Cell cell : cells) {
      String mark = cell.deviceCharges > 0 ? usageMarks.getOrDefault(cell.key.day(), "") : "";
      out.uint64(run.runNo())
          .uint64(cell.version)
          .string(cell.key.source())
          .string(cell.key.account())
          .date(cell.key.day().toEpochDay())
          .strings(List.copyOf(cell.deliveryIds))
          .string(run.policyVersion())
          .string(mark)
          .string(cell.deviceCharges > 0 ? inventory.mark(cell.key.day()) : "")
          .uint64(cell.charges)
          .uint64(cell.deviceCharges)
          .uint64(cell.lines);
      sums(out, cell, Costs::billed);
      sums(out, cell, Costs::effective);
      if (++inBlock == BLOCK_CELLS) {
        store(client, run.runId(), blockNo++, out);
        inBlock = 0;
      }
    }
    if (inBlock > 0) {
      store(client, run.runId(), blockNo, out);
    }
  }

  private static void sums(RowBinaryWriter out, Cell cell, Function<Costs, Amount> cost) {
    out.map(
        cell.sums,
        (currency, costs) -> {
          out.string(currency);
          out.decimal256(cost.apply(costs).unscaled());
        });
  }

  private static void store(LedgerClient client, UUID runId, int blockNo, RowBinaryWriter out) {
    byte[] bytes = out.toBytes();
    String token = runId + "/cells/" + blockNo;
    LineBlocks.retry(() -> client.insert("allocation_cells", COLUMNS, token, bytes));
    out.clear();
  }
}
