package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the lines of charges into their cells, where these are part of the run. */
final class LineStore {
  private final Map<CellKey, Cell> cells;
  private final LineBlocks blocks;

  LineStore(Map<CellKey, Cell> cells, LineBlocks blocks) {
    this.cells = cells;
    this.blocks = blocks;
  }

  /** The cell of a charge's day, if this run computes it. */
  Optional<Cell> cell(ChargeRow row, DayShare share) {
    String source = row.charge().keys().get(Name.SOURCE);
    String account = row.charge().keys().get(Name.ACCOUNT);
    return Optional.ofNullable(cells.get(new CellKey(source, account, share.day())));
  }

  /**
   * Stores the lines of a charge's day.
   *
   * @param devices whether they depend on telemetry
   */
  void add(Cell cell, ChargeRow row, DayShare share, List<AllocationLine> lines, boolean devices) {
    checkSum(share, lines);
    blocks.add(cell, row, lines);
    cell.addCharge(
        row.charge().deliveryId(),
        row.charge().keys().get(Name.CURRENCY),
        share.costs(),
        devices,
        lines.size());
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
