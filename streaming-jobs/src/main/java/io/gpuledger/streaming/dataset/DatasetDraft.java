package io.gpuledger.streaming.dataset;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import java.util.List;

/**
 * A load with its rows.
 *
 * @param rows at most {@link #ROWS_MAX}, all of the load's dataset
 * @param withdrawn invoices that the load takes away: those that were typed by mistake, and the
 *     currencies that a newer file of the same invoice no longer has
 */
public record DatasetDraft(DatasetLoad load, List<DatasetRow> rows, List<InvoiceKey> withdrawn) {
  /** Most rows of a load; it is one block of one insert. */
  public static final int ROWS_MAX = 200_000;

  public DatasetDraft {
    rows = List.copyOf(rows);
    withdrawn = List.copyOf(withdrawn);
    if (rows.size() > ROWS_MAX || withdrawn.size() > ROWS_MAX) {
      throw new IllegalArgumentException("a load has at most " + ROWS_MAX + " rows");
    }
    if (!withdrawn.isEmpty() && load.dataset() != Dataset.INVOICES) {
      throw new IllegalArgumentException("only invoices are withdrawn");
    }
  }
}
