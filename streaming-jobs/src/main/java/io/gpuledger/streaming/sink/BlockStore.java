package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the committer asks of the ledger. */
interface BlockStore extends AutoCloseable {
  /** Rows of an insert; opened anew for each attempt. */
  interface RowsSource {
    InputStream open() throws IOException;
  }

  /**
   * Inserts the rows {@code from} to {@code to} of a block as one unit; otherwise as {@link
   * #insert}.
   */
  void insertRows(SpooledBlock block, TableLayout layout, long from, long to, UUID token)
      throws AwayException, RefusedException, IOException;

  /**
   * Inserts RowBinary as one unit, once for a token however often it is called.
   *
   * @throws AwayException if it may succeed later: nobody there, overloaded, or not known whether
   *     the insert happened
   * @throws RefusedException if the rows themselves are refused and nothing was inserted
   */
  void insert(String table, List<String> columns, UUID token, RowsSource rows)
      throws AwayException, RefusedException, IOException;

  /** The tokens of a checkpoint's blocks that {@code sink_commits} already holds. */
  Set<UUID> committed(String job, int generation, long checkpointId) throws AwayException;

  @Override
  void close();

  /** The ledger cannot take the rows now. */
  final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    AwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The ledger will never take these rows. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
