package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** What the tests of native formats share. */
final class NativeBills {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private NativeBills() {}

  static ImportReport run(MemorySink sink, DeliveryHistory history, Path... files)
      throws IOException {
    return run(sink, history, ImportRequest.of("s", List.of(files)));
  }

  static ImportReport run(MemorySink sink, DeliveryHistory history, ImportRequest request)
      throws IOException {
    return new BillImport(sink, CLOCK).run(request, history, ImportListener.NONE);
  }

  /** The charges in the order of their records, the parts of a record after each other. */
  static List<Charge> charges(MemorySink sink) {
    return sink.charges().stream()
        .sorted(
            Comparator.comparingLong((Charge charge) -> charge.rowNo() >>> 32)
                .thenComparingLong(charge -> charge.rowNo() & 0xFFF_FFFFL)
                .thenComparingLong(Charge::rowNo))
        .toList();
  }

  static BigDecimal sum(List<Charge> charges, FocusColumn cost) {
    return charges.stream()
        .flatMap(charge -> charge.amount(cost).stream())
        .map(amount -> amount.toBigDecimal())
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .stripTrailingZeros();
  }

  /** The charges as text, every value of every column on a line of its own. */
  static String text(List<Charge> charges, boolean withExtra) {
    StringBuilder text = new StringBuilder();
    for (Charge charge : charges) {
      text.append("record ").append(charge.rowNo() & 0xFFF_FFFFL);
      text.append(" part ").append((charge.rowNo() & 0xFFFF_FFFFL) >>> 28).append('\n');
      for (FocusColumn column : FocusColumn.values()) {
        charge
            .find(column)
            .ifPresent(
                value ->
                    text.append("  ").append(column.focusName()).append(": ").append(shown(value)));
      }
      if (withExtra) {
        new TreeMap<>(charge.extra())
            .forEach(
                (name, value) ->
                    text.append("  ").append(name).append(": ").append(value).append('\n'));
      }
    }
    return text.toString();
  }

  private static String shown(Object value) {
    return (value instanceof java.util.Map<?, ?> map ? new TreeMap<>(map) : value) + "\n";
  }

  /** The golden text of this name, written by hand where a rule changes. */
  static String golden(String name) throws IOException {
    return Files.readString(GOLDEN.resolve(name));
  }
}
