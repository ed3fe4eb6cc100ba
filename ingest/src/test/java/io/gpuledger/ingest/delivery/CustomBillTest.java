package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.gpuledger.ingest.generate.CurBill;
import io.gpuledger.ingest.generate.CurText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills of a layout that a source declares. */
class CustomBillTest {
  private static final String HEAD =
      """
      Rechnung der Rechenhalle GmbH
      Stand;24.11.2026
      Nr;Tag;Posten;Menge;Einheit;Betrag;Marken
      """;

  private static final BigDecimal ONE = BigDecimal.ONE;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  private static CustomColumn time(FocusColumn column, CustomColumn.Part part) {
    return new CustomColumn(column, "Tag", "", ONE, part, Map.of());
  }

  private static CustomMapping mapping(String factor) {
    return new CustomMapping(
        new RawLayout(Optional.of(';'), 3),
        new NumberForm(true, Optional.of('.')),
        new DateForm("dd.MM.yyyy", ZoneId.of("Europe/Berlin")),
        Set.of("-", "k. A."),
        List.of("Tag", "Betrag"),
        List.of(
            new CustomColumn(
                FocusColumn.BILLED_COST,
                "Betrag",
                "",
                new BigDecimal(factor),
                CustomColumn.Part.AS_IS,
                Map.of()),
            CustomColumn.of(FocusColumn.EFFECTIVE_COST, "Betrag"),
            CustomColumn.constant(FocusColumn.BILLING_CURRENCY, "EUR"),
            CustomColumn.constant(FocusColumn.BILLING_ACCOUNT_ID, "K-0042"),
            CustomColumn.constant(FocusColumn.CHARGE_CATEGORY, "Usage"),
            time(FocusColumn.BILLING_PERIOD_START, CustomColumn.Part.MONTH_START),
            time(FocusColumn.BILLING_PERIOD_END, CustomColumn.Part.NEXT_MONTH),
            time(FocusColumn.CHARGE_PERIOD_START, CustomColumn.Part.DAY_START),
            time(FocusColumn.CHARGE_PERIOD_END, CustomColumn.Part.NEXT_DAY),
            CustomColumn.of(FocusColumn.CHARGE_DESCRIPTION, "Posten"),
            CustomColumn.of(FocusColumn.CONSUMED_QUANTITY, "Menge"),
            new CustomColumn(
                FocusColumn.CONSUMED_UNIT,
                "Einheit",
                "",
                ONE,
                CustomColumn.Part.AS_IS,
                Map.of("GPU-Std", "GPU-Hours")),
            CustomColumn.of(FocusColumn.TAGS, "Marken")));
  }

  @Test
  void the_columns_are_those_of_the_golden_file() throws IOException {
    Path bill =
        file(
            HEAD
                + "1;01.10.2026;8x H100 SXM;1.234,5;GPU-Std;4.938,00;{\"team\":\"vision\"}\n"
                + "2;31.10.2026;Speicher;-;GB;6,71E-8;-\n"
                + "3;25.10.2026;Gutschrift;k. A.;;-12,34;\n");

    ImportReport report = run(mapping("1"), DeliveryHistory.EMPTY, bill);

    assertThat(report.rejects()).isEmpty();
    String text = NativeBills.text(NativeBills.charges(sink), true);
    assertThat(text).isEqualTo(NativeBills.golden("custom.txt"));
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).format()).isEqualTo("custom");
    assertThat(report.deliveries().get(0).billedCost().get("EUR")).hasToString("4925.6600000671");
  }

  @Test
  void a_bill_with_the_other_sign_in_cents_ties_to_its_column() throws IOException {
    Random random = new Random(42);
    StringBuilder text = new StringBuilder(HEAD);
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 1; i <= 1_000; i++) {
      BigDecimal cents = BigDecimal.valueOf(random.nextLong(1_000_000_000L) - 100, 3);
      sum = sum.add(cents);
      text.append(
          "%d;%02d.10.2026;p;1;h;%s;\n"
              .formatted(i, 1 + i % 31, cents.toPlainString().replace('.', ',')));
    }

    ImportReport report = run(mapping("-0.01"), DeliveryHistory.EMPTY, file(text.toString()));

    BigDecimal expected = sum.multiply(new BigDecimal("-0.01"));
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.notes()).isEmpty();
    assertThat(delivery.rowsAccepted()).isEqualTo(1_000);
    assertThat(delivery.billedCost().get("EUR").toBigDecimal()).isEqualByComparingTo(expected);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("EUR")))
        .isEqualByComparingTo(expected);
    assertThat(delivery.effectiveCost().get("EUR").toBigDecimal()).isEqualByComparingTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "'1;01.10.2026;p;1;h;12.30;', NOT_A_DECIMAL, Betrag, 6",
    "'1;01.10.2026;p;1;h;1.23.456,00;', NOT_A_DECIMAL, Betrag, 6",
    "'1;01.10.2026;p;1;h;;', MISSING_VALUE, Betrag, 6",
    "'1;Summe;p;1;h;5,00;', NOT_A_TIME, Tag, 2",
    "'1;31.02.2026;p;1;h;5,00;', NOT_A_TIME, Tag, 2",
    "'1;01.10.2026;p;1;h;0,1234567890123456789;', DECIMAL_TOO_PRECISE, Betrag, 6",
    "'1;01.10.2026;p;1;h;5,00;team=a', NOT_JSON, Marken, 7"
  })
  void a_row_with_a_fault_is_refused_with_its_place(
      String row, ProblemCode code, String field, int column) throws IOException {
    ImportReport report =
        run(mapping("1"), DeliveryHistory.EMPTY, file(HEAD + row + "\n2;02.10.2026;p;1;h;7;\n"));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.field()).isEqualTo(field);
    assertThat(reject.location().line()).isEqualTo(4);
    assertThat(reject.location().column()).isEqualTo(column);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("7");
  }

  @Test
  void another_mapping_of_the_same_file_is_another_delivery() throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path bill = file(HEAD + "1;01.10.2026;p;1;h;7;\n");
    history.publish(sink, run(mapping("1"), history, bill));
    assertThat(run(mapping("1"), history, bill).deliveries().get(0).unchanged()).isTrue();
    MemorySink second = new MemorySink();

    ImportReport mended =
        NativeBills.run(second, history, request(mapping("0.01"), "custom", bill));

    assertThat(mended.deliveries().get(0).unchanged()).isFalse();
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(second.charges().get(0).billedCost()).hasToString("0.07");
  }

  @Test
  void a_header_of_two_formats_is_refused_with_both_names() throws IOException {
    List<CustomColumn> columns = new ArrayList<>();
    columns.add(CustomColumn.of(FocusColumn.BILLED_COST, "line_item_unblended_cost"));
    columns.add(CustomColumn.of(FocusColumn.BILLING_ACCOUNT_ID, "bill_payer_account_id"));
    columns.add(CustomColumn.of(FocusColumn.BILLING_CURRENCY, "line_item_currency_code"));
    columns.add(
        CustomColumn.of(FocusColumn.BILLING_PERIOD_START, "bill_billing_period_start_date"));
    columns.add(CustomColumn.of(FocusColumn.BILLING_PERIOD_END, "bill_billing_period_end_date"));
    columns.add(CustomColumn.of(FocusColumn.CHARGE_PERIOD_START, "line_item_usage_start_date"));
    columns.add(CustomColumn.of(FocusColumn.CHARGE_PERIOD_END, "line_item_usage_end_date"));
    CustomMapping mapping =
        new CustomMapping(
            RawLayout.TOLD_BY_FILE, NumberForm.PLAIN, DateForm.USUAL, Set.of(), List.of(), columns);
    Path bill = file(CurText.cur2(CurBill.everyLine()));

    ImportReport refused =
        NativeBills.run(sink, DeliveryHistory.EMPTY, request(mapping, "auto", bill));
    assertThat(refused.rejects().get(0).code()).isEqualTo(ProblemCode.UNKNOWN_FORMAT);
    assertThat(refused.rejects().get(0).message()).contains("aws-cur and of custom");
    assertThat(sink.charges()).isEmpty();

    ImportReport read =
        NativeBills.run(sink, DeliveryHistory.EMPTY, request(mapping, "custom", bill));
    assertThat(read.deliveries().get(0).rowsAccepted()).isEqualTo(CurBill.everyLine().size());
  }

  @Test
  void a_mapping_that_cannot_make_a_charge_is_refused() {
    assertThatThrownBy(
            () ->
                new CustomMapping(
                    RawLayout.TOLD_BY_FILE,
                    NumberForm.PLAIN,
                    DateForm.USUAL,
                    Set.of(),
                    List.of(),
                    List.of(CustomColumn.of(FocusColumn.BILLED_COST, "cost"))))
        .hasMessageContaining("a charge needs BillingAccountId, BillingCurrency");
    assertThatThrownBy(() -> new DateForm("", ZoneId.of("Europe/Berlin")))
        .hasMessageContaining("a zone needs a format");
    assertThatThrownBy(() -> new NumberForm(true, Optional.of(',')))
        .hasMessageContaining("the same sign");
    assertThatThrownBy(() -> Formats.choice("custom", Optional.empty()))
        .hasMessageContaining("declares no custom format");
  }

  private ImportReport run(CustomMapping mapping, DeliveryHistory history, Path bill)
      throws IOException {
    return NativeBills.run(sink, history, request(mapping, "auto", bill));
  }

  private static ImportRequest request(CustomMapping mapping, String word, Path bill) {
    return ImportRequest.of("s", List.of(bill))
        .as(Formats.choice(word, Optional.of(new CustomFormat(mapping))));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("bill.csv"), text);
  }

  @Test
  void the_records_of_a_json_answer_stand_where_the_mapping_says() throws IOException {
    CustomMapping usual = mapping("1");
    CustomMapping answer =
        new CustomMapping(
            RawLayout.json("data.rows"),
            usual.numbers(),
            usual.dates(),
            usual.nullTexts(),
            usual.required(),
            usual.columns());

    ImportReport report =
        run(
            answer,
            DeliveryHistory.EMPTY,
            file(
                """
                {"data": {"rows": [{"Tag": "01.10.2026", "Betrag": "1,5", "Posten": "a"},
                  {"Tag": "02.10.2026", "Betrag": "2,25", "Posten": "b"}]}, "more": false}
                """));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).billedCost().get("EUR")).hasToString("3.75");
    assertThat(sink.charges())
        .allSatisfy(charge -> assertThat(charge.extra()).doesNotContainKey("x_$.more"));
  }
}
