package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.CsvText;
import io.gpuledger.ingest.generate.SnowflakeBill;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage in currency of Snowflake, alone and divided among metering. */
class SnowflakeBillTest {
  /** Category, pricing, billed, effective, contracted, consumed. */
  private static final String BILL =
      """
      Usage Standard 25 25 24.99 9.996 Credits
      Usage Committed 0 10 10 4 Credits
      Usage Standard 34.5 34.5 34.5 1.5 TB
      Usage Committed 0 4 4 0.2 TB
      Usage Standard 0 0 2.5 1 Credits
      Credit - -3 -3 -3 - -
      Credit - -5 -5 -5 - -
      Purchase Standard 100 100 100 - -
      Adjustment - -0.1 -0.1 -0.1 - -
      """;

  private static final String DIVIDED =
      """
      Usage - 0 0 0 - -
      """;

  private static final String HOURS =
      """
      Usage Standard 8.333333333333333334 8.333333333333333334 8.333333333333333334 1 Credits
      Usage Standard 8.333333333333333333 8.333333333333333333 8.333333333333333333 1 Credits
      Usage Standard 8.333333333333333333 8.333333333333333333 8.333333333333333333 1 Credits
      Usage Standard 0 - - 0.5 Credits
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void every_kind_of_line_has_the_costs_of_what_it_was_paid_from() throws IOException {
    ImportReport report = run(currency(SnowflakeBill.everyLine()), rates());

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(costs(sink)).isEqualTo(BILL);
    // Overage, credits and support, and nothing that capacity or free credits paid.
    assertThat(report.deliveries().get(0).nativeBilledCost()).containsEntry("USD", "151.4");
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("151.4");
    assertThat(report.deliveries().get(0).effectiveCost().get("USD")).hasToString("165.4");
  }

  @Test
  void metering_divides_the_money_of_its_day_and_service_exactly() throws IOException {
    ImportReport report =
        run(hours(SnowflakeBill.everyHour()), currency(SnowflakeBill.everyLine()), rates());

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.COST_UNKNOWN);
    assertThat(costs(sink)).isEqualTo(HOURS + DIVIDED + BILL.substring(BILL.indexOf('\n') + 1));
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("151.4");
    assertThat(report.deliveries().get(0).nativeBilledCost()).containsEntry("USD", "151.4");
    assertThat(report.deliveries().get(0).effectiveCost().get("USD")).hasToString("165.4");
  }

  @Test
  void every_column_is_that_of_the_golden_file() throws IOException {
    run(hours(SnowflakeBill.everyHour()), currency(SnowflakeBill.everyLine()), rates());

    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("snowflake.txt"));
  }

  @Test
  void a_month_ties_to_its_currency_column_with_metering_and_without() throws IOException {
    List<Map<String, String>> lines = SnowflakeBill.month(20_261_001);
    BigDecimal billed = BigDecimal.ZERO;
    BigDecimal used = BigDecimal.ZERO;
    for (Map<String, String> line : lines) {
      BigDecimal money = new BigDecimal(line.get("USAGE_IN_CURRENCY"));
      used = used.add(money);
      if (line.get("BALANCE_SOURCE").equals("overage")) {
        billed = billed.add(money);
      }
    }

    ImportReport alone = run(currency(lines));
    MemorySink second = new MemorySink();
    List<Map<String, String>> hours = SnowflakeBill.hours(7);
    ImportReport metered =
        NativeBills.run(second, DeliveryHistory.EMPTY, currency(lines), hours(hours));

    for (ImportReport report : List.of(alone, metered)) {
      ImportReport.Delivery delivery = report.deliveries().get(0);
      assertThat(report.deliveries()).hasSize(1);
      assertThat(report.notes()).isEmpty();
      assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(billed);
      assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD")))
          .isEqualByComparingTo(billed);
      assertThat(delivery.effectiveCost().get("USD").toBigDecimal()).isEqualByComparingTo(used);
    }
    assertThat(metered.deliveries().get(0).rowsAccepted()).isEqualTo(lines.size() + hours.size());
    assertThat(
            second.charges().stream()
                .filter(charge -> charge.extra().containsKey("x_Divided"))
                .map(Charge::billedCost))
        .hasSize(31)
        .allMatch(io.gpuledger.cost.money.Amount::isZero);
  }

  @Test
  void values_of_the_month_that_changed_replace_the_earlier_ones() throws IOException {
    PublishedHistory history = new PublishedHistory();
    List<Map<String, String>> lines = new ArrayList<>(SnowflakeBill.everyLine());
    history.publish(sink, NativeBills.run(sink, history, currency(lines)));
    lines.set(0, SnowflakeBill.line("9.996", "24.00"));
    MemorySink second = new MemorySink();

    ImportReport restated = NativeBills.run(second, history, currency(lines));

    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(restated.deliveries().get(0).billedCost().get("USD")).hasToString("150.4");
  }

  @Test
  void metering_of_one_of_several_accounts_needs_its_name() throws IOException {
    List<Map<String, String>> lines = new ArrayList<>(SnowflakeBill.everyLine());
    lines.add(SnowflakeBill.line("1", "7.00", "ACCOUNT_LOCATOR", "ZZ99999"));
    List<Map<String, String>> named = new ArrayList<>();
    SnowflakeBill.everyHour()
        .forEach(hour -> named.add(CsvText.record(hour, "ACCOUNT_LOCATOR", "ab12345")));

    ImportReport unnamed = run(currency(lines), hours(SnowflakeBill.everyHour()));
    MemorySink second = new MemorySink();
    ImportReport told =
        NativeBills.run(second, DeliveryHistory.EMPTY, currency(lines), hours(named));

    assertThat(unnamed.rejects()).hasSize(4);
    assertThat(unnamed.rejects().get(0).message()).contains("account_locator");
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("158.4");
    assertThat(told.rejects()).isEmpty();
    assertThat(NativeBills.sum(second.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("158.4");
    assertThat(second.charges().stream().filter(c -> c.extra().containsKey("x_Divided")))
        .hasSize(1);
  }

  @Test
  void metering_without_the_bill_bears_no_money_and_is_refused() throws IOException {
    ImportReport report = run(hours(SnowflakeBill.everyHour()));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(4);
    assertThat(report.rejects().get(0).message()).contains("usage in currency");
  }

  @ParameterizedTest
  @CsvSource({
    "END_TIME, 'later', NOT_A_TIME",
    "END_TIME, '2026-10-05T00:00:00Z', PERIOD_NOT_POSITIVE",
    "END_TIME, '', MISSING_VALUE"
  })
  void metering_that_is_refused_takes_no_money_with_it(
      String column, String value, ProblemCode code) throws IOException {
    List<Map<String, String>> hours = new ArrayList<>(SnowflakeBill.everyHour());
    hours.set(1, CsvText.record(hours.get(1), column, value));

    ImportReport report = run(hours(hours), currency(SnowflakeBill.everyLine()));

    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(code);
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("151.4");
    // The other two hours bear the 25 dollars of the day.
    assertThat(
            NativeBills.charges(sink).stream()
                .limit(2)
                .map(charge -> charge.billedCost().toString()))
        .containsExactly("12.5", "12.5");
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE_IN_CURRENCY, '', MISSING_VALUE",
    "USAGE_IN_CURRENCY, 'x', NOT_A_DECIMAL",
    "USAGE, '9,9', NOT_A_DECIMAL",
    "CURRENCY, 'credits', NOT_A_CURRENCY"
  })
  void a_faulty_line_is_refused_beside_one_whose_money_is_divided(
      String column, String value, ProblemCode code) throws IOException {
    List<Map<String, String>> lines = new ArrayList<>(SnowflakeBill.everyLine());
    lines.add(0, CsvText.record(SnowflakeBill.line("1", "2.50"), column, value));

    ImportReport report = run(hours(SnowflakeBill.everyHour()), currency(lines));

    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(code);
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("151.4");
  }

  @Test
  void a_rate_of_another_currency_prices_nothing() throws IOException {
    List<Map<String, String>> rates = new ArrayList<>();
    SnowflakeBill.rates().forEach(rate -> rates.add(CsvText.record(rate, "CURRENCY", "EUR")));
    rates.add(CsvText.record(rates.get(0), "CURRENCY", "USD", "EFFECTIVE_RATE", "3"));
    Path sheet = Files.writeString(directory.resolve("rates.csv"), CsvText.of(rates));

    ImportReport report = run(currency(SnowflakeBill.everyLine().subList(0, 3)), sheet);

    assertThat(report.rejects()).isEmpty();
    assertThat(
            NativeBills.charges(sink).stream()
                .map(charge -> charge.amount(FocusColumn.CONTRACTED_UNIT_PRICE).isPresent()))
        .containsExactly(true, true, false);
    assertThat(NativeBills.charges(sink).get(0).amount(FocusColumn.CONTRACTED_COST).orElseThrow())
        .hasToString("29.988");
  }

  @Test
  void a_rate_sheet_of_too_many_rates_refuses_the_set() throws IOException {
    StringBuilder sheet =
        new StringBuilder("DATE,ACCOUNT_LOCATOR,USAGE_TYPE,CURRENCY,EFFECTIVE_RATE\n");
    for (int i = 0; i <= 500_000; i++) {
      sheet.append("2026-10-05,A").append(i).append(",compute,USD,2.5\n");
    }
    Path rates = Files.writeString(directory.resolve("rates.csv"), sheet.toString());

    ImportReport report = run(currency(SnowflakeBill.everyLine()), rates);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.INPUT_TOO_LARGE);
    assertThat(report.rejects().get(0).location().input()).isEqualTo("rates.csv");
  }

  @Test
  void a_repeated_file_of_metering_takes_no_second_share() throws IOException {
    Path hours = hours(SnowflakeBill.everyHour());
    Path again = Files.copy(hours, directory.resolve("again.csv"));

    ImportReport report = run(currency(SnowflakeBill.everyLine()), hours, again);

    assertThat(report.deliveries().get(0).rowsDuplicate()).isEqualTo(4);
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("151.4");
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE_IN_CURRENCY, '25,00', NOT_A_DECIMAL",
    "USAGE_IN_CURRENCY, '', MISSING_VALUE",
    "CURRENCY, 'credits', NOT_A_CURRENCY",
    "USAGE_DATE, 'Monday', NOT_A_TIME"
  })
  void a_faulty_line_is_refused_alone_with_its_place(String column, String value, ProblemCode code)
      throws IOException {
    List<Map<String, String>> lines = new ArrayList<>(SnowflakeBill.everyLine());
    lines.set(2, CsvText.record(lines.get(2), column, value));

    ImportReport report = run(currency(lines));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.location().line()).isEqualTo(4);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("116.9");
  }

  @Test
  void a_view_without_its_money_or_cut_off_loads_nothing() throws IOException {
    String csv = CsvText.of(SnowflakeBill.month(3));
    Path renamed =
        Files.writeString(
            directory.resolve("renamed.csv"), csv.replaceFirst("USAGE_IN_CURRENCY", "COST"));
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    Path cut = Files.write(directory.resolve("cut.csv"), Arrays.copyOf(bytes, bytes.length - 40));

    ImportReport unknown = run(renamed);
    ImportReport half = run(cut);

    assertThat(unknown.rejects().get(0).message()).contains("snowflake (lacks usage_in_currency)");
    assertThat(half.rejects().get(0).message()).contains("nothing of the set was loaded");
    assertThat(sink.charges()).isEmpty();
  }

  private static String costs(MemorySink sink) {
    StringBuilder text = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      List<String> cells = new ArrayList<>();
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.PRICING_CATEGORY,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.CONTRACTED_COST,
              FocusColumn.CONSUMED_QUANTITY,
              FocusColumn.CONSUMED_UNIT)) {
        cells.add(charge.find(column).map(Object::toString).orElse("-"));
      }
      text.append(String.join(" ", cells)).append('\n');
    }
    return text.toString();
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path currency(List<Map<String, String>> lines) throws IOException {
    return Files.writeString(directory.resolve("usage_in_currency.csv"), CsvText.of(lines));
  }

  private Path hours(List<Map<String, String>> hours) throws IOException {
    return Files.writeString(directory.resolve("metering.csv"), CsvText.of(hours));
  }

  private Path rates() throws IOException {
    return Files.writeString(directory.resolve("rates.csv"), CsvText.of(SnowflakeBill.rates()));
  }
}
