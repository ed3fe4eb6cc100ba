package io.gpuledger.streaming.dataset;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * A load with its rows.
 *
 * @param rows at most {@link #ROWS_MAX}, all of the load's dataset
 * @param withdrawn invoices that the load takes away: those that were typed by mistake, and the
 *     currencies that a newer file of the same invoice no longer has
 * @param refused invoices with lines in the load that could not be read, each once a billing period
 */
public record DatasetDraft(
    DatasetLoad load,
    List<DatasetRow> rows,
    List<InvoiceKey> withdrawn,
    List<RefusedLines> refused) {
  /**
   * That lines of an invoice could not be read.
   *
   * @param billingPeriod of the lines; empty where they do not tell
   */
  public record RefusedLines(InvoiceKey key, Optional<TimeRange> billingPeriod) {}

  /** Most rows of a load; it is one block of one insert. */
  public static final int ROWS_MAX = 200_000;

  public DatasetDraft {
    rows = List.copyOf(rows);
    withdrawn = List.copyOf(withdrawn);
    refused = List.copyOf(refused);
    if (rows.size() > ROWS_MAX || withdrawn.size() > ROWS_MAX || refused.size() > ROWS_MAX) {
      throw new IllegalArgumentException("a load has at most " + ROWS_MAX + " rows");
    }
    if (!(withdrawn.isEmpty() && refused.isEmpty()) && load.dataset() != Dataset.INVOICES) {
      throw new IllegalArgumentException("only invoices are withdrawn, or refused by name");
    }
  }

  /** A load without refused lines. */
  public DatasetDraft(DatasetLoad load, List<DatasetRow> rows, List<InvoiceKey> withdrawn) {
    this(load, rows, withdrawn, List.of());
  }
}
