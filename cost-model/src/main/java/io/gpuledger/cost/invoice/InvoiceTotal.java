package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The independently loaded total of an invoice in one billing currency.
 *
 * @param payable what is to be paid, tax included, of the lines that are not voided
 * @param tax the part of it that is tax
 * @param status voided if all lines are; open if any is; else issued
 * @param payments the same in each payment currency; empty where a line names the currency and no
 *     amount, because the sum is then unknown
 * @param lines how many lines it has
 * @param linesRefused whether lines of it could not be read, so that the total is not whole
 * @param provenance where it comes from
 */
public record InvoiceTotal(
    InvoiceKey key,
    Amount payable,
    Amount tax,
    IssueStatus status,
    Map<String, Optional<Amount>> payments,
    Optional<Instant> issuedAt,
    Optional<Instant> dueAt,
    long lines,
    boolean linesRefused,
    Provenance provenance) {
  /**
   * Where a total comes from.
   *
   * @param origin {@code file} or {@code typed}
   * @param source the configured source that it was loaded for
   * @param loadId the load that is in force
   * @param recordedBy who loaded it
   * @param recordedAt when it was published
   */
  public record Provenance(
      String origin, String source, String loadId, String recordedBy, String recordedAt) {}

  public InvoiceTotal {
    payments = Map.copyOf(payments);
  }

  /**
   * The total of an invoice's parts.
   *
   * @param parts of one invoice and currency, at least one
   */
  public static InvoiceTotal of(
      List<InvoicePart> parts, boolean linesRefused, Provenance provenance) {
    InvoiceKey key = parts.get(0).key();
    Amount payable = Amount.ZERO;
    Amount tax = Amount.ZERO;
    long lines = 0;
    Map<String, Optional<Amount>> payments = new TreeMap<>();
    for (InvoicePart part : parts) {
      if (!part.key().equals(key)) {
        throw new IllegalArgumentException("parts of " + key + " and of " + part.key());
      }
      lines += part.lines();
      if (part.status() == IssueStatus.VOIDED) {
        continue;
      }
      payable = payable.plus(part.payable());
      tax = tax.plus(part.tax());
      part.payment()
          .ifPresent(
              paid ->
                  payments.merge(
                      paid.currency(),
                      paid.amount(),
                      (left, right) -> left.flatMap(one -> right.map(one::plus))));
    }
    return new InvoiceTotal(
        key,
        payable,
        tax,
        status(parts),
        payments,
        parts.stream().flatMap(p -> p.issuedAt().stream()).min(Comparator.naturalOrder()),
        parts.stream().flatMap(p -> p.dueAt().stream()).max(Comparator.naturalOrder()),
        lines,
        linesRefused,
        provenance);
  }

  private static IssueStatus status(List<InvoicePart> parts) {
    if (parts.stream().anyMatch(part -> part.status() == IssueStatus.OPEN)) {
      return IssueStatus.OPEN;
    }
    return parts.stream().allMatch(part -> part.status() == IssueStatus.VOIDED)
        ? IssueStatus.VOIDED
        : IssueStatus.ISSUED;
  }
}
