package io.gpuledger.streaming.sink;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The ledger over its HTTP endpoint, embedded engine or server alike. */
final class LedgerBlockStore implements BlockStore {
  LedgerBlockStore(SinkSettings settings) {}

  @Override
  public void insert(String table, List<String> columns, UUID token, RowsSource rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<UUID> committed(String job, int generation, long checkpointId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
