package io.gpuledger.dashboard.budget.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * The cells of a CSV or XLSX file by row. Of a workbook the first sheet is read, and of a formula
 * what it came to when the file was saved.
 */
final class SheetFile {
  /** A longer file is refused. */
  static final int MAX_BYTES = 8 << 20;

  /** What an XLSX file may unfold to. */
  static final long MAX_UNPACKED = 128L << 20;

  static final int MAX_ROWS = 20_001;
  static final int MAX_COLUMNS = 200;

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private SheetFile() {}

  /**
   * Reads a file; its first bytes tell what it is.
   *
   * @throws SheetRefusedException if it is neither, or too large
   * @throws IOException if it cannot be read at all
   */
  static List<List<Cell>> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new SheetRefusedException("the file is longer than " + MAX_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean workbook = bytes.length > ZIP.length && startsWith(bytes, ZIP);
    return workbook ? workbook(file) : text(bytes);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    for (int i = 0; i < start.length; i++) {
      if (bytes[i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static List<List<Cell>> workbook(Path file) throws IOException {
    refuseBomb(file);
    List<List<Cell>> rows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        ReadableWorkbook workbook = new ReadableWorkbook(in);
        var read = workbook.getFirstSheet().openStream()) {
      for (Row row : (Iterable<Row>) read::iterator) {
        refuseBeyond(row.getRowNum(), row.getCellCount());
        List<Cell> cells = new ArrayList<>();
        row.stream()
            .filter(cell -> cell != null && cell.getType() != CellType.EMPTY)
            .forEach(cell -> add(cells, cell));
        rows.add(cells);
      }
    } catch (RuntimeException e) {
      if (e instanceof SheetRefusedException refused) {
        throw refused;
      }
      throw new SheetRefusedException("the file is not a workbook that can be read", e);
    }
    return rows;
  }

  private static void add(List<Cell> cells, org.dhatim.fastexcel.reader.Cell cell) {
    boolean number =
        cell.getType() == CellType.NUMBER
            || (cell.getType() == CellType.FORMULA && isNumber(cell.getRawValue()));
    String text = number ? cell.getRawValue() : cell.getText();
    if (text != null && !text.isBlank()) {
      cells.add(
          new Cell(
              cell.getAddress().getColumn(), cell.getAddress().getRow() + 1, text.strip(), number));
    }
  }

  private static boolean isNumber(String raw) {
    return raw != null && raw.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  }

  /** An archive says nothing reliable about what it unfolds to, so it is unfolded once. */
  private static void refuseBomb(Path file) throws IOException {
    long left = MAX_UNPACKED;
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            left -= read;
            if (left < 0) {
              throw new SheetRefusedException(
                  "the workbook unfolds to more than " + MAX_UNPACKED + " bytes");
            }
          }
        }
      }
    } catch (ZipException e) {
      throw new SheetRefusedException("the file is not a workbook that can be read", e);
    }
  }

  private static void refuseBeyond(int rows, int columns) {
    if (rows > MAX_ROWS) {
      throw new SheetRefusedException("the sheet has more than " + MAX_ROWS + " rows");
    }
    if (columns > MAX_COLUMNS) {
      throw new SheetRefusedException("the sheet has more than " + MAX_COLUMNS + " columns");
    }
  }

  private static List<List<Cell>> text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SheetRefusedException("the file is neither a workbook (XLSX) nor UTF-8 text", e);
    }
    if (text.indexOf('\0') >= 0) {
      throw new SheetRefusedException("the file is neither a workbook (XLSX) nor CSV");
    }
    return new CsvCells(text.startsWith("\uFEFF") ? text.substring(1) : text).rows();
  }

  /** CSV with commas, or semicolons where the head has more of them; quotes as in RFC 4180. */
  private static final class CsvCells {
    private final String text;
    private final char separator;
    private final List<List<Cell>> rows = new ArrayList<>();
    private List<Cell> cells = new ArrayList<>();
    private int column;

    CsvCells(String text) {
      this.text = text;
      String head = text.lines().findFirst().orElse("");
      long semicolons = head.chars().filter(c -> c == ';').count();
      separator = semicolons > head.chars().filter(c -> c == ',').count() ? ';' : ',';
    }

    List<List<Cell>> rows() {
      StringBuilder value = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (quoted) {
          if (c != '"') {
            value.append(c);
          } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
            value.append('"');
            i++;
          } else {
            quoted = false;
          }
        } else if (c == '"' && value.toString().isBlank()) {
          value.setLength(0);
          quoted = true;
        } else if (c == separator) {
          end(value);
        } else if (c == '\n') {
          end(value);
          endRow();
        } else if (c != '\r') {
          value.append(c);
        }
      }
      if (quoted) {
        throw new SheetRefusedException(
            "a quote is not closed in row " + (rows.size() + 1) + " or after it");
      }
      end(value);
      endRow();
      return rows;
    }

    private void end(StringBuilder value) {
      String stripped = value.toString().strip();
      if (!stripped.isEmpty()) {
        cells.add(new Cell(column, rows.size() + 1, stripped, false));
      }
      column++;
      value.setLength(0);
    }

    private void endRow() {
      refuseBeyond(rows.size() + 1, column);
      rows.add(cells);
      cells = new ArrayList<>();
      column = 0;
    }
  }
}
