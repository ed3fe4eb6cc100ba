package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;

/**
 * Where a line is booked.
 *
 * @param account number in the general ledger
 * @param costCenter may be empty for accounts of the balance sheet
 * @param entity the legal entity whose books they are
 */
public record GlAccount(String account, String costCenter, String entity)
    implements Comparable<GlAccount> {
  public GlAccount {
    Faults.of("account " + account).text(account, "account").text(entity, "entity").orRefuse();
  }

  @Override
  public int compareTo(GlAccount other) {
    int order = entity.compareTo(other.entity);
    order = order != 0 ? order : account.compareTo(other.account);
    return order != 0 ? order : costCenter.compareTo(other.costCenter);
  }
}
