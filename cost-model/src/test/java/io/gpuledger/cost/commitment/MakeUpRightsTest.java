package io.gpuledger.cost.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.GlAccount;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.PrepaidAccounts;
import io.gpuledger.cost.close.PrepaidJournal;
import io.gpuledger.cost.close.PrepaidRollForward;
import io.gpuledger.cost.close.RollForwardLine;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of quantities that were paid for and not taken. */
class MakeUpRightsTest {
  private static final MakeUpTerms THREE_MONTHS =
      new MakeUpTerms(
          3,
          Optional.of(Amount.of(600)),
          Optional.of(Amount.parse("2.60")),
          MakeUpTerms.Booked.PREPAID);
  private static final MakeUpTerms FREE =
      new MakeUpTerms(3, Optional.empty(), Optional.empty(), MakeUpTerms.Booked.PREPAID);

  /** What docs/rules/commitments.md takes from January to May. */
  private static final List<PrepaidUse.Withdrawal> TAKEN =
      List.of(
          taken("2026-01-10", "4200"),
          taken("2026-02-10", "4600"),
          taken("2026-03-10", "5900"),
          taken("2026-04-10", "5100"),
          taken("2026-05-10", "5000"));

  private static PrepaidUse.Withdrawal taken(String day, String quantity) {
    return new PrepaidUse.Withdrawal(day(day), "vision", Amount.parse(quantity));
  }

  private static Instant day(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  private static final TieredRate TIERS =
      new TieredRate(
          TieredRate.Mode.GRADUATED,
          List.of(
              new TieredRate.Tier(Amount.ZERO, Amount.of(3)),
              new TieredRate.Tier(Amount.of(1_000), Amount.parse("2.50")),
              new TieredRate.Tier(Amount.of(5_000), Amount.of(2))));

  private static Commitment minimum(MakeUpTerms makeUp, Optional<Ending> ending) {
    return minimum(Amount.of(5_000), TIERS, makeUp, ending);
  }

  private static Commitment minimum(
      Amount perMonth, TieredRate rate, MakeUpTerms makeUp, Optional<Ending> ending) {
    return new Commitment(
        new CommitmentKey("min", "c", "Nebius"),
        CommitmentKind.TAKE_OR_PAY,
        "USD",
        new TimeRange(day("2026-01-01"), day("2027-01-01")),
        new Parties("research", "platform"),
        new TakeOrPayTerms(perMonth, "GPU-Hours", rate, ZoneOffset.UTC, Optional.of(makeUp)),
        ending);
  }

  private static MakeUpMonth in(MakeUpRights rights, int month) {
    return rights.in(YearMonth.of(2026, month)).orElseThrow();
  }

  private static String words(MakeUpMonth.Part part) {
    return part.quantity() + "/" + part.cost();
  }

  /** opening, gained, used, expired and closing, each as quantity/cost, then what is due. */
  private static List<String> words(MakeUpMonth of) {
    return Stream.concat(
            Stream.of(of.opening(), of.gained(), of.used(), of.expired(), of.closing())
                .map(MakeUpRightsTest::words),
            Stream.of(of.due().toString()))
        .toList();
  }

  private static CommitmentStatement statement(
      Commitment commitment, List<PrepaidUse.Withdrawal> taken, int month, Instant asOf) {
    YearMonth of = YearMonth.of(2026, month);
    return CommitmentStatement.of(
        new CommitmentEntry(
            commitment, Optional.empty(), Optional.empty(), Filter.everything(), Optional.empty()),
        new CommitmentFacts(range(of), asOf, Optional.empty(), Optional.empty(), taken, List.of()));
  }

  private static TimeRange range(YearMonth of) {
    return new TimeRange(
        of.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        of.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Optional<RollForwardLine> line(
      Commitment commitment, List<PrepaidUse.Withdrawal> taken, YearMonth month, Instant asOf) {
    return rollForward(commitment, taken, month, asOf).lines().stream().findFirst();
  }

  private static PrepaidRollForward rollForward(
      Commitment commitment, List<PrepaidUse.Withdrawal> taken, YearMonth month, Instant asOf) {
    return PrepaidRollForward.of(
        List.of(
            new CommitmentEntry(
                commitment,
                Optional.empty(),
                Optional.empty(),
                Filter.everything(),
                Optional.empty())),
        Map.of("min", taken),
        new BookPeriod(
            month.getYear(),
            month.getMonthValue(),
            month.atDay(1),
            month.plusMonths(1).atDay(1),
            ZoneOffset.UTC),
        asOf);
  }

  private static String words(RollForwardLine of) {
    return of.opening()
        + " + "
        + of.purchases()
        + " - "
        + of.amortisation()
        + " + "
        + of.adjustments()
        + " = "
        + of.closing();
  }

  @Test
  void rights_are_made_up_oldest_first_above_the_minimum_and_expire_with_their_window() {
    MakeUpRights rights =
        MakeUpRights.of(minimum(THREE_MONTHS, Optional.empty()), TAKEN, day("2026-06-01"));

    assertThat(words(in(rights, 1)))
        .containsExactly("0/0", "800/2000", "0/0", "0/0", "800/2000", "0");
    assertThat(words(in(rights, 2)))
        .containsExactly("800/2000", "400/1000", "0/0", "0/0", "1200/3000", "0");
    assertThat(words(in(rights, 3)))
        .as("900 above the minimum, 600 at most, all of January's; 600 x 2.60 - 1,500")
        .containsExactly("1200/3000", "0/0", "600/1500", "0/0", "600/1500", "60");
    assertThat(words(in(rights, 4)))
        .containsExactly("600/1500", "0/0", "100/250", "100/250", "400/1000", "10");
    assertThat(words(in(rights, 5)))
        .containsExactly("400/1000", "0/0", "0/0", "400/1000", "0/0", "0");
    assertThat(in(rights, 4).lapse()).contains(MakeUpMonth.Lapse.WINDOW);
    assertThat(in(rights, 3).nextExpiry()).contains(YearMonth.of(2026, 4));
    assertThat(in(rights, 5).nextExpiry()).isEmpty();
  }

  @Test
  void a_month_costs_its_own_quantity_by_its_tiers_and_what_it_makes_up_beside_them() {
    CommitmentStatement march =
        statement(minimum(THREE_MONTHS, Optional.empty()), TAKEN, 3, day("2026-04-01"));
    CommitmentStatement april =
        statement(minimum(THREE_MONTHS, Optional.empty()), TAKEN, 4, day("2026-05-01"));

    assertThat(march.used())
        .as("5,300 cost 13,600; made up 1,500 paid before and 60 now")
        .hasValue(Amount.of(15_160));
    assertThat(march.unused()).hasValue(Amount.ZERO);
    assertThat(march.purchased().orElseThrow().recurring()).isEqualTo(Amount.of(13_660));
    assertThat(april.used()).hasValue(Amount.of(13_260));
    assertThat(april.unused()).hasValue(Amount.of(250));
    assertThat(april.unusedShares()).extracting(CommitmentShare::party).containsExactly("platform");
    assertThat(april.notes())
        .contains(
            "100 GPU-Hours that were paid for, 250 USD, can be made up no more: the make-up window"
                + " is over.");
  }

  @Test
  void a_shortfall_that_is_no_prepayment_is_cost_of_its_month_and_what_is_made_up_costs_no_more() {
    Commitment expensed =
        minimum(
            new MakeUpTerms(3, Optional.empty(), Optional.empty(), MakeUpTerms.Booked.EXPENSE),
            Optional.empty());
    CommitmentStatement january = statement(expensed, TAKEN, 1, day("2026-02-01"));
    CommitmentStatement march = statement(expensed, TAKEN, 3, day("2026-04-01"));

    assertThat(january.unused()).hasValue(Amount.of(2_000));
    assertThat(march.used())
        .as("all 900 are made up: 5,000 are its own")
        .hasValue(Amount.of(13_000));
    assertThat(march.makeUp().orElseThrow().used().quantity()).isEqualTo(Amount.of(900));
    assertThat(line(expensed, TAKEN, YearMonth.of(2026, 1), day("2026-06-01")))
        .as("nothing is paid ahead")
        .isEmpty();
  }

  @Test
  void the_prepaid_roll_forward_ties_month_by_month_and_to_zero() {
    Commitment commitment = minimum(THREE_MONTHS, Optional.empty());
    Instant asOf = day("2026-06-01");

    assertThat(
            Stream.of(1, 2, 3, 4, 5)
                .map(month -> line(commitment, TAKEN, YearMonth.of(2026, month), asOf))
                .map(line -> words(line.orElseThrow())))
        .containsExactly(
            "0 + 2000 - 0 + 0 = 2000",
            "2000 + 1000 - 0 + 0 = 3000",
            "3000 + 0 - 1500 + 0 = 1500",
            "1500 + 0 - 250 + -250 = 1000",
            "1000 + 0 - 0 + -1000 = 0");
    assertThat(line(commitment, TAKEN, YearMonth.of(2026, 6), asOf)).isEmpty();
  }

  @Test
  void the_journal_books_what_was_paid_what_was_made_up_and_what_expired() {
    PrepaidPosition position =
        PrepaidPosition.of(
            minimum(THREE_MONTHS, Optional.empty()),
            MakeUpRights.of(minimum(THREE_MONTHS, Optional.empty()), TAKEN, day("2026-06-01")));
    PrepaidAccounts accounts =
        new PrepaidAccounts(
            account("prepaid"), account("expense"), account("receivable"), account("loss"));

    assertThat(
            PrepaidJournal.purchase(position, book(1), account("prepaid"), account("payable"))
                .map(MakeUpRightsTest::words))
        .contains("DEBIT prepaid 2000 USD, CREDIT payable 2000 USD");
    assertThat(PrepaidJournal.of(position, book(4), accounts).map(MakeUpRightsTest::words))
        .contains(
            "DEBIT expense 250 USD, CREDIT prepaid 250 USD, DEBIT loss 250 USD,"
                + " CREDIT prepaid 250 USD");
  }

  private static GlAccount account(String name) {
    return new GlAccount(name, "-", "e");
  }

  private static BookPeriod book(int month) {
    YearMonth of = YearMonth.of(2026, month);
    return new BookPeriod(2026, month, of.atDay(1), of.plusMonths(1).atDay(1), ZoneOffset.UTC);
  }

  private static String words(JournalEntry entry) {
    return entry.lines().stream()
        .map(line -> line.side() + " " + line.account().account() + " " + line.amount())
        .collect(Collectors.joining(", "));
  }

  @Test
  void what_is_left_now_is_taken_to_expire_and_no_month_to_come_falls_short() {
    Commitment commitment = minimum(THREE_MONTHS, Optional.empty());
    Instant asOf = day("2026-03-01");
    List<PrepaidUse.Withdrawal> known = TAKEN.subList(0, 2);

    assertThat(words(line(commitment, known, YearMonth.of(2026, 4), asOf).orElseThrow()))
        .isEqualTo("3000 + 0 - 0 + -2000 = 1000");
    PrepaidRollForward after = rollForward(commitment, known, YearMonth.of(2027, 2), asOf);
    assertThat(after.lines()).isEmpty();
    assertThat(after.leftAfterEnd()).isEmpty();
  }

  @Test
  void a_month_that_runs_gains_nothing_yet_and_has_used_what_it_took_already() {
    Commitment commitment = minimum(THREE_MONTHS, Optional.empty());
    MakeUpRights running =
        MakeUpRights.of(
            commitment,
            List.of(
                taken("2026-01-10", "4200"),
                taken("2026-02-03", "4900"),
                taken("2026-02-04", "300")),
            day("2026-02-05"));

    assertThat(words(in(running, 2)))
        .containsExactly("800/2000", "0/0", "200/500", "0/0", "600/1500", "20");
    assertThat(running.used())
        .as("made up by what goes beyond the minimum, on its day")
        .extracting(MakeUpRights.Used::at)
        .containsExactly(day("2026-02-04"));
    MakeUpRights short3 =
        MakeUpRights.of(
            commitment,
            List.of(taken("2026-01-10", "5000"), taken("2026-02-03", "100")),
            day("2026-02-05"));
    assertThat(in(short3, 2).gained().isZero()).isTrue();
  }

  @Test
  void what_the_contract_ends_with_is_lost_and_its_last_month_gives_no_right() {
    List<PrepaidUse.Withdrawal> taken = new ArrayList<>();
    for (int month = 1; month <= 9; month++) {
      taken.add(taken("2026-0" + month + "-10", "5000"));
    }
    taken.add(taken("2026-10-10", "5000"));
    taken.add(taken("2026-11-10", "4000"));
    taken.add(taken("2026-12-10", "4500"));
    Commitment commitment = minimum(FREE, Optional.empty());
    MakeUpRights rights = MakeUpRights.of(commitment, taken, day("2027-03-01"));

    assertThat(words(in(rights, 11)))
        .containsExactly("0/0", "1000/2500", "0/0", "0/0", "1000/2500", "0");
    assertThat(words(in(rights, 12)))
        .containsExactly("1000/2500", "0/0", "0/0", "1000/2500", "0/0", "0");
    assertThat(in(rights, 12).lapse()).contains(MakeUpMonth.Lapse.CONTRACT_END);
    assertThat(in(rights, 11).nextExpiry()).contains(YearMonth.of(2026, 12));
    CommitmentStatement december = statement(commitment, taken, 12, day("2027-01-01"));
    assertThat(december.unused())
        .as("2,500 expired, and 1,250 that nobody can ever make up")
        .hasValue(Amount.of(3_750));
    assertThat(rollForward(commitment, taken, YearMonth.of(2027, 1), day("2027-03-01")).lines())
        .isEmpty();
  }

  @Test
  void an_early_end_takes_all_rights_and_its_refund_lowers_the_loss() {
    Commitment commitment =
        minimum(
            FREE,
            Optional.of(Ending.canceled(Instant.parse("2026-03-16T12:00:00Z"), Amount.of(700))));
    List<PrepaidUse.Withdrawal> taken =
        List.of(
            taken("2026-01-10", "4200"), taken("2026-02-10", "4600"), taken("2026-03-10", "2600"));
    MakeUpRights rights = MakeUpRights.of(commitment, taken, day("2026-04-01"));

    assertThat(words(in(rights, 3)))
        .as("half of March's minimum is 2,500: 100 are made up, the rest is gone")
        .containsExactly("1200/3000", "0/0", "100/250", "1100/2750", "0/0", "0");
    assertThat(in(rights, 3).lapse()).contains(MakeUpMonth.Lapse.EARLY_END);
    assertThat(rights.in(YearMonth.of(2026, 4))).isEmpty();
    PrepaidPosition position = PrepaidPosition.of(commitment, rights);
    TimeRange march = range(YearMonth.of(2026, 3));
    assertThat(position.credits().within(march)).isEqualTo(Amount.of(700));
    assertThat(position.losses().within(march)).isEqualTo(Amount.of(2_050));
    assertThat(position.balance(march.end())).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_make_up_price_below_what_was_paid_gives_nothing_back() {
    MakeUpTerms cheap =
        new MakeUpTerms(3, Optional.empty(), Optional.of(Amount.of(2)), MakeUpTerms.Booked.PREPAID);

    assertThat(
            in(MakeUpRights.of(minimum(cheap, Optional.empty()), TAKEN, day("2026-04-01")), 3)
                .due())
        .isEqualTo(Amount.ZERO);
  }

  @Test
  void parts_of_a_price_that_no_decimal_divides_sum_to_it_exactly() {
    Commitment commitment =
        minimum(
            Amount.of(3),
            TieredRate.flat(Amount.parse("3.333333333333333333")),
            FREE,
            Optional.empty());
    MakeUpRights rights =
        MakeUpRights.of(
            commitment,
            List.of(
                taken("2026-01-03", "0"),
                taken("2026-02-03", "4"),
                taken("2026-03-03", "3.5"),
                taken("2026-04-03", "3.7")),
            day("2026-05-01"));

    assertThat(in(rights, 1).gained().cost()).hasToString("9.999999999999999999");
    Amount gone = in(rights, 4).expired().cost();
    for (MakeUpRights.Used used : rights.used()) {
      gone = gone.plus(used.part().cost());
    }
    assertThat(gone).isEqualTo(in(rights, 1).gained().cost());
  }

  @Test
  void months_before_the_first_bill_give_no_right_for_nobody_knows_what_they_took() {
    Commitment commitment =
        minimum(Amount.of(5_000), TieredRate.flat(Amount.of(2)), FREE, Optional.empty());
    List<PrepaidUse.Withdrawal> october =
        List.of(taken("2026-10-10", "5900"), taken("2026-11-10", "4000"));
    MakeUpRights rights = MakeUpRights.of(commitment, october, day("2026-12-01"));

    assertThat(words(in(rights, 10))).containsExactly("0/0", "0/0", "0/0", "0/0", "0/0", "0");
    assertThat(words(in(rights, 11)))
        .containsExactly("0/0", "1000/2000", "0/0", "0/0", "1000/2000", "0");
    CommitmentStatement statement = statement(commitment, october, 10, day("2026-11-01"));
    assertThat(statement.used()).contains(Amount.of(11_800));
    assertThat(statement.notes())
        .containsExactly(
            "No bill tells a quantity before 2026-10: what earlier months may be made up for is not"
                + " known and not in the rights.");
  }

  @Test
  void a_month_is_that_of_its_name_and_over_with_it_in_a_zone_west_or_east_of_utc() {
    for (String zone : List.of("America/Los_Angeles", "UTC", "Asia/Tokyo")) {
      Commitment utc =
          minimum(Amount.of(5_000), TieredRate.flat(Amount.of(2)), FREE, Optional.empty());
      TakeOrPayTerms terms = utc.termsAs(TakeOrPayTerms.class);
      Commitment there =
          new Commitment(
              utc.key(),
              utc.kind(),
              utc.currency(),
              utc.term(),
              utc.parties(),
              new TakeOrPayTerms(
                  terms.minimumPerMonth(),
                  terms.unit(),
                  terms.rate(),
                  ZoneId.of(zone),
                  terms.makeUp()),
              Optional.empty());
      CommitmentStatement march =
          statement(
              there,
              List.of(taken("2026-02-10", "5000"), taken("2026-03-10", "4000")),
              3,
              day("2026-04-01"));

      assertThat(march.used()).as(zone).contains(Amount.of(8_000));
      assertThat(march.makeUp().orElseThrow().month()).as(zone).isEqualTo(YearMonth.of(2026, 3));
      assertThat(words(march.makeUp().orElseThrow().gained())).as(zone).isEqualTo("1000/2000");
    }
  }

  /** Whatever is taken, both policies bear the same over the contract, and nothing is left. */
  @Test
  void over_the_contract_a_prepaid_shortfall_costs_what_an_expensed_one_does() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<PrepaidUse.Withdrawal> taken = new ArrayList<>();
      for (int month = 1; month <= 12; month++) {
        for (int part = 0; part < 3; part++) {
          taken.add(
              new PrepaidUse.Withdrawal(
                  range(YearMonth.of(2026, month)).start().plusSeconds(86_400L * (part * 7 + 1)),
                  "vision",
                  Amount.of(BigDecimal.valueOf(random.nextInt(3_000_000), 3))));
        }
      }
      int window = 1 + random.nextInt(5);
      Optional<Amount> most =
          random.nextBoolean() ? Optional.empty() : Optional.of(Amount.of(1 + random.nextInt(900)));
      Optional<Amount> price =
          random.nextBoolean() ? Optional.empty() : Optional.of(Amount.parse("2.71"));
      Amount prepaid = Amount.ZERO;
      Amount expensed = Amount.ZERO;
      for (int month = 1; month <= 12; month++) {
        Instant end = range(YearMonth.of(2026, month)).end();
        prepaid =
            prepaid.plus(
                cost(
                    new MakeUpTerms(window, most, price, MakeUpTerms.Booked.PREPAID),
                    taken,
                    month));
        expensed =
            expensed.plus(
                cost(
                    new MakeUpTerms(window, most, price, MakeUpTerms.Booked.EXPENSE),
                    taken,
                    month));
        Commitment of =
            minimum(
                new MakeUpTerms(window, most, price, MakeUpTerms.Booked.PREPAID), Optional.empty());
        MakeUpMonth rights = in(MakeUpRights.of(of, taken, end), month);
        assertThat(rights.closing().quantity().signum()).as("seed " + seed).isNotNegative();
        assertThat(rights.closing().cost())
            .as("the balance of the roll-forward, seed " + seed)
            .isEqualTo(PrepaidPosition.of(of, MakeUpRights.of(of, taken, end)).balance(end));
      }
      assertThat(prepaid).as("seed " + seed).isEqualTo(expensed);
    }
  }

  private static Amount cost(MakeUpTerms makeUp, List<PrepaidUse.Withdrawal> taken, int month) {
    CommitmentStatement of =
        statement(
            minimum(makeUp, Optional.empty()),
            taken,
            month,
            range(YearMonth.of(2026, month)).end());
    assertThat(of.used().orElseThrow().plus(of.unused().orElseThrow()))
        .isEqualTo(of.amortised().orElseThrow());
    return of.amortised().orElseThrow();
  }

  @Test
  void terms_that_cannot_be_are_refused_all_at_once() {
    assertThatThrownBy(
            () ->
                new MakeUpTerms(
                    0,
                    Optional.of(Amount.ZERO),
                    Optional.of(Amount.of(-1)),
                    MakeUpTerms.Booked.EXPENSE))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(3));
  }
}
