package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.time.TimeRange;

/**
 * What a provider bills together, as it says so itself; never derived from own books.
 *
 * @param issuer FOCUS InvoiceIssuerName
 * @param range at the provider's own borders, such as months of US Pacific time
 * @param closed whether the provider says that it is final
 */
public record ProviderBillingPeriod(String issuer, TimeRange range, boolean closed) {
  public ProviderBillingPeriod {
    Faults.of("billing period from " + range.start()).text(issuer, "issuer").orRefuse();
  }
}
