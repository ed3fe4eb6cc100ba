package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationCharge;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.util.List;

/** How a line is written to {@code allocation_lines}. */
final class LineColumns {
  static final List<String> NAMES =
      List.of(
          "cell_version",
          "day",
          "delivery_id",
          "row_no",
          "line_no",
          "usage_start",
          "usage_end",
          "provider",
          "source",
          "account",
          "sub_account",
          "region",
          "service",
          "service_category",
          "charge_category",
          "pricing_category",
          "commitment",
          "basis",
          "currency",
          "resource",
          "sku",
          "invoice",
          "device_model",
          "state",
          "team",
          "cost_center",
          "project",
          "environment",
          "cluster",
          "initiative",
          "node",
          "namespace",
          "workload",
          "holder",
          "user",
          "model",
          "token_type",
          "billing_period_start",
          "tags",
          "rule",
          "device_nanos",
          "billed_cost",
          "effective_cost",
          "list_cost",
          "contracted_cost",
          "absent_costs",
          "component",
          "split_rule");

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

  static void write(Cell cell, ChargeRow row, AllocationLine line, RowBinaryWriter out) {
    AllocationCharge charge = row.charge();
    out.uint64(cell.version)
        .date(cell.key.day().toEpochDay())
        .string(charge.deliveryId())
        .uint64(charge.rowNo())
        .uint32(line.lineNo())
        .micros(line.usage().start())
        .micros(line.usage().end());
    for (Name name : OF_CHARGE) {
      out.string(charge.keys().get(name));
    }
    Owner owner = line.ownership().owner();
    out.string(line.deviceModel())
        .string(line.state().code())
        .string(owner.team())
        .string(owner.costCenter())
        .string(owner.project())
        .string(owner.environment())
        .string(line.usageOn().cluster())
        .string(GroupKey.MISSING)
        .string(line.usageOn().node())
        .string(line.holder().namespace())
        .string(line.holder().workload())
        .string(line.holder().key())
        .string(line.holder().user())
        .string(GroupKey.MISSING)
        .string(GroupKey.MISSING)
        .dateTime64(row.billingPeriodMicros())
        .stringMap(charge.keys().tags())
        .string(line.ownership().rule())
        .int64(line.deviceNanos());
    Costs costs = line.costs();
    out.decimal128(costs.billed().unscaled())
        .decimal128(costs.effective().unscaled())
        .decimal128(costs.list().unscaled())
        .decimal128(costs.contracted().unscaled())
        .uint8(row.absentCosts())
        .string(line.part().component().code())
        .string(line.part().splitRule());
  }
}
