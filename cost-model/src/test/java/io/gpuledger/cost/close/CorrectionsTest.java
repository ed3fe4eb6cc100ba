package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrectionsTest {
  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);
  private static final BookPeriod OCTOBER = CALENDAR.period(2026, 10);
  private static final BookPeriod NOVEMBER = CALENDAR.period(2026, 11);
  private static final Corrections.Booking BOOKING =
      new Corrections.Booking(OCTOBER, NOVEMBER, LocalDate.of(2026, 11, 12));
  private static final Instant SIGNED_AT = Instant.parse("2026-11-05T00:00:00Z");

  /** The example of docs/rules/close.md. */
  @Test
  void a_rewritten_closed_month_becomes_the_exact_difference_in_the_open_one() {
    FigureSet signed = figures(Map.of("vision", "1000", "speech", "400"));
    FigureSet rewritten = figures(Map.of("vision", "980.25", "speech", "400", "robotics", "30"));

    List<CorrectionLine> lines = Corrections.of(signed, rewritten, List.of(), BOOKING);

    assertThat(lines)
        .extracting(
            line ->
                line.key().groups().get("team")
                    + " "
                    + line.delta()
                    + " of "
                    + line.corrects()
                    + " in "
                    + line.bookedIn()
                    + " on "
                    + line.date())
        .containsExactly(
            "robotics 30 of FY2026-P10 in FY2026-P11 on 2026-11-12",
            "vision -19.75 of FY2026-P10 in FY2026-P11 on 2026-11-12");

    FigureSet again = figures(Map.of("vision", "985.25", "speech", "400", "robotics", "30"));
    assertThat(Corrections.of(signed, again, lines, BOOKING))
        .extracting(line -> line.key().groups().get("team") + " " + line.delta())
        .containsExactly("vision 5");
    assertThat(Corrections.of(signed, rewritten, lines, BOOKING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {81, 82, 83})
  void signed_and_booked_figures_are_always_the_newest_ones(long seed) {
    Random random = new Random(seed);
    FigureSet signed = randomFigures(random);
    List<CorrectionLine> booked = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      FigureSet rewritten = randomFigures(random);
      booked.addAll(Corrections.of(signed, rewritten, booked, BOOKING));

      Map<FigureKey, Amount> sum = new HashMap<>(signed.figures());
      booked.forEach(line -> sum.merge(line.key(), line.delta(), Amount::plus));
      sum.values().removeIf(Amount::isZero);
      Map<FigureKey, Amount> expected = new HashMap<>(rewritten.figures());
      expected.values().removeIf(Amount::isZero);
      assertThat(sum).isEqualTo(expected);
    }
  }

  @Test
  void corrections_of_other_periods_are_left_alone_and_ids_are_of_the_content() {
    FigureSet signed = figures(Map.of("vision", "1000"));
    FigureSet rewritten = figures(Map.of("vision", "990"));
    CorrectionLine ofSeptember =
        new CorrectionLine(
            key("vision"),
            CALENDAR.period(2026, 9),
            NOVEMBER,
            LocalDate.of(2026, 11, 12),
            Amount.of(-10));

    List<CorrectionLine> lines = Corrections.of(signed, rewritten, List.of(ofSeptember), BOOKING);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).delta()).isEqualTo(Amount.of(-10));
    assertThat(lines.get(0).id())
        .isEqualTo(Corrections.of(signed, rewritten, List.of(), BOOKING).get(0).id())
        .isNotEqualTo(ofSeptember.id());
  }

  @Test
  void corrections_go_to_a_later_period_and_a_day_of_it() {
    assertThatThrownBy(() -> new Corrections.Booking(NOVEMBER, OCTOBER, LocalDate.of(2026, 11, 1)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("FY2026-P10 is not after FY2026-P11")
        .hasMessageContaining("2026-11-01 does not lie in FY2026-P10");
  }

  @Test
  void the_diff_names_what_came_went_and_changed_and_sums_to_the_difference_of_totals() {
    FigureDiff diff =
        FigureDiff.of(
            figures(Map.of("gone", "5", "same", "1", "less", "10", "zero", "0")),
            figures(Map.of("came", "7", "same", "1.0", "less", "4")));

    assertThat(diff.changes())
        .extracting(
            change ->
                change.key().groups().get("team") + " " + change.before() + " " + change.after())
        .containsExactly(
            "came Optional.empty Optional[7]",
            "gone Optional[5] Optional.empty",
            "less Optional[10] Optional[4]",
            "zero Optional[0] Optional.empty");
    assertThat(diff.totals()).containsExactlyEntriesOf(Map.of("USD", Amount.of(-4)));
  }

  @Test
  void equal_groups_of_two_currencies_are_two_figures() {
    FigureKey dollars = FigureKey.of(Map.of("team", "vision"), "USD");
    FigureKey euros = FigureKey.of(Map.of("team", "vision"), "EUR");

    FigureDiff diff =
        FigureDiff.of(
            FigureSet.of(SIGNED_AT, Map.of(dollars, Amount.of(1))),
            FigureSet.of(SIGNED_AT, Map.of(euros, Amount.of(1))));

    assertThat(diff.totals())
        .containsEntry("EUR", Amount.of(1))
        .containsEntry("USD", Amount.of(-1));
    assertThat(dollars).isNotEqualByComparingTo(euros);
    assertThat(FigureKey.of(Map.of("a", "b, c=d"), "USD"))
        .isNotEqualByComparingTo(FigureKey.of(Map.of("a", "b", "c", "d"), "USD"));
  }

  private static FigureSet randomFigures(Random random) {
    Map<FigureKey, Amount> figures = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      if (random.nextInt(3) > 0) {
        BigInteger size = new BigInteger(random.nextInt(90), random);
        figures.put(
            key("team-" + i), Amount.ofUnscaled(random.nextBoolean() ? size : size.negate()));
      }
    }
    return FigureSet.of(SIGNED_AT, figures);
  }

  private static FigureSet figures(Map<String, String> byTeam) {
    Map<FigureKey, Amount> figures = new HashMap<>();
    byTeam.forEach((team, amount) -> figures.put(key(team), Amount.parse(amount)));
    return FigureSet.of(SIGNED_AT, figures);
  }

  private static FigureKey key(String team) {
    return FigureKey.of(Map.of("team", team), "USD");
  }
}
