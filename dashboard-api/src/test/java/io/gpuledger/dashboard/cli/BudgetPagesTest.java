package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Integer> asked = new ArrayList<>();

  private JsonNode page(int count, int shift, Map<String, String> page) {
    int offset = Integer.parseInt(page.getOrDefault("offset", "0"));
    int limit = Integer.parseInt(page.getOrDefault("limit", "0"));
    asked.add(offset);
    ObjectNode answer = JSON.createObjectNode().put("totalRows", count).put("snapshot", "s");
    ArrayNode rows = answer.putArray("rows");
    int first = Math.max(0, offset - shift);
    for (int i = first; i < Math.min(count, first + limit); i++) {
      rows.addObject().put("id", "b" + i);
    }
    return answer;
  }

  private static Set<String> ids(JsonNode answer) {
    Set<String> ids = new HashSet<>();
    answer.path("rows").forEach(row -> ids.add(row.path("id").asText()));
    return ids;
  }

  @Test
  void more_budgets_than_one_answer_holds_are_all_given() {
    JsonNode answer = BudgetPages.all(page -> page(20_001, 0, page));
    assertThat(answer.path("rows")).hasSize(20_001);
    assertThat(ids(answer)).hasSize(20_001);
    assertThat(answer.path("totalRows").asInt()).isEqualTo(20_001);
    assertThat(asked).hasSize(21);
  }

  @Test
  void none_is_given_twice_where_one_is_made_meanwhile() {
    JsonNode answer = BudgetPages.all(page -> page(1_500, 1, page));
    assertThat(ids(answer)).hasSameSizeAs(answer.path("rows"));
  }

  @Test
  void no_budget_is_one_question() {
    assertThat(BudgetPages.all(page -> page(0, 0, page)).path("rows")).isEmpty();
    assertThat(asked).containsExactly(0);
  }
}
