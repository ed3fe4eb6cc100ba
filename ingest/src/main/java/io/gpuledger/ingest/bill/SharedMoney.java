package io.gpuledger.ingest.bill;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.money.Split;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Money that some records of a set tell and other, finer ones share: what is billed stays what it
 * is, and each of the finer records gets its part by weight. The parts of a group come to its money
 * exactly, by largest remainder at 18 digits. Money whose group has no weight stays where it was
 * told.
 */
public final class SharedMoney {
  /** Most parts of a set. The money of a group that has one too many stays undivided. */
  public static final int MAX_PARTS = 500_000;

  /** Most groups of a set. With one too many nothing of the set is divided. */
  public static final int MAX_GROUPS = 2 * MAX_PARTS;

  private final Map<String, Group> groups = new HashMap<>();
  private boolean tooMany;
  private final Map<Long, Part> parts = new HashMap<>();

  private static final class Group {
    private BigDecimal money = BigDecimal.ZERO;
    private final List<BigInteger> weights = new ArrayList<>();
    private BigInteger sum = BigInteger.ZERO;
    private boolean whole = true;
    private boolean told;
    private @Nullable List<Amount> shares;

    private boolean divides() {
      return told && whole && sum.signum() > 0;
    }
  }

  private record Part(String group, int index) {}

  /** Adds money to a group. */
  public void add(String group, BigDecimal money) {
    Group found = group(group);
    if (found != null) {
      found.money = found.money.add(money);
      found.told = true;
    }
  }

  /** The group of this name; null where it is one too many. */
  private @Nullable Group group(String name) {
    Group known = groups.get(name);
    if (known == null && groups.size() == MAX_GROUPS) {
      tooMany = true;
      return null;
    }
    return known == null ? groups.computeIfAbsent(name, added -> new Group()) : known;
  }

  /** Whether the set has more groups than are kept, so that nothing is divided. */
  public boolean hasTooMany() {
    return tooMany;
  }

  /**
   * Says that a charge shares the money of a group.
   *
   * @param record {@link NativeRecord#number} of the charge's record
   * @param part which charge of the record, from 0
   * @param weight not negative
   */
  public void weigh(String group, long record, int part, BigDecimal weight) {
    Group found = group(group);
    if (found == null) {
      return;
    }
    if (parts.size() >= MAX_PARTS) {
      found.whole = false;
      return;
    }
    BigInteger exact = Amount.rounded(weight, Rounding.SPLIT).unscaled();
    parts.put(key(record, part), new Part(group, found.weights.size()));
    found.weights.add(exact);
    found.sum = found.sum.add(exact);
  }

  /** Says that what shares the money of a group cannot be weighed, so that it stays undivided. */
  public void keepWhole(String group) {
    Group found = group(group);
    if (found != null) {
      found.whole = false;
    }
  }

  /** Whether the money of a group is shared, so that the records that told it bear none. */
  public boolean isShared(String group) {
    Group found = groups.get(group);
    return !tooMany && found != null && found.divides();
  }

  /** The part of a charge; empty where no money was told that it could share. */
  public Optional<BigDecimal> share(long record, int part) {
    Part known = parts.get(key(record, part));
    if (known == null) {
      return Optional.empty();
    }
    Group group = java.util.Objects.requireNonNull(groups.get(known.group()));
    if (tooMany || !group.divides()) {
      return Optional.empty();
    }
    List<Amount> shares = group.shares;
    if (shares == null) {
      shares = Split.byWeight(Amount.rounded(group.money, Rounding.READ), group.weights);
      group.shares = shares;
    }
    return Optional.of(shares.get(known.index()).toBigDecimal());
  }

  private static long key(long record, int part) {
    return record + ((long) part << 28);
  }
}
