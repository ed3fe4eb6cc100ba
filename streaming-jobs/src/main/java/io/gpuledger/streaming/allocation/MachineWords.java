package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a bill says of a machine's size.
 *
 * @param text names and descriptions, where an instance type may stand
 * @param deviceCount accelerators of one priced unit, 0 where the bill does not say
 * @param cores FOCUS {@code CoreCount} as it stands in the price details, or empty
 * @param memory FOCUS {@code MemorySize} in GiB as it stands there, or empty
 */
record MachineWords(String text, Amount deviceCount, String cores, String memory) {
  private static final String NAME = "the machine on the bill";

  /** The shape that the numbers give, if they are all there and whole. */
  Optional<MachineShape> shape() {
    int devices = whole(deviceCount.toString());
    int vcpus = whole(cores);
    int memoryGib = whole(memory);
    return devices == 0 || vcpus == 0 || memoryGib == 0
        ? Optional.empty()
        : Optional.of(new MachineShape(NAME, devices, vcpus, memoryGib));
  }

  /** 0 where the text is no whole number from 1 to the most a machine can have. */
  private static int whole(String text) {
    String bare = text.replace("\"", "").strip();
    if (bare.isEmpty() || bare.length() > 40) {
      return 0;
    }
    try {
      int number = new BigDecimal(bare).intValueExact();
      return number < 1 || number > MachineShape.LIMIT ? 0 : number;
    } catch (NumberFormatException | ArithmeticException e) {
      return 0;
    }
  }
}
