package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of Lambda, Crusoe, and of Nebius before FOCUS; and the FOCUS export of Nebius. */
class NeocloudLinesTest {
  private static final String LAMBDA =
      "invoice_id,period_start,period_end,instance_type,region,quantity_hours,unit_price,amount,"
          + "currency,project,label\n";

  private static final String CRUSOE =
      "usage_date,organization_id,project_id,product,resource_type,resource_id,resource_name,"
          + "location,pricing_type,quantity,unit,unit_price,amount,currency\n";

  private static final String NEBIUS =
      "date,billing_account_id,cloud_id,service_name,sku_id,sku_name,resource_id,pricing_quantity,"
          + "pricing_unit,cost,credit,monetary_grant_credit,cud_credit,misc_credit,currency,"
          + "labels.user_labels.team,labels.system_labels.node\n";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void lines_of_lambda_are_hours_of_machines_on_an_invoice() throws IOException {
    ImportReport report =
        run(
            LAMBDA
                + "INV-7,2026-10-01,2026-10-02,gpu_8x_h100_sxm5,us-east-1,24,31.92,766.08,USD,vision,train\n"
                + "INV-7,2026-10-01,2026-10-02,gpu_8x_x900,us-east-1,0.1,2,0.20,USD,vision,\n"
                + "INV-7,2026-10-03,2026-10-04,gpu_1x_a10,us-west-1,-2,1.29,-2.58,USD,,\n");

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries().get(0).format()).isEqualTo("lambda");
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=763.7}");
    assertThat(report.deliveries().get(0).nativeBilledCost()).hasToString("{USD=763.7}");
    assertThat(shown())
        .isEqualTo(
            """
            Usage Standard gpu_8x_h100_sxm5 766.08 766.08 24 Instance-Hours known NVIDIA H100 8
            Usage Standard gpu_8x_x900 0.2 0.2 0.1 Instance-Hours unknown - -
            Adjustment Standard gpu_1x_a10 -2.58 -2.58 -2 Instance-Hours known NVIDIA A10 1
            """);
    Charge first = NativeBills.charges(sink).get(0);
    assertThat(first.find(FocusColumn.INVOICE_ID)).contains("INV-7");
    assertThat(first.find(FocusColumn.SUB_ACCOUNT_ID)).contains("vision");
    assertThat(first.find(FocusColumn.TAGS).map(Object::toString)).contains("{label=train}");
    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("lambda.txt"));
  }

  @Test
  void lines_of_crusoe_are_days_and_what_they_lack_is_said() throws IOException {
    ImportReport report =
        run(
            CRUSOE
                + "2026-10-31,org-1,p-1,Compute,h100-80gb-sxm-ib.8x,vm-1,train-0,us-east1-a,on-demand,24,instance"
                + " hours,31.2,748.80,USD\n"
                + "2026-10-31,org-1,p-1,Compute,l40s-48gb.10x,vm-2,serve,us-east1-a,spot,1.5,instance"
                + " hours,4,6,USD\n"
                + "2026-10-31,org-1,p-1,Storage,persistent-ssd,d-1,disk,us-east1-a,,1000,GiB-hours,0.0001,0.10,USD\n");

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.NOT_ALL_BILLED);
    assertThat(shown())
        .isEqualTo(
            """
            Usage Standard h100-80gb-sxm-ib.8x 748.8 748.8 24 Instance-Hours known NVIDIA H100 8
            Usage Dynamic l40s-48gb.10x 6 6 1.5 Instance-Hours known NVIDIA L40S 10
            Usage Standard persistent-ssd 0.1 0.1 1000 GiB-Hours none - -
            """);
    Charge last = NativeBills.charges(sink).get(2);
    assertThat(last.find(FocusColumn.SERVICE_CATEGORY)).contains("Storage");
    assertThat(last.find(FocusColumn.CHARGE_PERIOD_END).map(Object::toString))
        .contains("2026-11-01T00:00:00Z");
    assertThat(last.find(FocusColumn.BILLING_PERIOD_START).map(Object::toString))
        .contains("2026-10-01T00:00:00Z");
    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("crusoe.txt"));
  }

  @Test
  void credits_of_nebius_are_charges_of_their_own() throws IOException {
    ImportReport report =
        run(
            NEBIUS
                + "2026-10-05,ba-1,cloud-1,Compute Cloud,sku-1,NVIDIA H100"
                + " GPU,vm-1,192,gpu*hour,566.4,-66.4,-66.4,0,0,USD,vision,n1\n"
                + "2026-10-05,ba-1,cloud-1,Compute Cloud,sku-2,Intel"
                + " RAM,,1600,gbyte*hour,5.12,0,0,0,0,USD,,\n"
                + "2026-10-06,ba-1,cloud-1,Compute Cloud,sku-1,NVIDIA H100"
                + " GPU,vm-1,8,gpu*hour,23.6,3,3,0,0,USD,,\n");

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.NOT_ALLOWED_VALUE);
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=505.12}");
    assertThat(shown())
        .isEqualTo(
            """
            Usage Standard sku-1 566.4 566.4 192 GPU-Hours known NVIDIA H100 1
            Credit - sku-1 -66.4 -66.4 - - known NVIDIA H100 -
            Usage Standard sku-2 5.12 5.12 1600 GB-Hours none - -
            """);
    List<Charge> charges = NativeBills.charges(sink);
    assertThat(charges.get(0).find(FocusColumn.TAGS).map(Object::toString))
        .contains("{team=vision}");
    assertThat(charges.get(2).find(FocusColumn.RESOURCE_ID)).contains("Intel RAM");
    assertThat(NativeBills.text(charges, true)).isEqualTo(NativeBills.golden("nebius.txt"));
  }

  /** What Nebius writes otherwise than FOCUS says: no rows of purchases, costs of either kind. */
  @Test
  void the_focus_export_of_nebius_loads_as_it_is() throws IOException {
    String head =
        "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,CommitmentDiscountId,CommitmentDiscountStatus,SkuId,ProviderName,PublisherName,InvoiceIssuerName,ServiceName,ServiceCategory,ConsumedQuantity,ConsumedUnit,ChargeDescription,ChargeFrequency\n";
    String period =
        "ba-1,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-05T10:00:00Z,"
            + "2026-10-05T11:00:00Z,";
    String who = "Nebius,Nebius,Nebius,Compute,Compute,";
    ImportReport report =
        run(
            head
                // A prepaid commitment stands in the amortised cost alone.
                + "0,20,28,20,"
                + period
                + "Usage,cd-1,Used,sku-h200,"
                + who
                + "8,GPU hour,H200,Usage-Based\n"
                + "0,5,7,5,"
                + period
                + "Usage,cd-1,Unused,sku-h200,"
                + who
                + "2,GPU hour,H200,Usage-Based\n"
                // A postpaid one is an adjustment that names neither commitment nor SKU.
                + "-12.5,-12.5,0,-12.5,"
                + period
                + "Adjustment,,,,"
                + who
                + ",,commitment,Recurring\n"
                // A commitment to spend lowers the contracted cost.
                + "28,28,28,22.4,"
                + period
                + "Usage,,,sku-h200,"
                + who
                + "8,GPU hour,H200,Usage-Based\n"
                + "3.1,3.1,3.1,3.1,"
                + period
                + "Tax,,,,"
                + who
                + ",,VAT,Recurring\n");

    assertThat(report.rejects()).isEmpty();
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(delivery.format()).isEqualTo("focus");
    assertThat(delivery.billedCost()).hasToString("{USD=18.6}");
    assertThat(delivery.effectiveCost()).hasToString("{USD=43.6}");
    List<Charge> charges = NativeBills.charges(sink);
    assertThat(NativeBills.sum(charges, FocusColumn.CONTRACTED_COST)).isEqualByComparingTo("38");
    assertThat(charges.get(0).find(FocusColumn.X_DEVICE_MODEL)).contains("NVIDIA H200");
    assertThat(charges.get(2).find(FocusColumn.SKU_ID)).isEmpty();
    assertThat(charges.get(2).find(FocusColumn.SUB_ACCOUNT_ID)).isEmpty();
  }

  @Test
  void a_month_of_lines_ties_to_its_own_amounts_and_a_later_one_takes_its_place()
      throws IOException {
    Random random = new Random(20_261_002);
    List<String> lines = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < 600; i++) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000, 4);
      sum = sum.add(amount);
      lines.add(
          "2026-10-%02d,org-1,p-%d,Compute,h100-80gb-sxm-ib.8x,vm-%d,n,r,on-demand,1,instance hours,1,%s,USD"
              .formatted(1 + i % 31, i % 7, i % 50, amount));
    }
    PublishedHistory history = new PublishedHistory();
    Path whole = file("a.csv", CRUSOE + String.join("\n", lines) + "\n");

    ImportReport report = NativeBills.run(sink, history, whole);
    history.publish(sink, report);

    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(600);
    assertThat(report.deliveries().get(0).billedCost().get("USD").toBigDecimal())
        .isEqualByComparingTo(sum);
    assertThat(new BigDecimal(report.deliveries().get(0).nativeBilledCost().get("USD")))
        .isEqualByComparingTo(sum);
    assertThat(report.deliveries().get(0).effectiveCost().get("USD").toBigDecimal())
        .isEqualByComparingTo(sum);
    assertThat(NativeBills.run(new MemorySink(), history, whole).deliveries().get(0).unchanged())
        .isTrue();
    MemorySink later = new MemorySink();
    NativeBills.run(
        later, history, file("b.csv", CRUSOE + String.join("\n", lines.subList(0, 599)) + "\n"));
    assertThat(later.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(later.charges()).hasSize(599);
  }

  @ParameterizedTest
  @CsvSource({
    "766.08,'766,08',NOT_A_DECIMAL",
    "766.08,,MISSING_VALUE",
    "2026-10-01,31.10.2026,NOT_A_TIME",
    "2026-10-02,2026-10-01,PERIOD_NOT_POSITIVE",
    "USD,dollars,NOT_A_CURRENCY"
  })
  void a_line_with_a_fault_is_refused_with_its_place(String was, String is, ProblemCode code)
      throws IOException {
    String line =
        "INV-7,2026-10-01,2026-10-02,gpu_8x_h100_sxm5,us-east-1,24,31.92,766.08,USD,vision,train\n";
    String cell = is == null ? "" : is.contains(",") ? '"' + is + '"' : is;
    ImportReport report = run(LAMBDA + line + line.replace(was, cell));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(code);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(3);
    assertThat(sink.charges()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"amount,total,no format", "instance_type,machine,no format"})
  void a_renamed_column_refuses_the_file(String was, String is, String message) throws IOException {
    ImportReport report =
        run(LAMBDA.replace(was, is) + "I,2026-10-01,2026-10-02,gpu_1x_a10,r,1,1,1,USD,,\n");

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).message()).contains(message).contains(was);
  }

  @Test
  void a_file_that_is_cut_off_replaces_nothing() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      String line = "INV-7,2026-10-01,2026-10-02,gpu_1x_a10,us-east-1,1,1.29,1.29,USD,,\n";
      out.write((LAMBDA + line.repeat(50)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();

    ImportReport report =
        NativeBills.run(
            sink,
            new PublishedHistory(),
            Files.write(directory.resolve("bill.csv.gz"), Arrays.copyOf(whole, whole.length - 12)));

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(sink.charges()).isEmpty();
  }

  private ImportReport run(String content) throws IOException {
    return NativeBills.run(sink, new PublishedHistory(), file("bill.csv", content));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private String shown() {
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      String line = "";
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.PRICING_CATEGORY,
              FocusColumn.SKU_ID,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.CONSUMED_QUANTITY,
              FocusColumn.CONSUMED_UNIT,
              FocusColumn.X_ACCELERATOR,
              FocusColumn.X_DEVICE_MODEL,
              FocusColumn.X_DEVICE_COUNT)) {
        line += ' ' + charge.find(column).map(Object::toString).orElse("-");
      }
      found.append(line.strip()).append('\n');
    }
    return found.toString();
  }
}
