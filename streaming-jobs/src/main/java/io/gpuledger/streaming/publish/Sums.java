package io.gpuledger.streaming.publish;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.CurrencySums;
import io.gpuledger.ingest.wire.Unscaled;

/** The four costs of the rows of one currency; a value that is absent counts as zero. */
record Sums(Amount billed, Amount effective, Amount list, Amount contracted) {
  static final Sums ZERO = new Sums(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

  static Sums fromWire(CurrencySums sums) {
    return new Sums(
        Unscaled.fromBytes(sums.getBilled()),
        Unscaled.fromBytes(sums.getEffective()),
        Unscaled.fromBytes(sums.getList()),
        Unscaled.fromBytes(sums.getContracted()));
  }

  /** Reads four texts, empty for absent. */
  static Sums parse(String billed, String effective, String list, String contracted) {
    return new Sums(amount(billed), amount(effective), amount(list), amount(contracted));
  }

  Sums plus(Sums other) {
    return new Sums(
        billed.plus(other.billed),
        effective.plus(other.effective),
        list.plus(other.list),
        contracted.plus(other.contracted));
  }

  boolean isZero() {
    return equals(ZERO);
  }

  private static Amount amount(String text) {
    return text.isEmpty() ? Amount.ZERO : Amount.parse(text);
  }
}
