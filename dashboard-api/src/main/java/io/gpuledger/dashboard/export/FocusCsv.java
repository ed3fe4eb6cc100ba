package io.gpuledger.dashboard.export;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.charge.FocusColumn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes rows as CSV in UTF-8 and counts what it wrote. A null is an empty cell without quotes. */
public final class FocusCsv {
  private static final int BUFFER_CHARS = 1 << 16;

  private final FocusLayout layout;
  private final Writer out;
  private final int columns;
  private final StringBuilder row = new StringBuilder(2_048);
  private final Map<String, Costs> sums = new TreeMap<>();
  private long rows;

  /** A writer; the header leaves with the first rows. */
  public FocusCsv(FocusLayout layout, OutputStream out) throws IOException {
    this.layout = layout;
    this.out =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
    List<String> names = layout.names();
    this.columns = names.size();
    for (String name : names) {
      cell(name);
    }
    end();
  }

  /**
   * Writes the exported lines of a charge.
   *
   * @param lines all of its lines
   * @throws IllegalStateException if they do not sum to the charge
   */
  public void charge(LedgerCharge charge, List<LedgerLine> lines) throws IOException {
    ChargeShares shares = ChargeShares.of(charge, lines);
    String currency = charge.text(FocusColumn.BILLING_CURRENCY);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).exported()) {
        FocusRow next = new FocusRow(shares, i);
        for (int column = 0; column < columns; column++) {
          cell(layout.cell(column, next));
        }
        end();
        rows++;
        sums.merge(currency, lines.get(i).costs(), Costs::plus);
      }
    }
  }

  private void cell(String text) {
    if (!text.isBlank()) {
      boolean quoted = false;
      for (int i = 0; i < text.length() && !quoted; i++) {
        char c = text.charAt(i);
        quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
      }
      if (quoted) {
        row.append('"').append(text.replace("\"", "\"\"")).append('"');
      } else {
        row.append(text);
      }
    }
    row.append(',');
  }

  private void end() throws IOException {
    row.setCharAt(row.length() - 1, '\n');
    out.append(row);
    row.setLength(0);
  }

  /** Hands all that was written on. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Rows written. */
  public long rows() {
    return rows;
  }

  /** The four costs of the rows written, by currency. */
  public Map<String, Costs> sums() {
    return Map.copyOf(sums);
  }
}
