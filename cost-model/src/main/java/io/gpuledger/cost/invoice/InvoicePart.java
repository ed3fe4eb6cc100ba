package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.Optional;

/**
 * Lines of one invoice that have issue status and payment currency in common, summed.
 *
 * @param payable sum of what is to be paid, tax included
 * @param tax sum of its tax
 * @param payment sum in the payment currency, over the lines that state one
 * @param linesWithoutPayment lines that name the payment currency and no amount in it
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
    long linesWithoutPayment,
    Optional<Instant> issuedAt,
    Optional<Instant> dueAt,
    long lines) {}
