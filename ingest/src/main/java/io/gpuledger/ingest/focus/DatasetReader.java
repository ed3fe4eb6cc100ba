package io.gpuledger.ingest.focus;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads FOCUS Invoice Detail, Billing Period and Contract Commitment in CSV (plain, gzip, zstd).
 * These datasets are small: a load is held in memory, and rows beyond {@link #ROWS_MAX} are
 * refused.
 */
public final class DatasetReader {
  /** Most rows of a load, repeated and refused ones included. */
  public static final int ROWS_MAX = 200_000;

  /** Most bytes of records of a load. */
  static final long BYTES_MAX = 128L << 20;

  /** Most records that are refused one by one; a file that is worse is refused from there on. */
  static final int REFUSED_MAX = 10_000;

  private final Dataset dataset;
  private final List<DatasetRow> rows = new ArrayList<>();
  private final List<DatasetContent.Refused> refused = new ArrayList<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private String focusVersion = "";
  private long duplicates;
  private int read;
  private long bytes;

  /** A row and where it stands. */
  private record Seen(DatasetRow row, Location location) {}

  private DatasetReader(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Which of the datasets a file holds, by its header; empty where it is a bill or unknown, which
   * the reader of bills can tell better.
   */
  public static Optional<Dataset> recognise(BillFile file) throws IOException {
    if (file.packing() == BillFile.Packing.PARQUET) {
      return Optional.empty();
    }
    try (InputStream in = file.open(bytes -> {})) {
      CsvHead head = CsvHead.read(in);
      return head.foreignEncoding().isEmpty() && head.records().next()
          ? recognise(normalised(DatasetRecord.names(head.records())))
          : Optional.empty();
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private static Set<String> normalised(List<String> names) {
    return names.stream().map(FocusHeader::normalised).collect(Collectors.toUnmodifiableSet());
  }

  /** Cost and Usage 1.4 has InvoiceDetailId too, but it has charge periods. */
  static Optional<Dataset> recognise(Set<String> names) {
    if (names.contains("chargeperiodstart")) {
      return Optional.empty();
    }
    if (names.contains("invoicedetailid")) {
      return Optional.of(Dataset.INVOICES);
    }
    if (names.contains("billingperiodstatus")) {
      return Optional.of(Dataset.BILLING_PERIODS);
    }
    return names.contains("contractcommitmentid")
        ? Optional.of(Dataset.CONTRACT_COMMITMENTS)
        : Optional.empty();
  }

  /**
   * Reads the files of one load, each recognised as the dataset; all faults are in the content.
   *
   * @throws IOException if a file cannot be opened or read from disk
   */
  public static DatasetContent read(Dataset dataset, List<BillFile> files) throws IOException {
    DatasetReader reader = new DatasetReader(dataset);
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      hashes.add(reader.read(files.get(i), i));
    }
    return new DatasetContent(
        dataset, reader.focusVersion, hashes, reader.rows, reader.refused, reader.duplicates);
  }

  /** Reads a file to its end and tells its hash. */
  private String read(BillFile file, int fileIndex) throws IOException {
    MessageDigest digest = sha256();
    long line = 1;
    try (InputStream in = new DigestInputStream(file.open(bytes -> {}), digest)) {
      CsvTokenizer csv = CsvHead.read(in).records();
      try {
        readRecords(csv, file.name(), fileIndex);
      } catch (IOException damaged) {
        line = csv.line();
        throw damaged;
      }
    } catch (IOException e) {
      if (file.packing() == BillFile.Packing.PLAIN) {
        throw e;
      }
      // A damaged file never equals a whole one.
      digest.update((byte) 0);
      refuse(
          (long) fileIndex << 32,
          new Problem(
              ProblemCode.TRUNCATED,
              new Location(file.name(), line, 0),
              "",
              "the "
                  + (BillFile.endsEarly(e) ? "compressed file ends" : "file is damaged")
                  + " here; the records before are loaded, whatever follows is missing",
              ""),
          Optional.empty());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void readRecords(CsvTokenizer csv, String file, int fileIndex) throws IOException {
    if (!csv.next()) {
      throw new IOException("the file is empty");
    }
    List<String> names = DatasetRecord.names(csv);
    Set<String> present = normalised(names);
    List<String> missing =
        DatasetRowReader.required(dataset).stream()
            .filter(column -> !present.contains(FocusHeader.normalised(column)))
            .toList();
    long fileRow = (long) fileIndex << 32;
    if (!missing.isEmpty()) {
      refuse(
          fileRow,
          new Problem(
              ProblemCode.MISSING_COLUMN,
              new Location(file, csv.line(), 0),
              missing.get(0),
              "the file has no column " + String.join(", ", missing),
              Shown.cut(
                  csv.bytes(), csv.recordStart(), csv.recordEnd(), Problem.RAW_TEXT_LIMIT - 1)),
          Optional.empty());
    }
    boolean readable = missing.isEmpty();
    version(present);
    DatasetRecord cells = new DatasetRecord(csv, names);
    int records = 0;
    while (csv.next()) {
      records++;
      bytes += csv.recordEnd() - csv.recordStart();
      if (readable && (++read > ROWS_MAX || bytes > BYTES_MAX || refused.size() >= REFUSED_MAX)) {
        readable = false;
        refuse(
            fileRow + records,
            new Problem(
                ProblemCode.INPUT_TOO_LARGE,
                new Location(file, csv.line(), 0),
                "",
                "a load has at most %d rows, %d MiB and %d refused rows; this row and all after it are refused"
                    .formatted(ROWS_MAX, BYTES_MAX >> 20, REFUSED_MAX),
                ""),
            Optional.empty());
      }
      if (readable) {
        readRecord(csv, cells, names.size(), new Location(file, csv.line(), 0), fileRow + records);
      }
    }
    if (records == 0 && readable) {
      refuse(
          fileRow,
          new Problem(
              ProblemCode.EMPTY_INPUT,
              new Location(file, 1, 0),
              "",
              "the file has a header and no rows",
              ""),
          Optional.empty());
    }
  }

  private void version(Set<String> names) {
    boolean newest =
        dataset != Dataset.CONTRACT_COMMITMENTS || names.contains("contractcommitmentcreated");
    String version = newest ? "1.4" : "1.3";
    focusVersion = focusVersion.compareTo(version) < 0 ? version : focusVersion;
  }

  private void readRecord(
      CsvTokenizer csv, DatasetRecord cells, int columns, Location place, long rowNo) {
    try {
      CsvTokenizer.Fault fault = csv.fault();
      if (fault != null) {
        throw new DatasetRecord.FaultException(fault.code(), fault.column(), "", fault.message());
      }
      if (csv.fields() != columns) {
        throw new DatasetRecord.FaultException(
            ProblemCode.WRONG_FIELD_COUNT,
            0,
            "",
            "the record has " + csv.fields() + " cells, the header " + columns);
      }
      DatasetRow row = DatasetRowReader.read(dataset, cells);
      Seen before = seen.putIfAbsent(row.identity(), new Seen(row, place));
      if (before == null) {
        rows.add(row);
      } else if (before.row().equals(row)) {
        duplicates++;
      } else {
        throw new DatasetRecord.FaultException(
            ProblemCode.NOT_ALLOWED_VALUE,
            0,
            "",
            "the same row stands at " + before.location() + " with other values; which one holds?");
      }
    } catch (DatasetRecord.FaultException e) {
      refuse(
          rowNo,
          new Problem(
              e.code,
              new Location(place.input(), place.line(), e.column),
              e.field,
              String.valueOf(e.getMessage()),
              Shown.cut(
                  csv.bytes(), csv.recordStart(), csv.recordEnd(), Problem.RAW_TEXT_LIMIT - 1)),
          csv.fault() == null && csv.fields() == columns ? Optional.of(cells) : Optional.empty());
    }
  }

  private void refuse(long rowNo, Problem problem, Optional<DatasetRecord> cells) {
    refused.add(
        new DatasetContent.Refused(
            rowNo,
            problem,
            cells.map(each -> DatasetRowReader.subject(dataset, each)).orElse(""),
            cells.flatMap(each -> DatasetRowReader.billingPeriod(dataset, each))));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
