package io.gpuledger.streaming.sink;

import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The ledger over its HTTP endpoint, embedded engine or server alike. */
final class LedgerBlockStore implements BlockStore {
  /**
   * Codes by which the engine refuses the bytes of rows: cannot parse (27), cannot read all data
   * (33), type mismatch (53), argument out of bound (69), unknown element of enum (36, 49),
   * incorrect data (117), array or string too large (128, 131), value out of range (321), decimal
   * overflow (407), constraint violated (469). Any other refusal, such as a missing table or right,
   * says nothing about the rows and is waited out.
   */
  private static final Set<Integer> ROW_FAULTS =
      Set.of(27, 33, 36, 49, 53, 69, 117, 128, 131, 321, 407, 469);

  private final LedgerClient client;

  LedgerBlockStore(SinkSettings settings) {
    client =
        new LedgerClient(
            new LedgerAddress(
                settings.ledgerUrl(), settings.ledgerUser(), settings.ledgerPassword()));
  }

  @Override
  public void insertRows(SpooledBlock block, TableLayout layout, long from, long to, UUID token)
      throws AwayException, RefusedException, IOException {
    send(
        () ->
            client.insertNative(
                block.table(),
                layout.insertColumns(),
                token.toString(),
                opened(() -> new NativeRows(block, from, to))));
  }

  @Override
  public void insert(String table, List<String> columns, UUID token, RowsSource rows)
      throws AwayException, RefusedException, IOException {
    send(() -> client.insert(table, columns, token.toString(), opened(rows)));
  }

  private static void send(Runnable insert) throws AwayException, RefusedException, IOException {
    try {
      insert.run();
    } catch (EngineException failed) {
      if (ROW_FAULTS.contains(failed.code())) {
        throw new RefusedException(String.valueOf(failed.getMessage()), failed);
      }
      throw away(failed);
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static Supplier<InputStream> opened(RowsSource rows) {
    return () -> {
      try {
        return rows.open();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    };
  }

  @Override
  public Set<UUID> committed(String job, int generation, long checkpointId) throws AwayException {
    try {
      return client
          .query(
              SqlText.load("queries/committed_tokens"),
              Map.of(
                  "job", job,
                  "generation", Integer.toString(generation),
                  "checkpoint", Long.toString(checkpointId)))
          .lines()
          .map(UUID::fromString)
          .collect(Collectors.toUnmodifiableSet());
    } catch (EngineException failed) {
      throw away(failed);
    }
  }

  @Override
  public void close() {
    // The client holds nothing that must be released.
  }

  private static AwayException away(EngineException failed) {
    return new AwayException(String.valueOf(failed.getMessage()), failed);
  }
}
