package io.gpuledger.ingest.bill;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of a file by their names, which match whatever their case, spaces, {@code _}, {@code
 * -} and {@code /}. So {@code lineItem/UsageAmount} and {@code line_item_usage_amount} are one.
 */
public final class NativeColumns {
  /** The position of a column that the file lacks. */
  public static final int NONE = -1;

  private final List<String> names;
  private final Map<String, List<Integer>> positions = new HashMap<>();
  private final Set<String> asked = new TreeSet<>();

  public NativeColumns(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      positions
          .computeIfAbsent(FocusVersion.normalised(names.get(i)), added -> new ArrayList<>())
          .add(i);
    }
  }

  public int size() {
    return names.size();
  }

  /** The name of a column as it stands in the file. */
  public String name(int field) {
    return names.get(field);
  }

  /** All names as they stand in the file. */
  public List<String> names() {
    return names;
  }

  public boolean has(String name) {
    return positions.containsKey(FocusVersion.normalised(name));
  }

  /** The position of a column from 0, or {@link #NONE}. */
  public int of(String name) {
    String key = FocusVersion.normalised(name);
    asked.add(key);
    List<Integer> found = positions.get(key);
    return found == null ? NONE : found.get(0);
  }

  /** The positions of the columns whose normalised names start so, in their order. */
  public List<Integer> startingWith(String prefix) {
    String key = FocusVersion.normalised(prefix);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (FocusVersion.normalised(names.get(i)).startsWith(key)) {
        found.add(i);
      }
    }
    return found;
  }

  /**
   * The provider columns that keep what no column of FOCUS takes over whole.
   *
   * @param taken names of the columns that are taken over
   * @return {@code x_} and the column's name, by position
   */
  public Map<Integer, String> kept(Collection<String> taken) {
    Set<String> keys = new HashSet<>();
    taken.forEach(name -> keys.add(FocusVersion.normalised(name)));
    Map<Integer, String> kept = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (int field = 0; field < names.size(); field++) {
      if (!keys.contains(FocusVersion.normalised(names.get(field)))) {
        String target = "x_" + names.get(field).strip();
        int count = used.merge(target, 1, Integer::sum);
        kept.put(field, count == 1 ? target : target + "_" + count);
      }
    }
    return kept;
  }

  /**
   * The same of a record in JSON: what is around it, and not in it, is not kept with every charge.
   *
   * @param taken names of the columns that are taken over
   */
  public Map<Integer, String> keptOfRecords(Collection<String> taken) {
    Map<Integer, String> kept = new HashMap<>(kept(taken));
    kept.values().removeIf(name -> name.startsWith("x_$."));
    return kept;
  }

  /** The second position of a column that was asked for and stands in the file twice. */
  Optional<Integer> repeated() {
    return asked.stream()
        .map(key -> positions.getOrDefault(key, List.of()))
        .filter(found -> found.size() > 1)
        .map(found -> found.get(1))
        .findFirst();
  }
}
