package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle's cost report and its reports in a dialect of FOCUS. */
class OciBillTest {
  private static final String HEADER =
      "lineItem/referenceNo,lineItem/tenantId,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,"
          + "product/service,product/compartmentId,product/compartmentName,product/region,"
          + "product/availabilityDomain,product/resourceId,usage/billedQuantity,"
          + "usage/billedQuantityOverage,cost/subscriptionId,cost/productSku,product/Description,"
          + "cost/unitPrice,cost/unitPriceOverage,cost/myCost,cost/myCostOverage,cost/currencyCode,"
          + "cost/billingUnitReadable,cost/skuUnitDescription,cost/overageFlag,"
          + "lineItem/isCorrection,lineItem/backreferenceNo,tags/Finance.CostCenter,tags/team";

  private static final String FOCUS_HEADER =
      "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
          + "ChargePeriodStart,ChargePeriodEnd,ChargeType,ChargeSubcategory,EffectiveCost,"
          + "InvoiceIssuer,ListCost,ListUnitPrice,Provider,Publisher,Region,ServiceName,SkuId,"
          + "UsageQuantity,UsageUnit,Tags,oci_ReferenceNumber,oci_BackReferenceNumber,"
          + "oci_CompartmentName";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  /** A line of an hour of 5 October 2026. */
  private static String line(String id, String sku, String unit, String quantity, String cost) {
    return String.join(
        ",",
        id,
        "ocid1.tenancy.oc1..t",
        "2026-10-05T10:00Z",
        "2026-10-05T11:00:00Z",
        "COMPUTE",
        "ocid1.compartment.oc1..c",
        "research",
        "us-ashburn-1",
        "AD-1",
        "ocid1.instance.oc1.iad.i",
        quantity,
        "",
        "40012345",
        "B-" + id,
        sku,
        "2.5",
        "",
        cost,
        "",
        "USD",
        "HOUR",
        unit,
        "N",
        "false",
        "",
        "cc-7",
        "");
  }

  private static String report(List<String> lines) {
    return HEADER + "\r\n" + String.join("\r\n", lines) + "\r\n";
  }

  @Test
  void every_kind_of_line_has_the_costs_of_its_rule() throws IOException {
    String over = line("over", "Compute - Standard - E5 - OCPU", "OCPU Hours", "4", "1");
    over = over.replace(",1,,USD", ",1,0.25,USD");
    String correction =
        line("fix", "Compute - GPU - H100", "GPU Per Hour", "-8", "-20")
            .replace("false,", "true,gpu");

    ImportReport report =
        run(
            gzip(
                report(
                    List.of(
                        line("gpu", "Compute - GPU - H100", "GPU Per Hour", "8", "20"),
                        over,
                        correction,
                        line(
                            "ram",
                            "Standard - E3 - Memory",
                            "GB Hours",
                            "0.100000000000000001",
                            "3.7200000000000001E-17")))));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).format()).isEqualTo("oci-cost");
    assertThat(shown())
        .isEqualTo(
            """
            gpu Usage - 20 20 20 20 8 GPU-Hours
            over Usage - 1.25 1.25 10 1.25 4 OCPU-Hours
            fix Usage Correction -20 -20 -20 -20 -8 GPU-Hours
            ram Usage - 0.000000000000000037 0.000000000000000037 0.250000000000000002 0.000000000000000037 0.100000000000000001 GB-Hours
            """);
    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("oci-cost.txt"));
  }

  private String shown() {
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      found.append(charge.extra().get("x_ReferenceNumber"));
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.CHARGE_CLASS,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.LIST_COST,
              FocusColumn.CONTRACTED_COST,
              FocusColumn.CONSUMED_QUANTITY,
              FocusColumn.CONSUMED_UNIT)) {
        found.append(' ').append(charge.find(column).map(Object::toString).orElse("-"));
      }
      found.append('\n');
    }
    return found.toString();
  }

  @Test
  void a_month_of_reports_ties_to_its_own_columns() throws IOException {
    Random random = new Random(20_261_001);
    List<Path> files = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (int file = 0; file < 12; file++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        BigDecimal cost = BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000, 9);
        sum = sum.add(cost);
        lines.add(line(file + "-" + i, "Standard - E5 - OCPU", "OCPU Hours", "1", cost.toString()));
      }
      files.add(Files.writeString(directory.resolve(file + ".csv"), report(lines)));
    }

    ImportReport report = run(files.toArray(Path[]::new));

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.deliveries()).hasSize(1);
    assertThat(delivery.rowsAccepted()).isEqualTo(600);
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(sum);
    assertThat(delivery.effectiveCost().get("USD").toBigDecimal()).isEqualByComparingTo(sum);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD"))).isEqualByComparingTo(sum);
  }

  /** Reports come several a day and add to the month; corrections are lines of later ones. */
  @Test
  void later_reports_add_to_the_month_and_one_that_is_loaded_is_not_loaded_again()
      throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path first = file("1.csv", report(List.of(line("a", "GPU", "GPU Hour", "1", "5"))));
    history.publish(sink, append(history, first));
    MemorySink second = new MemorySink();
    Path later =
        file(
            "2.csv",
            report(List.of(line("b", "GPU", "GPU Hour", "-1", "-5").replace("false,", "true,a"))));

    ImportReport added = NativeBills.run(second, history, request(later));

    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("append");
    assertThat(added.deliveries().get(0).billedCost()).hasToString("{USD=-5}");
    history.publish(second, added);
    assertThat(append(history, first).deliveries().get(0).unchanged()).isTrue();
  }

  @Test
  void reports_that_come_again_beside_new_ones_are_not_added_again() throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path first = file("1.csv", report(List.of(line("a", "GPU", "GPU Hour", "1", "5"))));
    Path second = file("2.csv", report(List.of(line("b", "GPU", "GPU Hour", "1", "7"))));
    Path third = file("3.csv", report(List.of(line("c", "GPU", "GPU Hour", "1", "9"))));
    history.publish(sink, append(history, first));

    MemorySink more = new MemorySink();
    ImportReport added = NativeBills.run(more, history, first, second);
    history.publish(more, added);

    assertThat(added.deliveries().get(0).billedCost()).hasToString("{USD=7}");
    assertThat(added.deliveries().get(0).rowsDuplicate()).isEqualTo(1);
    assertThat(added.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.LOADED_BEFORE);
    assertThat(added.notes().get(0).place().input()).isEqualTo("1.csv");
    assertThat(NativeBills.sum(more.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("7");
    // Retracting the first one must not leave its file among those of the second.
    assertThat(more.closed().get(0).getFileHashesCount()).isEqualTo(1);
    for (Path[] known : List.of(new Path[] {first, second}, new Path[] {second, first})) {
      MemorySink none = new MemorySink();
      ImportReport again = NativeBills.run(none, history, known);
      assertThat(again.deliveries().get(0).unchanged()).isTrue();
      assertThat(none.charges()).isEmpty();
    }
    MemorySink last = new MemorySink();
    NativeBills.run(last, history, third, second, first);
    assertThat(NativeBills.sum(last.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("9");
  }

  private ImportReport append(PublishedHistory history, Path file) throws IOException {
    return NativeBills.run(sink, history, request(file));
  }

  /** As for any source: that it adds is said by the format. */
  private static ImportRequest request(Path file) {
    return ImportRequest.of("s", List.of(file));
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERWRITE", "APPEND"})
  void all_reports_of_a_month_take_its_place_where_that_is_asked_for(DeliveryKind configured)
      throws IOException {
    Path all = file("1.csv", report(List.of(line("a", "GPU", "GPU Hour", "1", "5"))));

    run(all);
    NativeBills.run(sink, DeliveryHistory.EMPTY, request(all).kindOf(configured).replacingPeriod());

    assertThat(sink.closed().stream().map(closed -> closed.getDeliveryKind()))
        .containsExactly("append", "overwrite");
  }

  @Test
  void a_line_that_is_there_twice_counts_once() throws IOException {
    String line = line("a", "GPU", "GPU Hour", "1", "5");

    ImportReport report =
        run(file("1.csv", report(List.of(line))), file("2.csv", report(List.of(line, line))));

    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=5}");
    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'20', '2,0', WRONG_FIELD_COUNT",
    "'20', '', MISSING_VALUE",
    "'20', 'x', NOT_A_DECIMAL",
    "USD, '', MISSING_VALUE",
    "USD, US$, NOT_A_CURRENCY",
    "2026-10-05T10:00Z, soon, NOT_A_TIME",
    "40012345, '', MISSING_VALUE"
  })
  void a_line_with_a_fault_is_refused_alone(String text, String bad, ProblemCode code)
      throws IOException {
    String good = line("a", "GPU", "GPU Hour", "1", "20");

    ImportReport report =
        run(
            file(
                "1.csv",
                report(
                    List.of(
                        good,
                        good.replace("," + text + ",", "," + bad + ","),
                        line("c", "GPU", "GPU Hour", "1", "3")))));

    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(code);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(3);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("23");
  }

  @Test
  void a_report_without_a_needed_column_says_which_and_one_that_is_cut_off_loads_nothing()
      throws IOException {
    String text = report(List.of(line("a", "GPU", "GPU Hour", "1", "20")));
    byte[] packed = Files.readAllBytes(gzip(text.repeat(1) + "x".repeat(10)));

    ImportReport renamed = run(file("1.csv", text.replace("cost/myCost,", "cost/itsCost,")));
    ImportReport cut =
        run(Files.write(directory.resolve("cut.gz"), Arrays.copyOf(packed, packed.length - 9)));

    assertThat(renamed.rejects().get(0).message()).contains("oci-cost (lacks cost/myCost)");
    assertThat(cut.rejects().get(cut.rejects().size() - 1).code()).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(sink.charges()).isEmpty();
  }

  @Test
  void devices_are_named_by_the_sku_and_counted_by_its_unit() throws IOException {
    run(
        file(
            "1.csv",
            report(
                List.of(
                    line("a", "Compute - GPU - H100", "GPU Per Hour", "8", "20"),
                    line("b", "Compute - GPU - X999", "GPU Per Hour", "8", "20"),
                    line("c", "Standard - E5 - OCPU", "OCPU Hours", "8", "20")))));

    List<Charge> charges = NativeBills.charges(sink);
    assertThat(charges.get(0).text(FocusColumn.X_DEVICE_MODEL)).contains("NVIDIA H100");
    assertThat(charges.get(0).amount(FocusColumn.X_DEVICE_COUNT)).hasToString("Optional[1]");
    assertThat(charges.stream().map(charge -> charge.text(FocusColumn.X_ACCELERATOR).orElse("")))
        .containsExactly("known", "unknown", "none");
  }

  private static String focus(String id, String billed, String effective, String back) {
    return String.join(
        ",",
        billed,
        "40012345",
        "USD",
        "2026-10-01T00:00:00Z",
        "2026-11-01T00:00:00Z",
        "2026-10-05T10:00Z",
        "2026-10-05T11:00:00Z",
        "Usage",
        "",
        effective,
        "Oracle",
        "20",
        "2.5",
        "Oracle",
        "Oracle",
        "us-ashburn-1",
        "COMPUTE",
        "B1",
        "8",
        "GPU Hours",
        "\"{\"\"team\"\":\"\"vision\"\"}\"",
        id,
        back,
        "research");
  }

  @Test
  void the_dialect_of_focus_is_mended() throws IOException {
    ImportReport report =
        run(
            file(
                "f.csv",
                FOCUS_HEADER
                    + "\n"
                    + focus("a", "20", "0", "")
                    + "\n"
                    + focus("b", "20", "18", "")
                    + "\n"
                    + focus("c", "-20", "", "a")
                    + "\n"));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).format()).isEqualTo("oci-focus");
    assertThat(shown())
        .isEqualTo(
            """
            a Usage - 20 20 20 20 8 GPU Hours
            b Usage - 20 18 20 20 8 GPU Hours
            c Usage Correction -20 -20 20 -20 8 GPU Hours
            """);
    Charge first = NativeBills.charges(sink).get(0);
    assertThat(first.text(FocusColumn.REGION_ID)).contains("us-ashburn-1");
    assertThat(first.text(FocusColumn.SERVICE_PROVIDER_NAME)).contains("Oracle");
    assertThat(first.text(FocusColumn.SERVICE_CATEGORY)).contains("Compute");
    assertThat(first.extra()).containsEntry("x_CompartmentName", "research");
  }

  /** Usage may bear it, so its zero is taken at its word. */
  @Test
  void a_purchase_of_the_dialect_keeps_its_effective_cost_of_zero() throws IOException {
    String bought = focus("a", "20", "0", "").replace(",Usage,", ",Purchase,");

    run(file("f.csv", FOCUS_HEADER + "\n" + bought + "\n"));

    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("20");
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo("0");
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path gzip(String text) throws IOException {
    Path file = directory.resolve("report.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
