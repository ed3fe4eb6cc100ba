package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;

/**
 * Where the SLA credits of a commitment stand at an instant. {@code claimed = received + refused +
 * open}.
 *
 * @param claimed everything claimed until then
 * @param received of that, what the provider granted
 * @param refused of that, what it answered without granting; below zero where it granted more
 * @param open of that, what it has not answered
 */
public record SlaPosition(Amount claimed, Amount received, Amount refused, Amount open) {
  /** The position of credits of one currency, of what is known before an instant. */
  public static SlaPosition of(List<SlaCredit> credits, Instant at) {
    Amount received = Amount.ZERO;
    Amount refused = Amount.ZERO;
    Amount open = Amount.ZERO;
    for (SlaCredit credit : credits) {
      received = received.plus(credit.receivedBy(at).amount());
      refused = refused.plus(credit.refusedBy(at).amount());
      open = open.plus(credit.openAt(at).amount());
    }
    return new SlaPosition(received.plus(refused).plus(open), received, refused, open);
  }
}
