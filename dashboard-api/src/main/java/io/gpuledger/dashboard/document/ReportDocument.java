package io.gpuledger.dashboard.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A report, before it has a form.
 *
 * @param kind as the API names it, such as {@code chargeback}
 * @param title in words
 * @param period that it is of, such as {@code 2026-10}
 * @param asOf the instant as of which it is known
 * @param sections in order; the first table is the report's own
 */
public record ReportDocument(
    String kind, String title, String period, String asOf, List<Section> sections) {
  /** Most rows of all tables together; a report of more is refused. */
  public static final int ROWS_LIMIT = 500_000;

  public ReportDocument {
    sections = List.copyOf(sections);
    long rows =
        sections.stream().mapToLong(s -> s instanceof Table table ? table.rows().size() : 0).sum();
    if (rows > ROWS_LIMIT) {
      throw new DocumentTooLargeException(kind, "a file", rows, ROWS_LIMIT);
    }
  }

  /** A part of a report. */
  public sealed interface Section permits Table, Facts {
    Place place();
  }

  /** Where a section stands in the CSV form, which has no other marks than empty lines. */
  public enum Place {
    /** After an empty line, unless it is the first. */
    APART,
    /** Right after the section before. */
    JOINED,
    /** Nowhere; the other forms have it. */
    ABSENT
  }

  /**
   * Rows under columns.
   *
   * @param title in words
   * @param sums whether the body's amounts of a currency add up, so that a form that rounds them
   *     rounds them to their rounded sum
   * @param totalsApart whether CSV has an empty line before the totals
   */
  public record Table(
      String title,
      List<Column> columns,
      List<Row> rows,
      boolean sums,
      boolean totalsApart,
      Place place)
      implements Section {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    /** A table of amounts that add up, apart from what is before it. */
    public static Table of(String title, List<Column> columns, List<Row> rows) {
      return new Table(title, columns, rows, true, false, Place.APART);
    }

    /** A table of amounts that do not add up. */
    public static Table listing(String title, List<Column> columns, List<Row> rows) {
      return new Table(title, columns, rows, false, false, Place.APART);
    }

    public Table at(Place where) {
      return new Table(title, columns, rows, sums, totalsApart, where);
    }

    public Table withTotalsApart() {
      return new Table(title, columns, rows, sums, true, place);
    }

    /** The columns that a reader sees; marks only tell the lines of a CSV file apart. */
    List<Integer> shown() {
      return Stream.iterate(0, i -> i + 1)
          .limit(columns.size())
          .filter(i -> columns.get(i).type() != Column.Type.MARK)
          .toList();
    }
  }

  /**
   * A row.
   *
   * @param cells as many as columns or fewer; empty where nothing is known
   * @param total whether it sums rows before it
   */
  public record Row(List<String> cells, boolean total) {
    public Row {
      cells = List.copyOf(cells);
    }

    public static Row of(List<String> cells) {
      return new Row(cells, false);
    }

    public static Row total(List<String> cells) {
      return new Row(cells, true);
    }

    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  /** Words about the report: each a name and one or more texts. */
  public record Facts(List<List<String>> lines, Place place) implements Section {
    public Facts {
      lines = lines.stream().map(List::copyOf).toList();
    }

    public static Facts of(List<List<String>> lines) {
      return new Facts(lines, Place.APART);
    }
  }

  List<Table> tables() {
    return sections.stream()
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .filter(table -> !table.rows().isEmpty() || table.place() != Place.ABSENT)
        .toList();
  }

  List<List<String>> facts() {
    return sections.stream()
        .filter(Facts.class::isInstance)
        .flatMap(section -> ((Facts) section).lines().stream())
        .toList();
  }

  /** The report as CSV, bytes of UTF-8: a section after the other. */
  public byte[] toCsv() {
    CsvText csv = new CsvText();
    boolean first = true;
    for (Section section : sections) {
      if (section.place() == Place.ABSENT) {
        continue;
      }
      if (section.place() == Place.APART && !first) {
        csv.texts(List.of());
      }
      first = false;
      if (section instanceof Table table) {
        write(table, csv);
      } else if (section instanceof Facts facts) {
        facts.lines().forEach(csv::words);
      }
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Table table, CsvText csv) {
    csv.texts(table.columns().stream().map(Column::key).toList());
    boolean apart = table.totalsApart();
    for (Row row : table.rows()) {
      if (row.total() && apart) {
        csv.texts(List.of());
        apart = false;
      }
      csv.cells(row.cells(), i -> table.columns().get(i).type().isText());
    }
    if (apart) {
      csv.texts(List.of());
    }
  }

  /** The content in a form. */
  public byte[] in(Format format) {
    return switch (format) {
      case CSV -> toCsv();
      case XLSX -> XlsxDocument.write(this);
      case PDF -> PdfDocument.write(this);
      case PARQUET -> ParquetDocument.write(this);
    };
  }

  /** The name of its file. */
  public String fileName(Format format) {
    return kind + "-" + period + "." + format.word();
  }
}
