package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.allocation.StandsOn;
import io.gpuledger.cost.allocation.WeightBasis;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What owners have of the charges of some cells, by link. It is read when first asked for: where
 * ownership rules decide on all taxes, credits and support, nobody asks.
 */
final class SharedWeights {
  private record Key(long cellVersion, String link) {}

  private final Map<Key, List<Weight>> weights = new HashMap<>();
  private final Map<Owner, Owner> owners = new HashMap<>();

  private final LedgerClient client;
  private final List<Map<String, String>> parameters;
  private boolean loaded;

  /**
   * The weights of days of a run whose other lines are stored.
   *
   * @param parameters of each question: the days' lines, and the deliveries whose credits may name
   *     resources
   */
  SharedWeights(LedgerClient client, List<Map<String, String>> parameters) {
    this.client = client;
    this.parameters = List.copyOf(parameters);
  }

  /**
   * What a cell has to stand on.
   *
   * @param elsewhere the days of other accounts
   */
  StandsOn of(Cell cell, SharedMonths months, CoveredDays elsewhere) {
    return new StandsOn() {
      @Override
      public List<Weight> ofDay(String link) {
        return SharedWeights.this.of(cell.version, link);
      }

      @Override
      public Optional<StandsOn.Month> before(String link) {
        return months.before(AccountGroup.of(cell.key), cell.key.day(), link);
      }

      @Override
      public StandsOn of(SharedChargeRule rule) {
        AccountGroup group = elsewhere.group(rule);
        return new StandsOn() {
          @Override
          public List<Weight> ofDay(String link) {
            return elsewhere.of(group, cell.key.day(), link);
          }

          @Override
          public Optional<StandsOn.Month> before(String link) {
            return months.before(group, cell.key.day(), link);
          }
        };
      }
    };
  }

  private Map<Key, List<Weight>> read(Map<String, String> question) {
    Map<Key, List<Weight>> read = new HashMap<>();
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_shared_weights"), question))) {
      while (in.hasNext()) {
        Key key = new Key(in.int64(), in.string());
        Owner owner = new Owner(in.string(), in.string(), in.string(), in.string());
        Owner known = owners.computeIfAbsent(owner, same -> same);
        Amount cost = Amount.parse(in.string());
        WeightBasis basis = WeightBasis.of(in.uint16() > 0, in.uint16() > 0);
        read.computeIfAbsent(key, added -> new ArrayList<>(1)).add(new Weight(known, cost, basis));
      }
    }
    return read;
  }

  private List<Weight> of(long cellVersion, String link) {
    if (!loaded) {
      // Questions differ in the resources that they name; what two of them answer is the same.
      parameters.forEach(question -> weights.putAll(read(question)));
      loaded = true;
    }
    return weights.getOrDefault(new Key(cellVersion, link), List.of());
  }
}
