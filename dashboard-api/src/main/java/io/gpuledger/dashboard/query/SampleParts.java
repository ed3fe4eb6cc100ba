package io.gpuledger.dashboard.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins the parts of one sample field by field, as the facts are made of them: of two measured
 * values the larger one, of holders all.
 */
final class SampleParts {
  private static final int HOLDERS = 7;
  private static final int FIRST_MEASURE = 8;
  private static final int LAST_MEASURE = 14;
  private static final int PUBLISHED_AT = 16;

  private SampleParts() {}

  /**
   * One row a device, in the order in which devices first come.
   *
   * @param parts the columns of {@link GpuQuery}'s question; the parts of a device have one instant
   */
  static Collection<List<String>> merged(List<List<String>> parts) {
    Map<List<String>, List<String>> devices = new LinkedHashMap<>(2 * parts.size());
    for (List<String> part : parts) {
      devices.merge(
          List.of(part.get(0), part.get(2), part.get(3), part.get(4)), part, SampleParts::merge);
    }
    return devices.values();
  }

  private static List<String> merge(List<String> one, List<String> other) {
    List<String> merged = new ArrayList<>(one);
    for (int column = 0; column < merged.size(); column++) {
      merged.set(column, value(column, one.get(column), other.get(column)));
    }
    return merged;
  }

  private static String value(int column, String one, String other) {
    if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
      return one.isEmpty() ? other : one;
    }
    if (column == HOLDERS) {
      Set<String> holders = new LinkedHashSet<>(one.lines().toList());
      other.lines().forEach(holders::add);
      return String.join("\n", holders);
    }
    if (column >= FIRST_MEASURE && column <= LAST_MEASURE) {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) < 0 ? other : one;
    }
    // Instants are texts of one width.
    return column == PUBLISHED_AT && one.compareTo(other) < 0 ? other : one;
  }
}
