package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyWorkTest {
  private final FamilyWork work = new FamilyWork();

  /** A new delivery of an account with charges on some days. */
  private void fresh(String id, String account, String... days) {
    work.fresh.put(id, account);
    for (String day : days) {
      work.add(new CellKey("s", account, LocalDate.parse(day)), id);
    }
  }

  private static String words(FamilyWork.Portion portion) {
    return portion.cells().size() + " " + portion.fresh().stream().sorted().toList();
  }

  private List<String> portions(int limit) {
    return work.portions(limit).stream().map(FamilyWorkTest::words).toList();
  }

  @Test
  void what_fits_is_done_at_once() {
    fresh("b10", "b", "2026-10-01", "2026-10-02");
    fresh("c11", "c", "2026-11-01");

    assertThat(portions(3)).containsExactly("3 [b10, c11]");
  }

  @Test
  void months_are_cut_in_their_order_and_deliveries_stay_whole() {
    fresh("c11", "c", "2026-11-01");
    fresh("b11", "b", "2026-11-02");
    fresh("b10", "b", "2026-10-01", "2026-10-02");

    assertThat(portions(2)).containsExactly("2 [b10]", "2 [b11, c11]");
  }

  @Test
  void months_that_a_delivery_reaches_over_hang_together() {
    fresh("b9", "b", "2026-09-30");
    fresh("b10", "b", "2026-10-31", "2026-11-01");
    fresh("c11", "c", "2026-11-02", "2026-12-01");
    fresh("c1", "c", "2027-01-01");

    assertThat(portions(4)).containsExactly("1 [b9]", "4 [b10, c11]", "1 [c1]");
  }

  @Test
  void the_loss_of_a_delivery_is_not_cut_either() {
    work.add(new CellKey("s", "b", LocalDate.parse("2026-10-31")), "lost");
    work.add(new CellKey("s", "b", LocalDate.parse("2026-11-01")), "lost");
    fresh("c10", "c", "2026-10-01");

    assertThat(portions(3)).containsExactly("3 [c10]");
    assertThat(portions(2)).as("only between accounts").containsExactly("2 []", "1 [c10]");
  }

  @Test
  void a_month_above_the_limit_is_cut_between_accounts() {
    fresh("b10", "b", "2026-10-01", "2026-10-02");
    fresh("c10", "c", "2026-10-01", "2026-10-02");
    fresh("d10", "d", "2026-10-03");

    assertThat(portions(4)).containsExactly("2 [b10]", "2 [c10]", "1 [d10]");
  }

  @Test
  void one_account_is_never_cut() {
    fresh("b10", "b", "2026-10-01", "2026-10-02");
    fresh("b11", "b", "2026-11-01", "2026-11-02");

    assertThat(portions(1)).containsExactly("4 [b10, b11]");
  }
}
