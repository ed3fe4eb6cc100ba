package io.gpuledger.ingest.delivery;

import static io.gpuledger.ingest.generate.TokenAnswers.anthropic;
import static io.gpuledger.ingest.generate.TokenAnswers.counts;
import static io.gpuledger.ingest.generate.TokenAnswers.everyCost;
import static io.gpuledger.ingest.generate.TokenAnswers.everyMessage;
import static io.gpuledger.ingest.generate.TokenAnswers.everyOpenAiCost;
import static io.gpuledger.ingest.generate.TokenAnswers.everyUsage;
import static io.gpuledger.ingest.generate.TokenAnswers.messages;
import static io.gpuledger.ingest.generate.TokenAnswers.on;
import static io.gpuledger.ingest.generate.TokenAnswers.openAi;
import static io.gpuledger.ingest.generate.TokenAnswers.openAiCost;
import static io.gpuledger.ingest.generate.TokenAnswers.otherCost;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.TokenAnswers;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The money of the cost reports of OpenAI and Anthropic, on the usage that it pays for. */
class TokenBillTest {
  private static final String DAY = "2026-10-05";

  /** Record, part, class, tier batch, quantity, unit, billed, effective, list, basis. */
  private static final String ANTHROPIC =
      """
      1 0 input - 1000 Tokens 0.003 0.003 0.003 share
      1 1 cached-input - 9000 Tokens 0.0027 0.0027 0.0027 share
      1 2 cache-write-5m - 200 Tokens 0.00075 0.00075 0.00075 share
      1 3 cache-write-1h - 100 Tokens 0.0006 0.0006 0.0006 share
      1 4 output - 500 Tokens 0.0050000005 0.0050000005 0.0075 share
      1 5 web-search - 2 Requests 0.02 0.02 - share
      2 0 input - 2000 Tokens 0.006 0.006 0.006 share
      2 1 output - 500 Tokens 0.0050000005 0.0050000005 0.0075 share
      3 0 input true 1000000 Tokens 1.5 1.5 - share
      4 0 output - 300 Tokens 0.0015 0.0015 0.0015 share
      5 0 input - 10 Tokens 0 - - none
      1 0 input - - - 0 0 - divided
      2 0 cached-input - - - 0 0 - divided
      3 0 cache-write-5m - - - 0 0 - divided
      4 0 cache-write-1h - - - 0 0 - divided
      5 0 output - - - 0 0 - divided
      6 0 input true - - 0 0 - divided
      7 0 web-search - - - 0 0 - divided
      8 0 output - - - 0 0 - divided
      9 0 - - - - 0.05 0.05 - undivided
      """;

  private static final String OPENAI =
      """
      1 0 input - 500 Tokens 0.00125 0.00125 0.00125 share
      1 1 cached-input - 400 Tokens 0.0005 0.0005 0.0005 share
      1 2 cache-write - 100 Tokens 0.000125 0.000125 - share
      1 3 output - 50 Tokens 0.0005 0.0005 0.0005 share
      2 0 input true 1000 Tokens 0.00125 0.00125 - share
      3 0 images - 3 Images 0 - - none
      1 0 input - - - 0 0 - divided
      2 0 cached-input - - - 0 0 - divided
      3 0 cache-write - - - 0 0 - divided
      4 0 output - - - 0 0 - divided
      5 0 image models - 3 Images 0.000000123456789012 0.000000123456789012 - undivided
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void every_class_of_tokens_of_anthropic_has_its_own_part_of_the_cents() throws IOException {
    ImportReport report = run(usage(everyMessage()), costs(everyCost()));

    assertThat(report.rejects()).isEmpty();
    assertThat(charges(sink)).isEqualTo(ANTHROPIC);
    // Usage with priority was bought before and is in no cost report.
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.COST_UNKNOWN);
    assertThat(report.deliveries().get(0).format()).isEqualTo("anthropic");
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("1.594550001");
    assertThat(report.deliveries().get(0).nativeBilledCost()).containsEntry("USD", "1.594550001");
  }

  @Test
  void every_class_of_tokens_of_openai_is_apart_from_the_others() throws IOException {
    ImportReport report =
        run(
            file("usage.json", openAi(false, on(DAY, everyUsage()))),
            file("costs.json", openAi(false, on(DAY, everyOpenAiCost()))));

    assertThat(report.rejects()).isEmpty();
    assertThat(charges(sink)).isEqualTo(OPENAI);
    assertThat(report.deliveries().get(0).format()).isEqualTo("openai");
    assertThat(report.deliveries().get(0).billedCost().get("USD"))
        .hasToString("0.003625123456789012");
    assertThat(report.deliveries().get(0).nativeBilledCost())
        .containsEntry("USD", "0.003625123456789012");
  }

  @Test
  void every_column_is_that_of_the_golden_files() throws IOException {
    run(usage(everyMessage()), costs(everyCost()));
    MemorySink second = new MemorySink();
    NativeBills.run(
        second,
        DeliveryHistory.EMPTY,
        file("u.json", openAi(false, on(DAY, everyUsage()))),
        file("c.json", openAi(false, on(DAY, everyOpenAiCost()))));

    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("anthropic.txt"));
    assertThat(NativeBills.text(NativeBills.charges(second), true))
        .isEqualTo(NativeBills.golden("openai.txt"));
  }

  @Test
  void a_month_ties_to_its_cost_report_to_the_last_digit_whatever_the_order_of_the_files()
      throws IOException {
    TokenAnswers.Month month = TokenAnswers.month(20_261_001);

    ImportReport report =
        run(
            file("c.json", anthropic(false, month.costs())),
            file("u.json", anthropic(false, month.usage())));

    assertThat(report.notes()).isEmpty();
    // Each day replaces itself, whatever the source says of its scope.
    assertThat(report.deliveries())
        .hasSize(31)
        .allMatch(delivery -> delivery.scope().kind() == Scope.Kind.ACCOUNT_DAY)
        .allMatch(delivery -> delivery.rowsAccepted() == 10 + 30);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo(month.total());
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo(month.total());
    assertThat(
            report.deliveries().stream()
                .map(delivery -> new BigDecimal(delivery.nativeBilledCost().get("USD")))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(month.total());
    assertThat(sink.charges().stream().map(charge -> charge.extra().get("x_CostBasis")))
        .containsOnly("divided", "share");
  }

  @Test
  void a_cost_report_that_names_no_model_is_divided_by_the_price_of_each_class()
      throws IOException {
    List<String> used =
        List.of(
            messages("wrk-a", "key-1", "", "standard", counts(1_000, 9_000, 200, 100, 500, 0)),
            messages("wrk-a", "key-1", "", "batch", counts(1_000, 0, 0, 0, 0, 0)),
            messages("wrk-a", "key-1", "claude-haiku-4-5", "standard", counts(0, 0, 0, 0, 300, 0)));
    // 0.003 + 0.0027 + 0.00075 + 0.0006 + 0.0075, 0.0015 and 0.0015 dollars, and that doubled.
    ImportReport report = run(usage(used), costs(List.of(otherCost("wrk-a", "", "3.51"))));

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.charges(sink).stream().map(charge -> charge.billedCost().toString()))
        .containsExactly("0.006", "0.0054", "0.0015", "0.0012", "0.015", "0.003", "0.003", "0");
  }

  @Test
  void a_model_without_a_price_divides_nothing_where_the_report_names_no_model()
      throws IOException {
    List<String> used = new ArrayList<>(everyMessage());
    used.add(messages("wrk-a", "key-9", "claude-next", "standard", counts(1, 0, 0, 0, 0, 0)));

    ImportReport report = run(usage(used), costs(List.of(otherCost("wrk-a", "", "3.51"))));

    Charge told = NativeBills.charges(sink).get(sink.charges().size() - 1);
    assertThat(told.billedCost()).hasToString("0.0351");
    assertThat(told.extra()).containsEntry("x_CostBasis", "undivided");
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("0.0351");
  }

  @Test
  void usage_of_a_day_without_costs_is_refused_and_leaves_the_billed_day_as_it_was()
      throws IOException {
    PublishedHistory history = new PublishedHistory();
    history.publish(
        sink, NativeBills.run(sink, history, usage(everyMessage()), costs(everyCost())));
    MemorySink second = new MemorySink();
    Map<String, List<String>> days =
        Map.of(DAY, everyMessage().subList(0, 2), "2026-10-06", everyMessage());

    ImportReport report =
        NativeBills.run(
            second,
            history,
            file("u2.json", anthropic(false, days)),
            file("c2.json", anthropic(false, on("2026-10-06", everyCost()))));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.INCOMPLETE_SET, ProblemCode.INCOMPLETE_SET);
    assertThat(report.rejects().get(0).message()).contains("costs of the day");
    assertThat(of(second, DAY)).isEmpty();
    assertThat(second.closed().stream().map(closed -> closed.getDeliveryKind()))
        .containsExactly("append", "overwrite");
    assertThat(second.closed().get(0).getRowsAccepted()).isZero();
    assertThat(NativeBills.sum(second.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("1.594550001");
  }

  @Test
  void two_answers_with_costs_of_one_day_are_not_one_set() throws IOException {
    Path first = costs(everyCost());
    Map<String, List<String>> again =
        Map.of(DAY, List.of(otherCost("", "", "159.4550001")), "2026-10-06", everyCost());
    Path second = file("again.json", anthropic(false, again));

    ImportReport report = run(usage(everyMessage()), first, second);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).location().input()).isEqualTo("again.json");
    assertThat(report.rejects().get(0).message()).contains(DAY, "twice");
    // The same answer twice is one.
    assertThat(
            run(first, Files.copy(first, directory.resolve("copy.json")))
                .deliveries()
                .get(0)
                .billedCost()
                .get("USD"))
        .hasToString("1.594550001");
  }

  @Test
  void a_source_that_appends_still_replaces_the_day() throws IOException {
    ImportRequest set = ImportRequest.of("s", List.of(costs(everyCost())));
    ImportRequest appends =
        new ImportRequest(
            "s",
            set.files(),
            Scope.Kind.ACCOUNT_MONTH,
            io.gpuledger.cost.charge.DeliveryKind.APPEND,
            false,
            false);

    NativeBills.run(sink, DeliveryHistory.EMPTY, appends);

    assertThat(sink.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'output_tokens':500|'output_tokens':'5,0'",
        "'output_tokens':500|'output_tokens':-1",
        "'api_key_id':'key-2'|'api_key_id':'key\u0007'"
      })
  void usage_that_is_refused_takes_no_money_with_it(String good, String bad) throws IOException {
    List<String> used = new ArrayList<>(everyMessage());
    used.set(1, used.get(1).replace(good, bad));

    ImportReport report = run(usage(used), costs(everyCost()));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(2);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("1.594550001");
    assertThat(report.notes().stream().map(ReadNote::kind))
        .doesNotContain(ReadNote.Kind.SUM_DIFFERS);
  }

  @Test
  void usage_of_openai_whose_bucket_has_no_end_takes_no_money_with_it() throws IOException {
    String used = openAi(false, on(DAY, everyUsage()));
    Path faulty = file("bad.json", used.replaceFirst("\"end_time\":\\d+", "\"end_time\":null"));

    ImportReport report = run(faulty, file("c.json", openAi(false, on(DAY, everyOpenAiCost()))));

    assertThat(report.rejects()).hasSize(3);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("0.003625123456789012");
  }

  @Test
  void a_line_of_costs_that_is_refused_brings_no_money_and_no_currency() throws IOException {
    List<String> lines = new ArrayList<>(everyCost());
    lines.set(0, lines.get(0).replace("'USD'", "'credits'"));

    ImportReport report = run(usage(everyMessage()), costs(lines));

    assertThat(report.rejects()).hasSize(1);
    // All but the 0.9 cents of that line are still borne by usage.
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("1.585550001");
    assertThat(sink.charges().stream().map(charge -> charge.extra().get("x_CostBasis")))
        .contains("share");
  }

  @Test
  void a_quantity_of_costs_that_is_no_number_is_refused_whether_usage_bears_it_or_not()
      throws IOException {
    List<String> lines = new ArrayList<>(everyOpenAiCost());
    lines.set(0, openAiCost("gpt-4o-2024-08-06, input", "0.0025", "'1,5'", "tokens"));
    lines.add(openAiCost("gpt-4o-2024-08-06, input", "0.001", "1", "tokens"));

    ImportReport report =
        run(
            file("u.json", openAi(false, on(DAY, everyUsage()))),
            file("c.json", openAi(false, on(DAY, lines))));

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.NOT_A_DECIMAL);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("0.002125123456789012");
  }

  @Test
  void a_negative_count_is_refused_at_its_own_field() throws IOException {
    String speech =
        "{'object':'organization.usage.audio_speeches.result','characters':-5,'project_id':'p',"
            + "'model':'tts-1'}";

    ImportReport report =
        run(
            file("u.json", openAi(false, on(DAY, List.of(speech)))),
            file("c.json", openAi(false, on(DAY, everyOpenAiCost()))));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.NOT_ALLOWED_VALUE);
    assertThat(report.rejects().get(0).field()).isEqualTo("characters");
  }

  @Test
  void usage_of_priority_on_demand_is_in_the_report_and_that_of_priority_is_not()
      throws IOException {
    List<String> used =
        List.of(
            messages("wrk-a", "key-1", "", "priority_on_demand", counts(10, 0, 0, 0, 0, 0)),
            messages("wrk-a", "key-1", "", "priority", counts(10, 0, 0, 0, 0, 0)));

    run(
        usage(used),
        costs(
            List.of(
                TokenAnswers.cost(
                    "wrk-a", "", "priority_on_demand", "uncached_input_tokens", "9"))));

    assertThat(NativeBills.charges(sink).stream().map(charge -> charge.billedCost().toString()))
        .containsExactly("0.09", "0", "0");
  }

  @Test
  void a_cost_report_alone_is_billed_line_by_line() throws IOException {
    ImportReport report = run(costs(everyCost()));

    assertThat(report.notes()).isEmpty();
    assertThat(sink.charges()).hasSize(9);
    assertThat(report.deliveries().get(0).billedCost().get("USD")).hasToString("1.594550001");
  }

  @Test
  void the_last_days_read_again_replace_those_days_alone() throws IOException {
    TokenAnswers.Month month = TokenAnswers.month(5);
    PublishedHistory history = new PublishedHistory();
    Path first = file("c.json", anthropic(false, month.costs()));
    Path used = file("u.json", anthropic(false, month.usage()));
    history.publish(sink, NativeBills.run(sink, history, first, used));
    Map<String, List<String>> changed =
        new TreeMap<>(TokenAnswers.from("2026-10-30", month.costs()));
    changed.computeIfPresent(
        "2026-10-31",
        (day, lines) ->
            Stream.concat(lines.stream(), Stream.of(otherCost("wrk-a", "code_execution", "700")))
                .toList());
    MemorySink second = new MemorySink();

    ImportReport again =
        NativeBills.run(
            second,
            history,
            file("c2.json", anthropic(false, changed)),
            file("u2.json", anthropic(false, TokenAnswers.from("2026-10-30", month.usage()))));

    assertThat(sink.closed()).hasSize(31);
    assertThat(second.closed()).hasSize(2);
    assertThat(second.closed()).allMatch(closed -> closed.getSequence() == 2);
    BigDecimal before = NativeBills.sum(of(sink, "2026-10-31"), FocusColumn.BILLED_COST);
    assertThat(NativeBills.sum(of(second, "2026-10-31"), FocusColumn.BILLED_COST))
        .isEqualByComparingTo(before.add(BigDecimal.valueOf(7)));
    assertThat(again.missing()).isEmpty();
  }

  private static List<Charge> of(MemorySink sink, String day) {
    return sink.charges().stream()
        .filter(
            charge ->
                charge
                    .find(FocusColumn.CHARGE_PERIOD_START)
                    .orElseThrow()
                    .toString()
                    .startsWith(day))
        .toList();
  }

  @Test
  void a_page_whose_next_one_is_not_there_is_told() throws IOException {
    Path first = file("p1.json", anthropic(true, on(DAY, everyCost())));
    Path last = file("p2.json", anthropic(false, on("2026-10-06", everyCost())));

    assertThat(run(first).notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.MORE_PAGES);
    assertThat(run(first, last).notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'amount':'0.9'|'amount':'0,9'|NOT_A_DECIMAL",
        "'amount':'0.9'|'amount':null|MISSING_VALUE",
        "'currency':'USD'|'currency':'credits'|NOT_A_CURRENCY",
        "'amount':'0.9'|'amount':'0.9','amount':'1'|DUPLICATE_COLUMN"
      })
  void a_faulty_line_of_the_report_is_refused_alone(String good, String bad, ProblemCode code)
      throws IOException {
    List<String> lines = new ArrayList<>(everyCost());
    lines.set(0, lines.get(0).replace(good, bad));

    ImportReport report = run(costs(lines));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.location().line()).isEqualTo(1);
    assertThat(report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsAccepted).sum())
        .isEqualTo(8);
  }

  @Test
  void more_cached_tokens_than_tokens_are_refused() throws IOException {
    ImportReport report =
        run(
            file(
                "u.json",
                openAi(
                    false,
                    on(
                        DAY,
                        List.of(
                            TokenAnswers.completions("key-1", false, 100, 90, 20, 5),
                            TokenAnswers.completions("key-1", false, 100, 90, 10, 5))))),
            file("c.json", openAi(false, on(DAY, everyOpenAiCost()))));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.NOT_ALLOWED_VALUE);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(1);
  }

  @Test
  void a_page_that_was_cut_off_loads_nothing() throws IOException {
    String whole = anthropic(false, on(DAY, everyCost()));
    Path cut = file("cut.json", whole.substring(0, whole.length() - 100));

    ImportReport report = run(cut, usage(everyMessage()));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.TRUNCATED);
  }

  @Test
  void a_report_whose_amount_has_another_name_is_refused_with_it() throws IOException {
    Path file =
        file("c.json", anthropic(false, on(DAY, everyCost())).replace("\"amount\"", "\"cost\""));

    ImportReport report = run(file);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).message()).contains("anthropic (lacks amount)");
  }

  @Test
  void answers_of_two_providers_are_not_one_set() throws IOException {
    ImportReport report =
        run(
            costs(everyCost()),
            file(
                "o.json",
                openAi(false, on(DAY, List.of(openAiCost("gpt-4o, input", "1", "", ""))))));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).message()).contains("openai", "anthropic");
  }

  private static String charges(MemorySink sink) {
    StringBuilder text = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      String details = charge.text(FocusColumn.SKU_PRICE_DETAILS).orElse("");
      text.append(charge.rowNo() & 0xFFF_FFFFL)
          .append(' ')
          .append((charge.rowNo() & 0xFFFF_FFFFL) >>> 28)
          .append(' ')
          .append(charge.text(FocusColumn.SKU_METER).orElse("-"))
          .append(' ')
          .append(details.contains("\"x_Batch\":true") ? "true" : "-");
      for (FocusColumn column :
          List.of(
              FocusColumn.CONSUMED_QUANTITY,
              FocusColumn.CONSUMED_UNIT,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.LIST_COST)) {
        text.append(' ').append(charge.find(column).map(Object::toString).orElse("-"));
      }
      text.append(' ').append(charge.extra().get("x_CostBasis")).append('\n');
    }
    return text.toString();
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path usage(List<String> results) throws IOException {
    return file("usage.json", anthropic(false, on(DAY, results)));
  }

  private Path costs(List<String> results) throws IOException {
    return file("costs.json", anthropic(false, on(DAY, results)));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
