package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the columns of a file mean. Names match whatever their case, spaces, {@code _}, {@code -}
 * and {@code /}; the names of older releases stand for those of 1.4; a column without a FOCUS name
 * is kept under its own name with {@code x_} before it.
 *
 * @param version release told by the columns
 * @param columns one per column of the file, in its order
 */
record FocusHeader(FocusVersion version, List<Target> columns) {
  /** How many of the required columns make a file FOCUS at all. */
  private static final int RECOGNISED_AT = 4;

  private static final Map<String, FocusColumn> BY_NAME = names();

  /** Names of older releases. The first in the file wins over a later alias. */
  private static final Map<String, FocusColumn> ALIASES =
      Map.ofEntries(
          Map.entry(
              normalised(FormerName.PROVIDER_NAME.focusName()), FormerName.PROVIDER_NAME.column()),
          Map.entry("provider", FocusColumn.SERVICE_PROVIDER_NAME),
          Map.entry(
              normalised(FormerName.PUBLISHER_NAME.focusName()),
              FormerName.PUBLISHER_NAME.column()),
          Map.entry("publisher", FocusColumn.X_PUBLISHER_NAME),
          Map.entry("invoiceissuer", FocusColumn.INVOICE_ISSUER_NAME),
          Map.entry("region", FocusColumn.REGION_ID),
          Map.entry("usagequantity", FocusColumn.CONSUMED_QUANTITY),
          Map.entry("usageunit", FocusColumn.CONSUMED_UNIT),
          Map.entry("chargetype", FocusColumn.CHARGE_CATEGORY),
          Map.entry("amortizedcost", FocusColumn.EFFECTIVE_COST));

  /** A FOCUS column, or a provider column under {@code name}. */
  record Target(String name, Optional<FocusColumn> column) {}

  /** Why a file cannot be read as FOCUS. */
  record Refusal(ProblemCode code, int column, String field, String message) {}

  FocusHeader {
    columns = List.copyOf(columns);
  }

  /** The header of these names, or why there is none. */
  static Result of(List<String> names) {
    Set<String> normalised = new HashSet<>();
    names.forEach(name -> normalised.add(normalised(name)));
    List<FocusColumn> missing =
        Stream.of(FocusColumn.values())
            .filter(column -> column.required() && !normalised.contains(key(column)))
            .toList();
    long required = Stream.of(FocusColumn.values()).filter(FocusColumn::required).count();
    if (required - missing.size() < RECOGNISED_AT) {
      return Result.refused(unknownFormat(names, missing));
    }
    if (!missing.isEmpty()) {
      return Result.refused(
          new Refusal(
              ProblemCode.MISSING_COLUMN,
              0,
              missing.get(0).focusName(),
              "the file has no column "
                  + missing.stream().map(FocusColumn::focusName).collect(Collectors.joining(", "))
                  + nearest(names, missing)));
    }
    return targets(names, normalised);
  }

  private static Result targets(List<String> names, Set<String> normalised) {
    Map<FocusColumn, Integer> taken = new EnumMap<>(FocusColumn.class);
    Map<String, Integer> extras = new HashMap<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String key = normalised(name);
      Optional<FocusColumn> column = Optional.ofNullable(BY_NAME.get(key));
      if (column.isPresent()) {
        Integer before = taken.put(column.get(), i + 1);
        if (before != null) {
          return Result.refused(
              new Refusal(
                  ProblemCode.DUPLICATE_COLUMN,
                  i + 1,
                  column.get().focusName(),
                  "column " + name + " stands in the header twice, first at position " + before));
        }
      } else {
        column =
            Optional.ofNullable(ALIASES.get(key)).filter(alias -> !normalised.contains(key(alias)));
        column = column.filter(alias -> taken.putIfAbsent(alias, names.indexOf(name) + 1) == null);
      }
      targets.add(
          column
              .map(found -> new Target(found.focusName(), Optional.of(found)))
              .orElseGet(() -> new Target(extraName(name, extras), Optional.empty())));
    }
    return Result.read(new FocusHeader(FocusVersion.of(normalised), targets));
  }

  private static String extraName(String name, Map<String, Integer> extras) {
    String trimmed = name.strip();
    String prefixed =
        trimmed.toLowerCase(Locale.ROOT).startsWith("x_")
            ? "x_" + trimmed.substring(2)
            : "x_" + trimmed;
    int count = extras.merge(prefixed, 1, Integer::sum);
    return count == 1 ? prefixed : prefixed + "_" + count;
  }

  private static Refusal unknownFormat(List<String> names, List<FocusColumn> missing) {
    String head = names.stream().limit(4).collect(Collectors.joining(", "));
    return new Refusal(
        ProblemCode.UNKNOWN_FORMAT,
        0,
        "",
        "the header ("
            + Shown.cut(
                head.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, head.length(), 120)
            + ", ...; "
            + names.size()
            + " columns) is not FOCUS cost and usage; missing "
            + missing.stream().map(FocusColumn::focusName).collect(Collectors.joining(", "))
            + nearest(names, missing));
  }

  private static String nearest(List<String> names, List<FocusColumn> missing) {
    String pairs =
        missing.stream()
            .map(
                column ->
                    names.stream()
                        .limit(FocusLimits.MAX_COLUMNS)
                        .filter(name -> !name.isBlank() && name.length() <= 128)
                        .min(
                            Comparator.comparingInt(
                                name -> distance(key(column), normalised(name))))
                        .map(name -> column.focusName() + " ~ " + name.strip())
                        .orElse(""))
            .filter(pair -> !pair.isEmpty())
            .collect(Collectors.joining(", "));
    return pairs.isEmpty() ? "" : "; nearest columns: " + pairs;
  }

  /** Edits to get from one name to the other; a longest common start or end counts for it. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** Lower case, without spaces, {@code _}, {@code -} and {@code /}. */
  static String normalised(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (!Character.isWhitespace(next) && next != '_' && next != '-' && next != '/') {
        key.append(Character.toLowerCase(next));
      }
    }
    return key.toString();
  }

  private static String key(FocusColumn column) {
    return normalised(column.focusName());
  }

  private static Map<String, FocusColumn> names() {
    Map<String, FocusColumn> names = new HashMap<>();
    for (FocusColumn column : FocusColumn.values()) {
      names.put(normalised(column.focusName()), column);
    }
    return names;
  }

  /** A header, or why there is none; exactly one is present. */
  record Result(Optional<FocusHeader> header, Optional<Refusal> refusal) {
    static Result read(FocusHeader header) {
      return new Result(Optional.of(header), Optional.empty());
    }

    static Result refused(Refusal refusal) {
      return new Result(Optional.empty(), Optional.of(refusal));
    }
  }
}
