package io.gpuledger.dashboard.export;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.List;
import java.util.Set;

/**
 * What the charges of an export carry, which decides its columns.
 *
 * @param present columns with a value in at least one charge
 * @param extra the sources' own columns, in order
 */
public record ExportShape(Set<FocusColumn> present, List<String> extra) {
  public ExportShape {
    present = Set.copyOf(present);
    extra = List.copyOf(extra);
  }
}
