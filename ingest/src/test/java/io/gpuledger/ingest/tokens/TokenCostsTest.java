package io.gpuledger.ingest.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.bill.SharedMoney;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCostsTest {
  private static final String DAY = "2026-10-05";

  private final TokenCosts costs = new TokenCosts("Anthropic");

  @Test
  void what_only_one_of_the_answers_tells_keeps_nothing_apart() {
    costs.cost(key("", "claude-sonnet-4-5", "input", ""), new BigDecimal("3"), "USD");
    use(1, key("wrk-a", "claude-sonnet-4-5", "input", "standard"), 100);
    use(2, key("wrk-b", "claude-sonnet-4-5", "input", "batch"), 100);

    settle();
    assertThat(costs.share(1, 0).orElseThrow()).isEqualByComparingTo("2");
    assertThat(costs.share(2, 0).orElseThrow()).isEqualByComparingTo("1");
  }

  @Test
  void what_both_tell_keeps_usage_apart() {
    costs.cost(key("wrk-a", "m", "input", "standard"), new BigDecimal("3"), "USD");
    costs.cost(key("wrk-a", "m", "input", "batch"), new BigDecimal("1"), "USD");
    costs.cost(key("wrk-a", "m", "output", "standard"), new BigDecimal("7"), "USD");
    use(1, key("wrk-a", "m", "input", "standard"), 100);
    use(2, key("wrk-a", "m", "input", "batch"), 1_000_000);

    settle();
    assertThat(costs.share(1, 0).orElseThrow()).isEqualByComparingTo("3");
    assertThat(costs.share(2, 0).orElseThrow()).isEqualByComparingTo("1");
    assertThat(costs.isDivided(key("wrk-a", "m", "output", "standard"), "USD")).isFalse();
  }

  @Test
  void another_day_and_another_currency_are_not_mixed() {
    costs.cost(key("", "m", "input", ""), new BigDecimal("3"), "USD");
    costs.cost(key("", "m", "input", ""), new BigDecimal("100"), "EUR");
    use(1, key("", "m", "input", ""), 5);
    costs.usage(
        2,
        0,
        new TokenKey("2026-10-06", "", "", "m", "input", "", "", ""),
        TokenClass.INPUT,
        BigDecimal.TEN,
        false);

    settle();
    assertThat(costs.share(1, 0).orElseThrow()).isEqualByComparingTo("3");
    assertThat(costs.share(2, 0)).isEmpty();
    assertThat(costs.isDivided(key("", "m", "input", ""), "usd")).isTrue();
    assertThat(costs.isDivided(key("", "m", "input", ""), "EUR")).isFalse();
  }

  @Test
  void a_tier_whose_price_is_not_known_leaves_its_group_whole() {
    costs.cost(key("", "m", "input", ""), new BigDecimal("3"), "USD");
    use(1, key("", "m", "input", "standard"), 5);
    use(2, key("", "m", "input", "flex"), 5);

    settle();
    assertThat(costs.share(1, 0)).isEmpty();
    assertThat(costs.isDivided(key("", "m", "input", ""), "USD")).isFalse();
  }

  @Test
  void with_one_charge_of_usage_too_many_nothing_is_divided() {
    TokenKey key = key("", "m", "input", "");
    costs.cost(key, new BigDecimal("3"), "USD");
    for (int i = 0; i <= SharedMoney.MAX_PARTS; i++) {
      use(i, key, 1);
    }

    settle();
    assertThat(costs.isDivided(key, "USD")).isFalse();
    assertThat(costs.share(1, 0)).isEmpty();
  }

  @Test
  void money_of_one_organisation_is_never_borne_by_usage_of_another() {
    costs.learnOrganization("org-1");
    costs.cost(of("org-1"), new BigDecimal("3"), "USD");
    costs.cost(of("org-2"), new BigDecimal("7"), "USD");
    use(1, of("org-1"), 1_000);
    use(2, of("org-2"), 1);
    use(3, of("org-3"), 1);
    settle();

    assertThat(costs.share(1, 0).orElseThrow()).isEqualByComparingTo("3");
    assertThat(costs.share(2, 0).orElseThrow()).isEqualByComparingTo("7");
    assertThat(costs.share(3, 0)).isEmpty();
  }

  private static TokenKey of(String organization) {
    return new TokenKey(DAY, organization, "", "m", "input", "", "", "");
  }

  private void settle() {
    assertThat(costs.settle(List.of())).isEmpty();
  }

  private void use(long record, TokenKey key, long tokens) {
    costs.usage(record, 0, key, TokenClass.INPUT, BigDecimal.valueOf(tokens), false);
  }

  private static TokenKey key(String project, String model, String type, String tier) {
    return new TokenKey(DAY, "", project, model, type, tier, "", "");
  }
}
