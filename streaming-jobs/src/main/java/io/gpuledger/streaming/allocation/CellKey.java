package io.gpuledger.streaming.allocation;

import java.time.LocalDate;
import java.util.Comparator;

/** The unit in which allocation is computed and replaced: a source's account on a UTC day. */
record CellKey(String source, String account, LocalDate day) {
  static final Comparator<CellKey> ORDER =
      Comparator.comparing(CellKey::source)
          .thenComparing(CellKey::account)
          .thenComparing(CellKey::day);
}
