package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.generate.CurBill;
import io.gpuledger.ingest.generate.CurText;
import io.gpuledger.ingest.wire.Reject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged, hostile and mixed files of native formats. */
class NativeInputTest {
  private static final String FOCUS =
      "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
          + "ChargePeriodStart,ChargePeriodEnd\n"
          + "1,acc,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-05T00:00:00Z,"
          + "2026-10-06T00:00:00Z\n";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @ParameterizedTest
  @CsvSource({
    "line_item_unblended_cost, 'NaN', NOT_A_DECIMAL",
    "line_item_unblended_cost, '0.1234567890123456789', DECIMAL_TOO_PRECISE",
    "line_item_unblended_cost, '1E12', DECIMAL_TOO_LARGE",
    "line_item_unblended_cost, '1E999999999', DECIMAL_TOO_LARGE",
    "line_item_currency_code, 'US$', NOT_A_CURRENCY",
    "line_item_usage_start_date, 'yesterday', NOT_A_TIME",
    "line_item_line_item_type, '', MISSING_VALUE",
    "line_item_usage_end_date, '2026-10-05T00:00:00Z', PERIOD_NOT_POSITIVE",
    "bill_payer_account_id, '', MISSING_VALUE"
  })
  void a_line_with_a_fault_is_refused_alone_with_its_place(
      String name, String value, ProblemCode code) throws IOException {
    Map<String, String> bad = CurText.line("bad", "Usage", "line_item_unblended_cost", "2");
    bad.put(name, value);

    ImportReport report =
        run(file("a.csv", CurText.cur2(List.of(good("1", "1"), bad, good("3", "4")))));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.location().line()).isEqualTo(3);
    assertThat(reject.rawText()).startsWith("bad,");
    if (code != ProblemCode.MISSING_VALUE
        && code != ProblemCode.PERIOD_NOT_POSITIVE
        && !value.equals("1E12")) {
      assertThat(reject.field()).isEqualTo(name);
      assertThat(reject.location().column()).isPositive();
    }
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("5");
    assertThat(rows(report)).isEqualTo(3);
  }

  @Test
  void a_record_that_would_give_two_charges_is_refused_as_a_whole() throws IOException {
    Map<String, String> fee =
        CurText.line(
            "fee",
            "SavingsPlanRecurringFee",
            "line_item_unblended_cost",
            "10",
            "savings_plan_total_commitment_to_date",
            "10",
            "savings_plan_used_commitment",
            "4",
            "reservation_unused_quantity",
            "x",
            "resource_tags",
            "");
    Map<String, String> broken = new java.util.LinkedHashMap<>(fee);
    broken.put("savings_plan_used_commitment", "four");

    ImportReport report = run(file("a.csv", CurText.cur2(List.of(fee, broken))));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).field()).isEqualTo("savings_plan_used_commitment");
    assertThat(sink.rejects.get(0).getRowNo()).isEqualTo(2);
    assertThat(NativeBills.charges(sink).stream().map(Charge::rowNo))
        .containsExactly(1L, (1L << 28) + 1);
  }

  @Test
  void a_truncated_archive_loads_nothing_and_the_month_stands_as_it_was() throws IOException {
    byte[] whole = gzip(CurText.cur2(CurBill.month(5, 60)));
    Path file = Files.write(directory.resolve("cur.csv.gz"), whole);
    PublishedHistory history = new PublishedHistory();
    history.publish(sink, run(file));
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    MemorySink second = new MemorySink();

    ImportReport report = NativeBills.run(second, history, file);

    assertRejectsOnly(second, report, ProblemCode.TRUNCATED);
    assertThat(report.rejects().get(0).location().line()).isGreaterThan(100);
    assertThat(report.rejects().get(0).message()).contains("nothing of the set was loaded");
    assertThat(report.deliveries().get(0).format()).isEqualTo("aws-cur");
  }

  @Test
  void a_truncated_archive_that_adds_to_its_month_loads_what_is_before_the_break()
      throws IOException {
    byte[] whole = gzip(CurText.cur2(CurBill.month(5, 60)));
    Path cut = Files.write(directory.resolve("c.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
    ImportRequest asked = ImportRequest.of("s", List.of(cut));
    ImportRequest appending =
        new ImportRequest("s", asked.files(), asked.scopeKind(), DeliveryKind.APPEND, false, false);

    ImportReport report = NativeBills.run(sink, DeliveryHistory.EMPTY, appending);

    assertThat(report.rejects().get(report.rejects().size() - 1).code())
        .isEqualTo(ProblemCode.TRUNCATED);
    assertThat(report.deliveries().get(0).rowsAccepted()).isGreaterThan(100);
  }

  @Test
  void a_file_that_ends_inside_a_record_loads_nothing_and_says_so() throws IOException {
    String text = CurText.cur2(List.of(good("1", "1"), good("2", "2")));

    ImportReport report = run(file("a.csv", text.substring(0, text.length() - 200)));

    assertRejectsOnly(sink, report, ProblemCode.WRONG_FIELD_COUNT);
    assertThat(report.rejects().get(0).message()).contains("the file ends inside this record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b\n1,2\n", "BilledCost,x\n1,2\n", "\0\0", "FOCUS"})
  void a_part_of_a_manifest_that_is_refused_leaves_the_month_as_it_was(String second)
      throws IOException {
    Path one = file("p1.csv", CurText.cur2(List.of(good("1", "1"))));
    Path two = file("p2.csv", second.equals("FOCUS") ? FOCUS : second);
    Path manifest = file("m.json", "{\"dataFiles\":[\"p1.csv\",\"p2.csv\"]}");

    ImportReport report = run(one, two, manifest);

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).location().input()).isEqualTo("p2.csv");
    assertRejectsOnly(sink, report, report.rejects().get(0).code());
    assertThat(sink.rejects.get(0).getRowNo()).isEqualTo(1L << 32);
  }

  @Test
  void every_part_that_is_not_whole_is_a_reject_of_its_own() throws IOException {
    byte[] whole = gzip(CurText.cur2(CurBill.month(5, 60)));
    Path one = Files.write(directory.resolve("1.gz"), Arrays.copyOf(whole, whole.length / 2));
    Path two = file("2.csv", CurText.cur2(List.of(good("1", "1"))));
    Path three = Files.write(directory.resolve("3.gz"), Arrays.copyOf(whole, whole.length / 3));
    Path manifest = file("m.json", "{\"reportKeys\":[\"1.gz\",\"2.csv\",\"3.gz\"]}");

    ImportReport report = run(manifest, three, two, one);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().stream().map(reject -> reject.location().input()))
        .containsExactly("1.gz", "3.gz");
    assertThat(sink.rejects.stream().map(Reject::getRowNo)).containsExactly(0L, 2L << 32);
    assertThat(sink.closed().get(0).getRowsRejected()).isEqualTo(2);
  }

  @Test
  void a_focus_export_with_a_manifest_is_loaded_whole_or_not_at_all() throws IOException {
    Path one = file("f1.csv", FOCUS);
    Path two = file("f2.csv", FOCUS.substring(0, FOCUS.length() - 30).replace("acc", "other"));
    Path manifest = file("m.json", "{\"dataFiles\":[\"f1.csv\",\"f2.csv\"]}");

    assertRejectsOnly(sink, run(one, two, manifest), ProblemCode.WRONG_FIELD_COUNT);
    // Without a manifest it is not known that the two are one month.
    run(one, two);
    assertThat(sink.charges()).hasSize(1);
  }

  /** Nothing of a scope is sent, so whatever it held stands. */
  private static void assertRejectsOnly(MemorySink sink, ImportReport report, ProblemCode code) {
    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(code);
    assertThat(sink.charges()).isEmpty();
    assertThat(sink.closed()).hasSize(1);
    assertThat(sink.closed().get(0).getDeliveryKind()).isEqualTo("append");
    assertThat(sink.closed().get(0).getRowsRejected()).isEqualTo(1);
    assertThat(report.deliveries().get(0).scope()).isEqualTo(Scope.UNKNOWN);
  }

  @Test
  void equal_lines_without_an_id_are_lines_of_their_own() throws IOException {
    Map<String, String> line = good("1", "2.5");
    line.remove("identity_line_item_id");
    line.remove("identity_time_interval");

    ImportReport report = run(file("a.csv", CurText.cur2(List.of(line, line))));

    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("5");
    assertThat(report.deliveries().get(0).rowsDuplicate()).isZero();
  }

  @Test
  void equal_lines_without_an_id_in_a_file_that_is_given_twice_count_once() throws IOException {
    Map<String, String> line = good("", "2.5");
    Path file = file("a.csv", CurText.cur2(List.of(line, line)));

    ImportReport report = run(file, Files.copy(file, directory.resolve("b.csv")));

    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("5");
    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(2);
  }

  @Test
  void a_line_that_is_told_twice_with_its_id_counts_once() throws IOException {
    Map<String, String> line = good("1", "2.5");

    ImportReport report = run(file("a.csv", CurText.cur2(List.of(line, line))));

    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("2.5");
    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(1);
  }

  @Test
  void a_byte_order_mark_and_carriage_returns_change_nothing() throws IOException {
    String text = "\uFEFF" + CurText.cur2(List.of(good("1", "1.5"))).replace("\n", "\r\n");

    ImportReport report = run(file("a.csv", text));

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("1.5");
  }

  @Test
  void a_column_that_stands_twice_refuses_the_file() throws IOException {
    String text =
        CurText.cur2(List.of(good("1", "1")))
            .replaceFirst("line_item_legal_entity", "line_item_unblended_cost");

    ImportReport report = run(file("a.csv", text));

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.DUPLICATE_COLUMN);
    assertThat(report.rejects().get(0).field()).isEqualTo("line_item_unblended_cost");
    assertThat(report.anythingVisible()).isFalse();
  }

  @Test
  void a_record_of_a_mebibyte_is_refused_alone() throws IOException {
    Map<String, String> huge = good("2", "2");
    huge.put("line_item_line_item_description", "x".repeat(200 << 10));
    huge.put("line_item_operation", "y".repeat(1 << 20));

    ImportReport report =
        run(file("a.csv", CurText.cur2(List.of(good("1", "1"), huge, good("3", "4")))));

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.FIELD_TOO_LONG);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(3);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("5");
  }

  @Test
  void a_header_without_rows_and_an_empty_file_say_so() throws IOException {
    String header = CurText.cur2(List.of(good("1", "1"))).split("\n", -1)[0] + "\n";

    ImportReport report = run(file("a.csv", header), file("b.csv", ""));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.EMPTY_INPUT, ProblemCode.EMPTY_INPUT);
    assertThat(report.deliveries().get(0).scope()).isEqualTo(Scope.UNKNOWN);
  }

  @Test
  void a_header_that_lacks_columns_is_refused_with_what_it_lacks() throws IOException {
    String text = CurText.cur2(List.of(good("1", "1"))).replace("line_item_currency_code", "ccy");

    ImportReport report = run(file("a.csv", text));

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.UNKNOWN_FORMAT);
    assertThat(report.rejects().get(0).message())
        .contains("near is aws-cur (lacks line_item_currency_code)");
  }

  @Test
  void files_of_two_formats_are_not_one_set() throws IOException {
    ImportReport report =
        run(
            file("cur.csv", CurText.cur2(List.of(good("1", "1")))),
            file("focus.csv", FOCUS),
            file("old.csv", CurText.legacy(List.of(good("1", "1")))));

    String whole =
        "; nothing of the set was loaded, since a month without a part would be too small";
    assertThat(report.rejects().stream().map(Problem::message))
        .containsExactly(
            "the file is focus and others of the set are aws-cur; import them apart" + whole,
            "the file is aws-cur-legacy and others of the set are aws-cur; import them apart"
                + whole);
    assertThat(sink.charges()).isEmpty();
  }

  @Test
  void a_part_that_its_header_refuses_leaves_the_month_as_it_was() throws IOException {
    Path one = file("1.csv", CurText.cur2(List.of(good("1", "1"))));
    Path two = file("2.csv", CurText.cur2(List.of(good("2", "2"))));
    PublishedHistory history = new PublishedHistory();
    history.publish(sink, NativeBills.run(sink, history, one, two));
    Files.writeString(
        two, Files.readString(two).replace("line_item_unblended_cost", "line_item_some_cost"));
    Files.writeString(one, CurText.cur2(List.of(good("1", "7"))));
    MemorySink second = new MemorySink();

    ImportReport report = NativeBills.run(second, history, one, two);

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).location().input()).isEqualTo("2.csv");
    assertThat(report.rejects().get(0).message()).contains("nothing of the set was loaded");
    assertThat(second.charges()).isEmpty();
    assertThat(report.anythingVisible()).isFalse();
  }

  @Test
  void a_part_without_lines_does_not_keep_the_others_of_a_set_without_a_manifest()
      throws IOException {
    ImportReport report =
        run(
            file("1.csv", CurText.cur2(List.of(good("1", "1")))),
            file("2.csv", CurText.cur2(List.of(good("1", "1"))).split("\n", -1)[0] + "\n"));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.EMPTY_INPUT);
    assertThat(sink.charges()).hasSize(1);
  }

  @Test
  void a_format_that_was_asked_for_is_not_guessed_at() throws IOException {
    ImportRequest request =
        ImportRequest.of("s", List.of(file("focus.csv", FOCUS)))
            .as(Formats.choice("aws-cur", Optional.empty()));

    ImportReport report = NativeBills.run(sink, DeliveryHistory.EMPTY, request);

    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.UNKNOWN_FORMAT);
    assertThat(sink.charges()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"dataFiles, s3://bucket/cur/data/BILLING_PERIOD=2026-10/", "reportKeys, cur/202610/"})
  void a_manifest_orders_its_parts_and_is_no_part_itself(String key, String prefix)
      throws IOException {
    Path one = file("cur-00001.csv", CurText.cur2(List.of(good("1", "1"))));
    Path two = file("cur-00002.csv", CurText.cur2(List.of(good("2", "2"))));
    Path manifest =
        file(
            "cur-Manifest.json",
            "{\"id\":7,\"%s\":[\"%scur-00001.csv\",\"%scur-00002.csv\"]}"
                .formatted(key, prefix, prefix));
    PublishedHistory history = new PublishedHistory();

    ImportReport report =
        NativeBills.run(sink, history, ImportRequest.of("s", List.of(two, manifest, one)));
    history.publish(sink, report);

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.charges(sink).stream().map(Charge::rowNo))
        .containsExactly(1L, (1L << 32) + 1);
    // The manifest names an execution of the export, which is new each time.
    Files.writeString(manifest, Files.readString(manifest).replace("\"id\":7", "\"id\":8"));
    assertThat(
            NativeBills.run(sink, history, ImportRequest.of("s", List.of(manifest, one, two)))
                .deliveries()
                .get(0)
                .unchanged())
        .isTrue();
  }

  @Test
  void a_set_without_a_part_of_its_manifest_loads_nothing() throws IOException {
    Path one = file("cur-00001.csv", CurText.cur2(List.of(good("1", "1"))));
    Path other = file("other.csv", CurText.cur2(List.of(good("2", "2"))));
    Path manifest =
        file("cur-Manifest.json", "{\"dataFiles\":[\"a/cur-00001.csv\",\"a/cur-00002.csv\"]}");

    ImportReport report = run(manifest, one, other);

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.INCOMPLETE_SET, ProblemCode.INCOMPLETE_SET);
    assertThat(report.rejects().get(0).message()).contains("cur-00002.csv");
    assertThat(report.rejects().get(1).location().input()).isEqualTo("other.csv");
    assertThat(sink.rejects.stream().map(Reject::getRowNo)).containsExactly(0L, 2L << 32);
    assertThat(sink.charges()).isEmpty();
    assertThat(report.anythingVisible()).isFalse();
  }

  /** Without them a refused line would be missing from both sides of the proof. */
  @Test
  void the_sum_of_the_bill_counts_refused_and_repeated_lines_and_says_where_they_are()
      throws IOException {
    Map<String, String> refused = good("2", "4");
    refused.put("line_item_usage_start_date", "yesterday");
    Map<String, String> untyped = good("3", "8");
    untyped.put("line_item_line_item_type", "");
    Map<String, String> line = good("1", "1.5");

    ImportReport report =
        run(file("a.csv", CurText.cur2(List.of(line, refused, untyped, line, good("4", "1")))));

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.deliveries()).hasSize(1);
    assertThat(delivery.billedCost().get("USD").toString()).isEqualTo("2.5");
    assertThat(delivery.nativeBilledCost()).containsExactly(Map.entry("USD", "16"));
    assertThat(report.notes()).hasSize(1);
    assertThat(report.notes().get(0).message())
        .contains("the charges come to 2.5, the records of the bill to 16")
        .contains("; 12 of it in rejected records; 1.5 of it in repeated records")
        .doesNotContain("in neither");
  }

  @Test
  void amounts_that_are_missing_and_cancel_each_other_out_are_told() throws IOException {
    Map<String, String> plus = good("2", "4");
    plus.put("line_item_usage_start_date", "yesterday");
    Map<String, String> minus = good("3", "-4");

    ImportReport report =
        run(file("a.csv", CurText.cur2(List.of(good("1", "1"), plus, minus, minus))));

    assertThat(report.deliveries().get(0).nativeBilledCost().get("USD")).isEqualTo("-3");
    assertThat(report.notes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"billingPeriod\":{\"start\":\"20261001T000000.000Z\",\"end\":\"20261101T000000.000Z\"},"
            + "\"assemblyId\":\"RUN\",\"reportKeys\":[\"cur/RUN/PART\"]",
        "\"executionId\":\"RUN\",\"dataFiles\":[\"cur/BILLING_PERIOD=2026-10/RUN/PART\"]"
      })
  void two_runs_of_an_export_are_not_one_month_and_a_manifest_may_stand_there_twice(String text)
      throws IOException {
    String one = "{" + text.replace("PART", "p1.csv") + "}";
    String two = "{" + text.replace("PART", "p2.csv") + "}";
    Path part = file("p1.csv", CurText.cur2(List.of(good("1", "1"))));
    Path later = file("p2.csv", CurText.cur2(List.of(good("2", "1"))));
    Path first = file("m1.json", one.replace("RUN", "a"));

    ImportReport same = run(first, part, file("m2.json", one.replace("RUN", "a")));
    assertThat(same.rejects()).isEmpty();
    assertThat(sink.charges()).hasSize(1);

    ImportReport both = run(first, part, file("m2.json", two.replace("RUN", "b")), later);
    assertThat(both.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.INCOMPLETE_SET, ProblemCode.INCOMPLETE_SET);
    assertThat(both.rejects().get(0).message()).contains("two manifests of the billing period");
    assertThat(sink.charges()).hasSize(1);
  }

  private static Map<String, String> good(String id, String cost) {
    return CurText.line(id, "Usage", "line_item_unblended_cost", cost);
  }

  private static long rows(ImportReport report) {
    return report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsRead).sum();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }
}
