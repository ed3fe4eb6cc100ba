package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import java.util.function.Function;

/** The group keys of a line: those of its charge, with what the split added. */
record LineKeys(ChargeKeys charge, AllocationLine line) implements Function<GroupKey, String> {
  @Override
  public String apply(GroupKey key) {
    return switch (key.name()) {
      case STATE -> line.state().code();
      case DEVICE_MODEL -> line.deviceModel();
      case CLUSTER -> line.usageOn().cluster();
      case NODE -> line.usageOn().node();
      case NAMESPACE -> line.holder().namespace();
      case WORKLOAD -> line.holder().workload();
      case HOLDER -> line.holder().key();
      case USER -> line.holder().user();
      case TEAM -> line.ownership().owner().team();
      case COST_CENTER -> line.ownership().owner().costCenter();
      case PROJECT -> line.ownership().owner().project();
      case COMPONENT -> line.part().component().code();
      case ENVIRONMENT -> line.ownership().owner().environment();
      case PROVIDER,
          SOURCE,
          ACCOUNT,
          SUB_ACCOUNT,
          REGION,
          SERVICE,
          SERVICE_CATEGORY,
          CHARGE_CATEGORY,
          PRICING_CATEGORY,
          COMMITMENT,
          BASIS,
          CURRENCY,
          INITIATIVE,
          RESOURCE,
          SKU,
          MODEL,
          TOKEN_TYPE,
          INVOICE,
          TAG ->
          charge.apply(key);
    };
  }
}
