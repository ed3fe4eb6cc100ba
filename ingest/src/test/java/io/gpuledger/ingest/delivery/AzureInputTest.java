package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.AzureLines;
import io.gpuledger.ingest.generate.AzureMonth;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and doubtful exports of Azure, their manifests, and its FOCUS exports. */
class AzureInputTest {
  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();
  private final AzureMonth month = AzureMonth.everyLine();

  @ParameterizedTest
  @CsvSource({
    "CostInBillingCurrency, '2,5', NOT_A_DECIMAL",
    "CostInBillingCurrency, '', MISSING_VALUE",
    "CostInBillingCurrency, '1E13', DECIMAL_TOO_LARGE",
    "BillingCurrencyCode, 'US$', NOT_A_CURRENCY",
    "Date, '05.10.2026', NOT_A_TIME",
    "BillingPeriodEndDate, '31/10/2026', NOT_A_TIME",
    "Tags, '{\"team\":', NOT_JSON",
    "BillingPeriodEndDate, '09/30/2026', PERIOD_NOT_POSITIVE"
  })
  void a_line_with_a_fault_is_refused_alone_with_its_place(
      String name, String value, ProblemCode code) throws IOException {
    List<Map<String, String>> lines = new ArrayList<>();
    lines.add(AzureLines.line("good", "Usage", "CostInBillingCurrency", "3"));
    lines.add(AzureLines.line("bad", "Usage", "CostInBillingCurrency", "2", name, value));
    lines.add(AzureLines.line("good", "Usage", "CostInBillingCurrency", "4"));

    ImportReport report = run(file("a.csv", AzureLines.camel(lines)));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.location().line()).isEqualTo(3);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("7");
    long read = report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsRead).sum();
    assertThat(read).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CostInBillingCurrency",
        "Date",
        "SubscriptionId",
        "MeterId",
        "BillingCurrencyCode"
      })
  void an_export_without_a_needed_column_is_refused_with_its_name(String column)
      throws IOException {
    String text = AzureLines.enterprise(month.actual()).replace(column, "Renamed");

    ImportReport report = run(file("a.csv", text));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).message()).contains("near is azure").contains(column);
  }

  @Test
  void a_column_that_stands_in_the_header_twice_is_refused() throws IOException {
    String text = AzureLines.camel(month.actual()).replaceFirst("costCenter", "Cost Type (Date)");

    ImportReport report = run(file("a.csv", text.replaceFirst("Cost Type \\(Date\\)", "Date")));

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.DUPLICATE_COLUMN);
    assertThat(sink.charges()).isEmpty();
  }

  @Test
  void parts_with_and_without_a_byte_order_mark_are_one_month() throws IOException {
    int half = month.actual().size() / 2;
    Path one = file("ActualCost-1.csv", AzureLines.enterprise(month.actual().subList(0, half)));
    Path two =
        file(
            "ActualCost-2.csv",
            AzureLines.camel(month.actual().subList(half, month.actual().size())));

    ImportReport report = run(one, two);

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(month.actual().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_part_of_one_view_that_nothing_tells_refuses_the_set_until_its_name_does(boolean billed)
      throws IOException {
    List<Map<String, String>> lines = billed ? month.actual() : month.amortised();
    Path part =
        file(
            "1.csv",
            AzureLines.camel(
                List.of(AzureLines.line("rest", "Usage", "CostInBillingCurrency", "9"))));
    Path other = file("2.csv", AzureLines.camel(lines));

    assertRefused(sink, run(part, other), "whether this file is a part of it or of the other view");

    Path named = directory.resolve((billed ? "Actual" : "Amortized") + "Cost-1.csv");
    ImportReport report =
        NativeBills.run(new MemorySink(), DeliveryHistory.EMPTY, Files.move(part, named), other);
    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(billed ? ReadNote.Kind.COST_UNKNOWN : ReadNote.Kind.ONE_VIEW);
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(lines.size() + 1);
  }

  @Test
  void an_actual_export_without_commitments_is_known_beside_the_amortised_one() throws IOException {
    Map<String, String> usage = AzureLines.line("vm", "Usage", "CostInBillingCurrency", "30");
    Map<String, String> unused =
        AzureLines.line(
            "ri", "UnusedReservation", "CostInBillingCurrency", "5", "ReservationId", "r-1");

    ImportReport report =
        run(
            file("a.csv", AzureLines.camel(List.of(usage))),
            file("b.csv", AzureLines.camel(List.of(unused, usage))));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("30");
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo("35");
  }

  @Test
  void an_amortised_export_without_commitments_is_known_beside_the_actual_one() throws IOException {
    Map<String, String> usage = AzureLines.line("vm", "Usage", "CostInBillingCurrency", "30");
    Map<String, String> purchase =
        AzureLines.line(
            "ri",
            "Purchase",
            "CostInBillingCurrency",
            "100",
            "PricingModel",
            "Reservation",
            "ReservationId",
            "r-1");

    ImportReport report =
        run(
            file("a.csv", AzureLines.camel(List.of(usage, purchase))),
            file("b.csv", AzureLines.camel(List.of(usage))));

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("130");
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo("30");
  }

  @Test
  void two_runs_of_an_export_to_date_are_not_added_up() throws IOException {
    List<Map<String, String>> lines = new ArrayList<>();
    for (int day = 1; day <= 4; day++) {
      lines.add(
          AzureLines.line(
              "vm", "Usage", "CostInBillingCurrency", "3" + day, "Date", "10/0" + day + "/2026"));
    }
    lines.add(
        AzureLines.line(
            "ri",
            "Purchase",
            "CostInBillingCurrency",
            "100",
            "PricingModel",
            "Reservation",
            "ReservationId",
            "r-1",
            "Date",
            "10/01/2026"));
    Path later = file("b.csv", AzureLines.camel(lines));
    lines.remove(3);

    ImportReport report = run(file("a.csv", AzureLines.camel(lines)), later);

    assertRefused(sink, report, "as in two runs of an export");
  }

  @Test
  void two_files_that_differ_by_a_refund_of_a_commitment_alone_are_one_month_twice()
      throws IOException {
    Map<String, String> usage = AzureLines.line("vm", "Usage", "CostInBillingCurrency", "30");
    Map<String, String> refund =
        AzureLines.line(
            "ri",
            "Refund",
            "CostInBillingCurrency",
            "-10",
            "PricingModel",
            "Reservation",
            "ReservationId",
            "r-1");

    ImportReport report =
        run(
            file("a.csv", AzureLines.camel(List.of(usage, refund))),
            file("b.csv", AzureLines.camel(List.of(usage))));

    assertRefused(sink, report, "the month would be there twice");
  }

  @Test
  void equal_lines_of_a_file_all_count() throws IOException {
    Map<String, String> line = AzureLines.line("same", "Usage", "CostInBillingCurrency", "3");

    run(file("a.csv", AzureLines.camel(List.of(line, line))));

    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("6");
  }

  @Test
  void exports_in_folders_of_runs_load_with_their_manifests() throws IOException {
    List<Path> files = new ArrayList<>();
    files.addAll(export("billed", "run-1", "ActualCost", month.actual()));
    files.addAll(export("spread", "run-7", "AmortizedCost", month.amortised()));

    ImportReport report = run(files.toArray(Path[]::new));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(delivery.rowsAccepted() + delivery.rowsDuplicate())
        .isEqualTo(month.actual().size() + month.amortised().size());
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD")))
        .isEqualByComparingTo(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST).add(LOST));
  }

  /** What rounding at 18 digits takes from the line of 28. */
  private static final BigDecimal LOST =
      new BigDecimal("0.000000007292255759239199").subtract(new BigDecimal("0.000000007292255759"));

  @Test
  void a_part_that_is_still_being_written_refuses_the_set() throws IOException {
    List<Path> files = export("billed", "run-1", "ActualCost", month.actual());
    PublishedHistory history = new PublishedHistory();
    history.publish(sink, NativeBills.run(sink, history, files.toArray(Path[]::new)));
    String whole = Files.readString(files.get(1));
    // It ends after a line, so that nothing in the file tells.
    Files.writeString(
        files.get(1), whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1));
    MemorySink second = new MemorySink();

    ImportReport report = NativeBills.run(second, history, files.toArray(Path[]::new));

    assertRefused(second, report, "bytes and its manifest says");
    assertThat(report.deliveries().get(0).scope()).isEqualTo(Scope.UNKNOWN);
  }

  @Test
  void half_of_a_manifest_refuses_the_set() throws IOException {
    List<Path> files = export("billed", "run-1", "ActualCost", month.actual());

    ImportReport report = run(files.get(0), files.get(2));

    assertRefused(sink, report, "parts that are not among the files: part_0_0001.csv");
  }

  @Test
  void two_runs_of_one_export_refuse_the_set() throws IOException {
    List<Path> files = new ArrayList<>(export("billed", "run-1", "ActualCost", month.actual()));
    files.addAll(export("billed", "run-2", "ActualCost", month.actual()));

    ImportReport report = run(files.toArray(Path[]::new));

    assertRefused(sink, report, "two manifests of the billing period billed/20261001-20261031");
  }

  @Test
  void a_manifest_that_says_the_other_view_refuses_the_set() throws IOException {
    List<Path> files = export("billed", "run-1", "ActualCost", month.amortised());

    ImportReport report = run(files.toArray(Path[]::new));

    assertRefused(sink, report, "says that it is the actual cost export");
  }

  @Test
  void lines_of_both_views_in_one_file_refuse_the_set() throws IOException {
    List<Map<String, String>> both = new ArrayList<>(month.actual());
    both.addAll(month.amortised());

    assertRefused(sink, run(file("a.csv", AzureLines.camel(both))), "purchases of commitments");
  }

  @Test
  void refunds_of_commitments_in_the_amortised_export_count_once() throws IOException {
    month.actual().stream()
        .filter(line -> line.get("ChargeType").equals("Refund"))
        .forEach(month.amortised()::add);

    ImportReport report =
        run(
            file("x.csv", AzureLines.camel(month.actual())),
            file("y.csv", AzureLines.camel(month.amortised())));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(sink.charges()).hasSize(22);
  }

  @Test
  void a_part_of_which_nothing_tells_the_view_refuses_a_pair() throws IOException {
    Path plain =
        file(
            "part.csv",
            AzureLines.camel(
                List.of(AzureLines.line("rest", "Usage", "CostInBillingCurrency", "9"))));
    Path actual = file("x.csv", AzureLines.camel(month.actual()));
    Path amortised = file("y.csv", AzureLines.camel(month.amortised()));

    assertRefused(sink, run(actual, amortised, plain), "which of the two this file belongs to");
    // Its name tells.
    Files.move(plain, directory.resolve("ActualCost-2.csv"));
    MemorySink second = new MemorySink();
    NativeBills.run(
        second, DeliveryHistory.EMPTY, actual, amortised, directory.resolve("ActualCost-2.csv"));
    assertThat(second.charges()).hasSize(23);
  }

  @Test
  void one_month_in_two_orders_refuses_the_set_unless_the_names_are_of_two_views()
      throws IOException {
    List<Map<String, String>> lines = new ArrayList<>();
    lines.add(AzureLines.line("one", "Usage", "CostInBillingCurrency", "3"));
    lines.add(AzureLines.line("two", "Usage", "CostInBillingCurrency", "4"));
    Path first = file("a.csv", AzureLines.camel(lines));
    Path second = file("b.csv", AzureLines.camel(List.of(lines.get(1), lines.get(0))));

    assertRefused(sink, run(first, second), "the month would be there twice");
    Path actual = Files.move(first, directory.resolve("x_ActualCost.csv"));
    Path amortised = Files.move(second, directory.resolve("x_AmortizedCost.csv"));
    MemorySink other = new MemorySink();
    ImportReport report = NativeBills.run(other, DeliveryHistory.EMPTY, actual, amortised);
    assertThat(report.notes()).isEmpty();
    assertThat(NativeBills.sum(other.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("7");
    assertThat(NativeBills.sum(other.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ActualCost.csv AmortizedCost.csv", "AmortizedCost.csv ActualCost.csv"})
  void both_views_of_a_month_without_commitments_may_be_the_same_file(String names)
      throws IOException {
    ImportReport report = run(sameFiles(names));

    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(1);
    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(1);
    assertThat(report.deliveries().get(0).nativeBilledCost()).containsEntry("USD", "3");
    assertThat(report.deliveries().get(0).nativeEffectiveCost()).containsEntry("USD", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ActualCost.csv AmortizedCost.csv", "AmortizedCost.csv ActualCost.csv"})
  void further_copies_of_both_views_add_nothing(String names) throws IOException {
    ImportReport report = run(sameFiles(names + " ActualCost-2.csv AmortizedCost-2.csv"));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(1);
    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(3);
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=3}");
    assertThat(report.deliveries().get(0).effectiveCost()).hasToString("{USD=3}");
  }

  private Path[] sameFiles(String names) throws IOException {
    String text =
        AzureLines.camel(List.of(AzureLines.line("a", "Usage", "CostInBillingCurrency", "3")));
    List<Path> files = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      files.add(file(name, text));
    }
    return files.toArray(Path[]::new);
  }

  @Test
  void an_account_that_a_later_export_lacks_stands_and_is_flagged() throws IOException {
    Map<String, String> one = AzureLines.line("a", "Usage", "CostInBillingCurrency", "3");
    Map<String, String> two =
        AzureLines.line("b", "Usage", "CostInBillingCurrency", "4", "BillingAccountId", "1111111");
    PublishedHistory history = new PublishedHistory();
    history.publish(sink, run(file("1.csv", AzureLines.camel(List.of(one, two)))));

    ImportReport report =
        NativeBills.run(new MemorySink(), history, file("2.csv", AzureLines.camel(List.of(one))));

    assertThat(report.missing().stream().map(Scope::account)).containsExactly("1111111");
  }

  @Test
  void a_file_that_ends_inside_a_line_loads_nothing() throws IOException {
    String text = AzureLines.camel(month.actual());

    ImportReport report = run(file("a.csv", text.substring(0, text.length() - 40)));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).message())
        .contains("the file ends inside this record")
        .contains("nothing of the set was loaded");
  }

  @ParameterizedTest
  @CsvSource({"1.0, ''", "1.2, ',InvoiceId,SkuMeter'"})
  void focus_exports_of_azure_are_focus_and_name_their_machines(String version, String more)
      throws IOException {
    String header =
        "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,"
            + "ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,ConsumedQuantity,"
            + "EffectiveCost,ListCost,ProviderName,PublisherName,SkuPriceDetails,x_SkuDetails,Tags"
            + more;
    String row =
        "90,/providers/Microsoft.Billing/billingAccounts/1,USD,2026-11-01T00:00:00Z,"
            + "2026-10-01T00:00:00Z,Usage,2026-10-06T00:00:00Z,2026-10-05T00:00:00Z,90,1,90,98,"
            + "Microsoft,Microsoft,,\"{\"\"ServiceType\"\":\"\"Standard_ND96isr_H100_v5\"\"}\","
            + "\"\"\"team\"\": \"\"nlp\"\"\""
            + ",".repeat((int) more.chars().filter(c -> c == ',').count());

    ImportReport report = run(file("focus.csv", header + "\n" + row + "\n"));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).format()).isEqualTo("focus");
    assertThat(report.deliveries().get(0).focusVersion()).isEqualTo(version);
    Charge charge = sink.charges().get(0);
    assertThat(charge.text(FocusColumn.X_DEVICE_MODEL)).contains("NVIDIA H100");
    assertThat(charge.amount(FocusColumn.X_DEVICE_COUNT)).hasToString("Optional[8]");
    assertThat(charge.find(FocusColumn.TAGS)).hasToString("Optional[{team=nlp}]");
  }

  private static void assertRefused(MemorySink sink, ImportReport report, String words) {
    assertThat(report.rejects()).isNotEmpty();
    assertThat(report.rejects())
        .allSatisfy(reject -> assertThat(reject.code()).isEqualTo(ProblemCode.INCOMPLETE_SET));
    assertThat(report.rejects().stream().map(Problem::message))
        .anySatisfy(message -> assertThat(message).contains(words));
    assertThat(sink.charges()).isEmpty();
    assertThat(report.anythingVisible()).isFalse();
  }

  /** An export in two parts with its manifest, in the folders of a run: manifest, then parts. */
  private List<Path> export(String name, String run, String type, List<Map<String, String>> lines)
      throws IOException {
    String folder = name + "/20261001-20261031/" + run;
    Path place = Files.createDirectories(directory.resolve(folder));
    int half = lines.size() / 2;
    List<Path> files = new ArrayList<>();
    List<String> blobs = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      String file = "part_" + part + "_0001.csv";
      String text =
          AzureLines.enterprise(
              part == 0 ? lines.subList(0, half) : lines.subList(half, lines.size()));
      files.add(Files.writeString(place.resolve(file), text));
      blobs.add(
          "{\"blobName\":\"%s/%s\",\"byteCount\":%d,\"dataRowCount\":%d}"
              .formatted(folder, file, text.getBytes(StandardCharsets.UTF_8).length, half));
    }
    files.add(
        0,
        Files.writeString(
            place.resolve("manifest.json"),
            "{\"manifestVersion\":\"2024-04-01\",\"blobCount\":2,\"exportConfig\":{\"type\":\"%s\"},"
                    .formatted(type)
                + "\"runInfo\":{\"runId\":\"%s\"},\"blobs\":[%s]}"
                    .formatted(run, String.join(",", blobs))));
    return files;
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
