package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("live")
class SnapshotViewsTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  @BeforeAll
  static void fill() {
    delivery("a1", "acc", "overwrite", 1, "2026-11-01 00:00:01.000001");
    delivery("a2", "acc", "append", 2, "2026-11-01 00:00:02");
    delivery("a3", "acc", "overwrite", 3, "2026-11-01 00:00:03");
    delivery("a4", "acc", "append", 4, "2026-11-01 00:00:04");
    retraction("a5", "a4", 5, "2026-11-01 00:00:05");
    delivery("a6", "acc", "append", 6, "2026-11-01 00:00:06");
    retraction("a7", "a1", 7, "2026-11-01 00:00:07");
    retraction("a8", "a3", 8, "2026-11-01 00:00:08");
    delivery("b1", "other", "append", 0, "2026-11-01 00:00:01.5");
    for (String id : "a1 a2 a3 a4 a6 b1".split(" ", -1)) {
      charge(id, 1, 1, 10);
    }
    charge("unpublished", 1, 1, 10);
  }

  private static void retraction(String id, String retracted, int sequence, String at) {
    delivery(id, "acc", "retract", sequence, at, retracted);
  }

  private static void delivery(String id, String account, String kind, int sequence, String at) {
    delivery(id, account, kind, sequence, at, "");
  }

  private static void delivery(
      String id, String account, String kind, int sequence, String at, String retracted) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
                + " scope_end, delivery_kind, sequence, retracted_delivery_id, recorded_at) SELECT"
                + " {id:String}, 'focus',"
                + " 'account-month', {account:String}, '2026-10-01', '2026-11-01', {kind:String},"
                + " {sequence:UInt64}, {retracted:String}, {at:DateTime64(6, 'UTC')}",
            Map.of(
                "id",
                id,
                "retracted",
                retracted,
                "account",
                account,
                "kind",
                kind,
                "sequence",
                String.valueOf(sequence),
                "at",
                at));
  }

  private static void charge(String id, long row, int generation, long checkpoint) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO charges (source, delivery_id, row_no, billed_cost, billing_account_id,"
                + " billing_currency, billing_period_start, billing_period_end,"
                + " charge_period_start, charge_period_end, job_generation, checkpoint_id) SELECT"
                + " 'focus', {id:String}, {row:UInt64}, toDecimal128('1.25', 18), 'acc', 'USD',"
                + " '2026-10-01', '2026-11-01', '2026-10-02', '2026-10-03', {generation:UInt32},"
                + " {checkpoint:UInt64}",
            Map.of(
                "id",
                id,
                "row",
                String.valueOf(row),
                "generation",
                String.valueOf(generation),
                "checkpoint",
                String.valueOf(checkpoint)));
  }

  private static String visible(String asOf) {
    String sql =
        "SELECT arrayStringConcat(arraySort(groupArray(delivery_id)), ' ') FROM"
            + " charges_as_of(as_of = {at:DateTime64(6, 'UTC')}) WHERE delivery_id != 'late'";
    return LEDGER.client().query(sql, Map.of("at", asOf)).strip();
  }

  @Test
  void a_whole_version_replaces_what_was_before_and_appends_add_to_it() {
    assertThat(visible("2026-11-01 00:00:01")).isEmpty();
    assertThat(visible("2026-11-01 00:00:01.000001")).isEqualTo("a1");
    assertThat(visible("2026-11-01 00:00:02")).isEqualTo("a1 a2 b1");
    assertThat(visible("2026-11-01 00:00:03")).isEqualTo("a3 b1");
    assertThat(visible("2026-11-01 00:00:04")).isEqualTo("a3 a4 b1");
  }

  @Test
  void a_retraction_takes_away_the_delivery_it_names_and_nothing_else() {
    assertThat(visible("2026-11-01 00:00:05")).isEqualTo("a3 b1");
    assertThat(visible("2026-11-01 00:00:06")).isEqualTo("a3 a6 b1");
  }

  @Test
  void a_retraction_of_a_superseded_delivery_changes_nothing() {
    assertThat(visible("2026-11-01 00:00:07")).isEqualTo("a3 a6 b1");
  }

  @Test
  void a_retracted_whole_version_does_not_bring_back_the_one_before() {
    assertThat(visible("2026-11-01 00:00:08")).isEqualTo("a6 b1");
  }

  @Test
  void allocation_takes_the_same_deliveries_as_readers() {
    for (int second = 1; second <= 8; second++) {
      String at = "2026-11-01 00:00:0" + second;
      String chosen =
          LEDGER
              .client()
              .query(SqlText.load("queries/visible_deliveries"), Map.of("as_of", at))
              .lines()
              .map(line -> line.substring(0, line.indexOf('\t')))
              .filter(id -> !id.equals("late"))
              .sorted()
              .collect(Collectors.joining(" "));
      assertThat(chosen).as(at).isEqualTo(visible(at));
    }
  }

  @Test
  void current_charges_are_those_of_the_newest_instant() {
    assertThat(
            LEDGER.query(
                "SELECT arrayStringConcat(arraySort(groupArray(delivery_id)), ' '),"
                    + " sum(toDecimal256(billed_cost, 18)) FROM current_charges WHERE delivery_id"
                    + " != 'late'"))
        .isEqualTo("a6 b1\t2.5");
  }

  @Test
  void deliveries_in_force_follow_the_same_rule() {
    assertThat(
            LEDGER.query(
                "SELECT arrayStringConcat(arraySort(groupArray(delivery_id)), ' ') FROM"
                    + " deliveries_as_of(as_of = '2026-11-01 00:00:04') WHERE delivery_id !="
                    + " 'late'"))
        .isEqualTo("a3 a4 b1");
  }

  @Test
  void a_row_stays_in_force_whatever_generation_of_the_job_stored_it() {
    delivery("late", "third", "overwrite", 1, "2026-11-02 00:00:00");
    charge("late", 1, 7, 40);
    charge("late", 2, 8, 12);
    LEDGER
        .client()
        .execute(
            "INSERT INTO job_generations (job, job_generation, restored_generation,"
                + " restored_checkpoint_id, recorded_at) VALUES ('billing', 8, 7, 30, '2026-11-03"
                + " 00:00:00')",
            Map.of());
    assertThat(LEDGER.query("SELECT count() FROM current_charges WHERE delivery_id = 'late'"))
        .isEqualTo("2");
  }

  @Test
  void cells_are_read_in_their_newest_published_version() {
    for (String values :
        new String[] {
          "(1, 1, 'focus', 'acc', '2026-10-02', 1)",
          "(1, 2, 'focus', 'acc', '2026-10-03', 1)",
          "(2, 3, 'focus', 'acc', '2026-10-02', 1)",
          "(3, 4, 'focus', 'acc', '2026-10-02', 1)"
        }) {
      LEDGER
          .client()
          .execute(
              "INSERT INTO allocation_cells (run_no, cell_version, source, account, day, lines)"
                  + " VALUES "
                  + values,
              Map.of());
    }
    LEDGER
        .client()
        .execute(
            "INSERT INTO allocation_runs (run_no, recorded_at) VALUES (1, '2026-11-01 00:00:01'),"
                + " (2, '2026-11-01 00:00:02')",
            Map.of());
    assertThat(
            LEDGER.query(
                "SELECT arraySort(groupArray(cell_version)) FROM current_allocation_cells"))
        .isEqualTo("[2,3]");
    assertThat(
            LEDGER.query(
                "SELECT arraySort(groupArray(cell_version)) FROM"
                    + " allocation_cells_as_of(as_of = '2026-11-01 00:00:01')"))
        .isEqualTo("[1,2]");
  }
}
