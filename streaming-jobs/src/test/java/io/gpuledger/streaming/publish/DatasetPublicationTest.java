package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.invoice.BillingPeriod;
import io.gpuledger.cost.invoice.ContractCommitment;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.LedgerPipeline;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLedger;
import io.gpuledger.streaming.dataset.DatasetLoad;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads of the small datasets over the real broker and engine. */
class DatasetPublicationTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir static Path directory;

  private static LedgerPipeline pipeline;

  @BeforeAll
  static void open() throws Exception {
    pipeline = LedgerPipeline.open(directory);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static InvoiceLine line(InvoiceKey key, String detail, String payable) {
    return new InvoiceLine(
        key,
        detail,
        "acc",
        OCTOBER,
        "Usage",
        Amount.parse(payable),
        new InvoiceLine.Issue(IssueStatus.ISSUED, Optional.of(OCTOBER.end()), Optional.empty()),
        Optional.of(new Payment("EUR", Optional.of(Amount.parse("0.1")))),
        InvoiceLine.Details.NONE);
  }

  private static DatasetDraft draft(
      String id, Dataset dataset, List<DatasetRow> rows, List<InvoiceKey> withdrawn) {
    return new DatasetDraft(
        new DatasetLoad(
            id,
            dataset,
            "aws",
            DatasetLoad.Origin.FILE,
            "hash " + id,
            "1.4",
            List.of("invoice's.csv"),
            new DatasetLoad.Counts(rows.size(), 0, 0),
            List.of(),
            "ada"),
        rows,
        withdrawn);
  }

  private static String payable(String invoice, String asOf) {
    return pipeline.ask(
        "SELECT toString(sum(toDecimal256(payable_amount, 18))) FROM invoices_as_of(as_of = '"
            + asOf
            + "') WHERE invoice_id = '"
            + invoice
            + "'");
  }

  /** An instant as the engine reads it. */
  private static String text(Instant at) {
    return at.toString().replace("T", " ").replace("Z", "");
  }

  @Test
  void a_load_is_seen_whole_and_replaced_whole_and_stays_readable_as_of_before() {
    InvoiceKey key = new InvoiceKey("AWS", "INV-1", "USD");
    Instant first =
        pipeline
            .publisher()
            .publishDataset(
                draft(
                    "one",
                    Dataset.INVOICES,
                    List.of(line(key, "a", "10"), line(key, "b", "0.000000000000000001")),
                    List.of()))
            .join();
    Instant second =
        pipeline
            .publisher()
            .publishDataset(
                draft("two", Dataset.INVOICES, List.of(line(key, "a", "11")), List.of()))
            .join();

    assertThat(second).isAfter(first);
    assertThat(payable("INV-1", text(first))).isEqualTo("10.000000000000000001");
    assertThat(payable("INV-1", text(second))).isEqualTo("11");
    assertThat(pipeline.ask("SELECT count() FROM current_invoices WHERE invoice_id = 'INV-1'"))
        .isEqualTo("1");
    assertThat(payable("INV-1", text(first.minusNanos(1_000)))).isEqualTo("0");
  }

  @Test
  void a_load_tried_again_after_a_kill_at_any_point_is_stored_once() {
    InvoiceKey key = new InvoiceKey("AWS", "INV-2", "USD");
    DatasetDraft draft = draft("again", Dataset.INVOICES, List.of(line(key, "a", "3")), List.of());
    // As if the process had ended between the rows and the row that makes them visible.
    new DatasetLedger(new LedgerClient(pipeline.ledger().internal())).store(draft);
    assertThat(pipeline.ask("SELECT count() FROM current_invoices WHERE invoice_id = 'INV-2'"))
        .isEqualTo("0");

    Instant published = pipeline.publisher().publishDataset(draft).join();
    Instant repeated = pipeline.publisher().publishDataset(draft).join();

    assertThat(repeated).isEqualTo(published);
    assertThat(pipeline.ask("SELECT count() FROM invoices WHERE load_id = 'again'")).isEqualTo("1");
    assertThat(pipeline.ask("SELECT count() FROM dataset_loads WHERE load_id = 'again'"))
        .isEqualTo("1");
  }

  @Test
  void an_invoice_that_is_withdrawn_is_no_longer_in_force() {
    InvoiceKey key = new InvoiceKey("AWS", "INV \\ 'three'\n", "USD");
    pipeline
        .publisher()
        .publishDataset(draft("typed", Dataset.INVOICES, List.of(line(key, "a", "3")), List.of()))
        .join();
    assertThat(pipeline.ask("SELECT count() FROM current_invoices WHERE load_id = 'typed'"))
        .isEqualTo("1");
    pipeline
        .publisher()
        .publishDataset(draft("withdrawn", Dataset.INVOICES, List.of(), List.of(key)))
        .join();

    assertThat(pipeline.ask("SELECT count() FROM current_invoices WHERE load_id = 'typed'"))
        .isEqualTo("0");
  }

  @Test
  void billing_periods_and_commitments_have_their_tables() {
    pipeline
        .publisher()
        .publishDataset(
            draft(
                "periods",
                Dataset.BILLING_PERIODS,
                List.of(
                    new BillingPeriod(
                        "AWS",
                        OCTOBER,
                        BillingPeriod.Status.CLOSED,
                        Optional.empty(),
                        Optional.of(OCTOBER.end()))),
                List.of()))
        .join();
    pipeline
        .publisher()
        .publishDataset(
            draft(
                "commitments",
                Dataset.CONTRACT_COMMITMENTS,
                List.of(
                    new ContractCommitment(
                        "c",
                        "arn",
                        OCTOBER,
                        OCTOBER,
                        "Spend",
                        "Savings Plan",
                        Optional.of(Amount.parse("1121.84")),
                        "USD",
                        Optional.empty(),
                        "",
                        Map.of("ContractCommitmentPaymentModel", "No Upfront"))),
                List.of()))
        .join();

    assertThat(
            pipeline.ask(
                "SELECT invoice_issuer_name, billing_period_status, billing_period_created IS NULL"
                    + " FROM current_billing_periods"))
        .isEqualTo("AWS\tClosed\t1");
    assertThat(
            pipeline.ask(
                "SELECT contract_commitment_cost, contract_commitment_quantity,"
                    + " further['ContractCommitmentPaymentModel'] FROM"
                    + " current_contract_commitments"))
        .isEqualTo("1121.84\t\\N\tNo Upfront");
  }

  @Test
  void rows_of_another_dataset_are_refused_before_anything_is_stored() {
    DatasetDraft wrong =
        draft(
            "wrong",
            Dataset.BILLING_PERIODS,
            List.of(line(new InvoiceKey("AWS", "INV-9", "USD"), "a", "1")),
            List.of());

    assertThatThrownBy(() -> pipeline.publisher().publishDataset(wrong).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("InvoiceLine in a load of BILLING_PERIODS");
    assertThat(pipeline.ask("SELECT count() FROM dataset_loads WHERE load_id = 'wrong'"))
        .isEqualTo("0");
  }
}
