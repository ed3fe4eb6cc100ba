package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import java.util.Map;

/** Puts rows into the tables that allocation reads, by hand. */
final class LedgerRows {
  private final LedgerClient client;

  LedgerRows(LedgerClient client) {
    this.client = client;
  }

  void charge(
      String delivery, int row, String start, String end, String cost, String kind, String id) {
    charge("a", delivery, row, start, end, cost, kind, id);
  }

  void charge(
      String account,
      String delivery,
      int row,
      String start,
      String end,
      String cost,
      String kind,
      String id) {
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, x_device_count,"
            + " resource_id, charge_category) SELECT 's', {delivery:String}, {row:UInt64},"
            + " {account:String},"
            + " 'USD', toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " {start:DateTime64(6, 'UTC')}, {end:DateTime64(6, 'UTC')}, '2026-10-01',"
            + " '2026-11-01', {kind:String}, if({kind:String} = 'known', 2, NULL), {id:String},"
            + " 'Usage'",
        Map.of(
            "account",
            account,
            "delivery",
            delivery,
            "row",
            String.valueOf(row),
            "cost",
            cost,
            "start",
            start,
            "end",
            end,
            "kind",
            kind,
            "id",
            id));
  }

  void delivery(String id, String kind, int sequence, int rows) {
    delivery("a", id, kind, sequence, rows, "");
  }

  void delivery(String account, String id, String kind, int sequence, int rows) {
    delivery(account, id, kind, sequence, rows, "");
  }

  /** Takes a delivery of account a away. */
  void retraction(String retracted, int sequence) {
    delivery("a", retracted + "-retract", "retract", sequence, 0, retracted);
  }

  private void delivery(
      String account, String id, String kind, int sequence, int rows, String retracted) {
    client.execute(
        "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
            + " scope_end, delivery_kind, sequence, rows_accepted, retracted_delivery_id,"
            + " recorded_at) SELECT {id:String}, 's', 'account-month', {account:String},"
            + " '2026-10-01', '2026-11-01', {kind:String}, {sequence:UInt64}, {rows:UInt64},"
            + " {retracted:String}, toDateTime64('2026-11-01', 6, 'UTC') +"
            + " toIntervalSecond({sequence:UInt64})",
        Map.of(
            "account",
            account,
            "id",
            id,
            "kind",
            kind,
            "retracted",
            retracted,
            "sequence",
            String.valueOf(sequence),
            "rows",
            String.valueOf(rows)));
  }

  void inventory(String cluster, String node, String resource) {
    inventory(cluster, node, resource, "2026-01-01");
  }

  void inventory(String cluster, String node, String resource, String from) {
    client.execute(
        "INSERT INTO device_inventory (cluster, node, provider_resource_id, valid_from, version)"
            + " SELECT {cluster:String}, {node:String}, {resource:String}, {from:String}, 1",
        Map.of("cluster", cluster, "node", node, "resource", resource, "from", from));
  }

  void usage(
      String node,
      String uuid,
      String minute,
      String state,
      String holders,
      String weights,
      long nanos,
      int generation,
      int checkpoint) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, minute, state, holder_keys,"
            + " holder_weights, state_nanos, job_generation, checkpoint_id) SELECT 'c1',"
            + " {node:String}, {uuid:String}, {minute:DateTime('UTC')}, {state:String},"
            + " {holders:Array(String)}, {weights:Array(UInt32)}, {nanos:Int64}, {g:UInt32},"
            + " {c:UInt64}",
        Map.of(
            "node",
            node,
            "uuid",
            uuid,
            "minute",
            minute,
            "state",
            state,
            "holders",
            holders,
            "weights",
            weights,
            "nanos",
            String.valueOf(nanos),
            "g",
            String.valueOf(generation),
            "c",
            String.valueOf(checkpoint)));
  }

  /** An hour of a slice of device g0 on node n1, all of it active, in minutes. */
  void sliceHour(String instance, String profile, String hour, String holder) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, gpu_instance, device_model, minute,"
            + " state, holder_keys, holder_weights, state_nanos, job_generation, checkpoint_id)"
            + " SELECT 'c1', 'n1', 'g0', {instance:String}, 'NVIDIA H100 80GB HBM3',"
            + " toDateTime({hour:String}, 'UTC') + toIntervalMinute(number), 'active',"
            + " [{holder:String}], [1], 60000000000, 1, 5 FROM numbers(60)",
        Map.of("instance", instance, "hour", hour, "holder", holder));
    client.execute(
        "INSERT INTO device_inventory (cluster, node, device_uuid, gpu_instance, mig_profile,"
            + " valid_from, version, job_generation, checkpoint_id) SELECT 'c1', 'n1', 'g0',"
            + " {instance:String}, {profile:String}, toDateTime64({hour:String}, 6, 'UTC'), 1, 1,"
            + " 5",
        Map.of("instance", instance, "profile", profile, "hour", hour));
  }

  /** What inventory says of a slice of device g0 on node n1. */
  void profile(
      String instance, String profile, String from, String seen, int generation, int checkpoint) {
    client.execute(
        "INSERT INTO device_inventory (cluster, node, device_uuid, gpu_instance, mig_profile,"
            + " valid_from, last_seen_at, version, job_generation, checkpoint_id) SELECT 'c1',"
            + " 'n1', 'g0', {instance:String}, {profile:String}, toDateTime64({from:String}, 6,"
            + " 'UTC'), toDateTime64({seen:String}, 6, 'UTC') AS at, toUnixTimestamp(at),"
            + " {g:UInt32}, {c:UInt64}",
        Map.of(
            "instance",
            instance,
            "profile",
            profile,
            "from",
            from,
            "seen",
            seen,
            "g",
            String.valueOf(generation),
            "c",
            String.valueOf(checkpoint)));
  }

  void published(String job, int generation, int checkpoint) {
    client.execute(
        "INSERT INTO published_checkpoints SELECT {job:String}, {g:UInt32}, {c:UInt64},"
            + " toDateTime64('2026-11-01', 6, 'UTC')",
        Map.of("job", job, "g", String.valueOf(generation), "c", String.valueOf(checkpoint)));
  }

  void generation(String job, int generation, int restored, int checkpoint) {
    client.execute(
        "INSERT INTO job_generations SELECT {job:String}, {g:UInt32}, {r:UInt32}, {c:UInt64},"
            + " toDateTime64('2026-11-02', 6, 'UTC')",
        Map.of(
            "job",
            job,
            "g",
            String.valueOf(generation),
            "r",
            String.valueOf(restored),
            "c",
            String.valueOf(checkpoint)));
  }
}
