package io.gpuledger.ingest.delivery;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.wire.CurrencySums;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Exact sums of the four costs in one currency, as kept and as read. */
final class CostSums {
  private static final FocusColumn[] COSTS = {
    FocusColumn.BILLED_COST,
    FocusColumn.EFFECTIVE_COST,
    FocusColumn.LIST_COST,
    FocusColumn.CONTRACTED_COST
  };

  private final Sum[] sums = {new Sum(), new Sum(), new Sum(), new Sum()};

  void add(FocusRow row) {
    for (int i = 0; i < COSTS.length; i++) {
      ColumnValue cell = row.cell(COSTS[i]);
      if (cell != null) {
        sums[i].add(cell);
      }
    }
  }

  /** Sum of billed (0), effective (1), list (2) or contracted cost (3), where any row has it. */
  Optional<Amount> sum(int cost) {
    return sums[cost].count == 0
        ? Optional.empty()
        : Optional.of(Amount.ofUnscaled(sums[cost].unscaled()));
  }

  CurrencySums toWire(String currency) {
    return CurrencySums.newBuilder()
        .setCurrency(currency)
        .setBilled(bytes(0))
        .setEffective(bytes(1))
        .setList(bytes(2))
        .setContracted(bytes(3))
        .setBilledRaw(raw(0))
        .setEffectiveRaw(raw(1))
        .setListRaw(raw(2))
        .setContractedRaw(raw(3))
        .build();
  }

  /** The sum of billed cost alone. */
  CurrencySums billedToWire(String currency) {
    return CurrencySums.newBuilder()
        .setCurrency(currency)
        .setBilled(bytes(0))
        .setBilledRaw(raw(0))
        .build();
  }

  private ByteString bytes(int cost) {
    return ByteString.copyFrom(sums[cost].unscaled().toByteArray());
  }

  /** Empty where no row has the cost, which is not the same as zero. */
  private String raw(int cost) {
    if (sums[cost].count == 0) {
      return "";
    }
    return plain(asRead(cost));
  }

  /** Sum of a cost, see {@link #sum}, before rounding; zero where no row has it. */
  BigDecimal asRead(int cost) {
    return new BigDecimal(sums[cost].unscaled(), Amount.SCALE).add(sums[cost].residual);
  }

  private static String plain(BigDecimal sum) {
    return sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
  }

  /** A 128-bit sum that moves into a big integer before it can overflow. */
  private static final class Sum {
    /** Costs are below 2^100, so 2^20 of them stay below 2^120. */
    private static final int SPILL_AT = 1 << 20;

    private long high;
    private long low;
    private int unspilled;
    private long count;
    private BigInteger spilled = BigInteger.ZERO;
    private BigDecimal residual = BigDecimal.ZERO;

    void add(ColumnValue cell) {
      long before = low;
      low += cell.low();
      high += cell.high() + (Long.compareUnsigned(low, before) < 0 ? 1 : 0);
      count++;
      cell.residual().ifPresent(rest -> residual = residual.add(rest));
      if (++unspilled == SPILL_AT) {
        spilled = unscaled();
        high = 0;
        low = 0;
        unspilled = 0;
      }
    }

    BigInteger unscaled() {
      BigInteger unsignedLow =
          BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
      return spilled.add(BigInteger.valueOf(high).shiftLeft(64)).add(unsignedLow);
    }
  }
}
