package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.custom.CustomColumn;
import io.gpuledger.ingest.custom.CustomFormat;
import io.gpuledger.ingest.custom.CustomMapping;
import io.gpuledger.ingest.custom.DateForm;
import io.gpuledger.ingest.custom.NumberForm;
import io.gpuledger.ingest.focus.RawLayout;
import io.gpuledger.ingest.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills in JSON, from a file to charges. */
class JsonBillTest {
  private static final String PERIODS =
      "\"BillingPeriodStart\":\"2026-10-01T00:00:00Z\",\"BillingPeriodEnd\":\"2026-11-01T00:00:00Z\","
          + "\"ChargePeriodStart\":\"2026-10-05T00:00:00Z\",\"ChargePeriodEnd\":\"2026-10-06T00:00:00Z\"";

  private static final String FOCUS =
      """
      [{"BilledCost": 1.5E-7, "BillingAccountId": "acc", "BillingCurrency": "USD", %s},
       {"BilledCost": "2", "BillingAccountId": "acc", "BillingCurrency": "USD", %s,
        "Tags": {"team": "vision", "n": 1}, "x_Project": {"id": "p"}, "SkuPriceDetails": null}]
      """
          .formatted(PERIODS, PERIODS);

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void focus_in_json_is_read_as_focus_in_csv_is() throws IOException {
    ImportReport report = NativeBills.run(sink, DeliveryHistory.EMPTY, file("focus.json", FOCUS));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).format()).isEqualTo("focus");
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=2.00000015}");
    List<Charge> charges = NativeBills.charges(sink);
    assertThat(NativeBills.text(charges, false)).contains("  Tags: {n=1, team=vision}\n");
    assertThat(charges.get(1).extra()).containsEntry("x_Project.id", "p");
  }

  @Test
  void a_row_of_focus_in_json_with_a_fault_is_refused_alone() throws IOException {
    String text = FOCUS.replace("1.5E-7", "\"1,5\"").replace("[{", "[{},\n{");

    ImportReport report = NativeBills.run(sink, DeliveryHistory.EMPTY, file("f.json", text));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.MISSING_VALUE, ProblemCode.NOT_A_DECIMAL);
    assertThat(report.rejects().get(1).location().line()).isEqualTo(2);
    assertThat(report.rejects().get(1).field()).isEqualTo("BilledCost");
    assertThat(sink.charges()).hasSize(1);
  }

  @Test
  void json_that_is_no_bill_is_refused_with_its_columns() throws IOException {
    ImportReport report =
        NativeBills.run(
            sink,
            DeliveryHistory.EMPTY,
            file("a.json", "{\"a\":1,\"b\":{\"c\":2}}"),
            file("b", "[]"));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.UNKNOWN_FORMAT, ProblemCode.EMPTY_INPUT);
    assertThat(report.rejects().get(0).message()).contains("b.c");
    assertThat(report.anythingVisible()).isFalse();
  }

  @Test
  void a_declared_layout_reads_the_records_of_an_answer() throws IOException {
    String page =
        "{\"organization\":\"org-1\",\"data\":["
            + "{\"start\":1790985600,\"end\":1791072000,\"results\":["
            + "{\"amount\":{\"value\":0.06,\"currency\":\"usd\"},\"line\":\"gpt\"},"
            + "{\"amount\":{\"value\":1e-9,\"currency\":\"usd\"},\"line\":\"other\"}]}]}";
    Path file = file("costs.json", page);

    ImportReport report = run(file);

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=0.060000001}");
    assertThat(report.deliveries().get(0).nativeBilledCost()).hasToString("{USD=0.060000001}");
    assertThat(sink.charges().get(0).extra()).containsEntry("x_line", "gpt");
    assertThat(sink.charges().get(0).text(FocusColumn.BILLING_ACCOUNT_ID)).contains("org-1");
  }

  @Test
  void an_answer_that_is_cut_off_loads_nothing_and_the_month_stands() throws IOException {
    PublishedHistory history = new PublishedHistory();
    String page =
        "{\"organization\":\"o\",\"data\":[{\"start\":1790985600,\"end\":1791072000,\"results\":["
            + "{\"amount\":{\"value\":1,\"currency\":\"usd\"},\"line\":\"a\"}]}]}\n";
    history.publish(sink, run(file("a.json", page + page)));
    int sent = sink.charges().size();

    ImportReport cut = run(file("b.json", page + page.substring(0, page.length() - 9)));

    assertThat(cut.rejects().stream().map(Problem::code)).containsExactly(ProblemCode.TRUNCATED);
    assertThat(cut.rejects().get(0).message()).contains("nothing of the set was loaded");
    assertThat(sink.charges()).hasSize(sent);
  }

  private ImportReport run(Path file) throws IOException {
    List<CustomColumn> columns = new ArrayList<>();
    columns.add(CustomColumn.of(FocusColumn.BILLED_COST, "amount.value"));
    columns.add(CustomColumn.of(FocusColumn.BILLING_ACCOUNT_ID, "$.organization"));
    columns.add(CustomColumn.constant(FocusColumn.BILLING_CURRENCY, "USD"));
    columns.add(CustomColumn.of(FocusColumn.CHARGE_PERIOD_START, "$.data.start"));
    columns.add(CustomColumn.of(FocusColumn.CHARGE_PERIOD_END, "$.data.end"));
    columns.add(CustomColumn.constant(FocusColumn.BILLING_PERIOD_START, "2026-10-01"));
    columns.add(CustomColumn.constant(FocusColumn.BILLING_PERIOD_END, "2026-11-01"));
    CustomFormat format =
        new CustomFormat(
            new CustomMapping(
                RawLayout.json("data.results"),
                NumberForm.PLAIN,
                DateForm.USUAL,
                Set.of(),
                List.of(),
                columns));
    return NativeBills.run(
        sink,
        DeliveryHistory.EMPTY,
        ImportRequest.of("s", List.of(file)).as(Formats.choice("custom", Optional.of(format))));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
