package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.Optional;

/**
 * Lines of one invoice that have issue status and payment currency in common, summed.
 *
 * @param payable sum of what is to be paid, tax included
 * @param tax sum of its tax
 * @param payment sum in the payment currency; its amount is absent where a line states none
 * @param issuedAt the earliest instant of issue
 * @param dueAt the latest instant of payment
 * @param lines how many lines
 */
public record InvoicePart(
    InvoiceKey key,
    IssueStatus status,
    Amount payable,
    Amount tax,
    Optional<Payment> payment,
    Optional<Instant> issuedAt,
    Optional<Instant> dueAt,
    long lines) {}
