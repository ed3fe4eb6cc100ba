package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SharedCharge;
import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Support that is billed in an account of its own, for the charges of others. */
@Tag("live")
class SharedAccountsRunTest extends SharedChargesTestbed {
  private static final String LINES =
      "day, delivery_id, row_no, line_no, team, billed_cost, effective_cost, list_cost, rule,"
          + " split_rule";
  private static final String OF_PAYER = "delivery_id LIKE 'p%'";

  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(rules(Optional.of(new TreeSet<>(List.of("b", "c")))));
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));
  private final LedgerRows rows = new LedgerRows(client);

  /** Support of account payer is that of some accounts, from 1 October on. */
  private static AllocationRules rules(Optional<SortedSet<String>> covers) {
    AllocationRules plain =
        AllocationRules.of(
            OwnershipRules.of(List.of(rule("tag", "", "{tag:team}", Instant.MIN, Instant.MAX))));
    return new AllocationRules(
        plain.ownership(),
        plain.slices(),
        plain.shares(),
        plain.nodeSplit(),
        new SharedChargeRules(
            List.of(
                new SharedChargeRule(
                    "s",
                    "payer",
                    covers,
                    Set.of(SharedCharge.SUPPORT),
                    LocalDate.of(2026, 10, 1),
                    LocalDate.MAX))));
  }

  private void support(String delivery, int sequence, String start, String end, String cost) {
    chargeOf("payer", delivery, 1, start, end, cost, "Usage", "AWS Support (Business)", "", "");
    rows.delivery("payer", delivery, sequence == 1 ? "overwrite" : "append", sequence, 1);
  }

  private void usage(String account, String delivery, int sequence, String cost, String team) {
    usage(account, delivery, sequence, "2026-10-01", "2026-10-02", cost, team);
  }

  private void usage(
      String account,
      String delivery,
      int sequence,
      String start,
      String end,
      String cost,
      String team) {
    chargeOf(account, delivery, 1, start, end, cost, "Usage", "EC2", "", team);
    rows.delivery(account, delivery, "overwrite", sequence, 1);
  }

  private static String trace(String when) {
    return "support: by amortised cost of " + when + ", accounts b, c";
  }

  @Test
  void support_of_one_account_is_divided_by_the_spend_of_those_that_it_covers() {
    usage("b", "b1", 1, "30", "vision");
    usage("c", "c1", 1, "10", "search");
    usage("z", "z1", 1, "500", "ops");
    chargeOf("payer", "p0", 1, "2026-10-01", "2026-10-02", "90", "Usage", "S3", "", "platform");
    rows.delivery("payer", "p0", "overwrite", 1, 1);
    support("p1", 2, "2026-10-01", "2026-10-02", "4");

    assertThat(runner.runPending()).hasSize(1);

    assertThat(current("delivery_id = 'p1'", "team, billed_cost, split_rule"))
        .containsExactly("search\t1\t" + trace("that day"), "vision\t3\t" + trace("that day"));
    assertThat(sum()).containsExactly("634");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_restated_account_makes_the_support_of_its_days_anew_in_the_same_run_and_no_other_day() {
    usage("b", "b1", 1, "30", "vision");
    chargeOf("b", "b2", 1, "2026-10-02", "2026-10-03", "30", "Usage", "EC2", "", "vision");
    rows.delivery("b", "b2", "append", 2, 1);
    usage("c", "c1", 1, "2026-10-01", "2026-10-03", "20", "search");
    support("p1", 1, "2026-10-01", "2026-10-03", "8");
    runner.runPending();
    List<String> second = current("delivery_id = 'p1' AND day = '2026-10-02'", LINES);
    chargeOf("b", "b3", 1, "2026-10-01", "2026-10-02", "10", "Usage", "EC2", "", "speech");
    rows.delivery("b", "b3", "append", 3, 1);

    assertThat(runner.runPending())
        .as("b's day and the payer's, in one run")
        .singleElement()
        .extracting(RunDraft::cells)
        .isEqualTo(2L);

    assertThat(current("delivery_id = 'p1' AND day = '2026-10-01'", "team, billed_cost"))
        .containsExactly("search\t0.8", "speech\t0.8", "vision\t2.4");
    assertThat(current("delivery_id = 'p1' AND day = '2026-10-02'", LINES)).isEqualTo(second);
    assertThat(sum()).containsExactly("98");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void loaded_in_any_order_the_lines_are_the_same_to_the_byte() {
    support("p1", 1, "2026-10-01", "2026-10-03", "1");
    runner.runPending();
    assertThat(current(OF_PAYER, "team, split_rule"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("unattributed\tsupport apart: no other charge"));
    usage("b", "b1", 1, "7", "vision");
    runner.runPending();
    usage("c", "c1", 1, "2026-10-01", "2026-10-03", "3", "search");
    runner.runPending();
    usage("b", "b2", 2, "2026-10-02", "2026-10-03", "11", "vision");
    runner.runPending();
    List<String> inTurn = current(OF_PAYER, LINES);
    assertThat(sum()).as("b's first version is replaced").containsExactly("15");

    changeRules();
    assertThat(runner.runPending()).hasSize(1);
    assertThat(current(OF_PAYER, LINES)).isEqualTo(inTurn).hasSizeGreaterThan(2);
  }

  @Test
  void before_its_days_a_rule_decides_nothing_and_a_day_without_spend_goes_by_the_month_before() {
    usage("b", "b1", 1, "2026-09-30", "2026-10-01", "30", "vision");
    usage("c", "c1", 1, "2026-09-02", "2026-09-03", "10", "search");
    support("p1", 1, "2026-09-30", "2026-10-02", "8");

    runner.runPending();

    assertThat(current(OF_PAYER, "day, team, billed_cost, split_rule"))
        .containsExactly(
            "2026-09-30\tunattributed\t4\tsupport apart: no other charge is in USD on that day",
            "2026-10-01\tsearch\t1\t" + trace("the last month before, 2026-09"),
            "2026-10-01\tvision\t3\t" + trace("the last month before, 2026-09"));
  }

  @Test
  void the_month_before_may_come_after_what_goes_by_it_in_any_order_of_accounts() {
    support("p1", 1, "2026-10-01", "2026-10-02", "8");
    runner.runPending();
    usage("b", "b1", 1, "2026-09-30", "2026-10-01", "30", "vision");
    runner.runPending();
    assertThat(current(OF_PAYER, "team, billed_cost")).containsExactly("vision\t8");
    usage("c", "c1", 1, "2026-09-02", "2026-09-03", "10", "search");
    runner.runPending();

    assertThat(current(OF_PAYER, "team, billed_cost, split_rule"))
        .containsExactly(
            "search\t2\t" + trace("the last month before, 2026-09"),
            "vision\t6\t" + trace("the last month before, 2026-09"));
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void all_of_a_source_takes_accounts_that_come_later_too() {
    rules.set(rules(Optional.empty()));
    usage("b", "b1", 1, "30", "vision");
    support("p1", 1, "2026-10-01", "2026-10-02", "4");
    runner.runPending();
    usage("n", "n1", 1, "10", "new");
    runner.runPending();

    assertThat(current(OF_PAYER, "team, billed_cost, split_rule"))
        .containsExactly(
            "new\t1\tsupport: by amortised cost of that day, all accounts of s",
            "vision\t3\tsupport: by amortised cost of that day, all accounts of s");
  }

  @Test
  void accounts_that_hang_together_are_taken_up_together_up_to_the_limit_of_a_run() {
    usage("b", "b1", 1, "2026-10-01", "2026-10-04", "30", "vision");
    usage("a", "a1", 1, "2026-10-01", "2026-10-04", "3", "ops");
    usage("c", "c1", 1, "2026-10-01", "2026-10-04", "10", "search");
    support("p1", 1, "2026-10-01", "2026-10-02", "4");
    AllocationRunner small =
        new AllocationRunner(client, rules::get, new DirectPublication(client), 7);

    assertThat(small.runPending())
        .as("a by itself; b, c and the payer in one run")
        .extracting(RunDraft::cells)
        .containsExactly(3L, 7L);
    assertThat(current(OF_PAYER, "team, billed_cost")).containsExactly("search\t1", "vision\t3");
  }

  /** A source of one family: two months of two accounts and their payer, 2 + 2 + 1 cells each. */
  private void twoMonths() {
    rules.set(rules(Optional.empty()));
    int sequence = 1;
    for (String month : List.of("2026-10", "2026-11")) {
      String kind = sequence == 1 ? "overwrite" : "append";
      String end = month + "-03";
      chargeOf("b", "b" + month, 1, month + "-01", end, "30", "Usage", "EC2", "", "vision");
      rows.delivery("b", "b" + month, kind, sequence, 1);
      chargeOf("c", "c" + month, 1, month + "-01", end, "10", "Usage", "EC2", "", "search");
      rows.delivery("c", "c" + month, kind, sequence, 1);
      support("p" + month, sequence, month + "-02", end, "4");
      sequence++;
    }
  }

  @Test
  void a_family_above_the_limit_is_cut_between_months() {
    twoMonths();
    AllocationRunner small =
        new AllocationRunner(client, rules::get, new DirectPublication(client), 5);

    assertThat(small.runPending()).extracting(RunDraft::cells).containsExactly(5L, 5L);
    List<String> cut = current(OF_PAYER, LINES);
    assertThat(current(OF_PAYER, "day, team, billed_cost"))
        .containsExactly(
            "2026-10-02\tsearch\t1",
            "2026-10-02\tvision\t3",
            "2026-11-02\tsearch\t1",
            "2026-11-02\tvision\t3");
    assertThat(small.runPending()).isEmpty();

    changeRules();
    assertThat(small.runPending()).extracting(RunDraft::cells).containsExactly(5L, 5L);
    assertThat(current(OF_PAYER, LINES)).isEqualTo(cut);
  }

  @Test
  void a_month_above_the_limit_is_cut_between_accounts_and_comes_to_the_same_lines() {
    twoMonths();
    runner.runPending();
    List<String> whole = current(OF_PAYER, LINES);
    AllocationRunner small =
        new AllocationRunner(client, rules::get, new DirectPublication(client), 3);
    changeRules();

    List<RunDraft> runs = small.runPending();
    assertThat(runs).hasSizeGreaterThan(2).allMatch(run -> run.cells() <= 3);
    assertThat(current(OF_PAYER, LINES)).isEqualTo(whole);
    assertThat(sum()).containsExactly("88");
    assertThat(small.runPending()).isEmpty();
  }

  /** Everything anew: another rule of no effect makes another policy version. */
  private void changeRules() {
    AllocationRules was = rules.get();
    rules.set(
        new AllocationRules(
            OwnershipRules.of(
                List.of(
                    rule("none", "service:\"nothing\"", "x", Instant.MIN, Instant.MAX),
                    rule("tag", "", "{tag:team}", Instant.MIN, Instant.MAX))),
            was.slices(),
            was.shares(),
            was.nodeSplit(),
            was.sharedCharges()));
  }

  @Test
  void the_days_of_a_part_are_read_at_once_however_the_charges_of_these_days_are_ordered()
      throws Exception {
    AllocationRules was = rules.get();
    SharedChargeRule support = was.sharedCharges().rules().get(0);
    rules.set(
        new AllocationRules(
            was.ownership(),
            was.slices(),
            was.shares(),
            was.nodeSplit(),
            new SharedChargeRules(
                List.of(
                    new SharedChargeRule(
                        "s",
                        "payer",
                        support.covers(),
                        Set.of(SharedCharge.TAX),
                        support.from(),
                        support.to())))));
    usage("b", "b1", 1, "2026-10-01", "2026-12-01", "610", "vision");
    for (int i = 0; i < 61; i++) {
      LocalDate day = LocalDate.of(2026, 10, 1).plusDays(i * 37L % 61);
      String start = day.toString();
      String end = day.plusDays(1).toString();
      chargeOf("payer", "p1", i + 1, start, end, "1", "Tax", "EC2", "", "");
    }
    rows.delivery("payer", "p1", "overwrite", 1, 61);
    try (LedgerBetween between = new LedgerBetween(ledger.internal())) {
      between.count("any_amortised");
      LedgerClient counted = new LedgerClient(between.address());
      new AllocationRunner(counted, rules::get, new DirectPublication(client)).runPending();
      assertThat(between.counted())
          .as("one question for the 61 days; nobody asks for the payer's own weights")
          .isEqualTo(1);
    }
    assertThat(current(OF_PAYER, "DISTINCT team, billed_cost")).containsExactly("vision\t1");
    assertThat(sum()).containsExactly("671");
  }

  @Test
  void an_account_that_loses_its_charges_leaves_the_support_to_the_others() {
    usage("b", "b1", 1, "30", "vision");
    usage("c", "c1", 1, "10", "search");
    support("p1", 1, "2026-10-01", "2026-10-02", "4");
    runner.runPending();
    rows.delivery("b", "b-gone", "overwrite", 2, 0);

    assertThat(runner.runPending()).hasSize(1);

    assertThat(current(OF_PAYER, "team, billed_cost")).containsExactly("search\t4");
    assertThat(sum()).containsExactly("14");
  }
}
