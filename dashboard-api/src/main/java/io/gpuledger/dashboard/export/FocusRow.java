package io.gpuledger.dashboard.export;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.FormerName;
import java.math.BigDecimal;
import java.util.Set;

/**
 * A row of the file: one line of a charge.
 *
 * @param shares what the lines of the charge take of it
 * @param index which of the lines
 */
record FocusRow(ChargeShares shares, int index) {
  private static final Set<String> ALLOCATION =
      Set.of(
          FocusColumn.ALLOCATED_METHOD_ID.focusName(),
          FocusColumn.ALLOCATED_METHOD_DETAILS.focusName(),
          FocusColumn.ALLOCATED_RESOURCE_ID.focusName(),
          FocusColumn.ALLOCATED_RESOURCE_NAME.focusName(),
          FocusColumn.ALLOCATED_TAGS.focusName());

  /** By the device-time that telemetry saw. */
  static final String BY_DEVICE_TIME = "GpuLedger-DeviceTime";

  /** By the time that a charge runs on each day. */
  static final String BY_USAGE_TIME = "GpuLedger-UsageTime";

  /** Whether a column tells how a charge was divided. */
  static boolean isAllocation(String focusName) {
    return ALLOCATION.contains(focusName);
  }

  LedgerCharge charge() {
    return shares.charge();
  }

  LedgerLine line() {
    return shares.line(index);
  }

  /** Whether the ledger has divided the charge, or found who holds the whole of it. */
  private boolean allocated() {
    return shares.size() > 1 || !line().text(LineField.HOLDER).isEmpty();
  }

  /** Names what the row is a part of. A charge that its bill had divided already keeps its own. */
  String origin() {
    boolean byBill = !charge().text(FocusColumn.ALLOCATED_METHOD_ID).isEmpty();
    return allocated() || !byBill ? charge().id() : charge().extra("x_SplitOriginId");
  }

  /** A column of the division: the ledger's, or the bill's where the ledger divided nothing. */
  String allocation(FocusColumn column) {
    if (!allocated()) {
      return charge().text(column);
    }
    boolean held = !line().text(LineField.HOLDER).isEmpty();
    return switch (column) {
      case ALLOCATED_METHOD_ID ->
          held || line().deviceNanos() != 0 ? BY_DEVICE_TIME : BY_USAGE_TIME;
      case ALLOCATED_METHOD_DETAILS -> shares.isWhole() ? details() : "";
      case ALLOCATED_RESOURCE_ID -> line().text(LineField.HOLDER);
      case ALLOCATED_RESOURCE_NAME -> held ? line().text(LineField.WORKLOAD) : "";
      case ALLOCATED_TAGS -> held ? tags() : "";
      default -> throw new IllegalStateException(column + " is no column of the division");
    };
  }

  private String details() {
    JsonText element = new JsonText().raw("AllocatedRatio", shares.ratio(index).toString());
    if (line().deviceNanos() != 0) {
      element.text("UsageUnit", "GPU-Seconds").raw("UsageQuantity", deviceSeconds());
    }
    return new JsonText()
        .raw("Elements", "[" + element.end() + "]")
        .present("x_State", line().text(LineField.STATE))
        .present("x_Rule", line().text(LineField.RULE))
        .present("x_PolicyVersion", line().policyVersion())
        .end();
  }

  private String tags() {
    JsonText tags =
        new JsonText()
            .present("team", line().text(LineField.TEAM))
            .present("cost_center", line().text(LineField.COST_CENTER))
            .present("project", line().text(LineField.PROJECT))
            .present("environment", line().text(LineField.ENVIRONMENT))
            .present("namespace", line().text(LineField.NAMESPACE))
            .present("workload", line().text(LineField.WORKLOAD));
    return tags.isEmpty() ? "" : tags.end();
  }

  /** Device-time in seconds, exact; empty where no device stands behind the money. */
  String deviceSeconds() {
    return line().deviceNanos() == 0
        ? ""
        : Amount.of(BigDecimal.valueOf(line().deviceNanos(), 9)).toString();
  }

  String deviceModel() {
    String model = LedgerLine.present(line().deviceModel());
    return model.isEmpty() ? charge().text(FocusColumn.X_DEVICE_MODEL) : model;
  }

  /** A column that FOCUS has removed since. */
  String former(FormerName name) {
    String own = charge().extra(name.extraName());
    String kept = own.isEmpty() ? charge().text(name.column()) : own;
    // Bills of 1.4 know no publisher, and 1.2 and 1.3 demand one: it is who sells the service.
    return kept.isEmpty() ? charge().text(FocusColumn.SERVICE_PROVIDER_NAME) : kept;
  }
}
