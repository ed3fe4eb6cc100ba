package io.gpuledger.ingest.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;

/**
 * The lines of split cost allocation: one for each pod or task, beside the line of the instance
 * that they share [K]. The instance's line keeps its money, so it is not counted twice; the lines
 * of the parts carry none and say which share was theirs.
 */
final class CurSplit {
  static final String ORIGIN = "x_SplitOriginId";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METHOD = "aws-split-cost-allocation";

  private final int parent;
  private final int ratio;
  private final int usage;
  private final int resource;
  private final int pricingUnit;
  private final CurTags tags;

  CurSplit(CurColumns columns, CurTags tags) {
    parent = columns.of("split_line_item_parent_resource_id");
    ratio = columns.of("split_line_item_split_usage_ratio");
    usage = columns.of("split_line_item_split_usage");
    resource = columns.of("line_item_resource_id");
    pricingUnit = columns.of("pricing_unit");
    this.tags = tags;
  }

  /** Whether the line is a part of another line's resource. */
  boolean isPart(NativeRecord line) {
    return line.has(parent);
  }

  void write(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.RESOURCE_ID, parent);
    charge.copy(FocusColumn.ALLOCATED_RESOURCE_ID, resource);
    charge.put(FocusColumn.ALLOCATED_METHOD_ID, METHOD);
    charge.extra(ORIGIN, line.text(parent));
    tags.write(line, charge, FocusColumn.ALLOCATED_TAGS);
    ObjectNode element = JSON.createObjectNode();
    line.fact(ratio).ifPresent(share -> element.put("AllocatedRatio", share));
    line.fact(usage)
        .ifPresent(
            quantity -> {
              element.put("UsageUnit", CurUnits.of(line.text(pricingUnit)).consumed());
              element.put("UsageQuantity", quantity);
            });
    if (!element.isEmpty()) {
      ObjectNode details = JSON.createObjectNode();
      details.putArray("Elements").add(element);
      charge.put(FocusColumn.ALLOCATED_METHOD_DETAILS, details.toString());
    }
  }
}
