package io.gpuledger.ingest.focus;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.device.AcceleratorCatalogue;
import io.gpuledger.cost.device.AcceleratorCatalogue.Finding;
import io.gpuledger.cost.device.AcceleratorCatalogue.Status;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.KeyValues;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names the accelerator of a charge from what its bill says: price details first, then provider
 * columns with an instance type, then resource type, meter and description. What a text says is
 * computed once per distinct text.
 */
final class AcceleratorRecogniser {
  private static final FocusColumn[] TEXTS = {
    FocusColumn.SKU_PRICE_DETAILS,
    FocusColumn.RESOURCE_TYPE,
    FocusColumn.SKU_METER,
    FocusColumn.SKU_ID,
    FocusColumn.CHARGE_DESCRIPTION
  };

  private static final List<String> EXTRAS =
      List.of(
          "x_InstanceType", "x_SkuDetails", "x_SkuDescription", "x_SkuMeterName", "x_UsageType");

  private final AcceleratorCatalogue catalogue = AcceleratorCatalogue.standard();
  private final int[] textSlots;
  private final Map<String, ColumnValue> models = new HashMap<>();
  private final Map<Integer, ColumnValue> counts = new HashMap<>();
  private final Map<Status, ColumnValue> statuses = new HashMap<>();

  AcceleratorRecogniser(ColumnSlots slots) {
    textSlots =
        Stream.concat(
                Stream.of(TEXTS).map(FocusColumn::number),
                EXTRAS.stream().flatMap(name -> slots.findExtra(name).stream()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Sets the three accelerator columns, unless the bill carries them itself. */
  void mark(FocusRow row) {
    if (row.cell(FocusColumn.X_ACCELERATOR) != null) {
      return;
    }
    Finding found = find(row);
    row.set(
        FocusColumn.X_ACCELERATOR.number(),
        statuses.computeIfAbsent(found.status(), status -> name(status.text())));
    if (!found.model().isEmpty()) {
      row.set(
          FocusColumn.X_DEVICE_MODEL.number(),
          models.computeIfAbsent(found.model(), AcceleratorRecogniser::name));
    }
    if (found.count() > 0) {
      row.set(
          FocusColumn.X_DEVICE_COUNT.number(),
          counts.computeIfAbsent(found.count(), AcceleratorRecogniser::count));
    }
  }

  private Finding find(FocusRow row) {
    Finding best = Finding.NONE;
    for (int slot : textSlots) {
      ColumnValue cell = row.cell(slot);
      if (cell == null) {
        continue;
      }
      Finding finding = cell.finding;
      if (finding == null) {
        finding = read(slot, cell);
        cell.finding = finding;
      }
      if (finding.status() == Status.KNOWN) {
        return finding;
      }
      if (best.status() == Status.NONE) {
        best = finding;
      }
    }
    return best;
  }

  private Finding read(int slot, ColumnValue cell) {
    if (slot != FocusColumn.SKU_PRICE_DETAILS.number()) {
      return catalogue.inText(cell.text());
    }
    KeyValues details =
        JsonCells.keyValues(new ColumnValue.Slice(cell.encoded().toByteArray(), 0)).keyValues();
    Map<String, String> entries = details.getEntriesMap();
    Finding byType =
        catalogue.inText(
            entries.getOrDefault("InstanceType", entries.getOrDefault("x_InstanceType", "")));
    if (byType.status() == Status.KNOWN) {
      return byType;
    }
    int count = wholeNumber(entries.getOrDefault("GpuCount", "0"));
    Finding byModel =
        catalogue.ofModel(entries.getOrDefault("x_GpuModel", entries.getOrDefault("GpuModel", "")));
    if (byModel.status() == Status.KNOWN) {
      return new Finding(Status.KNOWN, byModel.model(), count);
    }
    return count > 0 || byType.status() == Status.UNKNOWN || byModel.status() == Status.UNKNOWN
        ? new Finding(Status.UNKNOWN, "", count)
        : Finding.NONE;
  }

  private static int wholeNumber(String text) {
    try {
      return new java.math.BigDecimal(text.strip()).intValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      return 0;
    }
  }

  private static ColumnValue name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ColumnValue.ofText(new ColumnValue.Slice(bytes, 0), ByteString.copyFrom(bytes), false);
  }

  private static ColumnValue count(int count) {
    byte[] bytes = Integer.toString(count).getBytes(StandardCharsets.UTF_8);
    BigInteger unscaled = Amount.of(count).unscaled();
    return ColumnValue.ofNumber(
        new ColumnValue.Slice(bytes, 0),
        unscaled.shiftRight(64).longValueExact(),
        unscaled.longValue(),
        null);
  }
}
