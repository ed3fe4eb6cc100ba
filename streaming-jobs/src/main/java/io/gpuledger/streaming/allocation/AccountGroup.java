package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.SharedCharge;
import io.gpuledger.cost.allocation.SharedChargeRule;
import java.util.List;

/**
 * Accounts of a source whose charges something stands on together.
 *
 * @param key the same for the same group, and for no other of a run
 * @param source whose
 * @param accounts in order; none stands for all of the source
 * @param foreign whether what stands on them is of another account
 */
record AccountGroup(String key, String source, List<String> accounts, boolean foreign) {
  AccountGroup {
    accounts = List.copyOf(accounts);
  }

  /** The account of a cell, by itself. */
  static AccountGroup of(CellKey cell) {
    return new AccountGroup(
        "own\n" + cell.source() + "\n" + cell.account(),
        cell.source(),
        List.of(cell.account()),
        false);
  }

  /** The accounts that a rule names. */
  static AccountGroup of(SharedChargeRule rule) {
    return new AccountGroup(
        rule.key(), rule.source(), rule.covers().map(List::copyOf).orElse(List.of()), true);
  }

  /** Whether anything that stands on the group asks for a link. */
  boolean asksFor(String link) {
    return !foreign || SharedCharge.reachesOthers(link);
  }
}
