package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.util.Map;
import java.util.Optional;

/**
 * A row of FOCUS Contract Commitment, as the provider states it.
 *
 * @param contractId the contract
 * @param commitmentId the commitment in it, e.g. an ARN
 * @param contractPeriod of the contract
 * @param period of the commitment
 * @param category {@code Spend} or {@code Usage}
 * @param type the provider's word, e.g. {@code Savings Plan}
 * @param cost what is committed to be spent, where it is an amount
 * @param currency billing currency; empty where the row names none
 * @param quantity what is committed to be used, where it is a quantity
 * @param unit of the quantity, or empty
 * @param further the other columns by their FOCUS name, as text; only those that the row carries
 */
public record ContractCommitment(
    String contractId,
    String commitmentId,
    TimeRange contractPeriod,
    TimeRange period,
    String category,
    String type,
    Optional<Amount> cost,
    String currency,
    Optional<Amount> quantity,
    String unit,
    Map<String, String> further)
    implements DatasetRow {
  public ContractCommitment {
    further = Map.copyOf(further);
  }

  @Override
  public String identity() {
    return contractId + "\n" + commitmentId;
  }

  @Override
  public String subject() {
    return identity();
  }
}
