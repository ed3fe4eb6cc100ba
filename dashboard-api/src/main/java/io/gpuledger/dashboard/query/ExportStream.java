package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.export.LedgerCharge;
import io.gpuledger.dashboard.export.LedgerLine;
import io.gpuledger.dashboard.export.LineField;
import io.gpuledger.streaming.allocation.RowInput;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings charges and their lines together; both come by delivery and row. */
final class ExportStream {
  private static final FocusColumn[] COLUMNS = FocusColumn.values();
  private static final LineField[] FIELDS = LineField.values();

  private final RowInput charges;
  private final RowInput lines;
  private final Map<String, String> policies;
  private @Nullable Numbered next;

  /** A line of a charge. */
  private record Numbered(String delivery, String row, LedgerLine line) {}

  /** Takes a charge with all of its lines. */
  interface Handler {
    void charge(LedgerCharge charge, List<LedgerLine> lines) throws IOException;
  }

  /**
   * A stream over the answers of {@link FocusExportQuery#chargesOf} and {@link
   * FocusExportQuery#linesOf}.
   *
   * @param policies the policy version of each cell version
   */
  ExportStream(RowInput charges, RowInput lines, Map<String, String> policies) {
    this.charges = charges;
    this.lines = lines;
    this.policies = policies;
  }

  void forEach(Handler handler) throws IOException {
    next = lines.hasNext() ? line() : null;
    while (charges.hasNext()) {
      LedgerCharge charge = charge();
      List<LedgerLine> own = new ArrayList<>();
      Numbered line = next;
      while (line != null && charge.is(line.delivery(), line.row())) {
        own.add(line.line());
        line = lines.hasNext() ? line() : null;
      }
      next = line;
      if (own.isEmpty()) {
        throw new IllegalStateException(charge + " has no allocation lines");
      }
      if (own.stream().anyMatch(LedgerLine::exported)) {
        handler.charge(charge, own);
      }
    }
    Numbered left = next;
    if (left != null) {
      throw new IllegalStateException(
          "charge " + left.delivery() + ":" + left.row() + " has lines, and is not there");
    }
  }

  private LedgerCharge charge() {
    String delivery = charges.string();
    String row = charges.string();
    Map<FocusColumn, String> texts = new EnumMap<>(FocusColumn.class);
    Map<FocusColumn, Map<String, String>> pairs = new EnumMap<>(FocusColumn.class);
    for (FocusColumn column : COLUMNS) {
      switch (column.kind()) {
        case KEY_VALUES -> pairs.put(column, charges.stringMap());
        case TIME -> texts.put(column, instant(charges.string()).toString());
        case COST, QUANTITY -> amount(charges.string(), column, texts);
        case TEXT, NAME, JSON -> texts.put(column, charges.string());
      }
    }
    return new LedgerCharge(delivery, row, texts, pairs, charges.stringMap());
  }

  private static void amount(String text, FocusColumn column, Map<FocusColumn, String> texts) {
    if (!text.isEmpty()) {
      texts.put(column, Amount.parse(text).toString());
    }
  }

  private Numbered line() {
    String delivery = lines.string();
    String row = lines.string();
    boolean exported = lines.string().equals("1");
    Instant start = instant(lines.string());
    Instant end = instant(lines.string());
    String policy = policies.getOrDefault(lines.string(), "");
    long deviceNanos = Long.parseLong(lines.string());
    Costs costs =
        new Costs(
            Amount.parse(lines.string()),
            Amount.parse(lines.string()),
            Amount.parse(lines.string()),
            Amount.parse(lines.string()));
    Map<LineField, String> fields = new EnumMap<>(LineField.class);
    for (LineField field : FIELDS) {
      fields.put(field, lines.string());
    }
    LedgerLine line =
        new LedgerLine(exported, start, end, fields, lines.string(), policy, deviceNanos, costs);
    return new Numbered(delivery, row, line);
  }

  private static Instant instant(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }
}
