package io.gpuledger.dashboard.config;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.custom.CustomColumn;
import io.gpuledger.ingest.custom.CustomFormat;
import io.gpuledger.ingest.custom.CustomMapping;
import io.gpuledger.ingest.custom.DateForm;
import io.gpuledger.ingest.custom.NumberForm;
import io.gpuledger.ingest.focus.JsonLayout;
import io.gpuledger.ingest.focus.RawLayout;
import io.gpuledger.ingest.format.Formats;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the format of a source's bills, and its layout where that is one of its own. */
final class CustomSection {
  /** Keys with points between them. */
  private static final Pattern PATH = Pattern.compile("[^.\\s$]+(\\.[^.\\s$]+){0,15}");

  private static final String COLUMNS = "columns";
  private static final String DATE_FORMAT = "dateFormat";
  private static final String DATE_ZONE = "dateZone";

  private static final Map<String, FocusColumn> BY_NAME =
      Stream.of(FocusColumn.values())
          .collect(
              Collectors.toMap(
                  FocusColumn::focusName, Function.identity(), (a, b) -> a, TreeMap::new));

  private final YamlMapping item;

  private CustomSection(YamlMapping item) {
    this.item = item;
  }

  /** The format that the source's bills have, where no other is asked for. */
  static String word(YamlMapping source) {
    String word =
        source
            .optional(
                "format", "one of " + String.join(", ", Formats.words()), CustomSection::known)
            .orElse(Formats.AUTO);
    if (word.equals(Formats.CUSTOM) && !source.has("custom")) {
      source.fault("format", "the source declares no layout of its own under \"custom\"");
    }
    return word;
  }

  private static String known(String text) {
    if (!Formats.words().contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** The format, where the source declares one. */
  static Optional<CustomFormat> read(YamlMapping source) {
    if (!source.has("custom")) {
      return Optional.empty();
    }
    YamlMapping item = source.mapping("custom");
    Optional<CustomFormat> format = new CustomSection(item).format();
    item.done();
    return format;
  }

  private Optional<CustomFormat> format() {
    RawLayout layout =
        new RawLayout(
            item.optional("delimiter", "one sign such as \";\" or tab", CustomSection::sign),
            item.optional(
                    "headerLine", "a line from 1 to 1000", text -> Scalars.between(text, 1, 1_000))
                .orElse(1),
            item.optional("records", "a path such as data.results", CustomSection::path)
                .orElse(JsonLayout.RECORDS),
            false);
    boolean comma = item.optional("decimalComma", "true or false", Scalars::flag).orElse(false);
    Optional<Character> thousands =
        item.optional("thousands", "one sign that separates thousands", CustomSection::sign);
    Optional<String> pattern =
        item.optional(DATE_FORMAT, "a form of dates such as dd.MM.yyyy", CustomSection::pattern);
    Optional<ZoneId> zone =
        item.optional(DATE_ZONE, "a time zone such as Europe/Berlin", ZoneId::of);
    if (zone.isPresent() && !item.has(DATE_FORMAT)) {
      item.fault(DATE_ZONE, "a zone needs \"dateFormat\": it is that of texts that name none");
    }
    Set<String> nullTexts = new TreeSet<>(item.values("nullTexts", "a text", Function.identity()));
    List<String> required = item.values("required", "a column of the file", CustomSection::text);
    List<Optional<CustomColumn>> columns = item.mappings(COLUMNS, this::column);
    checkTargets(columns);
    return item.made(
        () ->
            new CustomFormat(
                new CustomMapping(
                    layout,
                    new NumberForm(comma, thousands),
                    new DateForm(pattern.orElse(""), zone.orElse(ZoneOffset.UTC)),
                    nullTexts,
                    required,
                    columns.stream().flatMap(Optional::stream).toList())));
  }

  private void checkTargets(List<Optional<CustomColumn>> columns) {
    Set<FocusColumn> seen = new HashSet<>();
    for (Optional<CustomColumn> column : columns) {
      if (column.isPresent() && !seen.add(column.get().column())) {
        item.fault(COLUMNS, column.get().column().focusName() + " comes from two places");
      }
    }
    String missing = CustomMapping.missing(seen);
    if (!missing.isEmpty() && columns.stream().allMatch(Optional::isPresent)) {
      item.fault(COLUMNS, "a charge needs " + missing + " too");
    }
  }

  private Optional<CustomColumn> column(YamlMapping entry) {
    Optional<FocusColumn> target =
        entry.required(
            "column",
            Optional.<FocusColumn>empty(),
            "a column of FOCUS",
            text -> Optional.of(target(entry, text)));
    String from = entry.text("from", "");
    String value = entry.text("value", "");
    boolean negate = entry.optional("negate", "true or false", Scalars::flag).orElse(false);
    BigDecimal factor =
        entry.optional("factor", "a number such as 0.01", BigDecimal::new).orElse(BigDecimal.ONE);
    CustomColumn.Part part =
        entry
            .optional(
                "part",
                Scalars.words(CustomColumn.Part.class),
                text -> Scalars.word(CustomColumn.Part.class, text))
            .orElse(CustomColumn.Part.AS_IS);
    Map<String, String> words = entry.mapping("words").byKey("a text", Function.identity());
    return target.flatMap(
        column ->
            entry.made(
                () ->
                    new CustomColumn(
                        column, from, value, negate ? factor.negate() : factor, part, words)));
  }

  private static FocusColumn target(YamlMapping entry, String text) {
    FocusColumn column = BY_NAME.get(text);
    if (column == null) {
      Spelling.nearest(text, BY_NAME.keySet())
          .ifPresent(near -> entry.fault("column", "did you mean \"" + near + "\"?"));
      throw new IllegalArgumentException(text);
    }
    return column;
  }

  private static Character sign(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("tab")) {
      return '\t';
    }
    if (text.length() != 1 || text.charAt(0) > '~' || text.charAt(0) == '"') {
      throw new IllegalArgumentException(text);
    }
    return text.charAt(0);
  }

  private static JsonLayout path(String text) {
    if (!PATH.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return JsonLayout.of(text);
  }

  private static String pattern(String text) {
    return new DateForm(text, ZoneOffset.UTC).pattern();
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }
}
