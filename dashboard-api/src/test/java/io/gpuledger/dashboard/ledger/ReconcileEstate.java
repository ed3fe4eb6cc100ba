package io.gpuledger.dashboard.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * Machines of two days with one residual each, over {@link TestLedger}: a telemetry gap, a machine
 * billed beyond its time, a late bill, a day that ends at 17:00 US Eastern, a machine that no
 * inventory names, a commitment that nobody used.
 */
final class ReconcileEstate {
  private static final String SEVENTH = "2026-10-07 00:00:00";
  private static final String EIGHTH = "2026-10-08 00:00:00";

  private final TestLedger ledger;
  private int row = 1_000;

  ReconcileEstate(TestLedger ledger) {
    this.ledger = ledger;
  }

  void fill() {
    machine("n-gap", "i-gap");
    seen("n-gap", 2, SEVENTH, 0, 18, "productive");
    seen("n-gap", 2, SEVENTH, 18, 24, "unobserved");
    machine("n-over", "i-over");
    seen("n-over", 2, SEVENTH, 0, 12, "productive");
    machine("n-late", "i-late");
    seen("n-late", 1, SEVENTH, 0, 48, "held_idle");
    machine("n-cw", "i-cw");
    seen("n-cw", 1, SEVENTH, 10, 34, "productive");
    ledger.checkpoint();
    charge("s", "g1", SEVENTH, "i-gap", "gpu", "INV-1", 2, 48 / 2, "96", "vision", "Used");
    charge("s", "g1", SEVENTH, "i-over", "gpu", "INV-1", 2, 48 / 2, "96", "", "Used");
    charge("s", "g1", SEVENTH, "i-late", "gpu", "INV-1", 1, 24, "24", "search", "Used");
    charge("s", "g1", SEVENTH, "i-nowhere", "gpu", "INV-1", 1, 24, "24", "", "Used");
    charge("s", "g1", SEVENTH, "", "reserved", "INV-1", 1, 1, "5", "", "Unused");
    ledger.delivery("g1", "append", 2, 5);
    charge("cw", "c1", SEVENTH, "i-cw", "h100-day", "CW-1", 1, 11, "33", "", "Used");
    charge("cw", "c1", EIGHTH, "i-cw", "h100-day", "CW-1", 1, 13, "39", "", "Used");
    delivery("cw", "c1", 2);
    ledger.allocate();
  }

  private void machine(String node, String resource) {
    ledger.client.execute(
        "INSERT INTO device_inventory (cluster, node, provider_resource_id, valid_from, version)"
            + " SELECT 'c', {node:String}, {resource:String}, '2026-10-01', 1",
        Map.of("node", node, "resource", resource));
  }

  private void seen(String node, int devices, String day, int from, int to, String state) {
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, state_nanos, job_generation, checkpoint_id)"
            + " SELECT 'c', {node:String}, concat({node:String}, '-', toString(number %"
            + " {devices:UInt32})), 'H100', toDateTime({day:String}, 'UTC') +"
            + " toIntervalMinute({from:UInt32} * 60 + intDiv(number, {devices:UInt32})),"
            + " {state:String}, [], [], 60000000000, 1, 1"
            + " FROM numbers({devices:UInt32} * ({to:UInt32} - {from:UInt32}) * 60)",
        Map.of(
            "node",
            node,
            "devices",
            String.valueOf(devices),
            "day",
            day,
            "from",
            String.valueOf(from),
            "to",
            String.valueOf(to),
            "state",
            state));
  }

  private void charge(
      String source,
      String delivery,
      String day,
      String resource,
      String sku,
      String invoice,
      int devices,
      int hours,
      String cost,
      String team,
      String status) {
    Map<String, String> values = new HashMap<>();
    values.put("source", source);
    values.put("delivery", delivery);
    values.put("row", String.valueOf(++row));
    values.put("day", day);
    values.put("resource", resource);
    values.put("sku", sku);
    values.put("invoice", invoice);
    values.put("devices", String.valueOf(devices));
    values.put("hours", String.valueOf(hours));
    values.put("cost", cost);
    values.put("team", team);
    values.put("status", status);
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " x_device_model, x_device_count, consumed_quantity, consumed_unit, resource_id,"
            + " sku_id, invoice_id, service_provider_name, commitment_discount_status,"
            + " charge_category, tags) SELECT {source:String}, {delivery:String}, {row:UInt64},"
            + " 'a', 'USD', toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " toDecimal128({cost:String}, 18), toDateTime64({day:String}, 6, 'UTC'),"
            + " toDateTime64({day:String}, 6, 'UTC') + toIntervalDay(1), '2026-10-01',"
            + " '2026-11-01', 'known', 'NVIDIA H100', toDecimal128({devices:String}, 18),"
            + " toDecimal128({hours:String}, 18), 'Hours', {resource:String}, {sku:String},"
            + " {invoice:String}, if({source:String} = 'cw', 'CoreWeave', 'Cloud'),"
            + " {status:String}, 'Usage',"
            + " if({team:String} = '', map(), map('team', {team:String}))",
        values);
  }

  private void delivery(String source, String id, int rows) {
    ledger.client.execute(
        "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
            + " scope_end, delivery_kind, sequence, rows_read, rows_accepted, recorded_at)"
            + " SELECT {id:String}, {source:String}, 'account-month', 'a', '2026-10-01',"
            + " '2026-11-01', 'overwrite', 1, {rows:UInt64}, {rows:UInt64},"
            + " toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of(
            "id",
            id,
            "source",
            source,
            "rows",
            String.valueOf(rows),
            "at",
            String.valueOf(ledger.now().getEpochSecond())));
  }
}
