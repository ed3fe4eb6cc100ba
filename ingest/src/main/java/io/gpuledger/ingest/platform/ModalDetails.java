package io.gpuledger.ingest.platform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Rows of Modal's report, whose cost is told by resource as well. */
final class ModalDetails implements Details {
  /** Resources with a number in their name are devices: CPU and memory have none [K]. */
  private static final Pattern DEVICE = Pattern.compile("(?i)(?:gpu[ _-]*)?([a-z]{1,6}\\d.*)");

  private final int byResource;
  private final int environment;

  ModalDetails(NativeColumns columns) {
    byResource = columns.of("cost_by_resource");
    environment =
        columns.has("environment_name")
            ? columns.of("environment_name")
            : columns.of("environment");
  }

  @Override
  public Map<String, BigDecimal> parts(NativeRecord record) {
    return JsonParts.ofObject(record.text(byResource));
  }

  @Override
  public void write(NativeRecord record, ChargeWriter charge, String part) {
    charge.put(FocusColumn.SKU_ID, part);
    var device = DEVICE.matcher(part);
    if (device.matches()) {
      charge.put(
          FocusColumn.SKU_PRICE_DETAILS,
          JsonNodeFactory.instance.objectNode().put("x_GpuModel", device.group(1)).toString());
    }
  }

  @Override
  public Set<String> answers(NativeRecord record) {
    return Set.of(record.text(environment));
  }
}
