package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.allocation.MonthlyRollups;
import io.gpuledger.streaming.estimate.EstimateTerms;
import io.gpuledger.streaming.estimate.EstimateWriter;
import io.gpuledger.streaming.publish.RunDraft;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real engine with a small month: teams vision and search from tags, one charge without an owner,
 * a credit, a charge over two days, a second currency.
 */
public final class TestLedger implements AutoCloseable {
  public static final OwnershipRules RULES =
      OwnershipRules.of(
          List.of(
              new OwnershipRule(
                  "tag", Filter.everything(), "{tag:team}", "", "", "", Instant.MIN, Instant.MAX)));

  private final EmbeddedLedger ledger;
  public final LedgerClient client;
  private long second = Instant.parse("2026-11-02T00:00:00Z").getEpochSecond();
  private int row;
  private int checkpoints;

  public TestLedger(Path directory) {
    ledger = EmbeddedLedger.open(directory);
    client = new LedgerClient(ledger.internal());
    charge("d1", "2026-10-01 00:00:00", "2026-10-01 01:00:00", "10.5", "USD", "vision", "Compute");
    charge("d1", "2026-10-01 05:00:00", "2026-10-01 06:00:00", "4", "USD", "search", "Compute");
    charge("d1", "2026-10-02 12:00:00", "2026-10-04 00:00:00", "9", "USD", "vision", "Storage");
    charge("d1", "2026-10-05 00:00:00", "2026-10-05 01:00:00", "-1.25", "USD", "search", "Credit");
    charge(
        "d1",
        "2026-10-05 00:00:00",
        "2026-10-05 01:00:00",
        "0.000000000000000001",
        "USD",
        "",
        "Compute");
    charge("d1", "2026-10-06 00:00:00", "2026-10-06 01:00:00", "7", "EUR", "search", "Compute");
    delivery("d1", "overwrite", 1, 6);
    allocate();
  }

  public void charge(
      String delivery,
      String start,
      String end,
      String cost,
      String currency,
      String team,
      String service) {
    Map<String, String> values = new HashMap<>();
    values.put("delivery", delivery);
    values.put("row", String.valueOf(++row));
    values.put("start", start);
    values.put("end", end);
    values.put("cost", cost);
    values.put("currency", currency);
    values.put("team", team);
    values.put("service", service);
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, list_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " service_name, charge_category, tags) SELECT 's', {delivery:String}, {row:UInt64},"
            + " 'a', {currency:String}, toDecimal128({cost:String}, 18),"
            + " toDecimal128({cost:String}, 18), NULL, toDecimal128({cost:String}, 18),"
            + " {start:DateTime64(6, 'UTC')}, {end:DateTime64(6, 'UTC')}, '2026-10-01',"
            + " '2026-11-01', 'none', {service:String}, if({service:String} = 'Credit', 'Credit',"
            + " 'Usage'), if({team:String} = '', map(), map('team', {team:String}))",
        values);
  }

  /** An hour of machine i-1 with so many devices, at {@code 2026-10-07 00:00} in USD. */
  void machineHour(String delivery, String cost, int devices) {
    machineHour(delivery, cost, devices, "Usage", "");
    client.execute(
        "INSERT INTO device_inventory (cluster, node, provider_resource_id, valid_from, version)"
            + " SELECT 'c', 'n1', 'i-1', '2026-10-01', 1",
        Map.of());
  }

  /**
   * The same without the inventory.
   *
   * @param details what the bill says of the machine, as JSON; empty where it says nothing
   */
  void machineHour(String delivery, String cost, int devices, String category, String details) {
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " x_device_model, x_device_count, resource_id, charge_category, sku_price_details,"
            + " tags) SELECT 's', {delivery:String}, {row:UInt64}, 'a', 'USD',"
            + " toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " toDecimal128({cost:String}, 18), '2026-10-07 00:00:00', '2026-10-07 01:00:00',"
            + " '2026-10-01', '2026-11-01', 'known', 'NVIDIA H100', toDecimal128({devices:String},"
            + " 18), 'i-1', {category:String}, {details:String}, map()",
        Map.of(
            "delivery",
            delivery,
            "row",
            String.valueOf(++row),
            "cost",
            cost,
            "devices",
            String.valueOf(devices),
            "category",
            category,
            "details",
            details));
  }

  /** An hour of a device of that machine in one state, in minutes. */
  void deviceHour(String device, String state, String holder) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, state_nanos, job_generation, checkpoint_id)"
            + " SELECT 'c', 'n1', {device:String}, 'H100',"
            + " toDateTime('2026-10-07 00:00:00', 'UTC') + toIntervalMinute(number),"
            + " {state:String}, if({holder:String} = '', [], [{holder:String}]),"
            + " if({holder:String} = '', [], [1]), 60000000000, 1, {checkpoint:UInt64}"
            + " FROM numbers(60)",
        Map.of(
            "device",
            device,
            "state",
            state,
            "holder",
            holder,
            "checkpoint",
            String.valueOf(checkpoints + 1)));
  }

  public void delivery(String id, String kind, int sequence, int rows) {
    delivery(id, kind, sequence, rows, "");
  }

  /** Takes a delivery away from readers. */
  void retraction(String retracted, int sequence) {
    delivery("undo-" + retracted, "retract", sequence, 0, retracted);
  }

  private void delivery(String id, String kind, int sequence, int rows, String retracted) {
    client.execute(
        "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
            + " scope_end, delivery_kind, sequence, rows_read, rows_accepted, billed_cost,"
            + " effective_cost, file_names, file_hashes, retracted_delivery_id, recorded_at) SELECT"
            + " {id:String}, 's', 'account-month', 'a', '2026-10-01', '2026-11-01', {kind:String},"
            + " {sequence:UInt64}, {rows:UInt64}, {rows:UInt64}, (SELECT"
            + " mapFromArrays(groupArray(c), groupArray(v)) FROM (SELECT toString(billing_currency)"
            + " AS c, toDecimal256(sum(toDecimal256(billed_cost, 18)), 18) AS v FROM charges WHERE"
            + " delivery_id = {id:String} GROUP BY c)) AS sums, sums, ['october.csv'], [concat('of"
            + " ', {id:String})], {retracted:String},"
            + " toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of(
            "id",
            id,
            "kind",
            kind,
            "sequence",
            String.valueOf(sequence),
            "rows",
            String.valueOf(rows),
            "retracted",
            retracted,
            "at",
            String.valueOf(++second)));
  }

  /** Allocates what is pending, as the runtime does. */
  public void allocate() {
    allocate(RULES);
  }

  /** The same by other rules of ownership; a change of them makes a new run of what is there. */
  void allocate(OwnershipRules rules) {
    new AllocationRunner(client, () -> AllocationRules.of(rules), this::publish).runPending();
  }

  /** The same by other rules of all kinds. */
  void allocate(AllocationRules rules) {
    new AllocationRunner(client, () -> rules, this::publish).runPending();
  }

  /** The same, with bills that may be so late, at some time. */
  void allocate(CompletenessLags lags, Clock clock) {
    new AllocationRunner(client, () -> AllocationRules.of(RULES), this::publish, () -> lags, clock)
        .runPending();
  }

  /**
   * Adds up the months that are past at an instant, as the runtime does when nothing is pending.
   */
  public void addUpMonths(String at) {
    new MonthlyRollups(
            client,
            rollup -> {
              rollup.store();
              rollup.publish(Instant.ofEpochSecond(++second));
              return Instant.ofEpochSecond(second);
            },
            Clock.fixed(Instant.parse(at), ZoneOffset.UTC))
        .run();
  }

  /** Estimates a day, as the runtime does. */
  void estimate(EstimateTerms terms, LocalDate day) {
    new EstimateWriter(
            client,
            delivery -> {
              delivery.store();
              delivery.publish(Instant.ofEpochSecond(++second));
            })
        .write(terms, day, day, Instant.ofEpochSecond(second));
  }

  private Instant publish(RunDraft run) {
    second++;
    client.execute(
        "INSERT INTO allocation_runs SELECT {id:UUID}, {no:UInt64}, 'test', {policy:String},"
            + " {cells:UInt64}, {lines:UInt64}, toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of(
            "id",
            run.runId().toString(),
            "no",
            String.valueOf(run.runNo()),
            "policy",
            run.policyVersion(),
            "cells",
            String.valueOf(run.cells()),
            "lines",
            String.valueOf(run.lines()),
            "at",
            String.valueOf(second)));
    return Instant.ofEpochSecond(second);
  }

  /**
   * Stores the latest sample of a whole device of model H100.
   *
   * @param holders keys of who holds it
   */
  public void sample(String device, double busy, String... holders) {
    client.execute(
        "INSERT INTO gpu_samples (cluster, node, device_uuid, device_model, at, published_at,"
            + " busy_ratio, sm_active_ratio, memory_used_bytes, memory_total_bytes, power_watts,"
            + " holders) SELECT 'c', 'n1', {device:String}, 'H100', toDateTime64({at:Int64}, 9,"
            + " 'UTC'), toDateTime64({at:Int64}, 9, 'UTC'), {busy:Float64}, {busy:Float64},"
            + " 70000000000, 80000000000, {busy:Float64} * 789.0, splitByChar(';',"
            + " {holders:String})",
        Map.of(
            "device",
            device,
            "at",
            String.valueOf(second),
            "busy",
            String.valueOf(busy),
            "holders",
            String.join(";", holders)));
  }

  /**
   * Stores a minute of a device in one state, of which it is busy for 0.654321, for readers from
   * {@link #checkpoint} on.
   */
  public void usage(String device, Instant minute, String state, String holder, String team) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, team, state_nanos, effective_nanos, busy_nanos,"
            + " busy_observed_nanos, job_generation, checkpoint_id) SELECT 'c', 'n1',"
            + " {device:String}, 'H100', toDateTime({minute:Int64}, 'UTC'), {state:String},"
            + " [{holder:String}], [1], {team:String}, 30000000000, 30000000000, 19629630000,"
            + " 30000000000, 1, {checkpoint:UInt64}",
        Map.of(
            "device",
            device,
            "minute",
            String.valueOf(minute.getEpochSecond()),
            "state",
            state,
            "holder",
            holder,
            "team",
            team,
            "checkpoint",
            String.valueOf(checkpoints + 1)));
  }

  /** Publishes the usage stored since the one before. */
  public void checkpoint() {
    client.execute(
        "INSERT INTO published_checkpoints SELECT 'telemetry', 1, {checkpoint:UInt64},"
            + " toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of("checkpoint", String.valueOf(++checkpoints), "at", String.valueOf(++second)));
  }

  /** The newest publish instant. */
  public Instant now() {
    return Instant.ofEpochSecond(second);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
