package io.gpuledger.cost.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is still to come, and what nobody saw, is not unused. */
class RunningMonthTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final Instant TENTH = Instant.parse("2026-10-10T00:00:00Z");
  private static final BigInteger HOUR = Draw.ofHours("any", Amount.of(1)).measure();

  /** Two GPUs at 3 USD an hour, both together, for all of October and November. */
  private static CommitmentEntry block() {
    TimeRange term = new TimeRange(OCTOBER.start(), Instant.parse("2026-12-01T00:00:00Z"));
    return new CommitmentEntry(
        new Commitment(
            new CommitmentKey("block", "c", "CoreWeave"),
            CommitmentKind.RESERVED_BLOCK,
            "USD",
            term,
            new Parties("research", "platform"),
            new HourlyTerms(
                List.of(new HourlyTerms.Phase(term, Amount.of(2), Amount.of(3))), Optional.empty()),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Filter.everything(),
        Optional.empty(),
        List.of());
  }

  private static List<IntervalUse> hours(Instant from, Instant to, int used, int seen) {
    List<IntervalUse> hours = new ArrayList<>();
    for (Instant hour = from; hour.isBefore(to); hour = hour.plusSeconds(3_600)) {
      hours.add(
          new IntervalUse(
              new TimeRange(hour, hour.plusSeconds(3_600)),
              used == 0 ? List.of() : List.of(Draw.ofHours("vision", Amount.of(used))),
              Optional.of(HOUR.multiply(BigInteger.valueOf(seen)))));
    }
    return hours;
  }

  private static CommitmentStatement statement(Instant asOf, List<IntervalUse> hours) {
    return CommitmentStatement.of(
        block(),
        new CommitmentFacts(
            OCTOBER, asOf, Optional.empty(), Optional.of(hours), List.of(), List.of()));
  }

  private static void sums(CommitmentStatement of) {
    assertThat(
            of.used()
                .orElse(Amount.ZERO)
                .plus(of.unused().orElse(Amount.ZERO))
                .plus(of.other())
                .plus(of.unobserved()))
        .isEqualTo(of.amortised().orElseThrow());
  }

  @Test
  void a_block_that_was_fully_used_so_far_is_fully_used() {
    CommitmentStatement of = statement(TENTH, hours(OCTOBER.start(), TENTH, 2, 2));

    // 9 days of 24 hours at 3 USD.
    assertThat(of.amortised()).hasValue(Amount.of(648));
    assertThat(of.used()).hasValue(Amount.of(648));
    assertThat(of.unused()).hasValue(Amount.ZERO);
    assertThat(of.utilisation().orElseThrow().displayed(2)).hasToString("1.00");
    assertThat(of.notes()).anyMatch(note -> note.contains("up to 2026-10-10"));
    sums(of);
  }

  @Test
  void hours_after_the_instant_do_not_count_though_telemetry_has_them() {
    List<IntervalUse> all = hours(OCTOBER.start(), OCTOBER.end(), 1, 2);

    assertThat(statement(TENTH, all))
        .isEqualTo(statement(TENTH, hours(OCTOBER.start(), TENTH, 1, 2)));
    assertThat(statement(TENTH, all).unused()).hasValue(Amount.of(324));
    CommitmentStatement whole = statement(OCTOBER.end(), all);
    assertThat(whole.amortised()).as("31 days x 24 x 3").hasValue(Amount.of(2_232));
    assertThat(whole.unused()).hasValue(Amount.of(1_116));
    assertThat(whole.notes()).noneMatch(note -> note.contains("still runs"));
  }

  @Test
  void hours_without_telemetry_are_apart() {
    // Days 1 to 3 wholly seen: one used, one idle. Days 4 to 6: one seen, and used. Then nothing.
    List<IntervalUse> hours =
        new ArrayList<>(hours(OCTOBER.start(), Instant.parse("2026-10-04T00:00:00Z"), 1, 2));
    hours.addAll(
        hours(Instant.parse("2026-10-04T00:00:00Z"), Instant.parse("2026-10-07T00:00:00Z"), 1, 1));

    CommitmentStatement of = statement(TENTH, hours);

    // An hour of one GPU is 1.50 USD; 72 hours of three days.
    assertThat(of.used()).as("6 days x 24 x 1.50").hasValue(Amount.of(216));
    assertThat(of.unused()).as("3 days").hasValue(Amount.of(108));
    assertThat(of.unobserved()).as("3 days of one GPU, 3 days of two").isEqualTo(Amount.of(324));
    assertThat(of.utilisation().orElseThrow().displayed(4))
        .as("of what was seen")
        .hasToString("0.6667");
    assertThat(of.notes()).anyMatch(note -> note.startsWith("324 USD fall in hours"));
    sums(of);
  }

  @Test
  void where_nothing_was_seen_neither_use_nor_its_absence_is_known() {
    CommitmentStatement of = statement(TENTH, List.of());

    assertThat(of.used()).isEmpty();
    assertThat(of.unused()).isEmpty();
    assertThat(of.utilisation()).isEmpty();
    assertThat(of.shares()).isEmpty();
    assertThat(of.unobserved()).isEqualTo(of.amortised().orElseThrow()).isEqualTo(Amount.of(648));
  }

  @Test
  void use_beyond_what_was_seen_is_seen_all_the_same() {
    CommitmentUse use =
        CommitmentUse.ofSeen(
            block().commitment(),
            new TimeRange(OCTOBER.start(), OCTOBER.start().plusSeconds(3_600)),
            hours(OCTOBER.start(), OCTOBER.start().plusSeconds(3_600), 2, 1));

    assertThat(use.unobserved().signum()).isZero();
    assertThat(use.unused().signum()).isZero();
  }

  @Test
  void before_the_month_begins_there_is_nothing() {
    CommitmentStatement of = statement(OCTOBER.start(), List.of());

    assertThat(of.amortised()).hasValue(Amount.ZERO);
    assertThat(of.unobserved()).isEqualTo(Amount.ZERO);
    assertThat(of.used()).isEmpty();
  }

  @Test
  void parts_of_an_uneven_cost_sum_to_it_exactly() {
    CommitmentUse use =
        CommitmentUse.ofSeen(
            block().commitment(),
            new TimeRange(OCTOBER.start(), OCTOBER.start().plusSeconds(7_200)),
            hours(OCTOBER.start(), OCTOBER.start().plusSeconds(3_600), 1, 2));
    Money cost = new Money("USD", Amount.parse("0.000000000000000007"));

    Amount sum = use.unobservedCost(cost);
    for (CommitmentShare share : use.shareOut(cost, block().commitment().parties())) {
      sum = sum.plus(share.cost().amount());
    }
    assertThat(sum).isEqualTo(cost.amount());
  }

  @Test
  void a_minimum_falls_short_only_when_its_month_is_over() {
    TimeRange year =
        new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    CommitmentEntry entry =
        new CommitmentEntry(
            new Commitment(
                new CommitmentKey("min", "c", "Nebius"),
                CommitmentKind.TAKE_OR_PAY,
                "USD",
                year,
                new Parties("research", "platform"),
                new TakeOrPayTerms(
                    Amount.of(100),
                    "GPU-Hours",
                    new TieredRate(
                        TieredRate.Mode.GRADUATED,
                        List.of(new TieredRate.Tier(Amount.ZERO, Amount.of(2)))),
                    ZoneOffset.UTC),
                Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Filter.everything(),
            Optional.empty(),
            List.of());
    List<PrepaidUse.Withdrawal> taken =
        List.of(
            new PrepaidUse.Withdrawal(Instant.parse("2026-10-03T00:00:00Z"), "a", Amount.of(30)));

    CommitmentStatement running =
        CommitmentStatement.of(
            entry,
            new CommitmentFacts(
                OCTOBER, TENTH, Optional.empty(), Optional.empty(), taken, List.of()));
    CommitmentStatement over =
        CommitmentStatement.of(
            entry,
            new CommitmentFacts(
                OCTOBER, OCTOBER.end(), Optional.empty(), Optional.empty(), taken, List.of()));

    assertThat(running.amortised()).hasValue(Amount.of(60));
    assertThat(running.unused()).hasValue(Amount.ZERO);
    assertThat(running.notes())
        .containsExactly(
            "The month still runs: if nothing more is taken than up to 2026-10-10, 70 GPU-Hours"
                + " fall short, 140 USD.");
    assertThat(over.amortised()).hasValue(Amount.of(200));
    assertThat(over.unused()).hasValue(Amount.of(140));
  }
}
