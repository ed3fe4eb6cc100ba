package io.gpuledger.ingest.generate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers of OpenAI and Anthropic about October 2026, as their interfaces give them. */
public final class TokenAnswers {
  private static final String SONNET =
      "'model':'claude-sonnet-4-5-20250929','context_window':'0-200k','inference_geo':'not_available'";

  private TokenAnswers() {}

  /** A page of Anthropic: one bucket of a day for each entry. */
  public static String anthropic(boolean more, Map<String, List<String>> days) {
    List<String> buckets = new ArrayList<>();
    new TreeMap<>(days)
        .forEach(
            (day, results) ->
                buckets.add(
                    "{'starting_at':'%s','ending_at':'%s','results':[%s]}"
                        .formatted(
                            day + "T00:00:00Z",
                            Instant.parse(day + "T00:00:00Z").plus(1, ChronoUnit.DAYS),
                            String.join(",\n", results))));
    return json(
        "{'data':[%s],'has_more':%s,'next_page':null}"
            .formatted(String.join(",\n", buckets), more));
  }

  /** A page of OpenAI, whose buckets are in epoch seconds. */
  public static String openAi(boolean more, Map<String, List<String>> days) {
    List<String> buckets = new ArrayList<>();
    new TreeMap<>(days)
        .forEach(
            (day, results) -> {
              long start = Instant.parse(day + "T00:00:00Z").getEpochSecond();
              buckets.add(
                  "{'object':'bucket','start_time':%d,'end_time':%d,'results':[%s]}"
                      .formatted(start, start + 86_400, String.join(",\n", results)));
            });
    return json(
        "{'object':'page','data':[%s],'has_more':%s,'next_page':null}"
            .formatted(String.join(",\n", buckets), more));
  }

  private static String json(String text) {
    return text.replace('\'', '"') + "\n";
  }

  /** A result of the usage report of messages. */
  public static String messages(
      String workspace, String key, String model, String tier, String counts) {
    return "{'workspace_id':%s,'api_key_id':%s,%s,'service_tier':'%s',%s}"
        .formatted(
            text(workspace),
            text(key),
            model.isEmpty() ? SONNET : SONNET.replace("claude-sonnet-4-5-20250929", model),
            tier,
            counts);
  }

  /** Counts of classes of tokens, zero where they are not given. */
  public static String counts(long fresh, long read, long five, long hour, long output, long web) {
    return ("'uncached_input_tokens':%d,'cache_read_input_tokens':%d,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':%d,'ephemeral_1h_input_tokens':%d},'output_tokens':%d,"
            + "'server_tool_use':{'web_search_requests':%d}")
        .formatted(fresh, read, five, hour, output, web);
  }

  /** A line of the cost report about tokens. */
  public static String cost(
      String workspace, String model, String tier, String type, String cents) {
    return ("{'amount':'%s','currency':'USD','cost_type':'tokens','description':'%s %s',%s,"
            + "'service_tier':'%s','token_type':'%s','workspace_id':%s}")
        .formatted(
            cents,
            model.isEmpty() ? "Claude Sonnet 4.5 Usage," : model,
            type,
            model.isEmpty() ? SONNET : SONNET.replace("claude-sonnet-4-5-20250929", model),
            tier,
            type,
            text(workspace));
  }

  /** A line of the cost report that no model is named in. */
  public static String otherCost(String workspace, String type, String cents) {
    return ("{'amount':'%s','currency':'USD','cost_type':%s,'description':%s,'model':null,"
            + "'service_tier':null,'token_type':null,'context_window':null,'inference_geo':null,"
            + "'workspace_id':%s}")
        .formatted(cents, text(type), text(type), text(workspace));
  }

  private static String text(String value) {
    return value.isEmpty() ? "null" : "'" + value + "'";
  }

  /** Usage of every kind on one day. */
  public static List<String> everyMessage() {
    return List.of(
        messages("wrk-a", "key-1", "", "standard", counts(1_000, 9_000, 200, 100, 500, 2)),
        messages("wrk-a", "key-2", "", "standard", counts(2_000, 0, 0, 0, 500, 0)),
        messages("wrk-a", "key-1", "", "batch", counts(1_000_000, 0, 0, 0, 0, 0)),
        messages("", "", "claude-haiku-4-5", "standard", counts(0, 0, 0, 0, 300, 0)),
        messages("wrk-a", "key-1", "", "priority", counts(10, 0, 0, 0, 0, 0)));
  }

  /** What they cost, in cents, and what has no usage. */
  public static List<String> everyCost() {
    return List.of(
        cost("wrk-a", "", "standard", "uncached_input_tokens", "0.9"),
        cost("wrk-a", "", "standard", "cache_read_input_tokens", "0.27"),
        cost("wrk-a", "", "standard", "cache_creation.ephemeral_5m_input_tokens", "0.075"),
        cost("wrk-a", "", "standard", "cache_creation.ephemeral_1h_input_tokens", "0.06"),
        cost("wrk-a", "", "standard", "output_tokens", "1.0000001"),
        cost("wrk-a", "", "batch", "uncached_input_tokens", "150"),
        otherCost("wrk-a", "web_search", "2"),
        cost("", "claude-haiku-4-5", "standard", "output_tokens", "0.15"),
        otherCost("wrk-a", "code_execution", "5"));
  }

  /** Days of October with what was used and what it cost, at random. */
  public record Month(
      Map<String, List<String>> usage, Map<String, List<String>> costs, BigDecimal total) {}

  /** Two keys and two models, the costs of each class as odd as they come. */
  public static Month month(long seed) {
    Random random = new Random(seed);
    Map<String, List<String>> usage = new TreeMap<>();
    Map<String, List<String>> costs = new TreeMap<>();
    BigDecimal total = BigDecimal.ZERO;
    for (int day = 1; day <= 31; day++) {
      List<String> used = new ArrayList<>();
      List<String> paid = new ArrayList<>();
      for (String model : List.of("claude-sonnet-4-5-20250929", "claude-haiku-4-5")) {
        for (String key : List.of("key-1", "key-2", "key-3")) {
          used.add(
              messages(
                  "wrk-a",
                  key,
                  model,
                  "standard",
                  counts(
                      1 + random.nextInt(1_000_000),
                      1 + random.nextInt(1_000_000),
                      1 + random.nextInt(1_000_000),
                      1 + random.nextInt(1_000_000),
                      1 + random.nextInt(1_000_000),
                      0)));
        }
        for (String type :
            List.of(
                "uncached_input_tokens",
                "cache_read_input_tokens",
                "cache_creation.ephemeral_5m_input_tokens",
                "cache_creation.ephemeral_1h_input_tokens",
                "output_tokens")) {
          BigDecimal cents = BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), 7);
          total = total.add(cents.movePointLeft(2));
          paid.add(cost("wrk-a", model, "standard", type, cents.toPlainString()));
        }
      }
      String date = "2026-10-%02d".formatted(day);
      usage.put(date, used);
      costs.put(date, paid);
    }
    return new Month(usage, costs, total);
  }

  /** A result of OpenAI's completions. */
  public static String completions(
      String key, boolean batch, long input, long cached, long written, long output) {
    return ("{'object':'organization.usage.completions.result','input_tokens':%d,"
            + "'input_cached_tokens':%d,'input_cache_write_tokens':%d,'input_uncached_tokens':%d,"
            + "'output_tokens':%d,'num_model_requests':5,'project_id':'proj-1','user_id':'user-1',"
            + "'api_key_id':'%s','model':'gpt-4o-2024-08-06','batch':%s,'service_tier':null}")
        .formatted(input, cached, written, input - cached - written, output, key, batch);
  }

  /** A result of OpenAI's costs. */
  public static String openAiCost(String lineItem, String value, String quantity, String unit) {
    return ("{'object':'organization.costs.result','amount':{'value':%s,'currency':'usd'},"
            + "'line_item':%s,'project_id':'proj-1','api_key_id':null,'quantity':%s,"
            + "'quantity_unit':%s}")
        .formatted(value, text(lineItem), quantity.isEmpty() ? "null" : quantity, text(unit));
  }

  /** Usage of every kind of OpenAI. */
  public static List<String> everyUsage() {
    return List.of(
        completions("key-1", false, 1_000, 400, 100, 50),
        completions("key-2", true, 1_000, 0, 0, 0),
        "{'object':'organization.usage.images.result','images':3,'num_model_requests':3,"
            + "'project_id':'proj-1','user_id':null,'api_key_id':'key-1','model':'gpt-image-1'}");
  }

  /** Its costs. */
  public static List<String> everyOpenAiCost() {
    return List.of(
        openAiCost("gpt-4o-2024-08-06, input", "0.0025", "1500", "tokens"),
        openAiCost("gpt-4o-2024-08-06, cached input", "0.0005", "0.4", "1000_tokens"),
        openAiCost("gpt-4o-2024-08-06, cache write", "0.000125", "100", "tokens"),
        openAiCost("gpt-4o-2024-08-06, output", "5E-4", "50", "tokens"),
        openAiCost("image models", "1.2345678901234567E-7", "3", "images"));
  }

  /** All days as one page. */
  public static Map<String, List<String>> on(String day, List<String> results) {
    return Map.of(day, results);
  }

  /** Only the days from one on. */
  public static Map<String, List<String>> from(String day, Map<String, List<String>> days) {
    return days.entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(day) >= 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
