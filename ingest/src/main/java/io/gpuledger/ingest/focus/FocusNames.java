package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the columns of a file that is FOCUS, or nearly so, mean.
 *
 * @param columns the columns of FOCUS by position, older names among them
 * @param further names of provider columns, with {@code x_}, by position
 */
public record FocusNames(Map<Integer, FocusColumn> columns, Map<Integer, String> further) {
  public FocusNames {
    columns = Map.copyOf(columns);
    further = Map.copyOf(further);
  }

  /** What these names mean; empty where they are not those of FOCUS, or some are missing. */
  public static Optional<FocusNames> of(List<String> names) {
    return FocusHeader.of(names)
        .header()
        .map(
            header -> {
              Map<Integer, FocusColumn> columns = new HashMap<>();
              Map<Integer, String> further = new HashMap<>();
              for (int i = 0; i < names.size(); i++) {
                FocusHeader.Target target = header.columns().get(i);
                if (target.column().isPresent()) {
                  columns.put(i, target.column().get());
                } else {
                  further.put(i, target.name());
                }
              }
              return new FocusNames(columns, further);
            });
  }
}
