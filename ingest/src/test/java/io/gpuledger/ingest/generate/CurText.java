package io.gpuledger.ingest.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of cost and usage reports, by the column names of CUR 2.0, and the texts of the two reports
 * that hold them. Tags stand under {@code tag:NAME}, product facts without a column under {@code
 * fact:NAME}.
 */
public final class CurText {
  public static final String ACCOUNT = "000123456789";

  private CurText() {}

  /** A line of October 2026 with what every line has, then names and values in turn. */
  public static Map<String, String> line(String id, String type, String... pairs) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("identity_line_item_id", id);
    line.put("identity_time_interval", "2026-10-05T00:00:00Z/2026-10-05T01:00:00Z");
    line.put("bill_bill_type", "Anniversary");
    line.put("bill_billing_entity", "AWS");
    line.put("bill_invoice_id", "");
    line.put("bill_invoicing_entity", "Amazon Web Services, Inc.");
    line.put("bill_payer_account_id", ACCOUNT);
    line.put("bill_payer_account_name", "Example payer");
    line.put("bill_billing_period_start_date", "2026-10-01T00:00:00.000Z");
    line.put("bill_billing_period_end_date", "2026-11-01T00:00:00.000Z");
    line.put("line_item_usage_account_id", "000987654321");
    line.put("line_item_usage_account_name", "ml-research");
    line.put("line_item_usage_start_date", "2026-10-05T00:00:00.000Z");
    line.put("line_item_usage_end_date", "2026-10-05T01:00:00.000Z");
    line.put("line_item_line_item_type", type);
    line.put("line_item_product_code", "AmazonEC2");
    line.put("line_item_currency_code", "USD");
    line.put("line_item_legal_entity", "Amazon Web Services, Inc.");
    line.put("line_item_unblended_cost", "0.0000000000");
    line.put("line_item_net_unblended_cost", "");
    line.put("product_product_family", "");
    for (int i = 0; i < pairs.length; i += 2) {
      line.put(pairs[i], pairs[i + 1]);
    }
    return line;
  }

  /** CUR 2.0 in CSV: tags and facts in maps. */
  public static String cur2(List<Map<String, String>> lines) {
    Set<String> names = names(lines);
    names.removeIf(CurText::mapped);
    names.add("resource_tags");
    names.add("product");
    StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
    for (Map<String, String> line : lines) {
      Map<String, String> whole = new LinkedHashMap<>(line);
      whole.put("resource_tags", map(line, "tag:", "user_"));
      whole.put("product", map(line, "fact:", ""));
      append(csv, names, whole);
    }
    return csv.toString();
  }

  /** A legacy report in CSV: a column for each tag and fact. */
  public static String legacy(List<Map<String, String>> lines) {
    Set<String> names = names(lines);
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", names.stream().map(CurText::slashed).toList())).append('\n');
    lines.forEach(line -> append(csv, names, line));
    return csv.toString();
  }

  private static boolean mapped(String name) {
    return name.startsWith("tag:") || name.startsWith("fact:");
  }

  private static Set<String> names(List<Map<String, String>> lines) {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.addAll(line.keySet()));
    return names;
  }

  private static void append(StringBuilder csv, Set<String> names, Map<String, String> line) {
    List<String> cells = new ArrayList<>();
    for (String name : names) {
      String cell = line.getOrDefault(name, "");
      boolean quoted = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
      cells.add(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    csv.append(String.join(",", cells)).append('\n');
  }

  private static String map(Map<String, String> line, String prefix, String keyPrefix) {
    List<String> entries = new ArrayList<>();
    line.forEach(
        (name, value) -> {
          if (name.startsWith(prefix) && !value.isEmpty()) {
            String key = name.substring(prefix.length());
            String shown = key.startsWith("aws:") ? "aws_" + key.substring(4) : keyPrefix + key;
            entries.add("\"" + shown + "\":\"" + value + "\"");
          }
        });
    return "{" + String.join(",", entries) + "}";
  }

  /** {@code line_item_usage_amount} as {@code lineItem/UsageAmount}. */
  static String slashed(String name) {
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return "resourceTags/" + (key.startsWith("aws:") ? key : "user:" + key);
    }
    if (name.startsWith("fact:")) {
      return "product/" + camel(name.substring("fact:".length()), false);
    }
    for (String group :
        List.of(
            "identity",
            "bill",
            "line_item",
            "pricing",
            "product",
            "reservation",
            "savings_plan",
            "split_line_item",
            "discount",
            "capacity_reservation")) {
      if (name.startsWith(group + "_")) {
        boolean upper = !group.equals("product") && !group.equals("pricing");
        String rest = name.substring(group.length() + 1);
        return camel(group, false) + "/" + camel(rest, upper).replace("ARN", "ARN");
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static String camel(String snake, boolean upperFirst) {
    Matcher words = Pattern.compile("_([a-z0-9])").matcher(snake);
    String joined = words.replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    return upperFirst
        ? joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1)
        : joined;
  }
}
