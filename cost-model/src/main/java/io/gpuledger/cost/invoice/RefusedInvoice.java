package io.gpuledger.cost.invoice;

import java.util.Optional;

/**
 * An invoice of which a load brought lines that could not be read. Its total is not known, which is
 * not the same as that nobody loaded it.
 *
 * @param billingPeriodStart when the billing period of the refused lines begins; empty where they
 *     do not tell
 * @param provenance the load that brought them
 */
public record RefusedInvoice(
    InvoiceKey key, Optional<String> billingPeriodStart, InvoiceTotal.Provenance provenance) {}
