package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationCharge;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.TableLayout;
import java.util.List;

/** How a line is written to {@code allocation_lines}. */
final class LineColumns {
  /** Those of the charge first, then those of the line. */
  static final TableLayout LAYOUT =
      TableLayout.of(
          "allocation_lines",
          "cell_version UInt64",
          "day Date",
          "delivery_id String",
          "row_no UInt64",
          "provider LowCardinality(String)",
          "source LowCardinality(String)",
          "account LowCardinality(String)",
          "sub_account LowCardinality(String)",
          "region LowCardinality(String)",
          "service LowCardinality(String)",
          "service_category LowCardinality(String)",
          "charge_category LowCardinality(String)",
          "pricing_category LowCardinality(String)",
          "commitment LowCardinality(String)",
          "basis LowCardinality(String)",
          "currency LowCardinality(String)",
          "resource String",
          "sku LowCardinality(String)",
          "invoice LowCardinality(String)",
          "initiative LowCardinality(String)",
          "model LowCardinality(String)",
          "token_type LowCardinality(String)",
          "billing_period_start DateTime64(6, 'UTC')",
          "tags Map(LowCardinality(String), String)",
          "absent_costs UInt8",
          "line_no UInt32",
          "usage_start DateTime64(6, 'UTC')",
          "usage_end DateTime64(6, 'UTC')",
          "device_model LowCardinality(String)",
          "state LowCardinality(String)",
          "team LowCardinality(String)",
          "cost_center LowCardinality(String)",
          "project LowCardinality(String)",
          "environment LowCardinality(String)",
          "cluster LowCardinality(String)",
          "node LowCardinality(String)",
          "namespace LowCardinality(String)",
          "workload String",
          "holder String",
          "user LowCardinality(String)",
          "rule LowCardinality(String)",
          "device_nanos Int64",
          "billed_cost Decimal(38, 18)",
          "effective_cost Decimal(38, 18)",
          "list_cost Decimal(38, 18)",
          "contracted_cost Decimal(38, 18)",
          "component LowCardinality(String)",
          "split_rule LowCardinality(String)");

  static final List<String> NAMES =
      LAYOUT.columns().stream().map(TableLayout.Column::name).toList();

  private static final List<Name> OF_CHARGE =
      List.of(
          Name.PROVIDER,
          Name.SOURCE,
          Name.ACCOUNT,
          Name.SUB_ACCOUNT,
          Name.REGION,
          Name.SERVICE,
          Name.SERVICE_CATEGORY,
          Name.CHARGE_CATEGORY,
          Name.PRICING_CATEGORY,
          Name.COMMITMENT,
          Name.BASIS,
          Name.CURRENCY,
          Name.RESOURCE,
          Name.SKU,
          Name.INVOICE);

  private LineColumns() {}

  /** What all lines of a charge's day have in common. */
  static void ofCharge(Cell cell, ChargeRow row, RowBinaryWriter out) {
    AllocationCharge charge = row.charge();
    out.uint64(cell.version)
        .date(cell.key.day().toEpochDay())
        .string(charge.deliveryId())
        .uint64(charge.rowNo());
    for (Name name : OF_CHARGE) {
      out.string(charge.keys().get(name));
    }
    out.string(GroupKey.MISSING)
        .string(charge.keys().get(Name.MODEL))
        .string(charge.keys().get(Name.TOKEN_TYPE))
        .dateTime64(row.billingPeriodMicros())
        .stringMap(charge.keys().tags())
        .uint8(row.absentCosts());
  }

  /** What a line has of its own; it follows {@link #ofCharge}. */
  static void ofLine(AllocationLine line, RowBinaryWriter out) {
    Owner owner = line.ownership().owner();
    Costs costs = line.costs();
    out.uint32(line.lineNo())
        .micros(line.usage().start())
        .micros(line.usage().end())
        .string(line.deviceModel())
        .string(line.state().code())
        .string(owner.team())
        .string(owner.costCenter())
        .string(owner.project())
        .string(owner.environment())
        .string(line.usageOn().cluster())
        .string(line.usageOn().node())
        .string(line.holder().namespace())
        .string(line.holder().workload())
        .string(line.holder().key())
        .string(line.holder().user())
        .string(line.ownership().rule())
        .int64(line.deviceNanos())
        .decimal128(costs.billed().unscaled())
        .decimal128(costs.effective().unscaled())
        .decimal128(costs.list().unscaled())
        .decimal128(costs.contracted().unscaled())
        .string(line.part().component().code())
        .string(line.part().splitRule());
  }
}
