package io.gpuledger.ingest.platform;

import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The fields of a file that no column of FOCUS takes over, in every record or in some. */
final class KeptFields {
  private final List<int[]> taken;
  private final Map<Integer, String> always;
  private final Map<Integer, String> alternatives = new TreeMap<>();

  /**
   * The fields of one file.
   *
   * @param taken fields of which the first that has a value is taken over whole
   */
  KeptFields(NativeColumns file, List<int[]> taken) {
    this.taken = List.copyOf(taken);
    this.always = file.keptOfRecords(Set.of());
    for (int[] names : taken) {
      int[] there = IntStream.of(names).filter(field -> field >= 0).toArray();
      for (int field : there) {
        String name = always.remove(field);
        if (name != null && there.length > 1) {
          alternatives.put(field, name);
        }
      }
    }
  }

  /** Those that every charge carries, by position. */
  Map<Integer, String> always() {
    return always;
  }

  /** Names of those that a charge carries where another one was taken. */
  Collection<String> alternatives() {
    return alternatives.values();
  }

  /** Keeps of a record what it says under a further name of a field. */
  void write(NativeRecord record, ChargeWriter charge) {
    if (alternatives.isEmpty()) {
      return;
    }
    Set<Integer> used = new HashSet<>();
    taken.forEach(fields -> used.add(record.first(fields)));
    alternatives.forEach(
        (field, name) -> {
          if (record.has(field) && !used.contains(field)) {
            charge.extra(name, record.text(field));
          }
        });
  }
}
