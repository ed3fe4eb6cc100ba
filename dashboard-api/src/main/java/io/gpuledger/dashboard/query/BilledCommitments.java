package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.BilledCommitment;
import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Gathers what the bills of a month say of each commitment. */
final class BilledCommitments {
  /** A commitment and the currency that it is billed in. */
  record Key(String id, String currency) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = id.compareTo(other.id);
      return order != 0 ? order : currency.compareTo(other.currency);
    }
  }

  /** What a commitment can cover: a service of a provider, and a model of devices. */
  private record Covered(String currency, String provider, String service, String model) {}

  /** A cost that some charges may leave out. */
  private record Known(Amount amount, long absent) {
    static final Known NOTHING = new Known(Amount.ZERO, 0);

    Known plus(Known other) {
      return new Known(amount.plus(other.amount), absent + other.absent);
    }

    Optional<Amount> whole() {
      return absent == 0 ? Optional.of(amount) : Optional.empty();
    }
  }

  private final Map<Key, Building> building = new TreeMap<>();
  private final Map<Covered, Known> eligible = new HashMap<>();

  private static final class Building {
    private String provider = "";
    private Amount upfront = Amount.ZERO;
    private Amount recurring = Amount.ZERO;
    private final Map<String, Amount> used = new TreeMap<>();
    private final Map<String, Amount> unused = new TreeMap<>();
    private Amount other = Amount.ZERO;
    private long withoutEffective;
    private Known usedContracted = Known.NOTHING;
    private final Set<Covered> covers = new HashSet<>();
    private final Map<String, List<String>> quantities = new HashMap<>();
  }

  private Building of(String id, String currency, String provider) {
    Building found = building.computeIfAbsent(new Key(id, currency), key -> new Building());
    if (found.provider.isEmpty() && !provider.equals("-")) {
      found.provider = provider;
    }
    return found;
  }

  /** A row of {@link CommitmentQuery#costs}. */
  void cost(List<String> row) {
    Building found = of(row.get(0), row.get(1), row.get(2));
    Amount effective = Amount.parse(row.get(7));
    found.withoutEffective += Long.parseLong(row.get(9));
    switch (row.get(5)) {
      case "unused" -> found.unused.merge(row.get(6), effective, Amount::plus);
      case "used" -> {
        found.used.merge(row.get(6), effective, Amount::plus);
        found.usedContracted =
            found.usedContracted.plus(
                new Known(Amount.parse(row.get(8)), Long.parseLong(row.get(10))));
        found.covers.add(new Covered(row.get(1), row.get(2), row.get(3), row.get(4)));
      }
      default -> found.other = found.other.plus(effective);
    }
  }

  /** A row of {@link CommitmentQuery#eligible}. */
  void eligible(List<String> row) {
    eligible.merge(
        new Covered(row.get(0), row.get(1), row.get(2), row.get(3)),
        new Known(Amount.parse(row.get(4)), Long.parseLong(row.get(5))),
        Known::plus);
  }

  /** A row of {@link CommitmentQuery#purchases}. */
  void purchase(List<String> row) {
    Building found = of(row.get(0), row.get(1), row.get(2));
    Amount billed = Amount.parse(row.get(4));
    if (row.get(3).equals("recurring")) {
      found.recurring = found.recurring.plus(billed);
    } else {
      found.upfront = found.upfront.plus(billed);
    }
  }

  /** A row of {@link CommitmentQuery#quantities}. */
  void quantity(List<String> row) {
    of(row.get(0), row.get(1), "").quantities.put(row.get(2), row);
  }

  Map<Key, BilledCommitment> all() {
    Map<Key, BilledCommitment> all = new TreeMap<>();
    building.forEach((key, found) -> all.put(key, built(key, found)));
    return all;
  }

  private BilledCommitment built(Key key, Building found) {
    Known reach = Known.NOTHING;
    for (Covered covered : found.covers) {
      reach = reach.plus(eligible.getOrDefault(covered, Known.NOTHING));
    }
    boolean divides = !found.used.isEmpty();
    return new BilledCommitment(
        found.provider,
        key.currency(),
        found.upfront,
        found.recurring,
        new TreeMap<>(found.used),
        new TreeMap<>(found.unused),
        found.other,
        found.withoutEffective,
        divides ? found.usedContracted.whole() : Optional.empty(),
        divides ? reach.whole() : Optional.empty(),
        quantities(new ArrayList<>(found.quantities.values())));
  }

  /** Quantities in one unit, and of every charge; else there is nothing to add up. */
  private static Optional<BilledCommitment.Quantities> quantities(List<List<String>> rows) {
    Set<String> units = new HashSet<>();
    Amount used = Amount.ZERO;
    Amount unused = Amount.ZERO;
    for (List<String> row : rows) {
      units.add(row.get(4));
      if (!row.get(5).equals("1") || !row.get(6).equals("0")) {
        return Optional.empty();
      }
      if (row.get(2).equals("Used")) {
        used = used.plus(Amount.parse(row.get(3)));
      } else {
        unused = unused.plus(Amount.parse(row.get(3)));
      }
    }
    return units.size() == 1
        ? Optional.of(new BilledCommitment.Quantities(used, unused, units.iterator().next()))
        : Optional.empty();
  }
}
