package io.gpuledger.ingest.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of the reports that are generated, by their names in CUR 2.0. */
final class CurLayout {
  /** What a column holds. */
  enum Kind {
    TEXT,
    TIME,
    NUMBER
  }

  static final String TAGS = "resource_tags";
  static final String PRODUCT = "product";

  private static final List<String> NAMES =
      List.of(
          "identity_line_item_id",
          "identity_time_interval",
          "bill_bill_type",
          "bill_billing_entity",
          "bill_billing_period_start_date",
          "bill_billing_period_end_date",
          "bill_invoice_id",
          "bill_invoicing_entity",
          "bill_payer_account_id",
          "bill_payer_account_name",
          "line_item_usage_account_id",
          "line_item_usage_account_name",
          "line_item_usage_start_date",
          "line_item_usage_end_date",
          "line_item_line_item_type",
          "line_item_line_item_description",
          "line_item_product_code",
          "line_item_usage_type",
          "line_item_operation",
          "line_item_availability_zone",
          "line_item_resource_id",
          "line_item_usage_amount",
          "line_item_normalization_factor",
          "line_item_normalized_usage_amount",
          "line_item_currency_code",
          "line_item_unblended_rate",
          "line_item_unblended_cost",
          "line_item_net_unblended_rate",
          "line_item_net_unblended_cost",
          "line_item_legal_entity",
          "line_item_tax_type",
          "pricing_unit",
          "pricing_term",
          "pricing_rate_code",
          "pricing_public_on_demand_rate",
          "pricing_public_on_demand_cost",
          "product_sku",
          "product_instance_type",
          "product_region_code",
          "product_product_family",
          "discount_total_discount",
          "reservation_reservation_a_r_n",
          "reservation_effective_cost",
          "reservation_net_effective_cost",
          "reservation_unused_quantity",
          "reservation_unused_amortized_upfront_fee_for_billing_period",
          "reservation_net_unused_amortized_upfront_fee_for_billing_period",
          "reservation_unused_recurring_fee",
          "reservation_net_unused_recurring_fee",
          "savings_plan_savings_plan_a_r_n",
          "savings_plan_savings_plan_effective_cost",
          "savings_plan_net_savings_plan_effective_cost",
          "savings_plan_total_commitment_to_date",
          "savings_plan_used_commitment");

  private static final Map<String, Integer> PLACES = places();

  private CurLayout() {}

  private static Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (String name : NAMES) {
      places.put(name, places.size());
    }
    return places;
  }

  /** The columns but for the two maps, which follow them. */
  static List<String> columns() {
    return NAMES;
  }

  /** Where a column stands. */
  static int of(String name) {
    Integer place = PLACES.get(name);
    if (place == null) {
      throw new IllegalArgumentException(name);
    }
    return place;
  }

  static Kind kind(String name) {
    if (name.endsWith("_start_date") || name.endsWith("_end_date")) {
      return Kind.TIME;
    }
    boolean number =
        name.endsWith("_cost")
            || name.endsWith("_amount")
            || name.endsWith("_quantity")
            || name.endsWith("_factor")
            || name.endsWith("_fee")
            || name.endsWith("_period")
            || name.endsWith("_discount")
            || name.endsWith("_commitment")
            || name.equals("savings_plan_total_commitment_to_date");
    return number ? Kind.NUMBER : Kind.TEXT;
  }
}
