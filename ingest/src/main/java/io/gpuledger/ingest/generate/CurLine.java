package io.gpuledger.ingest.generate;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line that is being made; prices are in 10^-6, quantities in 10^-3, costs in 10^-12. */
final class CurLine {
  private static final long MILLI = 1_000;

  private final String[] cells = new String[CurLayout.columns().size()];
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, String> product = new LinkedHashMap<>();

  void clear() {
    Arrays.fill(cells, "");
    tags.clear();
    product.clear();
  }

  void set(String column, String text) {
    cells[CurLayout.of(column)] = text;
  }

  void tag(String name, String value) {
    tags.put(name, value);
  }

  /** A fact of the product; an empty one is none. */
  void product(String name, String value) {
    if (!value.isEmpty()) {
      product.put(name, value);
    }
  }

  CurLine type(String type) {
    set("line_item_line_item_type", type);
    return this;
  }

  void money(String column, long picos) {
    set(column, decimal(picos, 12));
  }

  void quantity(String unit, long millis) {
    set("line_item_usage_amount", decimal(millis, 3));
    set("pricing_unit", unit);
  }

  /** What it costs everybody. */
  void listed(long price, long quantity) {
    set("pricing_public_on_demand_rate", decimal(price, 6));
    set("pricing_term", "OnDemand");
    money("pricing_public_on_demand_cost", price * quantity * MILLI);
  }

  /** What the line is charged with, before and after private pricing. */
  void cost(long price, long netPrice, long quantity) {
    set("line_item_unblended_rate", decimal(price, 6));
    set("line_item_net_unblended_rate", decimal(netPrice, 6));
    money("line_item_unblended_cost", price * quantity * MILLI);
    money("line_item_net_unblended_cost", netPrice * quantity * MILLI);
  }

  /** Makes of covered usage the line that takes it off the invoice. */
  void negate(String id) {
    set("identity_line_item_id", id);
    type("SavingsPlanNegation");
    for (String column :
        new String[] {"line_item_unblended_cost", "line_item_net_unblended_cost"}) {
      set(column, new BigDecimal(cells[CurLayout.of(column)]).negate().toPlainString());
    }
    for (String column :
        new String[] {
          "line_item_resource_id",
          "savings_plan_savings_plan_effective_cost",
          "savings_plan_net_savings_plan_effective_cost",
          "pricing_public_on_demand_cost",
          "pricing_public_on_demand_rate"
        }) {
      set(column, "");
    }
    tags.clear();
  }

  void write(CurTable table) throws IOException {
    table.line(cells, tags, product);
  }

  private static String decimal(long unscaled, int scale) {
    BigDecimal number = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();
    return (number.scale() < 0 ? number.setScale(0) : number).toPlainString();
  }
}
