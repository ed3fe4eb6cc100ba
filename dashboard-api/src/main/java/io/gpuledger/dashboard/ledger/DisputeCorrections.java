package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.dashboard.dispute.DisputeService;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What granted disputes change in a statement. */
public record DisputeCorrections(DisputeService disputes) implements StatementCorrections {
  @Override
  public List<StatementLine> of(YearMonth period, String metric, Instant asOf) {
    return disputes.corrections(period, metric, asOf);
  }

  @Override
  public Optional<Instant> newest() {
    return disputes.newestDecision();
  }
}
