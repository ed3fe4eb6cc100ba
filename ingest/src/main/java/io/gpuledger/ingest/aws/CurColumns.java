package io.gpuledger.ingest.aws;

import io.gpuledger.ingest.bill.NativeColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the columns of a cost and usage report stand in a file, by their names in CUR 2.0. */
final class CurColumns {
  /** Without these a report cannot be read. */
  static final List<String> NEEDED =
      List.of(
          "bill_payer_account_id",
          "bill_billing_period_start_date",
          "bill_billing_period_end_date",
          "line_item_usage_start_date",
          "line_item_usage_end_date",
          "line_item_line_item_type",
          "line_item_currency_code",
          "line_item_unblended_cost");

  /** Columns that a column of FOCUS takes over whole. */
  private static final List<String> TAKEN =
      List.of(
          "bill_payer_account_id",
          "bill_payer_account_name",
          "bill_billing_period_start_date",
          "bill_billing_period_end_date",
          "bill_invoice_id",
          "line_item_usage_account_id",
          "line_item_usage_account_name",
          "line_item_usage_start_date",
          "line_item_usage_end_date",
          "line_item_currency_code",
          "line_item_line_item_description",
          "line_item_availability_zone",
          "product_region_code",
          "resource_tags",
          "tags");

  /** Columns whose names in the ledger are those of AWS's own FOCUS export, or of FOCUS 1.5. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "line_item_operation", "x_Operation",
          "line_item_product_code", "x_ServiceCode",
          "line_item_iam_principal", "x_PrincipalId");

  private static final String TAG_COLUMNS = "resource_tags_";

  private final NativeColumns columns;

  CurColumns(NativeColumns columns) {
    this.columns = columns;
  }

  int of(String name) {
    return columns.of(name);
  }

  /** The positions of the tag columns of a legacy report, by the tags' names in it. */
  Map<Integer, String> tagColumns() {
    Map<Integer, String> tags = new HashMap<>();
    for (int field : columns.startingWith(TAG_COLUMNS)) {
      String name = columns.name(field).strip();
      if (!isMap(name)) {
        int cut = name.indexOf('/') >= 0 ? name.indexOf('/') + 1 : TAG_COLUMNS.length();
        tags.put(field, name.substring(Math.min(cut, name.length())));
      }
    }
    return tags;
  }

  /**
   * Whether it is the map column, of which {@code resourceTags/} would be no more than a prefix.
   */
  private static boolean isMap(String name) {
    return snake(name).equals("resource_tags");
  }

  /** What is kept as it stands: all that no column of FOCUS takes over whole. */
  Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>();
    Set<Integer> tags = tagColumns().keySet();
    Map<String, Integer> used = new HashMap<>();
    for (int field = 0; field < columns.size(); field++) {
      String name = snake(columns.name(field));
      if (!TAKEN.contains(name) && !tags.contains(field)) {
        String target = RENAMED.getOrDefault(name, "x_" + name);
        int count = used.merge(target, 1, Integer::sum);
        kept.put(field, count == 1 ? target : target + "_" + count);
      }
    }
    return kept;
  }

  /** {@code lineItem/UsageAmount} as {@code line_item_usage_amount}, as AWS's own tables do. */
  static String snake(String name) {
    StringBuilder snake = new StringBuilder();
    String stripped = name.strip().replace('/', '_');
    for (int i = 0; i < stripped.length(); i++) {
      char next = stripped.charAt(i);
      boolean upper = next >= 'A' && next <= 'Z';
      if (upper && i > 0 && stripped.charAt(i - 1) != '_') {
        snake.append('_');
      }
      snake.append(next);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }
}
