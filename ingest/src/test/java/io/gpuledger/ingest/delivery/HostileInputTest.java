package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.format.FormatChoice;
import io.gpuledger.ingest.wire.CurrencySums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged and hostile files: a clear fault with its place, and the rest loads. */
class HostileInputTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));
  private static final String HEADER =
      "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
          + "ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ContractedCost,ChargeDescription,"
          + "Tags,Id\n";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  private static String row(String cost, int id) {
    return row(cost, "plain", id);
  }

  private static String row(String cost, String description, int id) {
    return cost
        + ",acc,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-05 00:00:00,"
        + "2026-10-06 00:00:00,1,,"
        + description
        + ",,"
        + id
        + "\n";
  }

  @Test
  void an_empty_file_is_refused_and_the_other_file_loads() throws IOException {
    Path empty = file("empty.csv", "");
    Path good = file("good.csv", HEADER + row("1.5", 1));

    ImportReport report = run(empty, good);

    assertProblem(report, ProblemCode.EMPTY_INPUT, "empty.csv:1", "");
    assertThat(report.deliveries()).hasSize(2);
    assertThat(sink.charges()).hasSize(1);
    assertThat(sink.charges().get(0).rowNo()).isEqualTo((1L << 32) + 1);
  }

  @Test
  void of_a_set_that_must_be_whole_nothing_loads_where_one_file_is_cut() throws IOException {
    Path good = file("good.csv", HEADER + row("1.5", 1));
    Path cut = file("cut.csv", HEADER + row("1", 2) + row("2", 3).substring(0, 30));
    Path other = file("other.csv", "no,bill\n1,2\n");

    for (Path bad : List.of(cut, other)) {
      ImportRequest asked = ImportRequest.of("s", List.of(good, bad));
      run(asked, DeliveryHistory.EMPTY);
      assertThat(sink.charges()).hasSizeGreaterThan(0);
      int before = sink.charges().size();

      ImportReport report = run(asked.loadedWhole(), DeliveryHistory.EMPTY);

      assertThat(sink.charges()).hasSize(before);
      assertThat(report.rejects().get(0).message()).contains("nothing of the set was loaded");
    }
  }

  @Test
  void a_header_without_rows_says_so() throws IOException {
    ImportReport report = run(file("a.csv", HEADER));

    assertProblem(report, ProblemCode.EMPTY_INPUT, "a.csv:1", "");
    assertThat(report.anythingVisible()).isFalse();
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).scope()).isEqualTo(Scope.UNKNOWN);
    assertThat(report.deliveries().get(0).rowsRead()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void a_truncated_archive_loads_what_is_before_the_break(String packing) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 1; i <= 50_000; i++) {
      text.append(row("0." + (i * 7919 % 100_000 + 1), "d" + i * 31, i));
    }
    byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] packed = packing.equals("gzip") ? gzip(plain) : Zstd.compress(plain);
    Path cut = directory.resolve("bill.bin");
    Files.write(cut, Arrays.copyOf(packed, packed.length / 2));

    ImportReport report = run(cut);

    assertThat(report.rejects()).hasSize(1);
    Problem problem = report.rejects().get(0);
    assertThat(problem.code()).isEqualTo(ProblemCode.TRUNCATED);
    int loaded = sink.charges().size();
    assertThat(loaded).isBetween(1_000, 49_999);
    assertThat(problem.location().line()).isEqualTo(loaded + 2L);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void a_packed_file_is_told_by_its_bytes(String packing) throws IOException {
    byte[] plain = (HEADER + row("1", 1)).getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("bill.csv");
    Files.write(file, packing.equals("gzip") ? gzip(plain) : Zstd.compress(plain));

    run(file);

    assertThat(sink.charges()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_cell_of_five_megabytes_is_refused_alone(boolean quoted) throws IOException {
    String huge = "x".repeat(5 << 20);
    String cell = quoted ? '"' + huge + '"' : huge;

    ImportReport report =
        run(file("a.csv", HEADER + row("1", 1) + row("2", cell, 2) + row("4", 3)));

    assertProblem(report, ProblemCode.FIELD_TOO_LONG, "a.csv:3:10", "ChargeDescription");
    assertBilled("5");
    assertThat(report.deliveries()).hasSize(1);
  }

  @Test
  void wrong_quoting_ends_with_its_line() throws IOException {
    ImportReport report =
        run(
            file(
                "a.csv",
                HEADER
                    + row("1", 1)
                    + row("2", "\"never closed", 2)
                    + row("4", "\"bad\"quote", 3)
                    + row("8", "\"two\nlines\"", 4)
                    + row("16", 5)
                    + row("32", "\"open to the end", 6)));

    assertThat(report.rejects())
        .extracting(p -> p.location().toString())
        .containsExactly("a.csv:3:10", "a.csv:4:10", "a.csv:8:10");
    assertThat(report.rejects())
        .allMatch(problem -> problem.code() == ProblemCode.MALFORMED_RECORD);
    assertBilled("25");
  }

  @Test
  void lines_are_physical_lines() throws IOException {
    ImportReport report =
        run(file("a.csv", HEADER + row("1", "\"a\r\nb\nc\"", 1) + "\r\n" + row("x", 2)));

    assertProblem(report, ProblemCode.NOT_A_DECIMAL, "a.csv:6:1", "BilledCost");
  }

  @Test
  void a_nul_byte_is_refused_with_its_cell() throws IOException {
    ImportReport report = run(file("a.csv", HEADER + row("1", "a\0b", 1) + row("2", 2)));

    assertProblem(report, ProblemCode.CONTROL_CHARACTER, "a.csv:2:10", "ChargeDescription");
    assertBilled("2");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf_16_is_named(String charset) throws IOException {
    Path file = directory.resolve("a.csv");
    Files.write(file, (HEADER + row("1", 1)).getBytes(Charset.forName(charset)));

    ImportReport report = run(file);

    assertProblem(report, ProblemCode.WRONG_ENCODING, "a.csv:1", "");
    assertThat(report.rejects().get(0).message()).contains("UTF-16", "save it as UTF-8");
  }

  @Test
  void invalid_utf_8_is_refused_with_its_cell_and_a_byte_order_mark_is_skipped()
      throws IOException {
    byte[] bytes =
        ("\uFEFF" + HEADER + row("1", 1) + row("2", "caf#", 2)).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '#' ? (byte) 0xe9 : bytes[i];
    }
    Path file = directory.resolve("a.csv");
    Files.write(file, bytes);

    ImportReport report = run(file);

    assertProblem(report, ProblemCode.WRONG_ENCODING, "a.csv:3:10", "ChargeDescription");
    assertBilled("1");
  }

  @Test
  void a_column_named_twice_is_refused() throws IOException {
    ImportReport report = run(file("a.csv", HEADER.replace("Tags", "billed_cost") + row("1", 1)));

    assertProblem(report, ProblemCode.DUPLICATE_COLUMN, "a.csv:1:11", "BilledCost");
  }

  @Test
  void a_cost_that_no_row_has_is_missing_from_the_manifest_and_not_zero() throws IOException {
    run(file("a.csv", HEADER + row("0", 1)));

    CurrencySums sums = sink.closed().get(0).getSums(0);
    assertThat(sums.getBilledRaw()).isEqualTo("0");
    assertThat(sums.getEffectiveRaw()).isEmpty();
    assertThat(sums.getContractedRaw()).isEmpty();
  }

  @Test
  void a_header_repeated_among_the_rows_is_refused_there() throws IOException {
    ImportReport report = run(file("a.csv", HEADER + row("1", 1) + HEADER + row("2", 2)));

    assertProblem(report, ProblemCode.MALFORMED_RECORD, "a.csv:3", "");
    assertThat(report.rejects().get(0).message()).contains("header is repeated");
    assertBilled("3");
  }

  @ParameterizedTest
  @CsvSource({
    "1234567890123456789012345678901234567890, DECIMAL_TOO_LARGE",
    "0.1234567890123456789012345678901234567890, DECIMAL_TOO_PRECISE",
    "1e-20, DECIMAL_TOO_PRECISE",
    "NaN, NOT_A_DECIMAL",
    "Infinity, NOT_A_DECIMAL",
    "1000000000000, DECIMAL_TOO_LARGE",
    "-1e12, DECIMAL_TOO_LARGE",
    "1e999999999, DECIMAL_TOO_LARGE",
    "'\"12,30\"', NOT_A_DECIMAL",
    "$5, NOT_A_DECIMAL",
    "'', MISSING_VALUE",
    "NULL, MISSING_VALUE"
  })
  void an_amount_that_cannot_be_kept_is_refused(String cost, ProblemCode code) throws IOException {
    ImportReport report = run(file("a.csv", HEADER + row("7", 1) + row(cost, 2)));

    assertProblem(
        report, code, code == ProblemCode.MISSING_VALUE ? "a.csv:3" : "a.csv:3:1", "BilledCost");
    assertBilled("7");
    assertThat(sink.rejects).hasSize(1);
    assertThat(sink.rejects.get(0).getRawText()).startsWith(cost);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-18, 0.000000000000000001",
    "6.71E-8, 0.0000000671",
    "-0.00000000000, 0",
    "999999999999.999999999999999999, 999999999999.999999999999999999",
    "1.100000000000000000000, 1.1",
    " 2.5 , 2.5",
    "1E3, 1000"
  })
  void an_amount_at_the_edge_is_kept_exactly(String cost, String kept) throws IOException {
    ImportReport report = run(file("a.csv", HEADER + row(cost, 1)));

    assertThat(report.rejects()).isEmpty();
    assertBilled(kept);
  }

  @Test
  void a_quantity_has_its_own_limit() throws IOException {
    String row = row("1", 1);
    String large = row.replace(",1,,plain", ",99999999999999999999,,plain");
    String tooLarge = row.replace(",1,,plain", ",100000000000000000000,,plain");

    ImportReport report = run(file("a.csv", HEADER + large + tooLarge));

    assertProblem(report, ProblemCode.DECIMAL_TOO_LARGE, "a.csv:3:8", "ConsumedQuantity");
    assertBilled("1");
  }

  @Test
  void a_billing_period_of_1900_is_refused() throws IOException {
    ImportReport report =
        run(
            file(
                "a.csv", HEADER + row("1", 1).replace("2026-10-01T", "1900-01-01T") + row("2", 2)));

    assertProblem(report, ProblemCode.TIME_OUT_OF_RANGE, "a.csv:2:4", "BillingPeriodStart");
    assertBilled("2");
    assertThat(report.deliveries())
        .extracting(d -> d.scope().kind())
        .containsExactly(Scope.Kind.ACCOUNT_MONTH, Scope.Kind.UNKNOWN);
  }

  @Test
  void an_unknown_vendor_is_answered_with_the_nearest_columns() throws IOException {
    ImportReport report =
        run(file("v.csv", "InvoiceDate,Customer,Billed Amount,Currency\n2026-10-01,a,1,USD\n"));

    assertProblem(report, ProblemCode.UNKNOWN_FORMAT, "v.csv:1", "");
    assertThat(report.rejects().get(0).message())
        .contains("BilledCost ~ Billed Amount", "BillingCurrency ~ Currency");
  }

  @Test
  void a_missing_required_column_is_named() throws IOException {
    ImportReport report = run(file("a.csv", HEADER.replace("BillingCurrency", "Money")));

    assertProblem(report, ProblemCode.MISSING_COLUMN, "a.csv:1", "BillingCurrency");
  }

  @Test
  void a_short_record_is_refused_with_its_line() throws IOException {
    ImportReport report = run(file("a.csv", HEADER + "1,acc,USD\n" + row("2", 1)));

    assertProblem(report, ProblemCode.WRONG_FIELD_COUNT, "a.csv:2", "");
    assertBilled("2");
  }

  @Test
  void repeated_rows_count_beside_the_rows_read() throws IOException {
    Path first = file("a.csv", HEADER + row("1", 1) + row("1", 1) + row("2", 2));
    Path again = file("b.csv", HEADER + row("2", 2) + row("4", 3) + row("y", 9));

    ImportReport report = run(first, again, again);

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(delivery.rowsRead()).isEqualTo(4);
    assertThat(delivery.rowsAccepted()).isEqualTo(3);
    assertThat(delivery.rowsRejected()).isEqualTo(1);
    assertThat(delivery.rowsDuplicate()).isEqualTo(5);
    // 1 and 2 came again, then 2 and 4 a third time; the row that cannot be read has no amount.
    assertThat(delivery.duplicateBilledCost()).isEqualTo(Map.of("USD", Amount.of(9)));
    assertThat(report.toJson()).contains("\"duplicateBilledCost\" : {\n      \"USD\" : \"9\"");
    assertBilled("7");
  }

  @Test
  void tags_without_braces_are_read_and_broken_json_is_refused() throws IOException {
    String tagged = row("1", 1).replace(",,1\n", ",\"\"\"team\"\": \"\"a\"\",\"\"n\"\":1\",1\n");
    String broken = row("2", 2).replace(",,2\n", ",{team,2\n");

    ImportReport report = run(file("a.csv", HEADER + tagged + broken));

    assertProblem(report, ProblemCode.NOT_JSON, "a.csv:3:11", "Tags");
    Charge charge = sink.charges().get(0);
    assertThat(charge.find(FocusColumn.TAGS)).contains(java.util.Map.of("team", "a", "n", "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-05T00:00:00Z",
    "2026-10-05T00:00:00.000Z",
    "2026-10-05T00:00Z",
    "2026-10-05 00:00:00",
    "2026-10-05 00:00:00 UTC",
    "10/05/2026",
    "10/5/2026",
    "10/5/26",
    "20261005",
    "1791158400",
    "2026-10-05",
    "2026-10-05T02:00:00+02:00"
  })
  void a_time_is_read_in_every_form_of_the_field(String text) throws IOException {
    run(file("a.csv", HEADER + row("1", 1).replace("2026-10-05 00:00:00", text)));

    assertThat(sink.charges()).hasSize(1);
    assertThat(sink.charges().get(0).chargePeriod().start()).isEqualTo("2026-10-05T00:00:00Z");
  }

  @Test
  void a_semicolon_file_with_other_spelling_of_names_loads() throws IOException {
    String text = (HEADER + row("1", 1)).replace(',', ';').replace("BilledCost", "billed cost");

    ImportReport report = run(file("a.csv", text));

    assertBilled("1");
    assertThat(report.notes())
        .extracting(note -> note.kind() + " " + note.place() + " " + note.message())
        .containsExactly(
            "SEPARATOR a.csv:1 the cells of this file are separated by semicolons, not by commas");
  }

  @Test
  void a_header_that_its_separator_does_not_split_into_columns_says_what_was_tried()
      throws IOException {
    ImportReport report = run(file("a.csv", (HEADER + row("1", 1)).replace(',', '^')));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.UNKNOWN_FORMAT);
    assertThat(report.rejects().get(0).message())
        .contains("missing BilledCost", "separated by commas", "semicolon, tab and bar");

    ImportReport tabs = run(file("b.csv", "BilledCost\tBillingCurrency\tNote\n1\tUSD\tx\n"));
    assertThat(tabs.rejects().get(0).message()).contains("separated by tabs");
    assertThat(tabs.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"30", "200", "1"})
  void a_file_that_is_cut_in_its_last_record_is_loaded_and_says_so(int bytesLost)
      throws IOException {
    String whole = HEADER + row("1", 1) + row("2", "\"with, comma and more words\"", 2);
    String last = row("4", "\"" + "many words ".repeat(30) + "\"", 3);
    int kept = bytesLost == 1 ? 3 : last.length() - bytesLost;

    ImportReport report = run(file("a.csv", whole + last.substring(0, kept)));

    assertBilled("3");
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.notes()).hasSize(1);
    assertThat(report.notes().get(0).kind()).isEqualTo(ReadNote.Kind.CUT_SHORT);
    assertThat(report.notes().get(0).place()).hasToString("a.csv:4");
    assertThat(report.toJson()).contains("\"notes\"", "CUT_SHORT", "the file ends inside");
  }

  @Test
  void a_last_line_without_an_end_is_whole_and_a_short_one_within_the_file_is_not_its_end()
      throws IOException {
    String whole = HEADER + row("1", 1) + "short,row\n" + row("2", 2);

    ImportReport report = run(file("a.csv", whole.substring(0, whole.length() - 1)));

    assertBilled("3");
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void a_version_with_less_than_half_of_what_it_replaces_says_so_and_is_loaded()
      throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path first = file("a.csv", HEADER + row("1", 1) + row("2", 2) + row("4", 3) + row("8", 4));
    ImportReport full = run(ImportRequest.of("s", List.of(first)), history);
    assertThat(full.notes()).isEmpty();
    history.publish(sink, full);

    Path half = file("b.csv", HEADER + row("3.5", 1) + row("4", 2));
    assertThat(run(ImportRequest.of("s", List.of(half)), history).notes()).isEmpty();

    Path one = file("c.csv", HEADER + row("7.4", 1));
    ImportReport less = run(ImportRequest.of("s", List.of(one)), history);

    assertThat(less.notes()).hasSize(1);
    assertThat(less.notes().get(0).kind()).isEqualTo(ReadNote.Kind.FAR_LESS);
    assertThat(less.notes().get(0).message())
        .isEqualTo(
            "acc from 2026-10-01T00:00:00Z on: this version has 1 of 4 rows and 7.4 of 15 USD"
                + " invoiced of the one that it replaces; if that is not meant, import the whole"
                + " files again, and they replace it");
    assertThat(less.deliveries().get(0).billedCost()).containsEntry("USD", Amount.parse("7.4"));
    assertThat(run(ImportRequest.of("s", List.of(first)), history).notes())
        .as("unchanged")
        .isEmpty();
  }

  @Test
  void what_is_far_less_is_the_share_of_the_request_and_nothing_is_less_than_none()
      throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path first = file("a.csv", HEADER + row("1", 1) + row("2", 2) + row("4", 3) + row("8", 4));
    history.publish(sink, run(ImportRequest.of("s", List.of(first)), history));
    Path three = file("b.csv", HEADER + row("1", 1) + row("2", 2) + row("9", 3));
    Path one = file("c.csv", HEADER + row("1", 1));

    assertThat(run(less(three, "0.8"), history).notes())
        .singleElement()
        .extracting(ReadNote::message)
        .asString()
        .contains("3 of 4 rows of the one");
    assertThat(run(less(three, "0.75"), history).notes()).isEmpty();
    assertThat(run(less(one, "0"), history).notes()).isEmpty();
  }

  private static ImportRequest less(Path file, String share) {
    ImportRequest of = ImportRequest.of("s", List.of(file));
    return new ImportRequest(
        of.source(),
        of.files(),
        of.scopeKind(),
        of.kind(),
        of.computedFloats(),
        of.replacePeriod(),
        Amount.parse(share),
        FormatChoice.AUTO);
  }

  @Test
  void an_account_that_an_overwrite_lacks_is_flagged_and_emptied_only_when_asked()
      throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path both = file("a.csv", HEADER + row("1", 1) + row("2", 2).replace("acc", "other"));
    history.publish(sink, run(ImportRequest.of("s", List.of(both)), history));
    MemorySink second = new MemorySink();
    Path one = file("b.csv", HEADER + row("5", 1));
    ImportRequest request = ImportRequest.of("s", List.of(one));

    ImportReport flagged = new BillImport(second, CLOCK).run(request, history, ImportListener.NONE);
    ImportReport emptied =
        new BillImport(second, CLOCK).run(request.replacingPeriod(), history, ImportListener.NONE);

    assertThat(flagged.missing()).extracting(Scope::account).containsExactly("other");
    assertThat(flagged.deliveries()).hasSize(1);
    assertThat(emptied.missing()).isEmpty();
    assertThat(emptied.deliveries()).hasSize(2);
    assertThat(emptied.deliveries().get(1).kind()).isEqualTo(DeliveryKind.OVERWRITE);
    assertThat(second.closed().get(2).getSequence()).isEqualTo(2);
  }

  @Test
  void a_scope_of_faults_only_never_replaces_what_is_in_force() throws IOException {
    ImportReport report = run(file("a.csv", HEADER + row("x", 1)));

    assertThat(report.deliveries()).hasSize(1);
    assertThat(sink.closed().get(0).getDeliveryKind()).isEqualTo("append");
    assertThat(sink.closed().get(0).getRowsRejected()).isEqualTo(1);
  }

  @Test
  void a_scope_beyond_the_limit_is_refused_whole_and_the_others_are_read_whole()
      throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int account = 0; account <= SetReader.MAX_SCOPES; account++) {
      text.append(row("1", account).replace(",acc,", ",acc" + account + ","));
    }
    text.append(row("2", -1).replace(",acc,", ",acc0,"));
    text.append(row("2", -2).replace(",acc,", ",acc" + SetReader.MAX_SCOPES + ","));

    ImportReport report = run(file("a.csv", text.toString()));

    assertThat(report.rejectsTotal()).isEqualTo(2);
    assertThat(report.rejects())
        .extracting(Problem::code, p -> p.location().toString(), Problem::field)
        .containsOnly(tuple(ProblemCode.INPUT_TOO_LARGE, "a.csv", "BillingAccountId"));
    assertThat(report.deliveries())
        .filteredOn(delivery -> delivery.scope().account().equals("acc0"))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.rowsAccepted()).isEqualTo(2));
    assertThat(report.deliveries()).hasSize(SetReader.MAX_SCOPES + 1);
  }

  @Test
  void a_set_of_which_nothing_loads_says_that_nothing_is_visible() throws IOException {
    for (String text : List.of("", HEADER, HEADER + row("x", 1), "a,b,c\n1,2,3\n")) {
      ImportReport report = run(file("a.csv", text));
      ImportReport published = report.withVisible(Set.copyOf(report.awaited()));

      assertThat(published.deliveries()).as(text).allMatch(ImportReport.Delivery::visible);
      assertThat(published.anythingVisible()).as(text).isFalse();
      assertThat(published.toJson()).contains("\"anythingVisible\" : false");
    }
    ImportReport good = run(file("a.csv", HEADER + row("x", 1) + row("1", 2)));
    assertThat(good.withVisible(Set.copyOf(good.awaited())).anythingVisible()).isTrue();
    assertThat(good.withVisible(Set.of()).anythingVisible()).isFalse();
  }

  @Test
  void the_same_file_under_another_reading_is_another_delivery() throws IOException {
    Path bill = file("a.csv", HEADER + row("1", 1) + row("0.1234567890123456789", 2));
    ImportRequest exact = ImportRequest.of("s", List.of(bill));
    PublishedHistory history = new PublishedHistory();
    ImportReport refused = run(exact, history);
    history.publish(sink, refused);
    assertThat(refused.rejectsTotal()).isEqualTo(1);

    ImportReport rounded = run(changed(exact, exact.kind(), true), history);

    assertThat(rounded.deliveries().get(0).unchanged()).isFalse();
    assertThat(rounded.deliveries().get(0).rowsAccepted()).isEqualTo(2);
    assertThat(run(exact, history).deliveries().get(0).unchanged()).isTrue();
  }

  @Test
  void
      an_import_repeated_under_another_configuration_before_it_closed_starts_a_delivery_of_its_own()
          throws IOException {
    Path bill = file("a.csv", HEADER + row("1", 1) + row("0.1234567890123456789", 2));
    ImportRequest exact = ImportRequest.of("s", List.of(bill));
    String killed = run(exact, DeliveryHistory.EMPTY).deliveries().get(0).deliveryId();

    for (ImportRequest other :
        List.of(changed(exact, exact.kind(), true), changed(exact, DeliveryKind.APPEND, false))) {
      assertThat(run(other, DeliveryHistory.EMPTY).deliveries().get(0).deliveryId())
          .isNotEqualTo(killed);
    }
  }

  private static ImportRequest changed(
      ImportRequest request, DeliveryKind kind, boolean computedFloats) {
    return new ImportRequest(
        request.source(), request.files(), request.scopeKind(), kind, computedFloats, false);
  }

  private Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private ImportReport run(Path... files) throws IOException {
    return run(ImportRequest.of("s", List.of(files)), DeliveryHistory.EMPTY);
  }

  private ImportReport run(ImportRequest request, DeliveryHistory history) throws IOException {
    return new BillImport(sink, CLOCK).run(request, history, ImportListener.NONE);
  }

  private void assertBilled(String sum) {
    assertThat(
            sink.charges().stream()
                .map(Charge::billedCost)
                .reduce(io.gpuledger.cost.money.Amount.ZERO, io.gpuledger.cost.money.Amount::plus))
        .hasToString(sum);
  }

  private static void assertProblem(
      ImportReport report, ProblemCode code, String place, String field) {
    assertThat(report.rejects()).hasSize(1);
    Problem problem = report.rejects().get(0);
    assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
    assertThat(problem.location()).hasToString(place);
    assertThat(problem.field()).isEqualTo(field);
  }
}
