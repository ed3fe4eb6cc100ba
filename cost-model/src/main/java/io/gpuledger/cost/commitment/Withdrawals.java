package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.List;

/** What was drawn from a stock, after corrections. */
public final class Withdrawals {
  private Withdrawals() {}

  /**
   * Withdrawals of which corrections are taken off: a negative quantity reduces what the same party
   * drew before, the latest first, and where that is less, what it draws after. What a party gave
   * back beyond all that it drew is left out; the stock cannot hold more than was bought.
   *
   * @param bookings in order of time, negative where a bill took something back
   * @return in order of time, none negative or zero
   */
  public static List<PrepaidUse.Withdrawal> netted(List<PrepaidUse.Withdrawal> bookings) {
    List<PrepaidUse.Withdrawal> kept = new ArrayList<>(bookings);
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).quantity().signum() < 0) {
        Amount owed = kept.get(i).quantity().negated();
        kept.set(i, with(kept.get(i), Amount.ZERO));
        for (int before = i - 1; before >= 0; before--) {
          owed = take(kept, before, i, owed);
        }
        for (int after = i + 1; after < kept.size(); after++) {
          owed = take(kept, after, i, owed);
        }
      }
    }
    kept.removeIf(one -> one.quantity().isZero());
    return List.copyOf(kept);
  }

  /** Takes off one withdrawal of the party of the correction; answers what is still owed. */
  private static Amount take(
      List<PrepaidUse.Withdrawal> kept, int at, int correction, Amount owed) {
    PrepaidUse.Withdrawal drawn = kept.get(at);
    boolean same = drawn.party().equals(kept.get(correction).party());
    if (!same || drawn.quantity().signum() <= 0 || owed.isZero()) {
      return owed;
    }
    Amount taken = drawn.quantity().compareTo(owed) < 0 ? drawn.quantity() : owed;
    kept.set(at, with(drawn, drawn.quantity().minus(taken)));
    return owed.minus(taken);
  }

  private static PrepaidUse.Withdrawal with(PrepaidUse.Withdrawal of, Amount quantity) {
    return new PrepaidUse.Withdrawal(of.at(), of.party(), quantity);
  }
}
