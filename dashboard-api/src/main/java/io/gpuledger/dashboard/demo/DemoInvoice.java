package io.gpuledger.dashboard.demo;

import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the issuers of the demo ask to be paid for a month: FOCUS Invoice Detail, from what the
 * generator of the bill knows, not from the bill as it was loaded.
 */
final class DemoInvoice {
  private DemoInvoice() {}

  /** Writes the invoices of a complete month as CSV, one line each, replacing the file. */
  static void write(DemoForm form, FocusPlan plan, Path file) throws IOException {
    FocusTruth truth = form.truth(plan);
    YearMonth month = plan.month();
    Map<String, String> currencies = new TreeMap<>();
    plan.billingAccounts().forEach(account -> currencies.put(account.id(), account.currency()));
    StringBuilder csv = new StringBuilder(1_024);
    csv.append("InvoiceIssuerName,InvoiceId,InvoiceDetailId,BillingAccountId,BillingCurrency,")
        .append("BilledCost,BillingPeriodStart,BillingPeriodEnd,InvoiceIssueStatus,")
        .append("InvoiceIssueDate,PaymentDueDate,PaymentTerms\n");
    currencies.forEach(
        (account, currency) -> {
          FocusTruth.Costs costs = truth.byAccount().get(account);
          if (costs != null) {
            csv.append('"' + form.issuer(plan) + '"')
                .append(",INV-" + month + "-" + account + ",all," + account + "," + currency + ",")
                .append(costs.billed())
                .append("," + month + "-01," + month.plusMonths(1) + "-01,Issued,")
                .append(month.plusMonths(1) + "-03," + month.plusMonths(2) + "-03,Net 30\n");
          }
        });
    Files.writeString(file, csv);
  }
}
