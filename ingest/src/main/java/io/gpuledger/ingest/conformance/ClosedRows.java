package io.gpuledger.ingest.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the rows of a closed period are the same in each file that has them. Two files are
 * versions of one period where they share charges, whatever these cost; otherwise they are taken as
 * parts of it, which have nothing to be compared.
 */
final class ClosedRows {
  /** Most rows of closed periods that are compared. */
  static final int MAX_ROWS = 1_000_000;

  private static final Columns COLUMNS = Columns.of(Dataset.COST_AND_USAGE);
  private static final int START = COLUMNS.index("BillingPeriodStart");
  private static final int ISSUER = COLUMNS.index("InvoiceIssuerName");
  private static final int ACCOUNT = COLUMNS.index("BillingAccountId");
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final FindingLog log;
  private final CheckedColumn periodStart;
  private final Map<String, List<Version>> scopes = new LinkedHashMap<>();
  private final boolean[] identifying = new boolean[COLUMNS.all().size()];
  private long rows;

  ClosedRows(FindingLog log, CheckedColumn periodStart) {
    this.log = log;
    this.periodStart = periodStart;
    for (ColumnSpec column : COLUMNS.all()) {
      identifying[column.index()] = !column.format().isDecimal() && !column.format().isJson();
    }
  }

  /** The rows that one file has of a closed period of an account. */
  private static final class Version {
    final CheckedColumn.Place place;
    final Hashes charges = new Hashes();
    final Hashes whole = new Hashes();

    Version(CheckedColumn.Place place) {
      this.place = place;
    }
  }

  private static final class Hashes {
    private long[] values = new long[16];
    private int size;

    void add(long hash) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = hash;
    }

    void sort() {
      values = Arrays.copyOf(values, size);
      Arrays.sort(values);
    }

    /** How many values both have; both are sorted. */
    int common(Hashes other) {
      int common = 0;
      for (int i = 0, j = 0; i < size && j < other.size; ) {
        int order = Long.compare(values[i], other.values[j]);
        common += order == 0 ? 1 : 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
      }
      return common;
    }
  }

  void row(Row row) {
    if (rows >= MAX_ROWS) {
      log.note("only the first " + MAX_ROWS + " rows of closed periods were compared");
      return;
    }
    rows++;
    String key =
        row.cell(START).micros() + "\u0001" + row.text(ISSUER) + '\u0001' + row.text(ACCOUNT);
    List<Version> versions = scopes.computeIfAbsent(key, scope -> new ArrayList<>());
    if (versions.isEmpty() || !versions.get(versions.size() - 1).place.file().equals(row.file())) {
      versions.add(new Version(periodStart.place(row)));
    }
    Version version = versions.get(versions.size() - 1);
    long charge = 0;
    long whole = 0;
    for (int column = 0; column < row.columns(); column++) {
      Cell cell = row.cell(column);
      long value = cell.hasTime() ? cell.micros() : cell.isNull() ? 0 : cell.hash();
      whole = mix(whole, value);
      charge = identifying[column] ? mix(charge, value) : charge;
    }
    version.charges.add(charge);
    version.whole.add(whole);
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ (mixed >>> 29);
  }

  void end() {
    for (List<Version> versions : scopes.values()) {
      for (Version version : versions) {
        version.charges.sort();
        version.whole.sort();
      }
      for (int i = 1; i < versions.size(); i++) {
        compare(versions.get(i - 1), versions.get(i));
      }
    }
  }

  private void compare(Version before, Version after) {
    int same = before.whole.common(after.whole);
    int gone = before.whole.size - same;
    int added = after.whole.size - same;
    if (gone + added > 0 && before.charges.common(after.charges) > 0) {
      log.add(
          periodStart.finding(
              after.place,
              "ClosedPeriodChanged",
              Severity.MUST,
              "the period is closed, but of the rows that "
                  + before.place.file()
                  + " has of it "
                  + gone
                  + " are not here, and "
                  + added
                  + " here are new or changed"));
    }
  }
}
