package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.invoice.TieStatus;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The invoices of a month.
 *
 * @param tieOuts every invoice of it, tied out whole
 * @param notYetInvoiced its charges without an invoice id
 * @param billingPeriods what issuers say of it
 */
public record InvoiceFigures(
    List<TieOut> tieOuts, List<NotYetInvoiced> notYetInvoiced, List<IssuerPeriod> billingPeriods) {
  /** Rows of an answer at most; those that need a look come first. */
  static final int ROWS_LIMIT = 5_000;

  /** The order in which invoices need a look. */
  private static final List<TieStatus> URGENCY =
      List.of(
          TieStatus.NOT_TIED,
          TieStatus.INVOICE_WITHOUT_CHARGES,
          TieStatus.NO_INDEPENDENT_TOTAL,
          TieStatus.NOT_ISSUED,
          TieStatus.TIED);

  public InvoiceFigures {
    tieOuts = List.copyOf(tieOuts);
    notYetInvoiced = List.copyOf(notYetInvoiced);
    billingPeriods = List.copyOf(billingPeriods);
  }

  /** Charges without an invoice id. */
  public record NotYetInvoiced(
      String source, String issuer, String currency, Amount billed, long charges) {}

  /** A billing period as its issuer states it; instants as text, empty where they are unknown. */
  public record IssuerPeriod(
      String issuer, String start, String end, String status, String updatedAt) {}

  /** How the month stands, by currency. */
  public Map<String, PeriodTie> ties() {
    Map<String, Long> charges = new TreeMap<>();
    notYetInvoiced.forEach(each -> charges.merge(each.currency(), each.charges(), Long::sum));
    return PeriodTie.of(tieOuts, charges);
  }

  /** The answer of the API. */
  Map<String, Object> view(String period, Snapshot snapshot) {
    List<TieOut> ordered = new ArrayList<>(tieOuts);
    ordered.sort(
        Comparator.comparing((TieOut tie) -> URGENCY.indexOf(tie.status()))
            .thenComparing(TieOut::key));
    List<Map<String, Object>> periods = new ArrayList<>();
    ties().forEach((currency, tie) -> periods.add(view(currency, tie)));
    return Answers.fields(
        "period",
        period,
        "standing",
        periods,
        "rows",
        ordered.stream().limit(ROWS_LIMIT).map(InvoiceFigures::view).toList(),
        "totalRows",
        ordered.size(),
        "notYetInvoiced",
        notYetInvoiced.stream()
            .map(
                each ->
                    Answers.fields(
                        "source", each.source(),
                        "issuer", each.issuer(),
                        "currency", each.currency(),
                        "billed", each.billed().toString(),
                        "charges", each.charges()))
            .toList(),
        "billingPeriods",
        billingPeriods.stream()
            .map(
                each ->
                    Answers.fields(
                        "issuer", each.issuer(),
                        "start", each.start(),
                        "end", each.end(),
                        "status", each.status(),
                        "updatedAt", each.updatedAt().isEmpty() ? null : each.updatedAt()))
            .toList(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  static Map<String, Object> view(String currency, PeriodTie tie) {
    return Answers.fields(
        "currency", currency,
        "status", tie.status().code(),
        "words", tie.status().words(),
        "reason", tie.reason().orElse(null),
        "tied", tie.tied(),
        "notTied", tie.notTied(),
        "withoutTotal", tie.withoutTotal(),
        "notIssued", tie.notIssued(),
        "notRead", tie.notRead(),
        "notYetInvoicedCharges", tie.notYetInvoiced());
  }

  private static Map<String, Object> view(TieOut tie) {
    return Answers.fields(
        "issuer", tie.key().issuer(),
        "invoiceId", tie.key().invoiceId(),
        "currency", tie.key().currency(),
        "status", tie.status().code(),
        "words", tie.status().words(),
        "difference", text(tie.difference()),
        "ledger",
            tie.ledger()
                .map(
                    ledger ->
                        Answers.fields(
                            "billed", ledger.billed().toString(),
                            "charges", ledger.charges(),
                            "sources", ledger.sources()))
                .orElse(null),
        "total", tie.total().map(InvoiceFigures::view).orElse(null),
        "otherIssuers", tie.otherIssuers(),
        "refused",
            tie.refused()
                .map(
                    refused ->
                        Answers.fields(
                            "source", refused.provenance().source(),
                            "loadId", refused.provenance().loadId(),
                            "recordedBy", refused.provenance().recordedBy(),
                            "recordedAt", refused.provenance().recordedAt(),
                            "billingPeriodStart", refused.billingPeriodStart().orElse(null)))
                .orElse(null));
  }

  private static Map<String, Object> view(InvoiceTotal total) {
    List<Map<String, Object>> payments = new ArrayList<>();
    new TreeMap<>(total.payments())
        .forEach(
            (currency, amount) ->
                payments.add(Answers.fields("currency", currency, "payable", text(amount))));
    return Answers.fields(
        "payable", total.payable().toString(),
        "tax", total.tax().toString(),
        "issueStatus", total.status().text(),
        "issuedAt", total.issuedAt().map(Instant::toString).orElse(null),
        "dueAt", total.dueAt().map(Instant::toString).orElse(null),
        "payments", payments,
        "lines", total.lines(),
        "linesRefused", total.linesRefused(),
        "origin", total.provenance().origin(),
        "source", total.provenance().source(),
        "loadId", total.provenance().loadId(),
        "recordedBy", total.provenance().recordedBy(),
        "recordedAt", total.provenance().recordedAt());
  }

  private static @Nullable String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse(null);
  }
}
