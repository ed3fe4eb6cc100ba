package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Divides what was billed for a machine's day into named parts, in hours and in money.
 *
 * <p>The hours are compared for the whole machine, because one machine may be billed in several
 * rows; each part is then divided among the rows by their billed hours. Money follows the
 * allocation lines: what has an owner is attributed, the rest is named by its state, and the money
 * of unobserved time by the causes that the hours have.
 */
public final class Reconciler {
  /** The causes of unobserved money, where they are above zero. */
  private static final Map<HourPart, MoneyPart> CAUSES =
      new EnumMap<>(
          Map.of(
              HourPart.MISSING_TELEMETRY, MoneyPart.MISSING_TELEMETRY,
              HourPart.BILLING_ZONE, MoneyPart.BILLING_ZONE,
              HourPart.ROUNDING, MoneyPart.ROUNDING,
              HourPart.OVER_BILLING, MoneyPart.OVER_BILLING,
              HourPart.NOT_IN_INVENTORY, MoneyPart.NOT_IN_INVENTORY));

  private Reconciler() {}

  /** One row for each billed row; one for the time of a machine that nothing bills. */
  public static List<ReconciledRow> reconcile(MachineDay of) {
    Map<HourPart, BigInteger> hours = HourRule.parts(of);
    if (of.rows().isEmpty()) {
      return hours.isEmpty()
          ? List.of()
          : List.of(
              new ReconciledRow(
                  of.day(),
                  of.cluster(),
                  of.node(),
                  of.unbilled(),
                  BigInteger.ZERO,
                  BigInteger.ZERO,
                  hours,
                  Map.of(),
                  Map.of()));
    }
    List<Map<HourPart, BigInteger>> shares = shares(hours, of.rows());
    List<ReconciledRow> rows = new ArrayList<>(of.rows().size());
    for (int i = 0; i < of.rows().size(); i++) {
      BilledRow row = of.rows().get(i);
      rows.add(
          new ReconciledRow(
              of.day(),
              of.cluster(),
              of.node(),
              row.key(),
              row.paidNanos(),
              row.unpricedNanos(),
              shares.get(i),
              states(row),
              money(row, hours, of.isKnown())));
    }
    return rows;
  }

  /**
   * The parts of each row. They sum to the parts of the machine over the rows, and to the billed
   * time of the row over the parts: what rounding, or a row that takes time back, leaves over goes
   * to the largest part, where it comes to zero over all rows.
   */
  private static List<Map<HourPart, BigInteger>> shares(
      Map<HourPart, BigInteger> hours, List<BilledRow> rows) {
    List<BigInteger> weights = new ArrayList<>(rows.size());
    BigInteger sum = BigInteger.ZERO;
    for (BilledRow row : rows) {
      BigInteger weight = row.paidNanos().max(BigInteger.ZERO);
      weights.add(weight);
      sum = sum.add(weight);
    }
    if (sum.signum() == 0) {
      weights.set(0, BigInteger.ONE);
    }
    List<Map<HourPart, BigInteger>> shares = new ArrayList<>(rows.size());
    rows.forEach(row -> shares.add(new EnumMap<>(HourPart.class)));
    HourPart largest = HourPart.UNEXPLAINED;
    BigInteger most = BigInteger.ZERO;
    for (Map.Entry<HourPart, BigInteger> part : hours.entrySet()) {
      List<Amount> parts = Split.byWeight(Amount.ofUnscaled(part.getValue()), weights);
      for (int i = 0; i < shares.size(); i++) {
        add(shares.get(i), part.getKey(), parts.get(i).unscaled());
      }
      if (part.getValue().abs().compareTo(most) > 0) {
        most = part.getValue().abs();
        largest = part.getKey();
      }
    }
    for (int i = 0; i < shares.size(); i++) {
      BigInteger left = rows.get(i).paidNanos();
      for (BigInteger part : shares.get(i).values()) {
        left = left.subtract(part);
      }
      add(shares.get(i), largest, left);
    }
    return shares;
  }

  private static void add(Map<HourPart, BigInteger> parts, HourPart part, BigInteger nanos) {
    if (nanos.signum() != 0) {
      parts.merge(part, nanos, BigInteger::add);
    }
  }

  private static Map<State, Amount> states(BilledRow row) {
    EnumMap<State, Amount> states = new EnumMap<>(State.class);
    row.owned().forEach((state, amount) -> states.merge(state, amount, Amount::plus));
    row.unowned().forEach((state, amount) -> states.merge(state, amount, Amount::plus));
    states.merge(State.UNOBSERVED, row.unknownSku(), Amount::plus);
    return states;
  }

  private static Map<MoneyPart, Amount> money(
      BilledRow row, Map<HourPart, BigInteger> hours, boolean known) {
    EnumMap<MoneyPart, Amount> parts = new EnumMap<>(MoneyPart.class);
    row.owned().values().forEach(amount -> add(parts, MoneyPart.ATTRIBUTED, amount));
    add(parts, MoneyPart.UNKNOWN_SKU, row.unknownSku());
    row.unowned()
        .forEach(
            (state, amount) -> {
              switch (state) {
                case PRODUCTIVE, ACTIVE, HELD_IDLE -> add(parts, MoneyPart.NO_OWNER, amount);
                case UNALLOCATED -> add(parts, MoneyPart.UNALLOCATED, amount);
                case UNUSED_COMMITMENT -> add(parts, MoneyPart.UNUSED_COMMITMENT, amount);
                case NOT_GPU -> add(parts, MoneyPart.NOT_GPU, amount);
                case UNOBSERVED -> unobserved(amount, hours, known, parts);
              }
            });
    return parts;
  }

  private static void unobserved(
      Amount amount,
      Map<HourPart, BigInteger> hours,
      boolean known,
      EnumMap<MoneyPart, Amount> parts) {
    List<MoneyPart> causes = new ArrayList<>();
    List<BigInteger> weights = new ArrayList<>();
    CAUSES.forEach(
        (hourPart, moneyPart) -> {
          BigInteger weight = hours.getOrDefault(hourPart, BigInteger.ZERO);
          if (hourPart == HourPart.MISSING_TELEMETRY) {
            // Time without samples that is not billed costs nothing.
            weight = weight.add(hours.getOrDefault(HourPart.ENDED, BigInteger.ZERO));
          }
          if (weight.signum() > 0) {
            causes.add(moneyPart);
            weights.add(weight);
          }
        });
    if (causes.isEmpty()) {
      add(parts, known ? MoneyPart.MISSING_TELEMETRY : MoneyPart.NOT_IN_INVENTORY, amount);
      return;
    }
    List<Amount> shares = Split.byWeight(amount, weights);
    for (int i = 0; i < causes.size(); i++) {
      add(parts, causes.get(i), shares.get(i));
    }
  }

  private static void add(EnumMap<MoneyPart, Amount> parts, MoneyPart part, Amount amount) {
    if (!amount.isZero()) {
      parts.merge(part, amount, Amount::plus);
    }
  }
}
