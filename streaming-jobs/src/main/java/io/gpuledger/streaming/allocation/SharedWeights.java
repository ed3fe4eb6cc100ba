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

/** What owners have of the charges of some cells, by link. */
final class SharedWeights {
  private record Key(long cellVersion, String link) {}

  private final Map<Key, List<Weight>> weights = new HashMap<>();
  private final Map<Owner, Owner> owners = new HashMap<>();

  private SharedWeights() {}

  /** Reads the weights of days of a run whose other lines are stored. */
  static SharedWeights load(LedgerClient client, Map<String, String> parameters) {
    SharedWeights loaded = new SharedWeights();
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_shared_weights"), parameters))) {
      while (in.hasNext()) {
        Key key = new Key(in.int64(), in.string());
        Owner owner = new Owner(in.string(), in.string(), in.string(), in.string());
        Owner known = loaded.owners.computeIfAbsent(owner, same -> same);
        loaded
            .weights
            .computeIfAbsent(key, added -> new ArrayList<>(1))
            .add(new Weight(known, Amount.parse(in.string())));
      }
    }
    return loaded;
  }

  List<Weight> of(Cell cell, String link) {
    return weights.getOrDefault(new Key(cell.version, link), List.of());
  }
}
