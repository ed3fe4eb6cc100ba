package io.gpuledger.ingest.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.gpuledger.cost.invoice.BillingPeriod;
import io.gpuledger.cost.invoice.ContractCommitment;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.money.Amount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetReaderTest {
  private static final String HEADER =
      "InvoiceIssuerName,InvoiceId,InvoiceDetailId,BillingAccountId,BillingCurrency,BilledCost,"
          + "BillingPeriodStart,BillingPeriodEnd,ChargeCategory,InvoiceIssueStatus,"
          + "InvoiceIssueDate,PaymentDueDate,PaymentCurrency,PaymentCurrencyBilledCost\n";
  private static final String PERIOD = "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z";

  @TempDir Path folder;

  private BillFile file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private BillFile file(byte[] bytes) throws IOException {
    Path path = Files.createTempFile(folder, "f", ".csv");
    Files.write(path, bytes);
    return new BillFile("invoice.csv", path);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String row(String detail, String currency, String cost, String status) {
    return "AWS,INV-1,"
        + detail
        + ",acc,"
        + currency
        + ","
        + cost
        + ","
        + PERIOD
        + ",Usage,"
        + status
        + ",2026-11-02T00:00:00Z,,EUR,0.5\n";
  }

  private DatasetContent invoices(String text) throws IOException {
    BillFile file = file(text);
    assertThat(DatasetReader.recognise(file)).contains(Dataset.INVOICES);
    return DatasetReader.read(Dataset.INVOICES, List.of(file));
  }

  private static List<String> problems(DatasetContent content) {
    return content.refused().stream()
        .map(refused -> refused.problem().code() + " " + refused.problem())
        .toList();
  }

  @Test
  void an_invoice_line_is_read_with_all_that_the_tie_out_needs() throws IOException {
    DatasetContent content = invoices(HEADER + row("a", "USD", "1.5E3", "Issued"));

    assertThat(content.refused()).isEmpty();
    assertThat(content.focusVersion()).isEqualTo("1.4");
    InvoiceLine line = (InvoiceLine) content.rows().get(0);
    assertThat(line.key()).isEqualTo(new InvoiceKey("AWS", "INV-1", "USD"));
    assertThat(line.payable()).isEqualTo(Amount.of(1_500));
    assertThat(line.issue().status()).isEqualTo(IssueStatus.ISSUED);
    assertThat(line.issue().issuedAt()).contains(Instant.parse("2026-11-02T00:00:00Z"));
    assertThat(line.issue().dueAt()).isEmpty();
    assertThat(line.payment()).contains(new Payment("EUR", Optional.of(Amount.parse("0.5"))));
  }

  @Test
  void the_packing_is_told_by_the_bytes() throws IOException {
    String text = HEADER + row("a", "USD", "1", "Issued");
    for (byte[] bytes : List.of(gzip(text), Zstd.compress(text.getBytes(StandardCharsets.UTF_8)))) {
      BillFile packed = file(bytes);
      assertThat(DatasetReader.recognise(packed)).contains(Dataset.INVOICES);
      assertThat(DatasetReader.read(Dataset.INVOICES, List.of(packed)).rows()).hasSize(1);
      assertThat(DatasetReader.read(Dataset.INVOICES, List.of(packed)).fileHashes())
          .isEqualTo(DatasetReader.read(Dataset.INVOICES, List.of(file(text))).fileHashes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.4 bill,'InvoiceDetailId,InvoiceId,BilledCost,ChargePeriodStart',",
    "invoices,'invoice_detail_id;InvoiceId;BilledCost',INVOICES",
    "periods,'BillingPeriodStart,BillingPeriodStatus',BILLING_PERIODS",
    "commitments,'ContractId,ContractCommitmentId',CONTRACT_COMMITMENTS",
    "anything,'a,b,c',"
  })
  void the_header_tells_the_dataset(String name, String header, Dataset expected)
      throws IOException {
    assertThat(DatasetReader.recognise(file(header + "\n")))
        .as(name)
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void what_is_no_text_is_left_to_the_reader_of_bills() throws IOException {
    for (byte[] bytes :
        List.of(
            new byte[0],
            "PAR1".getBytes(StandardCharsets.US_ASCII),
            HEADER.getBytes(StandardCharsets.UTF_16),
            new byte[] {0x1f, (byte) 0x8b, 1, 2})) {
      assertThat(DatasetReader.recognise(file(bytes))).isEmpty();
    }
  }

  @Test
  void bad_cells_are_refused_at_their_place_and_the_rest_loads() throws IOException {
    DatasetContent content =
        invoices(
            HEADER
                + row("a", "USD", "1", "Issued")
                + row("b", "USD", "12,5", "Issued").replace("12,5", "\"12,5\"")
                + row("c", "DOLLAR", "1", "Issued")
                + row("d", "USD", "", "Issued")
                + row("e", "USD", "1", "Paid")
                + row("f", "USD", "1000000000000", "Issued")
                + row("g", "USD", "0.0000000000000000001", "Issued")
                + row("h", "USD", "1", "Issued").replace("INV-1", "")
                + "AWS,short\n"
                + row("i", "USD", "2", "Issued"));

    assertThat(content.rows()).hasSize(2);
    assertThat(problems(content))
        .containsExactly(
            "NOT_A_DECIMAL invoice.csv:3:6 BilledCost: \"12,5\" is not a decimal; expected digits"
                + " with a point, no separators or currency signs",
            "NOT_A_CURRENCY invoice.csv:4:5 BillingCurrency: \"DOLLAR\" is not an ISO 4217 currency"
                + " code",
            "MISSING_VALUE invoice.csv:5:6 BilledCost: BilledCost is empty",
            "NOT_ALLOWED_VALUE invoice.csv:6:10 InvoiceIssueStatus: \"Paid\" is not Open, Issued or"
                + " Voided",
            "DECIMAL_TOO_LARGE invoice.csv:7:6 BilledCost: \"1000000000000\" is not below 10^12",
            "DECIMAL_TOO_PRECISE invoice.csv:8:6 BilledCost: \"0.0000000000000000001\" has digits"
                + " past the 18th after the point; a source that computes with floats must say so"
                + " (computedFloats)",
            "MISSING_VALUE invoice.csv:9:2 InvoiceId: InvoiceId is empty",
            "WRONG_FIELD_COUNT invoice.csv:10: the record has 2 cells, the header 14");
    assertThat(content.refused().get(0).subject()).isEqualTo("AWS\nINV-1\nUSD");
    assertThat(content.refused().get(1).subject()).as("no currency to tell it by").isEmpty();
    assertThat(content.refused().get(0).problem().rawText()).contains("\"12,5\"");
  }

  @Test
  void a_line_that_stands_there_twice_is_one_line_and_one_with_other_values_is_refused()
      throws IOException {
    DatasetContent content =
        invoices(
            HEADER
                + row("a", "USD", "1", "Issued")
                + row("a", "USD", "1.00", "Issued")
                + row("a", "USD", "2", "Issued")
                + row("a", "EUR", "2", "Issued"));

    assertThat(content.rows()).as("two currencies are two invoices").hasSize(2);
    assertThat(content.duplicates()).isEqualTo(1);
    assertThat(problems(content))
        .containsExactly(
            "NOT_ALLOWED_VALUE invoice.csv:4: the same row stands at invoice.csv:2 with other"
                + " values; which one holds?");
  }

  @Test
  void an_amount_of_payment_without_its_currency_is_refused_and_the_other_way_round_is_kept()
      throws IOException {
    DatasetContent content =
        invoices(
            HEADER
                + row("a", "USD", "1", "Issued").replace("EUR,0.5", ",0.5")
                + row("b", "USD", "1", "Issued").replace("EUR,0.5", "EUR,"));

    assertThat(problems(content).get(0)).startsWith("MISSING_VALUE invoice.csv:2:13 PaymentCurr");
    assertThat(((InvoiceLine) content.rows().get(0)).payment())
        .contains(new Payment("EUR", Optional.empty()));
  }

  @Test
  void hostile_texts_are_texts() throws IOException {
    String issuer = "=cmd|'/c'!A1 <script> ' ) \\";
    DatasetContent content =
        invoices(
            HEADER
                + row("a", "USD", "1", "Issued").replace("AWS", "\"" + issuer + "\"")
                + row("b", "USD", "1", "Issued").replace("AWS", "A\0WS"));

    assertThat(((InvoiceLine) content.rows().get(0)).key().issuer()).isEqualTo(issuer);
    assertThat(problems(content).get(0)).startsWith("CONTROL_CHARACTER invoice.csv:3:1");
  }

  @Test
  void a_file_without_a_needed_column_or_without_rows_says_so() throws IOException {
    assertThat(problems(invoices("InvoiceDetailId,InvoiceId\na,b\n")).get(0))
        .startsWith("MISSING_COLUMN invoice.csv:1 InvoiceIssuerName: the file has no column");
    assertThat(problems(invoices(HEADER)).get(0))
        .isEqualTo("EMPTY_INPUT invoice.csv:1: the file has a header and no rows");
  }

  @Test
  void a_cut_off_file_loads_what_is_whole_and_never_equals_the_whole_one() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      text.append(row("line" + i * 7_919 % 20_000, "USD", "1." + i * 31, "Issued"));
    }
    byte[] whole = gzip(text.toString());
    BillFile cut = file(Arrays.copyOf(whole, whole.length / 2));
    DatasetContent content = DatasetReader.read(Dataset.INVOICES, List.of(cut));

    assertThat(content.rows()).isNotEmpty().hasSizeLessThan(20_000);
    assertThat(problems(content).get(0)).startsWith("TRUNCATED invoice.csv:");
    assertThat(content.fileHashes())
        .isNotEqualTo(DatasetReader.read(Dataset.INVOICES, List.of(file(whole))).fileHashes());
  }

  @Test
  void rows_beyond_the_limit_are_refused_together() throws IOException {
    StringBuilder text = new StringBuilder("BillingPeriodStart,BillingPeriodEnd,");
    text.append("InvoiceIssuerName,BillingPeriodStatus\n");
    for (int i = 0; i <= DatasetReader.ROWS_MAX + 1; i++) {
      text.append(PERIOD).append(",issuer ").append(i).append(",Open\n");
    }
    DatasetContent content =
        DatasetReader.read(Dataset.BILLING_PERIODS, List.of(file(text.toString())));

    assertThat(content.rows()).hasSize(DatasetReader.ROWS_MAX);
    assertThat(problems(content)).hasSize(1);
    assertThat(problems(content).get(0)).startsWith("INPUT_TOO_LARGE invoice.csv:200002");
  }

  @Test
  void billing_periods_are_read() throws IOException {
    BillFile file =
        file(
            "BillingPeriodStart,BillingPeriodEnd,InvoiceIssuerName,BillingPeriodStatus,"
                + "BillingPeriodLastUpdated\n"
                + PERIOD
                + ",AWS,closed,2026-11-05T00:00:00Z\n"
                + PERIOD
                + ",Azure,Shut,\n");
    DatasetContent content = DatasetReader.read(Dataset.BILLING_PERIODS, List.of(file));

    BillingPeriod period = (BillingPeriod) content.rows().get(0);
    assertThat(period.status()).isEqualTo(BillingPeriod.Status.CLOSED);
    assertThat(period.createdAt()).isEmpty();
    assertThat(problems(content).get(0)).contains("\"Shut\" is not Open or Closed");
  }

  @Test
  void the_contract_commitments_of_1_3_and_1_4_are_read() throws IOException {
    String old =
        "ContractCommitmentId,ContractCommitmentType,ContractCommitmentCategory,"
            + "ContractCommitmentCost,ContractCommitmentQuantity,ContractCommitmentUnit,"
            + "ContractCommitmentPeriodStart,ContractCommitmentPeriodEnd,ContractId,"
            + "ContractPeriodStart,ContractPeriodEnd,BillingCurrency\n"
            + "arn,Savings Plan,Spend,1121.840640,,,"
            + "2026-05-01T01:00:00Z,2027-05-01T01:00:00Z,c-1,2026-01-31,2027-07-30,USD\n";
    DatasetContent content = DatasetReader.read(Dataset.CONTRACT_COMMITMENTS, List.of(file(old)));
    ContractCommitment commitment = (ContractCommitment) content.rows().get(0);

    assertThat(content.focusVersion()).isEqualTo("1.3");
    assertThat(commitment.cost()).contains(Amount.parse("1121.84064"));
    assertThat(commitment.quantity()).isEmpty();
    assertThat(commitment.further()).isEmpty();

    String newer =
        old.replace(
                "BillingCurrency\n",
                "BillingCurrency,ContractCommitmentCreated,PricingCurrency,"
                    + "ContractCommitmentDiscountPercentage\n")
            .replace("USD\n", "USD,2026-01-01,Credits,12.50\n");
    DatasetContent second = DatasetReader.read(Dataset.CONTRACT_COMMITMENTS, List.of(file(newer)));
    assertThat(second.focusVersion()).isEqualTo("1.4");
    assertThat(((ContractCommitment) second.rows().get(0)).further())
        .containsEntry("ContractCommitmentCreated", "2026-01-01T00:00:00Z")
        .containsEntry("ContractCommitmentDiscountPercentage", "12.5")
        .containsEntry("PricingCurrency", "Credits");
  }
}
