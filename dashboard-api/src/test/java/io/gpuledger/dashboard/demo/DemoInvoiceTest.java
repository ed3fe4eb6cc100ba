package io.gpuledger.dashboard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.DatasetContent;
import io.gpuledger.ingest.focus.DatasetReader;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoInvoiceTest {
  private static final FocusPlan PLAN =
      FocusPlan.of(5, FocusShape.AWS_1_2, YearMonth.of(2026, 12), 2_000);

  @TempDir Path folder;

  @Test
  void the_invoices_ask_for_what_the_bill_of_the_same_seed_bills() throws IOException {
    Path file = folder.resolve("invoice.csv");
    DemoInvoice.write(DemoForm.FOCUS, PLAN, file);
    BillFile read = BillFile.of(file);
    assertThat(DatasetReader.recognise(read)).contains(Dataset.INVOICES);
    DatasetContent content = DatasetReader.read(Dataset.INVOICES, List.of(read));
    Path bill = folder.resolve("bill.csv");
    FocusTruth truth = FocusGenerator.write(PLAN, bill);
    String text = Files.readString(bill);

    assertThat(content.refused()).isEmpty();
    assertThat(content.rows()).hasSize(truth.byAccount().size());
    content
        .rows()
        .forEach(
            row -> {
              InvoiceLine line = (InvoiceLine) row;
              InvoiceKey key = line.key();
              assertThat(line.payable())
                  .isEqualTo(truth.byAccount().get(line.billingAccountId()).billed());
              assertThat(text).contains("," + key.invoiceId() + "," + key.issuer() + ",");
              assertThat(line.billingPeriod().end()).hasToString("2027-01-01T00:00:00Z");
            });
  }
}
