package io.gpuledger.dashboard.export;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.List;
import java.util.Set;

/**
 * What the charges of an export carry, which decides its columns.
 *
 * @param present columns with a value in at least one charge
 * @param extra the sources' own columns, in order
 * @param confined whether the reader sees some teams only, and so nothing that tells the whole of a
 *     charge of which others bear a part
 */
public record ExportShape(Set<FocusColumn> present, List<String> extra, boolean confined) {
  public ExportShape {
    present = Set.copyOf(present);
    extra = List.copyOf(extra);
  }
}
