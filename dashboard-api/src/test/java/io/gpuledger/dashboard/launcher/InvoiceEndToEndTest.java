package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Invoices and their neighbours from files to every reader, over the real broker and engine. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InvoiceEndToEndTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final Map<String, String> PERIOD = Map.of("period", "2026-10");
  private static final String HEADER =
      "InvoiceIssuerName,InvoiceId,InvoiceDetailId,BillingCurrency,BilledCost,"
          + "BillingPeriodStart,BillingPeriodEnd,ChargeCategory,InvoiceIssueStatus\n";

  private Path folder;
  private RunningLedger ledger;
  private FocusTruth truth;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    ledger = RunningLedger.start(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    ledger.close();
  }

  private static String line(String account, String detail, String currency, String billed) {
    return "AWS,INV-2026-10-%s,%s,%s,\"%s\",2026-10-01,2026-11-01,Usage,Issued\n"
        .formatted(account, detail, currency, billed);
  }

  private String billed(String account) {
    return truth.byAccount().get(account).billed().toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private JsonNode invoice(Map<String, String> question, String account) {
    JsonNode answer = ledger.ok("/api/v1/invoices", question);
    for (JsonNode row : answer.path("rows")) {
      if (row.path("invoiceId").asText().endsWith(account)) {
        return row;
      }
    }
    throw new AssertionError("no invoice of " + account + " in " + answer);
  }

  @Test
  void a_bill_and_its_invoices_of_one_command_tie_and_stay_readable_as_known_then()
      throws IOException {
    Path bill = folder.resolve("bill.csv");
    truth = FocusGenerator.write(FocusPlan.of(31, FocusShape.AWS_1_2, OCTOBER, 1_500), bill);
    String dollars = "100000000001";
    String euros = "100000000002";
    Path detail =
        write(
            "detail.csv",
            HEADER
                + line(dollars, "all", "USD", billed(dollars))
                + line(euros, "all", "EUR", billed(euros))
                + line("3", "bad", "USD", "12,5"));
    Path periods =
        write(
            "periods.csv",
            """
            InvoiceIssuerName,BillingPeriodStart,BillingPeriodEnd,BillingPeriodStatus
            AWS,2026-10-01,2026-11-01,Closed
            """);
    Path commitments =
        write(
            "commitments.csv",
            """
            ContractId,ContractCommitmentId,ContractPeriodStart,ContractPeriodEnd,ContractCommitmentPeriodStart,ContractCommitmentPeriodEnd,ContractCommitmentCost,BillingCurrency
            c,sp-1,2026-01-01,2027-01-01,2026-01-01,2027-01-01,1121.84,USD
            """);

    JsonNode report =
        ledger
            .upload("/api/v1/deliveries?source=aws", List.of(detail, bill, periods, commitments))
            .json();

    assertThat(report.path("deliveries")).as(report.toString()).hasSize(2);
    assertThat(report.path("datasets").findValuesAsText("dataset"))
        .containsExactly("invoices", "billing_periods", "contract_commitments");
    assertThat(report.path("rejectsTotal").asInt()).isEqualTo(1);
    assertThat(report.at("/rejects/0/field").asText()).isEqualTo("BilledCost");
    for (String account : List.of(dollars, euros)) {
      assertThat(invoice(PERIOD, account).path("status").asText()).isEqualTo("tied");
    }
    JsonNode unread = ledger.ok("/api/v1/invoices", PERIOD);
    JsonNode third = invoice(PERIOD, "-3");
    assertThat(third.path("status").asText())
        .as("an invoice of which no line could be read is listed by name")
        .isEqualTo("not_tied");
    assertThat(third.at("/refused/loadId").asText())
        .isEqualTo(report.at("/datasets/0/loadId").asText());
    assertThat(third.path("total").isNull()).isTrue();
    assertThat(unread.at("/standing/0/status").asText()).as("euros").isEqualTo("tied");
    assertThat(unread.at("/standing/1/status").asText()).as("dollars").isEqualTo("not_tied");
    assertThat(unread.at("/standing/1/reason").asText())
        .isEqualTo("lines of 1 invoice could not be read");
    assertThat(
            ledger
                .post(
                    "/api/v1/invoices/withdraw",
                    "{\"issuer\":\"AWS\",\"invoiceId\":\"INV-2026-10-3\",\"currency\":\"USD\"}")
                .status())
        .isEqualTo(200);
    JsonNode answer = ledger.ok("/api/v1/invoices", PERIOD);
    assertThat(answer.path("standing").findValuesAsText("status")).containsOnly("tied");
    assertThat(answer.path("rows").findValuesAsText("invoiceId")).doesNotContain("INV-2026-10-3");
    assertThat(answer.at("/billingPeriods/0/status").asText()).isEqualTo("Closed");
    String signed = answer.at("/snapshot/asOf").asText();

    // The refused row is kept with its text, under the load's id.
    JsonNode refused =
        ledger.await(
            "/api/v1/rejects",
            Map.of("deliveryId", report.at("/datasets/0/loadId").asText()),
            rows -> rows.path("totalRows").asInt() == 1);
    assertThat(refused.at("/rows/0/line").asInt()).isEqualTo(4);
    assertThat(refused.at("/rows/0/rawText").asText()).contains("12,5");
    assertThat(ledger.ok("/api/v1/status", Map.of()).path("rejectedRows").asInt()).isEqualTo(1);

    JsonNode bridges = ledger.ok("/api/v1/bridge", PERIOD);
    assertThat(bridges.path("bridges")).hasSize(2);
    for (JsonNode bridge : bridges.path("bridges")) {
      String currency = bridge.path("currency").asText();
      assertThat(bridge.at("/invoices/status").asText()).isEqualTo("tied");
      assertThat(bridge.at("/lines/0/amount").asText())
          .isEqualTo(truth.byCurrency().get(currency).billed().toString());
      assertThat(bridge.at("/lines/5/line").asText()).isEqualTo("unexplained");
      assertThat(bridge.at("/lines/5/amount").asText()).isEqualTo("0");
      assertThat(bridge.at("/lines/6/amount").asText())
          .isEqualTo(truth.byCurrency().get(currency).effective().toString());
    }

    // The issuer sends the invoice again without its euros, and with another amount.
    Path again = write("again.csv", HEADER + line(dollars, "all", "USD", "1"));
    assertThat(ledger.importFile("aws", again).status()).isEqualTo(200);
    JsonNode now = invoice(PERIOD, dollars);
    assertThat(now.path("status").asText()).isEqualTo("not_tied");
    assertThat(invoice(PERIOD, euros).path("status").asText())
        .as("another invoice is not touched")
        .isEqualTo("tied");
    assertThat(
            invoice(Map.of("period", "2026-10", "asOf", signed), dollars).path("status").asText())
        .isEqualTo("tied");

    // A restatement of which no line can be read leaves the total before, and nothing ties.
    Path broken = write("broken.csv", HEADER + line(euros, "all", "EUR", "9,9"));
    ledger.importFile("aws", broken);
    JsonNode restated = invoice(PERIOD, euros);
    assertThat(restated.path("status").asText()).isEqualTo("not_tied");
    assertThat(restated.at("/total/linesRefused").asBoolean()).isTrue();
    assertThat(restated.at("/total/payable").asText()).isEqualTo(billed(euros));
    assertThat(ledger.ok("/api/v1/invoices", PERIOD).path("standing").findValuesAsText("status"))
        .containsExactly("not_tied", "not_tied");
    assertThat(
            ledger
                .ok("/api/v1/invoices", Map.of("period", "2026-10", "asOf", signed))
                .path("standing")
                .findValuesAsText("status"))
        .containsOnly("tied");
  }
}
