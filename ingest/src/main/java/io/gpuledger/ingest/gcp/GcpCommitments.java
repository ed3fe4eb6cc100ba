package io.gpuledger.ingest.gcp;

import io.gpuledger.ingest.bill.SharedMoney;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which usage bears the fees of commitments: of one day, region and kind of resource, all usage
 * that a commitment covers, each by its credit.
 */
final class GcpCommitments {
  private final SharedMoney fees = new SharedMoney();
  private final Set<GcpLines.Group> covering = new HashSet<>();
  private boolean tooMany;

  /** Learns from a record whose money can be read. */
  void learn(long record, GcpLines.Line line) {
    Optional<BigDecimal> invoiced = line.invoiced();
    if (invoiced.isEmpty() || line.group().isEmpty()) {
      return;
    }
    if (line.fee()) {
      BigDecimal grants = line.credits().orElseThrow().sum(GcpCredits.Kind.GRANT);
      fees.add(line.group().get().toString(), invoiced.get().subtract(grants));
    } else {
      BigDecimal covered = line.credits().orElseThrow().sum(GcpCredits.Kind.COMMITMENT).negate();
      if (covered.signum() > 0 && covering.size() < SharedMoney.MAX_GROUPS) {
        covering.add(line.group().get());
      } else {
        tooMany |= covered.signum() > 0;
      }
      fees.weigh(line.group().get().toString(), record, 0, covered.max(BigDecimal.ZERO));
    }
  }

  /**
   * Whether the commitments of a fee covered anything, be it more than money is shared among; with
   * more groups than are kept all are taken to have.
   */
  boolean covers(GcpLines.Line fee) {
    return fee.group().filter(group -> tooMany || covering.contains(group)).isPresent();
  }

  /** Whether usage bears the fee. */
  boolean isBorne(GcpLines.Line fee) {
    return fee.group().isPresent() && fees.isShared(fee.group().get().toString());
  }

  /** The part of the fees that a record bears. */
  BigDecimal share(long record) {
    return fees.share(record, 0).orElse(BigDecimal.ZERO);
  }
}
