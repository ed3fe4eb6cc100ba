package io.gpuledger.cost.commitment;

import io.gpuledger.cost.problem.Faults;

/**
 * What a commitment is called.
 *
 * @param id as the provider names it on bills: FOCUS CommitmentDiscountId or ContractCommitmentId
 * @param contractId the contract that it is part of
 * @param provider who promised
 */
public record CommitmentKey(String id, String contractId, String provider) {
  public CommitmentKey {
    Faults.of("commitment " + id)
        .text(id, "id")
        .text(contractId, "contractId")
        .text(provider, "provider")
        .orRefuse();
  }
}
