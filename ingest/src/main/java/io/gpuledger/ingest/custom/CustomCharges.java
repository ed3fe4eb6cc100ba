package io.gpuledger.ingest.custom;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.RawFile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one charge of each record by a declared mapping. */
final class CustomCharges implements RecordCharges {
  private final CustomMapping mapping;
  private final NativeColumns columns;
  private final List<CustomColumn> targets;
  private final int[] fields;
  private final int[] required;
  private final DateForm.Reader dates;

  CustomCharges(CustomMapping mapping, NativeColumns columns) {
    this.mapping = mapping;
    this.columns = columns;
    this.targets = mapping.columns();
    this.fields =
        targets.stream()
            .mapToInt(target -> target.source().map(columns::of).orElse(NativeColumns.NONE))
            .toArray();
    this.required = mapping.required().stream().mapToInt(columns::of).toArray();
    this.dates = new DateForm.Reader(mapping.dates());
  }

  @Override
  public Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (int field = 0; field < columns.size(); field++) {
      String name = columns.name(field).strip();
      // What is around a record in JSON is not kept with every charge.
      if (!isTakenOver(field) && !name.startsWith("$.")) {
        String target = name.toLowerCase(Locale.ROOT).startsWith("x_") ? name : "x_" + name;
        int count = used.merge(target, 1, Integer::sum);
        kept.put(field, count == 1 ? target : target + "_" + count);
      }
    }
    return kept;
  }

  private boolean isTakenOver(int field) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] == field && targets.get(i).whole()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    for (int field : required) {
      if (isNull(record.text(field))) {
        charge.fault(
            ProblemCode.MISSING_VALUE,
            field,
            columns.name(field) + " is empty; the source says that every row has it");
      }
    }
    for (int i = 0; i < fields.length; i++) {
      CustomColumn target = targets.get(i);
      if (target.source().isEmpty()) {
        charge.put(target.column(), target.value());
      } else {
        String text = record.text(fields[i]);
        if (!isNull(text)) {
          write(charge, target, fields[i], target.words().getOrDefault(text.strip(), text));
        }
      }
    }
  }

  private boolean isNull(String text) {
    return text.isEmpty() || mapping.nullTexts().contains(text.strip());
  }

  private void write(ChargeWriter charge, CustomColumn target, int field, String text) {
    switch (target.column().kind()) {
      case COST, QUANTITY -> writeNumber(charge, target, field, text);
      case TIME -> {
        Optional<Instant> at = dates.read(text, target.part());
        if (at.isEmpty()) {
          charge.fault(
              ProblemCode.NOT_A_TIME,
              field,
              shown(text)
                  + " is not a time"
                  + (mapping.dates().pattern().isEmpty()
                      ? ""
                      : " of the form " + mapping.dates().pattern()));
        } else {
          charge.put(target.column(), field, at.get().toString());
        }
      }
      case TEXT, NAME, JSON, KEY_VALUES -> charge.put(target.column(), field, text);
    }
  }

  private void writeNumber(ChargeWriter charge, CustomColumn target, int field, String text) {
    Optional<String> plain = mapping.numbers().plain(text);
    if (plain.isEmpty()) {
      charge.fault(
          ProblemCode.NOT_A_DECIMAL,
          field,
          shown(text) + " is not a number as the source says that its numbers are written");
      return;
    }
    Optional<BigDecimal> number = charge.put(target.column(), field, plain.get(), target.factor());
    if (target.column() == FocusColumn.BILLED_COST) {
      number.ifPresent(charge::control);
    }
  }

  private static String shown(String text) {
    return '"' + RawFile.shownName(text) + '"';
  }
}
