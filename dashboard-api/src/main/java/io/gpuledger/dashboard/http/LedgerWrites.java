package io.gpuledger.dashboard.http;

import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.TypedTotal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What the API changes in the ledger. Each call returns when the change is safe. */
public interface LedgerWrites {
  /**
   * Files of one delivery set, staged on this machine; they are deleted after the call.
   *
   * @param format one of {@link io.gpuledger.ingest.format.Formats#words}
   * @param files in the order in which they were sent
   * @param user who loads them
   * @param whole whether nothing is loaded where a file ends too early or is refused
   */
  record ImportCommand(
      String source,
      String format,
      boolean replacePeriod,
      List<Path> files,
      String user,
      boolean whole) {
    public ImportCommand {
      files = List.copyOf(files);
    }

    /** Of which what can be read is loaded, where its format allows it. */
    public ImportCommand(
        String source, String format, boolean replacePeriod, List<Path> files, String user) {
      this(source, format, replacePeriod, files, user, false);
    }
  }

  /** Saved expositions of a cluster, staged on this machine. */
  record ReplayCommand(String cluster, Optional<Instant> at, Duration cadence, List<Path> files) {
    public ReplayCommand {
      files = List.copyOf(files);
    }
  }

  /**
   * Loads bills, invoices, billing periods and commitments, each recognised by its header; the
   * answer is the import report.
   */
  Object importBills(ImportCommand command);

  /**
   * Computes what the own hardware of a source costs a month and loads it, and takes back what was
   * computed for the month before and has no charge now; the answer is the import report with both.
   * Empty where no own hardware is configured for the source and none was charged in the month.
   *
   * @throws ApiException with {@link ErrorCode#INPUT_REFUSED} where nothing falls in the month and
   *     nothing was in force
   */
  Optional<Object> chargeOwned(String source, YearMonth period);

  /** Loads telemetry; the answer is the replay report. */
  Object replay(ReplayCommand command);

  /**
   * Takes a delivery away from readers; empty where there is no such delivery.
   *
   * @throws ApiException with {@link ErrorCode#CONFLICT} where it is not in force
   */
  Optional<Object> retract(String deliveryId);

  /** Records the total of an invoice as somebody typed it; the answer says what is in force. */
  Object typeInvoice(TypedTotal total, String user);

  /** Takes the total of an invoice away from readers; empty where none is in force. */
  Optional<Object> withdrawInvoice(InvoiceKey key, String user);

  /** Starts the runaway job of the demo; empty where this is not the demo. */
  Optional<Object> startRunaway();
}
