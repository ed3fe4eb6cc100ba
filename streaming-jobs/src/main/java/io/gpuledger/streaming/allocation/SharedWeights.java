package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What owners have of the charges of some cells, by link. It is read when first asked for: where
 * ownership rules decide on all taxes, credits and support, nobody asks.
 */
final class SharedWeights {
  private record Key(long cellVersion, String link) {}

  private final Map<Key, List<Weight>> weights = new HashMap<>();
  private final Map<Owner, Owner> owners = new HashMap<>();

  private final LedgerClient client;
  private final Map<String, String> parameters;
  private boolean loaded;

  /** The weights of days of a run whose other lines are stored. */
  SharedWeights(LedgerClient client, Map<String, String> parameters) {
    this.client = client;
    this.parameters = Map.copyOf(parameters);
  }

  private void load() {
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_shared_weights"), parameters))) {
      while (in.hasNext()) {
        Key key = new Key(in.int64(), in.string());
        Owner owner = new Owner(in.string(), in.string(), in.string(), in.string());
        Owner known = owners.computeIfAbsent(owner, same -> same);
        weights
            .computeIfAbsent(key, added -> new ArrayList<>(1))
            .add(new Weight(known, Amount.parse(in.string())));
      }
    }
    loaded = true;
  }

  List<Weight> of(Cell cell, String link) {
    if (!loaded) {
      load();
    }
    return weights.getOrDefault(new Key(cell.version, link), List.of());
  }
}
