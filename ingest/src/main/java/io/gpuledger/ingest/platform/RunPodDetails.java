package io.gpuledger.ingest.platform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Buckets of RunPod's pods, endpoints and network volumes. */
final class RunPodDetails implements Details {
  private static final String TIME = "timeBilledMs";

  private static final BigDecimal HOUR = BigDecimal.valueOf(3_600_000);
  private static final int DIGITS = 18;
  private static final String GPU = "gpu";
  private static final String CPU = "cpu";

  private final int pod;
  private final int endpoint;
  private final int gpuType;
  private final int time;
  private final int disk;
  private final Map<String, Integer> amounts = new LinkedHashMap<>();

  RunPodDetails(NativeColumns columns) {
    pod = columns.of("podId");
    endpoint = columns.of("endpointId");
    gpuType = columns.of("gpuTypeId");
    time = columns.of(TIME);
    // Names match whatever their case, so this is diskSpaceBilledGb too.
    disk = columns.of("diskSpaceBilledGB");
    amounts.put(GPU, columns.of("gpuAmount"));
    amounts.put(CPU, columns.of("cpuAmount"));
    amounts.put("disk", columns.of("diskAmount"));
  }

  private enum Kind {
    POD("Pod"),
    ENDPOINT("Endpoint"),
    DEVICE(""),
    VOLUME("Network Volume");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  private Kind kind(NativeRecord record) {
    if (record.has(endpoint)) {
      return Kind.ENDPOINT;
    }
    if (record.has(pod)) {
      return Kind.POD;
    }
    boolean ran = record.fact(time).filter(ms -> ms.signum() > 0).isPresent();
    return record.has(gpuType) || ran ? Kind.DEVICE : Kind.VOLUME;
  }

  @Override
  public Map<String, BigDecimal> parts(NativeRecord record) {
    Map<String, BigDecimal> parts = new LinkedHashMap<>();
    amounts.forEach(
        (name, field) ->
            record
                .fact(field)
                .filter(amount -> amount.signum() != 0)
                .ifPresent(amount -> parts.put(name, amount)));
    return parts;
  }

  @Override
  public void write(NativeRecord record, ChargeWriter charge, String part) {
    Kind kind = kind(record);
    charge.put(FocusColumn.RESOURCE_TYPE, kind.type);
    if (kind == Kind.VOLUME || part.equals("disk")) {
      charge.put(FocusColumn.SERVICE_CATEGORY, "Storage");
      charge.put(FocusColumn.SERVICE_SUBCATEGORY, "Block Storage");
      number(record, charge, disk)
          .filter(stored -> stored.signum() > 0)
          .ifPresent(stored -> used(charge, stored, "GB-Hours"));
      return;
    }
    boolean runs =
        part.isEmpty() || part.equals(GPU) || (part.equals(CPU) && !parts(record).containsKey(GPU));
    if (runs) {
      number(record, charge, time)
          .ifPresent(ms -> used(charge, ms.divide(HOUR, DIGITS, RoundingMode.HALF_EVEN), "Hours"));
    }
    if (record.has(gpuType) && !part.equals(CPU)) {
      charge.put(FocusColumn.SKU_ID, gpuType, record.text(gpuType));
      charge.put(
          FocusColumn.SKU_PRICE_DETAILS,
          JsonNodeFactory.instance.objectNode().put("x_GpuModel", record.text(gpuType)).toString());
    }
  }

  private static Optional<BigDecimal> number(NativeRecord record, ChargeWriter charge, int field) {
    Optional<BigDecimal> number = record.fact(field);
    if (record.has(field) && number.filter(told -> told.signum() >= 0).isEmpty()) {
      charge.fault(ProblemCode.NOT_A_DECIMAL, field, "the cell holds no quantity");
      return Optional.empty();
    }
    return number;
  }

  private static void used(ChargeWriter charge, BigDecimal quantity, String unit) {
    charge.product(FocusColumn.CONSUMED_QUANTITY, quantity);
    charge.put(FocusColumn.CONSUMED_UNIT, unit);
    charge.product(FocusColumn.PRICING_QUANTITY, quantity);
    charge.put(FocusColumn.PRICING_UNIT, unit);
  }

  /** Devices alone may be those of pods or of endpoints. */
  @Override
  public Set<String> answers(NativeRecord record) {
    Kind kind = kind(record);
    return kind == Kind.DEVICE ? Set.of(Kind.POD.type, Kind.ENDPOINT.type) : Set.of(kind.type);
  }
}
