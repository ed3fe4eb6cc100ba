package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of a FOCUS file in JSON. The place of a fault is the line at which the record
 * begins, and the position of its column among those of the file.
 */
final class JsonFocusReader implements RawHandler {
  private final BillFile file;
  private final int fileIndex;
  private final ColumnSlots slots;
  private final RowHandler handler;
  private final boolean rounds;
  private ColumnReader[] readers = new ColumnReader[0];
  private @Nullable RowAssembler rows;

  JsonFocusReader(
      BillFile file, int fileIndex, ColumnSlots slots, RowHandler handler, boolean rounds) {
    this.file = file;
    this.fileIndex = fileIndex;
    this.slots = slots;
    this.handler = handler;
    this.rounds = rounds;
  }

  @Override
  public boolean header(List<String> names) {
    FocusHeader.Result result = FocusHeader.of(names);
    if (result.refusal().isPresent()) {
      FocusHeader.Refusal refusal = result.refusal().get();
      fault(
          new Problem(
              refusal.code(),
              new Location(file.name(), 1, refusal.column()),
              refusal.field(),
              refusal.message(),
              ""));
      return false;
    }
    FocusHeader header = result.header().orElseThrow();
    handler.opened(header.version());
    readers =
        header.columns().stream()
            .map(
                target ->
                    target
                        .column()
                        .map(column -> slots.reader(column, rounds))
                        .orElseGet(() -> slots.extraReader(target.name())))
            .toArray(ColumnReader[]::new);
    rows = new RowAssembler(file.name(), fileIndex, slots, handler);
    return true;
  }

  @Override
  public void record(RawRecord record) {
    RowAssembler open = rows;
    if (open == null) {
      return;
    }
    open.begin(record.line());
    for (int i = 0; i < readers.length; i++) {
      String tooLong = record.select(i);
      if (!tooLong.isEmpty()) {
        open.fault(ProblemCode.FIELD_TOO_LONG, i + 1, readers[i].name, tooLong);
      } else if (record.end() > record.start()) {
        open.set(readers[i], i + 1, record.bytes(), record.start(), record.end());
      }
    }
    open.end(record::rawText);
  }

  @Override
  public void noted(ReadNote note) {
    handler.noted(note);
  }

  @Override
  public void fault(Problem problem) {
    RowAssembler open = rows;
    if (open == null) {
      handler.refused(new RefusedRow((long) fileIndex << 32, problem, Optional.empty()));
    } else {
      open.refuse(problem);
    }
  }
}
