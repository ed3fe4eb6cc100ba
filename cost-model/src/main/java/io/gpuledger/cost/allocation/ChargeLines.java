package io.gpuledger.cost.allocation;

import io.gpuledger.cost.device.MachineShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes all lines of a charge's day: first what of it is which component, then who bears it. One
 * instance serves one thread, and sees the charges of a machine one after the other, what pays for
 * its time first.
 */
public final class ChargeLines {
  private final Allocator allocator;
  private final MachineSplitter splitter;

  public ChargeLines(AllocationRules rules) {
    this.allocator = new Allocator(rules.ownership());
    this.splitter = new MachineSplitter(rules.nodeSplit());
  }

  /**
   * The lines of a charge on one day, in a fixed order.
   *
   * @param share the day's part of the charge
   * @param usage device-time of the charge's machine within {@code share.range()}
   * @param shape what the machine holds, if that is known
   * @return at least one line; their costs sum to {@code share.costs()}
   */
  public List<AllocationLine> of(
      DayShare share, ChargeTelemetry usage, Optional<MachineShape> shape) {
    AllocationCharge charge = share.charge();
    if (charge.accelerator() == Accelerator.NO
        && !charge.unusedCommitment()
        && !usage.equals(ChargeTelemetry.NONE)) {
      return allocator.alongside(
          share, usage, new LinePart(Component.of(charge), "with the devices of its machine"));
    }
    if (charge.accelerator() != Accelerator.YES || charge.unusedCommitment()) {
      return allocator.allocate(share, usage);
    }
    List<AllocationLine> lines = new ArrayList<>();
    for (MachineSplitter.Piece piece : splitter.split(share, shape)) {
      if (piece.part().component() != Component.GPU && piece.costs().equals(Costs.ZERO)) {
        continue;
      }
      DayShare part = share.with(piece.costs());
      List<AllocationLine> of =
          piece.part().component() == Component.GPU
              ? allocator.allocate(part, usage, piece.part())
              : allocator.alongside(part, usage, piece.part());
      for (AllocationLine line : of) {
        lines.add(line.lineNo() == lines.size() ? line : line.at(lines.size()));
      }
    }
    return lines;
  }
}
