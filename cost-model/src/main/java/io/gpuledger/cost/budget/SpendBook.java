package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.FilterIndex;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Answers many questions from one reading of a period's rows. */
public final class SpendBook {
  private final FilterIndex<Sum> index;
  private final Map<SpendQuestion, Sum> sums = new LinkedHashMap<>();
  private final Map<GroupKey, Integer> positions = new HashMap<>();

  /** A question while it is added up. */
  private static final class Sum {
    private final SpendQuestion question;
    private final Map<String, Amount> byCurrency = new TreeMap<>();
    private BigInteger deviceNanos = BigInteger.ZERO;

    Sum(SpendQuestion question) {
      this.question = question;
    }

    void add(SpendRow row, Function<GroupKey, String> values) {
      if (ChargePart.isOfNone(question.counted().excluded(), values)) {
        byCurrency.merge(row.currency(), row.cost(question.counted().metric()), Amount::plus);
        deviceNanos = deviceNanos.add(row.deviceNanos());
      }
    }
  }

  /**
   * A book without rows.
   *
   * @param keys what the values of rows are of; every key of the questions
   */
  public SpendBook(List<GroupKey> keys, Collection<SpendQuestion> questions) {
    for (int i = 0; i < keys.size(); i++) {
      positions.put(keys.get(i), i);
    }
    FilterIndex.Builder<Sum> building = new FilterIndex.Builder<>();
    for (SpendQuestion question : questions) {
      if (!positions.keySet().containsAll(question.keys())) {
        throw new IllegalArgumentException("rows do not say " + question.keys());
      }
      sums.computeIfAbsent(
          question,
          one -> {
            Sum sum = new Sum(one);
            building.add(one.filter(), sum);
            return sum;
          });
    }
    index = building.build();
  }

  /** Adds a row to every question that it counts for. */
  public void add(SpendRow row) {
    Function<GroupKey, String> values = key -> valueOf(row, key);
    for (Sum sum : index.matching(values)) {
      sum.add(row, values);
    }
  }

  private String valueOf(SpendRow row, GroupKey key) {
    Integer position = positions.get(key);
    return position == null ? GroupKey.MISSING : row.values().get(position);
  }

  /** What each question has come to. */
  public Map<SpendQuestion, SpendTotal> totals() {
    Map<SpendQuestion, SpendTotal> totals = new LinkedHashMap<>();
    sums.forEach(
        (question, sum) -> totals.put(question, new SpendTotal(sum.byCurrency, sum.deviceNanos)));
    return totals;
  }

  /** The keys that some questions need, in order. */
  public static List<GroupKey> keysOf(Collection<SpendQuestion> questions) {
    Set<GroupKey> keys = new TreeSet<>();
    questions.forEach(question -> keys.addAll(question.keys()));
    return new ArrayList<>(keys);
  }
}
