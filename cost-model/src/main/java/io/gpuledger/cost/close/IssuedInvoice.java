package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.util.List;

/**
 * An invoice, which may be for several billing periods and is issued after them.
 *
 * @param issuer who asks for money
 * @param invoiceId as it stands on the charges
 * @param issuedAt when
 * @param periods what it is for; all of its issuer
 */
public record IssuedInvoice(
    String issuer, String invoiceId, Instant issuedAt, List<ProviderBillingPeriod> periods) {
  public IssuedInvoice {
    periods = List.copyOf(periods);
    Faults faults =
        Faults.of("invoice " + invoiceId).text(issuer, "issuer").text(invoiceId, "invoiceId");
    for (ProviderBillingPeriod period : periods) {
      faults.check(
          period.issuer().equals(issuer),
          ProblemCode.NOT_ALLOWED_VALUE,
          "periods",
          "one is of " + period.issuer() + ", the invoice of " + issuer);
    }
    faults.orRefuse();
  }
}
