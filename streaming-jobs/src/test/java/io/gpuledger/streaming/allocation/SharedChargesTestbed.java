package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.filter.Filter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bills with taxes, credits and support, and the lines that they became. */
abstract class SharedChargesTestbed extends LedgerTestbed {
  static OwnershipRule rule(String name, String match, String team, Instant from, Instant to) {
    return new OwnershipRule(name, Filter.parse(match), team, "", "", "", from, to);
  }

  static List<String> current(String where, String columns) {
    return query(
        "SELECT "
            + columns
            + " FROM current_allocation_lines WHERE "
            + where
            + (columns.startsWith("DISTINCT")
                ? ""
                : " ORDER BY day, delivery_id, row_no, line_no"));
  }

  static List<String> sum() {
    return query("SELECT sum(toDecimal256(billed_cost, 18)) FROM current_allocation_lines");
  }

  static void charge(
      String delivery,
      int row,
      String start,
      String end,
      String cost,
      String category,
      String service,
      String resource,
      String team) {
    chargeOf("a", delivery, row, start, end, cost, category, service, resource, team);
  }

  static void chargeOf(
      String account,
      String delivery,
      int row,
      String start,
      String end,
      String cost,
      String category,
      String service,
      String resource,
      String team) {
    Map<String, String> values = new HashMap<>();
    values.put("account", account);
    values.put("delivery", delivery);
    values.put("row", String.valueOf(row));
    values.put("start", start.length() == 10 ? start + " 00:00:00" : start);
    values.put("end", end.length() == 10 ? end + " 00:00:00" : end);
    values.put("cost", cost);
    values.put("category", category);
    values.put("service", service);
    values.put("resource", resource);
    values.put("team", team);
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, resource_id,"
            + " charge_category, service_name, service_category, invoice_id, tags) SELECT 's',"
            + " {delivery:String}, {row:UInt64}, {account:String}, 'USD',"
            + " toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " {start:DateTime64(6, 'UTC')}, {end:DateTime64(6, 'UTC')}, '2026-10-01',"
            + " '2026-11-01', 'none', nullIf({resource:String}, ''), {category:String},"
            + " {service:String}, if({service:String} = 'VPC', 'Networking', 'Compute'), 'I-1',"
            + " if({team:String} = '', map(), map('team', {team:String}))",
        values);
  }
}
