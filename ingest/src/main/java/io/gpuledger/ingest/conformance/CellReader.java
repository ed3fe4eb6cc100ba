package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.RawRecord;
import io.gpuledger.ingest.wire.ByteKeyCache;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the cells of one column by themselves, each distinct text once: the last texts are
 * remembered in a fixed table.
 */
final class CellReader {
  /** Distinct texts that are remembered for a column. */
  private static final int CACHED_TEXTS = 1_024;

  /** The same for JSON, whose cells are larger. */
  private static final int CACHED_OBJECTS = 256;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private final ColumnSpec column;
  private final FocusVersion version;
  private final ByteKeyCache<Cell> cache;
  private final Cell bareNull;
  private final Cell quotedNull;

  CellReader(ColumnSpec column, FocusVersion version) {
    this.column = column;
    this.version = version;
    this.cache = new ByteKeyCache<>(column.format().isJson() ? CACHED_OBJECTS : CACHED_TEXTS);
    this.bareNull = nullCell("", List.of());
    this.quotedNull =
        nullCell(
            "",
            List.of(
                fault(
                    "EmptyText",
                    Severity.SHOULD,
                    "an empty text in quotes stands where a null is meant; leave the cell bare")));
  }

  /** The cell that the record has selected. */
  Cell read(RawRecord record) {
    int start = record.start();
    int end = record.end();
    if (start == end) {
      return record.quotedEmpty() ? quotedNull : bareNull;
    }
    byte[] bytes = record.bytes();
    long hash = ByteKeyCache.hash(bytes, start, end);
    Cell cached = cache.find(hash, bytes, start, end);
    if (cached != null) {
      return cached;
    }
    Cell cell = judge(bytes, start, end, hash);
    cache.put(hash, bytes, start, end, cell);
    return cell;
  }

  /** The cell of a value that has no text. */
  Cell unreadable(String why) {
    return new Cell(
        "", false, null, Cell.NO_TIME, null, 0, List.of(fault("Type", Severity.MUST, why)));
  }

  private Cell judge(byte[] bytes, int start, int end, long hash) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    boolean free = !column.format().isDecimal() && column.format() != Format.TIME;
    if (NullText.is(text, free && !column.format().isJson())) {
      return nullCell(
          text,
          List.of(
              fault(
                  "NullHandling",
                  Severity.MUST,
                  "a text stands where a null is meant; leave the cell empty")));
    }
    List<Cell.Fault> faults = new ArrayList<>();
    stringHandling(bytes, start, end, text, faults);
    BigDecimal number = null;
    long micros = Cell.NO_TIME;
    JsonNode json = null;
    if (column.format().isDecimal()) {
      number = decimal(text, faults).orElse(null);
    } else if (column.format() == Format.TIME) {
      micros = time(text, faults);
    } else if (column.format().isJson()) {
      json = json(text, faults).orElse(null);
    } else {
      text(text, faults);
    }
    long valueHash =
        number == null ? hash : (number.signum() == 0 ? 0 : number.stripTrailingZeros().hashCode());
    return new Cell(text, false, number, micros, json, valueHash, faults);
  }

  private Cell nullCell(String text, List<Cell.Fault> faults) {
    List<Cell.Fault> all = new ArrayList<>(faults);
    if (!column.nullable()) {
      all.add(
          fault(
              "Nullability", Severity.MUST, column.name() + " must not be null, and has no value"));
    }
    return new Cell(text, true, null, Cell.NO_TIME, null, 0, all);
  }

  private Cell.Fault fault(String kind, Severity severity, String message) {
    return new Cell.Fault(column.rule(kind), severity, message);
  }

  private void stringHandling(
      byte[] bytes, int start, int end, String text, List<Cell.Fault> faults) {
    boolean ascii = true;
    for (int i = start; i < end; i++) {
      ascii &= bytes[i] >= 0;
    }
    if (text.indexOf('\0') >= 0) {
      faults.add(fault("StringHandling", Severity.MUST, "the cell holds a NUL byte"));
    }
    if (!ascii) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      } catch (CharacterCodingException e) {
        faults.add(fault("StringHandling", Severity.MUST, "the cell is not valid UTF-8"));
      }
    }
  }

  private Optional<BigDecimal> decimal(String text, List<Cell.Fault> faults) {
    if (!DecimalText.conforms(text)) {
      Optional<String> misspelling = DecimalText.misspelling(text);
      faults.add(
          misspelling
              .map(
                  what ->
                      fault(
                          "Format",
                          Severity.MUST,
                          "the number "
                              + what
                              + "; expected digits with a point, or E notation without a plus"))
              .orElseGet(() -> fault("Type", Severity.MUST, "the text is not a decimal")));
    }
    Optional<BigDecimal> value = DecimalText.value(text);
    if (column.format() == Format.NON_NEGATIVE && value.isPresent() && value.get().signum() < 0) {
      faults.add(fault("NonNegative", Severity.MUST, "a unit price must not be negative"));
    }
    if (column.format() == Format.RATIO
        && value.isPresent()
        && (value.get().signum() < 0 || value.get().compareTo(BigDecimal.ONE) > 0)) {
      faults.add(fault("Range", Severity.MUST, "the value is not between 0 and 1"));
    }
    return value;
  }

  private long time(String text, List<Cell.Fault> faults) {
    long micros = TimeText.micros(text).orElse(Cell.NO_TIME);
    if (micros == Cell.NO_TIME) {
      faults.add(fault("Type", Severity.MUST, "the text is not a time" + TimeText.EXPECTED));
    } else if (TimeText.hasFractionOnly(text)) {
      faults.add(
          fault(
              "FractionalSeconds",
              Severity.SHOULD,
              "the time has a fraction of a second" + TimeText.EXPECTED));
    } else if (!TimeText.conforms(text)) {
      faults.add(
          fault(
              "Format",
              Severity.MUST,
              "the time " + TimeText.misspelling(text) + TimeText.EXPECTED));
    }
    return micros;
  }

  private Optional<JsonNode> json(String text, List<Cell.Fault> faults) {
    JsonText.Read read = JsonText.read(text);
    if (read.object().isEmpty()) {
      faults.add(
          fault(
              read.misspelt() ? "Format" : "Type",
              Severity.MUST,
              "the text " + read.fault() + "; expected a JSON object"));
      return Optional.empty();
    }
    JsonNode object = read.object().get();
    Optional<String> nested =
        column.format() == Format.KEY_VALUE ? JsonText.notFlat(object) : Optional.empty();
    if (nested.isPresent()) {
      faults.add(
          fault("Format", Severity.MUST, "the object " + nested.get() + "; values are flat"));
    }
    boolean shaped =
        !column.name().equals("SkuPriceDetails") || version.compareTo(FocusVersion.V1_2) >= 0;
    if (shaped && nested.isEmpty()) {
      JsonShapes.fault(column.name(), object)
          .ifPresent(what -> faults.add(fault("Schema", Severity.MUST, "the object " + what)));
    }
    return column.format() == Format.OBJECT ? Optional.of(object) : Optional.empty();
  }

  private void text(String text, List<Cell.Fault> faults) {
    if (!column.allowed().isEmpty() && !column.allowed().contains(text)) {
      faults.add(fault("AllowedValues", Severity.MUST, notAllowed(text)));
    }
    switch (column.format()) {
      case PLACE -> {
        // A zone may be called 1, 2 or 3.
        if ((text.indexOf('.') >= 0 || text.equals("0")) && DecimalText.conforms(text)) {
          faults.add(
              fault(
                  "NotANumber",
                  Severity.MUST,
                  "a decimal stands where the name of a place is meant; it looks like the value of"
                      + " another column"));
        }
      }
      case NATIONAL_CURRENCY -> {
        if (!CURRENCIES.contains(text)) {
          faults.add(
              fault(
                  "Format",
                  Severity.MUST,
                  "the text is no code of ISO 4217; expected three capitals such as USD"));
        }
      }
      case ANY_CURRENCY -> {
        String code = text.toUpperCase(Locale.ROOT);
        if (!code.equals(text) && CURRENCIES.contains(code)) {
          faults.add(fault("Format", Severity.MUST, "expected " + code + " in capitals"));
        }
      }
      case UNIT ->
          UnitText.fault(text)
              .ifPresent(what -> faults.add(fault("Format", Severity.SHOULD, "the unit " + what)));
      case TEXT, DECIMAL, NON_NEGATIVE, RATIO, TIME, KEY_VALUE, OBJECT -> {}
    }
  }

  private String notAllowed(String text) {
    for (String value : column.allowed()) {
      if (value.equalsIgnoreCase(text.strip())) {
        return "expected " + value + " in exactly this spelling";
      }
    }
    List<String> shown = column.allowed().stream().limit(8).toList();
    return "expected one of "
        + String.join(", ", shown)
        + (shown.size() < column.allowed().size() ? ", ..." : "");
  }
}
