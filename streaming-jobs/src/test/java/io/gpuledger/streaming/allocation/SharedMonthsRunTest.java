package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taxes of days that have no other charge, from the bill to the lines. */
@Tag("live")
class SharedMonthsRunTest extends SharedChargesTestbed {
  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(
          AllocationRules.of(
              OwnershipRules.of(List.of(rule("tag", "", "{tag:team}", Instant.MIN, Instant.MAX)))));
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));
  private final LedgerRows rows = new LedgerRows(client);

  @Test
  void a_tax_of_a_day_without_usage_is_divided_by_the_month_published_before() {
    september();
    runner.runPending();
    charge("d2", 1, "2026-10-05", "2026-10-06", "8", "Tax", "EC2", "", "");
    rows.delivery("d2", "append", 2, 1);
    runner.runPending();
    assertThat(current("delivery_id = 'd2'", "team, billed_cost, split_rule"))
        .containsExactly("search\t2\t" + trace(), "vision\t6\t" + trace());
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void months_loaded_together_come_to_the_same() {
    september();
    charge("d2", 1, "2026-10-05", "2026-10-06", "8", "Tax", "EC2", "", "");
    rows.delivery("d2", "append", 2, 1);
    assertThat(runner.runPending()).hasSize(1);
    assertThat(current("delivery_id = 'd2'", "team, billed_cost, split_rule"))
        .containsExactly("search\t2\t" + trace(), "vision\t6\t" + trace());
  }

  @Test
  void without_a_month_before_or_beyond_three_it_stays_without_owner_and_says_why() {
    charge("d2", 1, "2026-09-05", "2026-09-06", "8", "Tax", "EC2", "", "");
    charge("d2", 2, "2026-10-05", "2026-10-06", "8", "Usage", "EC2", "", "vision");
    charge("d2", 3, "2027-01-31", "2027-02-01", "8", "Tax", "EC2", "", "");
    charge("d2", 4, "2027-02-01", "2027-02-02", "8", "Tax", "EC2", "", "");
    rows.delivery("d2", "overwrite", 1, 4);
    runner.runPending();
    String apart = "tax apart: no other charge is in USD on that day";
    assertThat(current("charge_category = 'Tax'", "day, team, billed_cost, split_rule"))
        .containsExactly(
            "2026-09-05\tunattributed\t8\t" + apart,
            "2027-01-31\tvision\t8\t" + trace().replace("2026-09", "2026-10"),
            "2027-02-01\tunattributed\t8\t" + apart);
    assertThat(sum()).containsExactly("32");
  }

  @Test
  void a_day_computed_alone_has_the_lines_of_the_run_of_its_month() {
    september();
    runner.runPending();
    charge("d2", 1, "2026-10-01", "2026-11-01", "31", "Tax", "EC2", "", "");
    charge("d2", 2, "2026-10-02", "2026-10-03", "5", "Usage", "EC2", "", "search");
    rows.delivery("d2", "append", 2, 2);
    runner.runPending();
    String columns =
        "day, row_no, line_no, team, billed_cost, effective_cost, list_cost, rule, split_rule";
    String others = "delivery_id = 'd2'";
    List<String> month = current(others, columns);
    // Another charge of one day makes that day's cell anew, alone.
    charge("d3", 1, "2026-10-20", "2026-10-21", "1", "Tax", "EC2", "", "");
    rows.delivery("d3", "append", 3, 1);
    assertThat(runner.runPending()).singleElement().extracting(RunDraft::cells).isEqualTo(1L);
    assertThat(current(others, columns)).isEqualTo(month).hasSize(30 * 2 + 2);
    assertThat(current("day = '2026-10-02' AND row_no = 1", "team, billed_cost"))
        .containsExactly("search\t1");
  }

  @Test
  void a_day_restated_with_usage_goes_by_that_day_again() {
    september();
    charge("d2", 1, "2026-10-05", "2026-10-06", "8", "Tax", "EC2", "", "");
    rows.delivery("d2", "append", 2, 1);
    runner.runPending();
    charge("d3", 1, "2026-10-05", "2026-10-06", "1", "Usage", "EC2", "", "search");
    rows.delivery("d3", "append", 3, 1);
    runner.runPending();
    assertThat(current("delivery_id = 'd2'", "team, billed_cost, split_rule"))
        .containsExactly("search\t8\ttax: by amortised cost of that day, its invoice and service");
  }

  @Test
  void months_loaded_backwards_come_to_the_same_to_the_byte() {
    charge("d2", 1, "2026-10-05", "2026-10-06", "8", "Tax", "EC2", "", "");
    rows.delivery("d2", "overwrite", 1, 1);
    runner.runPending();
    assertThat(current("delivery_id = 'd2'", "team")).containsExactly("unattributed");
    charge("d1", 1, "2026-09-01", "2026-09-02", "30", "Usage", "EC2", "", "vision");
    charge("d1", 2, "2026-09-30", "2026-10-01", "10", "Usage", "EC2", "", "search");
    rows.delivery("d1", "append", 2, 2);

    assertThat(runner.runPending())
        .as("both days of September, and the day that goes by it, in one run")
        .singleElement()
        .extracting(RunDraft::cells)
        .isEqualTo(3L);

    assertThat(current("delivery_id = 'd2'", "team, billed_cost, split_rule"))
        .containsExactly("search\t2\t" + trace(), "vision\t6\t" + trace());
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_month_that_is_restated_makes_the_days_anew_that_went_by_it() {
    september();
    charge("d2", 1, "2026-10-05", "2026-10-06", "8", "Tax", "EC2", "", "");
    charge("d2", 2, "2026-11-05", "2026-11-06", "4", "Tax", "EC2", "", "");
    rows.delivery("d2", "append", 2, 2);
    runner.runPending();
    charge("d3", 1, "2026-09-07", "2026-09-08", "40", "Usage", "EC2", "", "speech");
    rows.delivery("d3", "append", 3, 1);
    runner.runPending();

    assertThat(current("delivery_id = 'd2'", "day, team, billed_cost, split_rule"))
        .as("November has nothing in October to go by, so it goes by September too")
        .containsExactly(
            "2026-10-05\tsearch\t1\t" + trace(),
            "2026-10-05\tspeech\t4\t" + trace(),
            "2026-10-05\tvision\t3\t" + trace(),
            "2026-11-05\tsearch\t0.5\t" + trace(),
            "2026-11-05\tspeech\t2\t" + trace(),
            "2026-11-05\tvision\t1.5\t" + trace());
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_month_between_that_comes_later_takes_the_place_of_the_one_before_it() {
    september();
    charge("d2", 1, "2026-11-05", "2026-11-06", "4", "Tax", "EC2", "", "");
    rows.delivery("d2", "append", 2, 1);
    runner.runPending();
    charge("d3", 1, "2026-10-07", "2026-10-08", "40", "Usage", "EC2", "", "speech");
    rows.delivery("d3", "append", 3, 1);
    runner.runPending();

    assertThat(current("delivery_id = 'd2'", "team, billed_cost, split_rule"))
        .containsExactly("speech\t4\t" + trace().replace("2026-09", "2026-10"));
  }

  /** Of September, vision bears 30 and search 10, on two days. */
  private void september() {
    charge("d1", 1, "2026-09-01", "2026-09-02", "30", "Usage", "EC2", "", "vision");
    charge("d1", 2, "2026-09-30", "2026-10-01", "10", "Usage", "EC2", "", "search");
    rows.delivery("d1", "overwrite", 1, 2);
  }

  private static String trace() {
    return "tax: by amortised cost of the last month before, 2026-09, its invoice and service";
  }
}
