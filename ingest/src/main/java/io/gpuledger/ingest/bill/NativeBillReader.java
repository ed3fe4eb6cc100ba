package io.gpuledger.ingest.bill;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.RefusedRow;
import io.gpuledger.ingest.focus.RowAssembler;
import io.gpuledger.ingest.focus.RowHandler;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads one file of a native format: every record becomes charges or one reject. */
public final class NativeBillReader {
  private final BillFormat format;
  private final ColumnSlots slots;
  private final boolean computedFloats;

  /**
   * A reader of the files of one set.
   *
   * @param computedFloats whether the source computes with floats, so that digits past the 18th are
   *     rounded at read instead of refused
   */
  public NativeBillReader(BillFormat format, ColumnSlots slots, boolean computedFloats) {
    this.format = format;
    this.slots = slots;
    this.computedFloats = computedFloats || format.computesWithFloats();
  }

  /**
   * Reads a file to its end; all faults go to the handler.
   *
   * @param fileIndex position in the set, from 0
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public void read(BillFile file, int fileIndex, RowHandler handler, LongConsumer progress)
      throws IOException {
    read(file, new OneFile(file.name(), fileIndex, handler, Purpose.CHARGES), progress);
  }

  /**
   * Reads a file to its end without making charges; faults of the file and its layout go to the
   * handler, those of what its cells say do not.
   *
   * @param fileIndex position in the set, from 0
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public void check(BillFile file, int fileIndex, RowHandler handler, LongConsumer progress)
      throws IOException {
    read(file, new OneFile(file.name(), fileIndex, handler, Purpose.CHECK), progress);
  }

  /**
   * Reads a file for what its records teach the format; no fault is told, since reading it for its
   * charges tells all.
   *
   * @param fileIndex position in the set, from 0
   * @param repeated whether an earlier file of the set has the same content
   * @param progress told how many bytes of the file on disk each read took
   * @return what the file holds in place of charges; empty where it holds charges
   * @throws IOException if the file cannot be opened or read from disk
   */
  public Optional<String> learn(
      BillFile file, int fileIndex, boolean repeated, LongConsumer progress) throws IOException {
    Purpose purpose = repeated ? Purpose.LEARN_AGAIN : Purpose.LEARN;
    OneFile reading = new OneFile(file.name(), fileIndex, RowHandler.NONE, purpose);
    RawFile.read(file, format.layout(), reading, progress);
    return reading.reference;
  }

  /** What a file is read for. */
  private enum Purpose {
    CHARGES,
    CHECK,
    LEARN,
    LEARN_AGAIN;

    boolean learns() {
      return this == LEARN || this == LEARN_AGAIN;
    }
  }

  private void read(BillFile file, OneFile reading, LongConsumer progress) throws IOException {
    RawFile.read(file, format.layout(), reading, progress);
    reading.done();
  }

  private final class OneFile implements RawHandler {
    private final String file;
    private final int fileIndex;
    private final RowHandler handler;
    private final Purpose purpose;
    private Optional<String> reference = Optional.empty();
    private Optional<RecordStudy> study = Optional.empty();
    private BitSet floats = new BitSet();
    private @Nullable Mapping mapping;
    private boolean refused;
    private long records;

    private OneFile(String file, int fileIndex, RowHandler handler, Purpose purpose) {
      this.file = file;
      this.fileIndex = fileIndex;
      this.handler = handler;
      this.purpose = purpose;
    }

    @Override
    public void floats(BitSet fields) {
      floats = fields;
    }

    @Override
    public void noted(ReadNote note) {
      handler.noted(note);
    }

    @Override
    public boolean header(List<String> names) {
      NativeColumns columns = new NativeColumns(names);
      // Cells of FOCUS can be found only where each of its columns is there once.
      if (format.isFocusDialect() && FocusCells.areRepeated(columns)) {
        refuseRepeated(columns);
        return false;
      }
      FormatFit fit = format.fit(columns);
      if (fit.kind() != FormatFit.Kind.WHOLE) {
        String missing =
            fit.missing().isEmpty()
                ? "none of the columns that it needs"
                : "no column " + String.join(", ", fit.missing());
        refuseFile(
            fit.missing().isEmpty() ? ProblemCode.UNKNOWN_FORMAT : ProblemCode.MISSING_COLUMN,
            0,
            fit.missing().isEmpty() ? "" : fit.missing().get(0),
            "as " + format.format() + ", the file has " + missing);
        return false;
      }
      RecordCharges mapper = format.mapper(columns, fileIndex);
      if (columns.repeated().isPresent()) {
        refuseRepeated(columns);
        return false;
      }
      reference = format.reference(columns);
      if (purpose.learns()) {
        study = format.study(columns, fileIndex, purpose == Purpose.LEARN_AGAIN);
      }
      mapping = new Mapping(columns, mapper);
      return true;
    }

    @Override
    public void record(RawRecord raw) {
      Mapping open = mapping;
      if (open == null || isOneTooMany(open) || purpose == Purpose.CHECK) {
        return;
      }
      open.rows.begin(raw.line());
      open.record.at(raw);
      if (purpose.learns()) {
        if (study.isPresent() && (!format.learnsOfCharges() || open.wouldLoad())) {
          study.get().learn(open.record);
        }
        return;
      }
      open.mapper.map(open.record, open.charge);
      if (reference.isPresent()) {
        open.rows.endWithoutCharge(raw::rawText);
        return;
      }
      open.charge.keep();
      open.rows.end(raw::rawText);
    }

    /** Row numbers have room for so many records of a file. */
    private boolean isOneTooMany(Mapping open) {
      records++;
      if (records == RowAssembler.MAX_RECORDS) {
        open.rows.refuseRest(
            records + 1,
            ProblemCode.INPUT_TOO_LARGE,
            "a file has at most "
                + (RowAssembler.MAX_RECORDS - 1)
                + " records; this one and all after it are refused, split the file");
      }
      return records >= RowAssembler.MAX_RECORDS;
    }

    @Override
    public void fault(Problem problem) {
      Mapping open = mapping;
      if (open == null) {
        refused = true;
        handler.refused(new RefusedRow((long) fileIndex << 32, problem, Optional.empty()));
      } else if (!isOneTooMany(open)) {
        open.rows.refuse(problem);
      }
    }

    private void refuseRepeated(NativeColumns columns) {
      int field = columns.repeated().orElseThrow();
      String name = columns.name(field);
      refuseFile(
          ProblemCode.DUPLICATE_COLUMN,
          field + 1,
          name,
          "column " + RawFile.shownName(name) + " stands in the header twice");
    }

    private void refuseFile(ProblemCode code, int column, String field, String message) {
      fault(new Problem(code, new Location(file, 1, column), field, message, ""));
    }

    private void done() {
      if (records == 0 && !refused) {
        refuseFile(ProblemCode.EMPTY_INPUT, 0, "", "the file has a header and no rows");
      }
    }

    private final class Mapping {
      private final RecordCharges mapper;
      private final RowAssembler rows;
      private final NativeRecord record;
      private final ChargeWriter charge;

      private Mapping(NativeColumns columns, RecordCharges mapper) {
        this.mapper = mapper;
        // Provider columns get their slots before the assembler looks for those it knows.
        mapper.kept().values().forEach(slots::extraReader);
        mapper.added().forEach(slots::extraReader);
        this.rows = new RowAssembler(file, fileIndex, slots, handler);
        this.record = new NativeRecord(columns, slots, rows, floats, computedFloats);
        this.charge =
            new ChargeWriter(
                record,
                rows,
                slots,
                computedFloats || !floats.isEmpty(),
                mapper.kept(),
                mapper.added());
      }

      /** Whether the record could be loaded, by what is known of the set so far. */
      private boolean wouldLoad() {
        mapper.map(record, charge);
        if (reference.isPresent()) {
          return !rows.faulty();
        }
        charge.keep();
        return rows.wouldLoad();
      }
    }
  }
}
