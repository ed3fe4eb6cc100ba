package io.gpuledger.dashboard.export;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.filter.GroupKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * An allocation line as the ledger keeps it.
 *
 * @param exported whether it becomes a row; the others only take their part of the charge's
 *     quantities
 * @param usageStart start of the charge on the line's day
 * @param usageEnd its end there, exclusive
 * @param fields what the line adds; a dash or nothing is missing
 * @param deviceModel the accelerator's model, or a dash
 * @param policyVersion of the rules by which it was allocated
 * @param deviceNanos device-time behind the money
 * @param costs the money; 0 where the bill left a cost out
 */
public record LedgerLine(
    boolean exported,
    Instant usageStart,
    Instant usageEnd,
    Map<LineField, String> fields,
    String deviceModel,
    String policyVersion,
    long deviceNanos,
    Costs costs) {
  public LedgerLine {
    EnumMap<LineField, String> copy = new EnumMap<>(LineField.class);
    copy.putAll(fields);
    fields = copy;
  }

  /** The value of a field, empty where it is missing. */
  String text(LineField field) {
    return present(fields.getOrDefault(field, ""));
  }

  /** The text, empty where it is the ledger's dash. */
  static String present(String text) {
    return text.equals(GroupKey.MISSING) ? "" : text;
  }
}
