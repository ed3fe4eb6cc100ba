package io.gpuledger.ingest.gcp;

import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.focus.FocusVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the columns of an export stand in a file, by their names in the table. A CSV file may have
 * them flattened with {@code _} in place of the points.
 */
final class GcpColumns {
  /** Without these an export cannot be read: the cost of one without credits would be too high. */
  private static final List<String> NEEDED =
      List.of(
          "billing_account_id",
          "service.description",
          "sku.description",
          "usage_start_time",
          "usage_end_time",
          "cost",
          "currency",
          "credits",
          "invoice.month");

  /** Columns that a column of FOCUS takes over whole. */
  private static final List<String> TAKEN =
      List.of(
          "billing_account_id",
          "service.description",
          "sku.id",
          "sku.description",
          "usage_start_time",
          "usage_end_time",
          "project.id",
          "project.name",
          "location.region",
          "location.zone",
          "currency",
          "resource.global_name",
          "resource.name",
          "labels",
          "seller_name",
          "cost_at_list",
          "usage.amount_in_pricing_units");

  private final NativeColumns columns;

  GcpColumns(NativeColumns columns) {
    this.columns = columns;
  }

  static FormatFit fit(NativeColumns columns) {
    FormatFit dotted = FormatFit.of(columns, NEEDED);
    FormatFit flat = FormatFit.of(columns, NEEDED.stream().map(GcpColumns::flat).toList());
    boolean isFlat =
        flat.kind() != FormatFit.Kind.NONE
            && (dotted.kind() == FormatFit.Kind.NONE
                || flat.missing().size() < dotted.missing().size());
    return isFlat ? flat : dotted;
  }

  /** The position of a column, or {@link NativeColumns#NONE}. */
  int of(String name) {
    int dotted = columns.of(name);
    return dotted == NativeColumns.NONE && name.indexOf('.') > 0 ? columns.of(flat(name)) : dotted;
  }

  /** What is kept as it stands: all that no column of FOCUS takes over whole. */
  Map<Integer, String> kept() {
    Set<String> taken = new HashSet<>();
    TAKEN.forEach(name -> taken.add(key(name)));
    Map<Integer, String> kept = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (int field = 0; field < columns.size(); field++) {
      if (!taken.contains(key(columns.name(field)))) {
        String target = "x_" + flat(columns.name(field).strip());
        int count = used.merge(target, 1, Integer::sum);
        kept.put(field, count == 1 ? target : target + "_" + count);
      }
    }
    return kept;
  }

  private static String key(String name) {
    return FocusVersion.normalised(flat(name));
  }

  private static String flat(String name) {
    return name.replace('.', '_');
  }
}
