package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SpendBookTest {
  private static final List<GroupKey> KEYS =
      List.of("team", "service", "chargeCategory", "state", "project").stream()
          .map(text -> GroupKey.parse(text).orElseThrow())
          .toList();

  private static SpendRow row(String values, String currency, String billed) {
    return new SpendRow(
        List.of(values.split(",", -1)),
        currency,
        Amount.parse(billed),
        Amount.parse(billed).plus(Amount.of(1)),
        BigInteger.TEN);
  }

  private static SpendQuestion question(String filter, ChargePart... excluded) {
    return new SpendQuestion(
        Filter.parse(filter), new Counted(Counted.Metric.BILLED, Set.of(excluded)));
  }

  private static Amount usd(List<SpendRow> rows, SpendQuestion question) {
    SpendBook book = new SpendBook(new SpendIndex(KEYS, List.of(question)));
    rows.forEach(book::add);
    return book.totals().get(question).in("USD");
  }

  private static final List<SpendRow> ROWS =
      List.of(
          row("a,EC2,Usage,productive,p", "USD", "1"),
          row("a,EC2,Credit,-,p", "USD", "-0.5"),
          row("a,EC2,Tax,-,p", "USD", "0.25"),
          row("a,AWS Support (Business),Usage,not_gpu,p", "USD", "0.125"),
          row("a,EC2,Purchase,-,p", "USD", "10"),
          row("a,EC2,Usage,unused_commitment,p", "USD", "100"),
          row("b,EC2,Usage,productive,p", "USD", "1000"),
          row("a,EC2,Usage,productive,p", "EUR", "7"));

  @Test
  void each_part_is_left_out_by_itself() {
    assertThat(usd(ROWS, question("team:\"a\""))).isEqualTo(Amount.parse("110.875"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.CREDITS)))
        .isEqualTo(Amount.parse("111.375"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.TAX)))
        .isEqualTo(Amount.parse("110.625"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.SUPPORT)))
        .isEqualTo(Amount.parse("110.75"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.PURCHASES)))
        .isEqualTo(Amount.parse("100.875"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.UNUSED_COMMITMENT)))
        .isEqualTo(Amount.parse("10.875"));
    assertThat(usd(ROWS, question("team:\"a\"", ChargePart.values()))).isEqualTo(Amount.of(1));
  }

  @Test
  void currencies_stay_apart_and_the_metric_decides() {
    SpendQuestion effective =
        new SpendQuestion(
            Filter.parse("team:\"a\""), new Counted(Counted.Metric.EFFECTIVE, Set.of()));
    SpendBook book = new SpendBook(new SpendIndex(KEYS, List.of(effective)));
    ROWS.forEach(book::add);

    SpendTotal total = book.totals().get(effective);

    assertThat(total.byCurrency())
        .isEqualTo(Map.of("USD", Amount.parse("116.875"), "EUR", Amount.of(8)));
    assertThat(total.deviceNanos()).isEqualTo(BigInteger.valueOf(70));
  }

  @Test
  void hours_are_rounded_down_so_that_no_limit_is_reached_early() {
    SpendTotal third =
        new SpendTotal(Map.of(), BigInteger.valueOf(3_600_000_000_000L / 3).add(BigInteger.ONE));

    assertThat(third.hours()).isEqualTo(Amount.parse("0.333333333333611111"));
  }

  @Test
  void a_key_that_rows_do_not_have_is_refused_rather_than_missed() {
    assertThatThrownBy(() -> new SpendBook(new SpendIndex(KEYS, List.of(question("region:\"r\"")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("region");
  }

  /** Against trying each question on each row, with filters of every form. */
  @Test
  void many_questions_at_once_come_to_what_each_comes_to_alone() {
    Random random = new Random(20261130);
    List<SpendQuestion> questions = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      questions.add(
          question(
              filter(random, 2),
              random.nextBoolean()
                  ? new ChargePart[0]
                  : new ChargePart[] {List.of(ChargePart.values()).get(random.nextInt(5))}));
    }
    List<SpendRow> rows = new ArrayList<>();
    String[] categories = {"Usage", "Credit", "Tax", "Purchase"};
    for (int i = 0; i < 2_000; i++) {
      rows.add(
          row(
              "t"
                  + random.nextInt(6)
                  + ",s"
                  + random.nextInt(4)
                  + ","
                  + categories[random.nextInt(4)]
                  + (random.nextBoolean() ? ",productive" : ",unused_commitment")
                  + ",p"
                  + random.nextInt(9),
              random.nextInt(5) == 0 ? "EUR" : "USD",
              (random.nextInt(2_000) - 500) + "." + random.nextInt(1_000_000)));
    }
    SpendBook book = new SpendBook(new SpendIndex(KEYS, questions));
    rows.forEach(book::add);
    Map<SpendQuestion, SpendTotal> totals = book.totals();

    for (SpendQuestion question : questions) {
      SpendTotal alone = SpendTotal.NOTHING;
      for (SpendRow row : rows) {
        Function<GroupKey, String> values = key -> row.values().get(KEYS.indexOf(key));
        if (question.counts(values)) {
          alone =
              alone.plus(new SpendTotal(Map.of(row.currency(), row.billed()), row.deviceNanos()));
        }
      }
      assertThat(totals.get(question)).as(question.toString()).isEqualTo(alone);
    }
  }

  private static String filter(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String left = filter(random, depth - 1);
      String right = filter(random, depth - 1);
      return "(" + left + (random.nextBoolean() ? "+" : "|") + right + ")";
    }
    String[] operators = {":", ":", ":", "!:", "~:", "!~:", "<~:", "~>:"};
    String operator = operators[random.nextInt(operators.length)];
    return switch (random.nextInt(3)) {
      case 0 -> "team" + operator + "\"t" + random.nextInt(6) + "\",\"t" + random.nextInt(6) + "\"";
      case 1 -> "service" + operator + "\"s" + random.nextInt(4) + "\"";
      default -> "project" + operator + "\"p" + random.nextInt(9) + "\"";
    };
  }
}
