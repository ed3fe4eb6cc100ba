package io.gpuledger.cost.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestedRuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"team", "Owner", "aws:team-name", "cost_owner", "k8s/tenant"})
  void a_tag_whose_key_says_owner_gives_a_rule_for_all_its_values(String tag) {
    SuggestedRule rule = SuggestedRule.byValuesOf(GroupKey.ofTag(tag)).orElseThrow();

    assertEquals("{tag:" + tag + "}", rule.team());
    assertEquals("tag:\"" + tag + "\"!:\"-\"", rule.match().text());
    assertEquals(rule.match(), Filter.parse(rule.match().text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "steamship", "Name", "created-by", "groupies"})
  void a_tag_that_says_no_owner_gives_none(String tag) {
    assertEquals(Optional.empty(), SuggestedRule.byValuesOf(GroupKey.ofTag(tag)));
  }

  @Test
  void a_value_gives_a_rule_whose_team_a_person_has_to_say() {
    SuggestedRule rule = SuggestedRule.ofValue(GroupKey.of(Name.SUB_ACCOUNT), "say \"x\"");

    assertEquals("", rule.team());
    assertEquals("subAccount:\"say \\\"x\\\"\"", rule.match().text());
  }

  @Test
  void the_rule_it_makes_is_one_that_ownership_accepts() {
    SuggestedRule rule = SuggestedRule.byValuesOf(GroupKey.ofTag("team")).orElseThrow();

    OwnershipRule accepted =
        new OwnershipRule(
            "suggested", rule.match(), rule.team(), "", "", "", Instant.MIN, Instant.MAX);
    assertEquals("suggested", accepted.name());
  }
}
