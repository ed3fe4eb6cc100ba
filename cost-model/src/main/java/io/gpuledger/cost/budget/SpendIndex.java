package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.FilterIndex;
import io.gpuledger.cost.filter.GroupKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Questions made ready to be found by rows: made once, for any number of readings. */
public final class SpendIndex {
  private final List<GroupKey> keys;
  private final Map<GroupKey, Integer> positions = new HashMap<>();
  private final List<SpendQuestion> questions;
  private final FilterIndex<Integer> index;

  /**
   * Questions over rows of given keys.
   *
   * @param keys what the values of rows are of; every key of the questions
   */
  public SpendIndex(List<GroupKey> keys, Collection<SpendQuestion> questions) {
    this.keys = List.copyOf(keys);
    for (int i = 0; i < keys.size(); i++) {
      positions.put(keys.get(i), i);
    }
    this.questions = List.copyOf(new LinkedHashSet<>(questions));
    FilterIndex.Builder<Integer> building = new FilterIndex.Builder<>();
    for (int i = 0; i < this.questions.size(); i++) {
      SpendQuestion question = this.questions.get(i);
      if (!positions.keySet().containsAll(question.keys())) {
        throw new IllegalArgumentException("rows do not say " + question.keys());
      }
      building.add(question.filter(), i);
    }
    this.index = building.build();
  }

  /** Questions over rows of just the keys that they look at, and others beside. */
  public static SpendIndex of(Collection<SpendQuestion> questions, GroupKey... beside) {
    Set<GroupKey> keys = new TreeSet<>(Set.of(beside));
    questions.forEach(question -> keys.addAll(question.keys()));
    return new SpendIndex(new ArrayList<>(keys), questions);
  }

  /** What the values of rows are of, in order. */
  public List<GroupKey> keys() {
    return keys;
  }

  /** The questions, each once. */
  public List<SpendQuestion> questions() {
    return questions;
  }

  /** The places of the questions whose filters a row passes, whatever they leave out. */
  public List<Integer> matching(List<String> values) {
    return index.matching(reading(values));
  }

  /** Reads the values of a row by key. */
  public Function<GroupKey, String> reading(List<String> values) {
    return key -> {
      Integer position = positions.get(key);
      return position == null ? GroupKey.MISSING : values.get(position);
    };
  }
}
