package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Answers many questions from one reading of a period's rows. */
public final class SpendBook {
  private final SpendIndex index;
  private final List<Sum> sums = new ArrayList<>();

  /** A question while it is added up. */
  private static final class Sum {
    private final SpendQuestion question;
    private final Map<String, Amount> byCurrency = new TreeMap<>();
    private BigInteger deviceNanos = BigInteger.ZERO;

    Sum(SpendQuestion question) {
      this.question = question;
    }

    void add(SpendRow row, Function<GroupKey, String> values) {
      if (question.counted().counts(values)) {
        byCurrency.merge(row.currency(), row.cost(question.counted().metric()), Amount::plus);
        deviceNanos = deviceNanos.add(row.deviceNanos());
      }
    }
  }

  /** A book without rows. */
  public SpendBook(SpendIndex index) {
    this.index = index;
    index.questions().forEach(question -> sums.add(new Sum(question)));
  }

  /** Adds a row to every question that it counts for. */
  public void add(SpendRow row) {
    Function<GroupKey, String> values = index.reading(row.values());
    for (int place : index.matching(row.values())) {
      sums.get(place).add(row, values);
    }
  }

  /** What each question has come to. */
  public Map<SpendQuestion, SpendTotal> totals() {
    Map<SpendQuestion, SpendTotal> totals = new LinkedHashMap<>();
    for (Sum sum : sums) {
      totals.put(sum.question, new SpendTotal(sum.byCurrency, sum.deviceNanos));
    }
    return totals;
  }
}
