package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;

/** The tokenizer's current record, one cell at a time. */
final class CsvRecord implements RawRecord {
  private final CsvTokenizer csv;
  private byte[] bytes = new byte[0];
  private int start;
  private int end;

  CsvRecord(CsvTokenizer csv) {
    this.csv = csv;
  }

  @Override
  public long line() {
    return csv.line();
  }

  @Override
  public int fields() {
    return csv.fields();
  }

  @Override
  public String select(int field) {
    if (csv.escaped(field)) {
      start = 0;
      end = csv.unescaped(field);
      bytes = csv.scratch();
    } else {
      bytes = csv.bytes();
      start = csv.start(field);
      end = csv.end(field);
    }
    return "";
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public String rawText() {
    return rawText(csv);
  }

  /** The tokenizer's current record, cut to what is kept with a fault. */
  static String rawText(CsvTokenizer csv) {
    return Shown.cut(csv.bytes(), csv.recordStart(), csv.recordEnd(), Problem.RAW_TEXT_LIMIT - 1);
  }

  @Override
  public boolean quotedEmpty() {
    return start == end && start > csv.recordStart() && bytes[start - 1] == '"';
  }
}
