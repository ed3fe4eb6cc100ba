package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All budgets of an instance, asked for page by page: there may be more than one answer holds. */
final class BudgetPages {
  static final int PAGE = 1_000;

  private BudgetPages() {}

  /**
   * One answer with the rows of all pages. What is made or deleted meanwhile moves rows between
   * pages; none is given twice.
   *
   * @param ask answers a page by its {@code limit} and {@code offset}
   */
  static JsonNode all(Function<Map<String, String>, JsonNode> ask) {
    ObjectNode answer = null;
    ArrayNode rows = null;
    Set<String> known = new HashSet<>();
    int offset = 0;
    while (true) {
      JsonNode page =
          ask.apply(Map.of("limit", String.valueOf(PAGE), "offset", String.valueOf(offset)));
      if (answer == null || rows == null) {
        answer = page.deepCopy();
        rows = answer.putArray("rows");
      }
      for (JsonNode row : page.path("rows")) {
        if (known.add(row.path("id").asText())) {
          rows.add(row);
        }
      }
      offset += PAGE;
      if (page.path("rows").isEmpty() || offset >= page.path("totalRows").asLong()) {
        return answer;
      }
    }
  }
}
