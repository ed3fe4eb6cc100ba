package io.gpuledger.cost.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each residual by itself, of a machine of eight devices on one day. */
class ReconcilerTest {
  private static final LocalDate DAY = LocalDate.parse("2026-10-07");
  private static final int DEVICES = 8;
  private static final BillingTerms EASTERN =
      new BillingTerms(
          ZoneId.of("America/New_York"), LocalTime.of(17, 0), BillingTerms.STEP, BillingTerms.LAG);

  @Test
  void a_day_that_is_billed_as_it_was_seen_has_no_residual() {
    ReconciledRow row = one(day(seen(96, 48, 24, 24, 0), billed(192, "566.4", Map.of(), Map.of())));

    assertThat(row.hours())
        .isEqualTo(
            hours(
                Map.of(
                    HourPart.PRODUCTIVE, 96d,
                    HourPart.ACTIVE, 48d,
                    HourPart.HELD_IDLE, 24d,
                    HourPart.UNALLOCATED, 24d)));
  }

  @Test
  void time_in_inventory_without_samples_is_missing_telemetry_and_not_part_of_paid_minus_valid() {
    ReconciledRow row = one(day(seen(168, 0, 0, 0, 24), billed(192)));

    assertThat(row.hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 168d, HourPart.MISSING_TELEMETRY, 24d)));
    assertThat(total(row).paidMinusValidNanos()).isZero();
    assertThat(total(row).validNanos()).isEqualTo(nanos(192));
  }

  @Test
  void a_known_machine_of_which_no_time_at_all_is_known_is_missing_telemetry() {
    assertThat(one(day(SeenTime.NONE, billed(192))).hours())
        .isEqualTo(hours(Map.of(HourPart.MISSING_TELEMETRY, 192d)));
  }

  @Test
  void hours_beyond_the_inventory_are_over_billing() {
    ReconciledRow row = one(day(seen(96, 0, 0, 0, 0), billed(192)));

    assertThat(row.hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 96d, HourPart.OVER_BILLING, 96d)));
    assertThat(total(row).paidMinusValidNanos()).isEqualTo(nanos(96));
  }

  /** opencost#3359: what is left after the holders was below zero, and was shown as zero. */
  @Test
  void more_seen_than_billed_stays_below_zero_and_is_a_finding() {
    ReconciledRow row = one(day(seen(190, 0, 0, 0, 0), billed(100, "295", Map.of(), Map.of())));

    assertThat(row.hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 190d, HourPart.UNDER_BILLING, -90d)));
    Findings findings = new Findings();
    findings.add(row);
    assertThat(findings.list())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.HIGH);
              assertThat(finding.nanos()).isEqualTo(nanos(-90));
              assertThat(finding.worth()).contains(Amount.parse("-265.5"));
              assertThat(finding.text())
                  .isEqualTo(
                      "Machine n1 of cluster c: 90.000 GPU-hours were seen and are on no bill,"
                          + " though the bill of these days is there.");
            });
  }

  @Test
  void time_that_nothing_bills_is_a_late_bill_while_the_bill_may_still_come() {
    SeenTime seen = seen(100, 0, 0, 80, 12);

    assertThat(one(machine(seen, seen, BillingTerms.UTC, true)).hours())
        .containsEntry(HourPart.LATE_BILL, nanos(-192))
        .doesNotContainKey(HourPart.UNDER_BILLING);
    assertThat(one(machine(seen, seen, BillingTerms.UTC, false)).hours())
        .containsEntry(HourPart.UNDER_BILLING, nanos(-180))
        .containsEntry(HourPart.ENDED, nanos(-12));
  }

  @Test
  void a_day_that_is_billed_in_part_while_more_may_come_waits_for_the_rest() {
    SeenTime seen = seen(192, 0, 0, 0, 0);

    assertThat(one(machine(seen, seen, BillingTerms.UTC, true, billed(120))).hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 192d, HourPart.LATE_BILL, -72d)));
  }

  @Test
  void a_machine_that_has_ended_is_neither_over_nor_under_billed() {
    // Ran ten hours; observed inventory keeps it for the rest of the day.
    ReconciledRow row = one(day(seen(80, 0, 0, 0, 112), billed(80)));

    assertThat(row.hours())
        .isEqualTo(
            hours(
                Map.of(
                    HourPart.PRODUCTIVE, 80d,
                    HourPart.MISSING_TELEMETRY, 112d,
                    HourPart.ENDED, -112d)));
  }

  @Test
  void less_than_a_billing_step_for_each_device_is_rounding_in_either_direction() {
    BillingTerms hourly =
        new BillingTerms(ZoneId.of("UTC"), LocalTime.MIDNIGHT, Duration.ofHours(1), Duration.ZERO);
    SeenTime seen = seen(84, 0, 0, 0, 0);

    assertThat(one(machine(seen, seen, hourly, false, billed(88))).hours())
        .containsEntry(HourPart.ROUNDING, nanos(4));
    assertThat(one(machine(seen, seen, hourly, false, billed(80))).hours())
        .containsEntry(HourPart.ROUNDING, nanos(-4));
    assertThat(one(machine(seen, seen, hourly, false, billed(92))).hours())
        .containsEntry(HourPart.OVER_BILLING, nanos(8));
  }

  @Test
  void what_the_bills_own_day_shifts_is_the_zone_and_comes_to_zero_over_the_days() {
    // Up from the 7th 10:00Z to the 8th 10:00Z. The bill's day of the 7th ends at 21:00Z.
    SeenTime seventh = seen(112, 0, 0, 0, 0);
    SeenTime seventhOfBill = seen(88, 0, 0, 0, 0);
    SeenTime eighth = seen(80, 0, 0, 0, 0);
    SeenTime eighthOfBill = seen(104, 0, 0, 0, 0);
    ReconciledRow first = one(machine(seventh, seventhOfBill, EASTERN, false, billed(88)));
    ReconciledRow second = one(machine(eighth, eighthOfBill, EASTERN, false, billed(104)));

    assertThat(first.hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 112d, HourPart.BILLING_ZONE, -24d)));
    assertThat(second.hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 80d, HourPart.BILLING_ZONE, 24d)));
    assertThat(total(first, second).hours().get(HourPart.BILLING_ZONE)).isZero();
    assertThat(total(first, second).paidMinusValidNanos()).isZero();
  }

  @Test
  void a_bill_by_the_hour_keeps_the_utc_day_whatever_the_zone() {
    SeenTime seen = seen(112, 0, 0, 0, 0);
    BilledRow byHour =
        new BilledRow(
            key("i-1", "inv"),
            nanos(112),
            true,
            false,
            BigInteger.ZERO,
            Map.of(),
            Map.of(),
            Amount.ZERO);

    assertThat(one(machine(seen, seen(88, 0, 0, 0, 0), EASTERN, false, byHour)).hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 112d)));
  }

  @Test
  void a_bill_for_some_whole_devices_of_a_machine_is_a_shared_node() {
    assertThat(one(day(seen(192, 0, 0, 0, 0), billed(72))).hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 192d, HourPart.SHARED_NODE, -120d)));
    assertThat(one(day(seen(192, 0, 0, 0, 0), billed(70))).hours())
        .containsKey(HourPart.UNDER_BILLING);
  }

  @Test
  void hours_that_the_bill_does_not_state_are_not_under_billing() {
    BilledRow row =
        new BilledRow(
            key("i-1", "inv"),
            BigInteger.ZERO,
            false,
            true,
            BigInteger.ZERO,
            Map.of(),
            Map.of(State.UNOBSERVED, Amount.parse("8")),
            Amount.ZERO);

    assertThat(one(day(seen(192, 0, 0, 0, 0), row)).hours())
        .containsEntry(HourPart.HOURS_NOT_STATED, nanos(-192));
  }

  @Test
  void what_no_inventory_names_is_not_in_inventory_in_hours_and_money() {
    ReconciledRow row =
        one(
            new MachineDay(
                DAY,
                "-",
                "-",
                SeenTime.NONE,
                SeenTime.NONE,
                BillingTerms.UTC,
                false,
                List.of(billed(24, "70.8", Map.of(), Map.of(State.UNOBSERVED, "70.8"))),
                BilledKey.unbilled("p", "s", "USD")));

    assertThat(row.hours()).isEqualTo(hours(Map.of(HourPart.NOT_IN_INVENTORY, 24d)));
    assertThat(row.money()).isEqualTo(Map.of(MoneyPart.NOT_IN_INVENTORY, Amount.parse("70.8")));
  }

  @Test
  void hours_below_zero_take_back_what_was_billed_and_stay_exact_row_by_row() {
    BilledRow taken = billed(-8);
    List<ReconciledRow> rows = Reconciler.reconcile(day(seen(192, 0, 0, 0, 0), billed(200), taken));

    assertThat(rows.get(0).hours()).isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 200d)));
    assertThat(rows.get(1).hours()).isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, -8d)));
    assertThat(one(day(seen(8, 0, 0, 0, 0), billed(-8))).hours())
        .isEqualTo(hours(Map.of(HourPart.PRODUCTIVE, 8d, HourPart.UNEXPLAINED, -16d)));
  }

  @Test
  void money_with_an_owner_is_attributed_and_the_rest_is_named_by_state_and_cause() {
    ReconciledRow row =
        one(
            day(
                seen(96, 0, 0, 48, 16),
                billed(
                    192,
                    "",
                    Map.of(State.PRODUCTIVE, "200", State.NOT_GPU, "3"),
                    Map.of(
                        State.HELD_IDLE, "5",
                        State.UNALLOCATED, "144",
                        State.UNOBSERVED, "100",
                        State.UNUSED_COMMITMENT, "7",
                        State.NOT_GPU, "-2"))));

    // 16 hours without samples and 32 beyond the inventory share the unobserved 100.
    assertThat(row.money())
        .isEqualTo(
            Map.of(
                MoneyPart.ATTRIBUTED, Amount.parse("203"),
                MoneyPart.NO_OWNER, Amount.parse("5"),
                MoneyPart.UNALLOCATED, Amount.parse("144"),
                MoneyPart.MISSING_TELEMETRY, Amount.parse("33.333333333333333333"),
                MoneyPart.OVER_BILLING, Amount.parse("66.666666666666666667"),
                MoneyPart.UNUSED_COMMITMENT, Amount.parse("7"),
                MoneyPart.NOT_GPU, Amount.parse("-2")));
    assertThat(row.billed()).isEqualTo(Amount.parse("457"));
    assertThat(row.states().get(State.NOT_GPU)).isEqualTo(Amount.parse("1"));
  }

  @Test
  void the_money_of_samples_that_are_missing_is_that_of_billed_time_only() {
    // 24 billed, 16 seen, 176 unobserved: of these only 8 are billed, so nothing else causes it.
    ReconciledRow row =
        one(
            day(
                seen(16, 0, 0, 0, 176),
                billed(24, "", Map.of(), Map.of(State.UNOBSERVED, "23.6"))));

    assertThat(row.money()).isEqualTo(Map.of(MoneyPart.MISSING_TELEMETRY, Amount.parse("23.6")));
  }

  @Test
  void whatever_is_billed_and_seen_the_parts_sum_to_it_exactly() {
    Random random = new Random(20_261_007L);
    for (int round = 0; round < 2_000; round++) {
      SeenTime utc = anySeen(random);
      SeenTime own = anySeen(random);
      List<BilledRow> rows = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        rows.add(anyBilled(random, i));
      }
      MachineDay of =
          new MachineDay(
              DAY,
              "c",
              random.nextInt(5) == 0 ? "-" : "n1",
              random.nextInt(5) == 0 ? SeenTime.NONE : utc,
              own,
              random.nextBoolean() ? EASTERN : BillingTerms.UTC,
              random.nextInt(4) == 0,
              rows,
              BilledKey.unbilled("p", "s", "USD"));
      if (!of.isKnown() && of.seen().valid().signum() != 0) {
        continue;
      }
      List<ReconciledRow> found = Reconciler.reconcile(of);
      ReconciledTotal total = new ReconciledTotal();
      for (ReconciledRow row : found) {
        assertThat(sum(row.hours())).as("round %d", round).isEqualTo(row.paidNanos());
        assertThat(row.money().values().stream().reduce(Amount.ZERO, Amount::plus))
            .as("round %d", round)
            .isEqualTo(row.billed());
        total.add(row);
      }
      for (int i = 0; i < rows.size(); i++) {
        assertThat(found.get(i).billed()).isEqualTo(rows.get(i).billed());
      }
      assertThat(total.paidNanos()).isEqualTo(total.validNanos().add(total.paidMinusValidNanos()));
      if (of.isKnown() && !found.isEmpty() && of.seen().valid().signum() != 0) {
        assertThat(total.seenNanos()).as("round %d", round).isEqualTo(of.seen().observed());
      }
    }
  }

  @Test
  void the_day_of_a_bill_follows_daylight_saving_time() {
    assertThat(EASTERN.dayOf(Instant.parse("2026-10-06T20:59:59Z"))).isEqualTo("2026-10-06");
    assertThat(EASTERN.dayOf(Instant.parse("2026-10-06T21:00:00Z"))).isEqualTo("2026-10-07");
    assertThat(EASTERN.dayOf(Instant.parse("2026-12-06T21:59:59Z"))).isEqualTo("2026-12-06");
    assertThat(EASTERN.dayOf(Instant.parse("2026-12-06T22:00:00Z"))).isEqualTo("2026-12-07");
    assertThat(BillingTerms.ofProvider("CoreWeave Inc.")).isEqualTo(EASTERN);
    assertThat(BillingTerms.ofProvider("Google Cloud").hasOwnDay()).isFalse();
  }

  private static SeenTime anySeen(Random random) {
    EnumMap<State, BigInteger> nanos = new EnumMap<>(State.class);
    for (State state :
        List.of(
            State.PRODUCTIVE, State.ACTIVE, State.HELD_IDLE, State.UNALLOCATED, State.UNOBSERVED)) {
      if (random.nextInt(3) > 0) {
        nanos.put(state, BigInteger.valueOf(random.nextLong(200_000_000_000_000L)));
      }
    }
    return new SeenTime(nanos, 1 + random.nextInt(8));
  }

  private static BilledRow anyBilled(Random random, int no) {
    Map<State, Amount> owned = new EnumMap<>(State.class);
    Map<State, Amount> unowned = new EnumMap<>(State.class);
    for (State state : State.values()) {
      owned.put(state, anyAmount(random));
      unowned.put(state, anyAmount(random));
    }
    BigInteger paid =
        random.nextInt(4) == 0
            ? BigInteger.ZERO
            : BigInteger.valueOf(random.nextLong(-20_000_000_000_000L, 700_000_000_000_000L));
    return new BilledRow(
        key("i-" + no, "inv"),
        paid,
        random.nextInt(5) > 0,
        random.nextBoolean(),
        BigInteger.ZERO,
        owned,
        unowned,
        anyAmount(random));
  }

  private static Amount anyAmount(Random random) {
    return Amount.ofUnscaled(new BigInteger(70, random).subtract(BigInteger.ONE.shiftLeft(68)));
  }

  private static ReconciledRow one(MachineDay of) {
    return Reconciler.reconcile(of).get(0);
  }

  private static ReconciledTotal total(ReconciledRow... rows) {
    ReconciledTotal total = new ReconciledTotal();
    for (ReconciledRow row : rows) {
      total.add(row);
    }
    return total;
  }

  private static MachineDay day(SeenTime seen, BilledRow... rows) {
    return machine(seen, seen, BillingTerms.UTC, false, rows);
  }

  private static MachineDay machine(
      SeenTime seen, SeenTime own, BillingTerms terms, boolean awaited, BilledRow... rows) {
    return new MachineDay(
        DAY,
        "c",
        "n1",
        seen,
        own,
        terms,
        awaited,
        List.of(rows),
        BilledKey.unbilled("p", "s", "USD"));
  }

  private static BilledKey key(String resource, String invoice) {
    return new BilledKey("p", "s", "a", invoice, "gpu-8", resource, "USD");
  }

  private static BilledRow billed(double hours) {
    return billed(hours, "", Map.of(), Map.of());
  }

  /** A row; {@code productive} is money of productive time with an owner. */
  private static BilledRow billed(
      double hours, String productive, Map<State, String> owned, Map<State, String> unowned) {
    EnumMap<State, Amount> mine = new EnumMap<>(State.class);
    owned.forEach((state, amount) -> mine.put(state, Amount.parse(amount)));
    if (!productive.isEmpty() && unowned.isEmpty()) {
      mine.put(State.PRODUCTIVE, Amount.parse(productive));
    }
    EnumMap<State, Amount> nobodys = new EnumMap<>(State.class);
    unowned.forEach((state, amount) -> nobodys.put(state, Amount.parse(amount)));
    return new BilledRow(
        key("i-1", "inv"), nanos(hours), true, true, BigInteger.ZERO, mine, nobodys, Amount.ZERO);
  }

  private static SeenTime seen(
      double productive, double active, double heldIdle, double unallocated, double unobserved) {
    EnumMap<State, BigInteger> nanos = new EnumMap<>(State.class);
    Map.of(
            State.PRODUCTIVE, productive,
            State.ACTIVE, active,
            State.HELD_IDLE, heldIdle,
            State.UNALLOCATED, unallocated,
            State.UNOBSERVED, unobserved)
        .forEach(
            (state, hours) -> {
              if (hours > 0) {
                nanos.put(state, nanos(hours));
              }
            });
    return new SeenTime(nanos, DEVICES);
  }

  private static BigInteger nanos(double hours) {
    return BigInteger.valueOf(Math.round(hours * 3_600_000_000_000L));
  }

  private static Map<HourPart, BigInteger> hours(Map<HourPart, Double> hours) {
    EnumMap<HourPart, BigInteger> nanos = new EnumMap<>(HourPart.class);
    hours.forEach((part, of) -> nanos.put(part, nanos(of)));
    return nanos;
  }

  private static BigInteger sum(Map<HourPart, BigInteger> parts) {
    return parts.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
