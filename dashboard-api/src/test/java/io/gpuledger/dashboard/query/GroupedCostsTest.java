package io.gpuledger.dashboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupedCostsTest {
  private static List<String> group(String team, String marks, String basis, String amount) {
    return group("", team, marks, basis, amount);
  }

  private static List<String> group(
      String month, String team, String marks, String basis, String amount) {
    return List.of(
        month,
        team,
        "USD",
        marks.substring(0, 1),
        marks.substring(1),
        basis,
        amount.startsWith("-") ? "1" : "0",
        amount,
        "3600",
        "1");
  }

  private static final List<List<String>> GROUPS =
      List.of(
          group("vision", "00", "from_bill", "100.5"),
          group("vision", "10", "from_bill", "0.5"),
          group("vision", "10", "estimated", "2"),
          group("search", "00", "from_bill", "-200"),
          group("unattributed", "01", "from_bill", "7"),
          group("unattributed", "11", "from_bill", "1"),
          group("audio", "00", "from_bill", "8"));

  @Test
  void the_parts_of_a_group_are_one_row_and_the_largest_amount_of_any_sign_comes_first() {
    assertThat(GroupedCosts.of(1, GROUPS, 10).rows())
        .containsExactly(
            List.of("", "search", "USD", "-200", "0"),
            List.of("", "vision", "USD", "101", "2"),
            List.of("", "audio", "USD", "8", "0"),
            List.of("", "unattributed", "USD", "8", "0"));
  }

  @Test
  void totals_are_of_all_groups_whatever_the_limit_of_rows() {
    GroupedCosts costs = GroupedCosts.of(1, GROUPS, 1);

    assertThat(costs.rows()).hasSize(1);
    assertThat(costs.totals())
        .containsExactly(
            List.of("USD", "0", "0", "-91.5", "10800", "308.5", "3"),
            List.of("USD", "0", "1", "7", "3600", "7", "1"),
            List.of("USD", "1", "0", "2.5", "7200", "2.5", "2"),
            List.of("USD", "1", "1", "1", "3600", "1", "1"));
  }

  @Test
  void currencies_do_not_mix() {
    List<List<String>> groups =
        List.of(
            List.of("", "vision", "EUR", "0", "0", "from_bill", "0", "5", "1", "0"),
            List.of("", "vision", "USD", "0", "0", "from_bill", "0", "5", "1", "0"));

    assertThat(GroupedCosts.of(1, groups, 10).rows())
        .containsExactly(
            List.of("", "vision", "EUR", "5", "0"), List.of("", "vision", "USD", "5", "0"));
  }

  @Test
  void a_group_in_two_parts_is_one_row_of_each_month_and_the_limit_is_of_groups() {
    List<List<String>> groups =
        List.of(
            group("2026-09-01", "search", "00", "from_bill", "1"),
            group("2026-09-01", "vision", "00", "from_bill", "3"),
            group("2026-10-01", "vision", "00", "from_bill", "5"),
            group("2026-10-01", "search", "00", "from_bill", "6"),
            group("2026-10-01", "vision", "00", "from_bill", "-2"),
            group("2026-10-01", "vision", "00", "from_bill", "4"));

    assertThat(GroupedCosts.of(1, groups, 10).rows())
        .containsExactly(
            List.of("2026-09-01", "vision", "USD", "3", "0"),
            List.of("2026-09-01", "search", "USD", "1", "0"),
            List.of("2026-10-01", "vision", "USD", "7", "0"),
            List.of("2026-10-01", "search", "USD", "6", "0"));
    assertThat(GroupedCosts.of(1, groups, 1).rows())
        .as("the largest group of all months")
        .containsExactly(
            List.of("2026-09-01", "vision", "USD", "3", "0"),
            List.of("2026-10-01", "vision", "USD", "7", "0"));
  }

  @Test
  void nothing_is_no_row_and_no_total() {
    assertThat(GroupedCosts.of(2, List.of(), 10)).isEqualTo(new GroupedCosts(List.of(), List.of()));
  }
}
