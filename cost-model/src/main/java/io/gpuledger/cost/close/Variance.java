package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Why a month cost something else than another, in parts that sum to the change exactly.
 *
 * <p>Commitment: by how much commitments made it cheaper or dearer than before, and what of them
 * was not used. Without that, of what both months count: usage, rate and mix as {@link WhyChanged}
 * has them, of each unit apart. Other is what came, went or counts no quantity.
 *
 * @param before cost of the first month
 * @param after cost of the second
 * @param usage more or less used, at the average price before
 * @param rate other prices
 * @param mix other things used than before
 * @param commitment what commitments make of it
 * @param currency what exchange rates make of it
 * @param oneOff purchases, credits, tax and adjustments
 * @param other usage that came, went or is not counted
 */
public record Variance(
    Amount before,
    Amount after,
    Amount usage,
    Amount rate,
    Amount mix,
    Amount commitment,
    Amount currency,
    Amount oneOff,
    Amount other) {
  public static final Variance NONE =
      new Variance(
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO,
          Amount.ZERO);

  public Variance {
    Amount parts =
        usage.plus(rate).plus(mix).plus(commitment).plus(currency).plus(oneOff).plus(other);
    Amount change = after.minus(before);
    Faults.of("variance")
        .check(
            parts.equals(change),
            ProblemCode.NOT_ALLOWED_VALUE,
            "parts",
            parts + " is not the change " + change)
        .orRefuse();
  }

  /** What both months differ by: the sum of the parts. */
  public Amount change() {
    return after.minus(before);
  }

  public Variance plus(Variance more) {
    return new Variance(
        before.plus(more.before),
        after.plus(more.after),
        usage.plus(more.usage),
        rate.plus(more.rate),
        mix.plus(more.mix),
        commitment.plus(more.commitment),
        currency.plus(more.currency),
        oneOff.plus(more.oneOff),
        other.plus(more.other));
  }

  /**
   * The parts between two months.
   *
   * @param before each key of a kind once
   * @param after each key of a kind once, in the same currency
   */
  public static Variance of(List<VarianceItem> before, List<VarianceItem> after) {
    Faults faults = Faults.of("variance of two months");
    Map<String, VarianceItem> old = byKey(before, faults);
    Map<String, VarianceItem> now = byKey(after, faults);
    faults.orRefuse();
    Sums sums = new Sums();
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      sums.add(Optional.ofNullable(old.get(key)), Optional.ofNullable(now.get(key)));
    }
    return sums.result(cost(before), cost(after));
  }

  private static Map<String, VarianceItem> byKey(List<VarianceItem> items, Faults faults) {
    Map<String, VarianceItem> byKey = new HashMap<>();
    for (VarianceItem item : items) {
      faults.check(
          byKey.put(item.kind().name() + " " + item.key(), item) == null,
          ProblemCode.NOT_ALLOWED_VALUE,
          "key",
          item.key() + " comes twice in a month");
    }
    return byKey;
  }

  private static Amount cost(List<VarianceItem> items) {
    return items.stream().map(VarianceItem::cost).reduce(Amount.ZERO, Amount::plus);
  }

  /** The running sums of all keys. */
  private static final class Sums {
    private final List<PricedUsage> old = new ArrayList<>();
    private final List<PricedUsage> now = new ArrayList<>();
    private Amount commitment = Amount.ZERO;
    private Amount currency = Amount.ZERO;
    private Amount oneOff = Amount.ZERO;

    void add(Optional<VarianceItem> before, Optional<VarianceItem> after) {
      currency = currency.plus(effect(after)).minus(effect(before));
      Amount change = cost(after).minus(cost(before));
      switch (before.or(() -> after).orElseThrow().kind()) {
        case ONE_OFF -> oneOff = oneOff.plus(change);
        case UNUSED_COMMITMENT -> commitment = commitment.plus(change);
        case USAGE -> use(before, after);
      }
    }

    /** A benefit is compared where both months tell it; else it stays in the cost. */
    private void use(Optional<VarianceItem> before, Optional<VarianceItem> after) {
      boolean told =
          before.map(item -> item.withoutCommitment().isPresent()).orElse(true)
              && after.map(item -> item.withoutCommitment().isPresent()).orElse(true);
      before.ifPresent(item -> old.add(base(item, told)));
      after.ifPresent(item -> now.add(base(item, told)));
      commitment = commitment.plus(benefit(after, told)).minus(benefit(before, told));
    }

    private static PricedUsage base(VarianceItem item, boolean told) {
      Amount cost = told ? item.withoutCommitment().orElseThrow() : item.atOldRate();
      return item.quantity()
          .map(quantity -> PricedUsage.of(item.key(), quantity, item.unit(), cost))
          .orElseGet(() -> PricedUsage.oneOff(item.key(), cost));
    }

    private static Amount benefit(Optional<VarianceItem> item, boolean told) {
      return told
          ? item.map(of -> of.atOldRate().minus(of.withoutCommitment().orElseThrow()))
              .orElse(Amount.ZERO)
          : Amount.ZERO;
    }

    private static Amount cost(Optional<VarianceItem> item) {
      return item.map(VarianceItem::atOldRate).orElse(Amount.ZERO);
    }

    private static Amount effect(Optional<VarianceItem> item) {
      return item.map(VarianceItem::currencyEffect).orElse(Amount.ZERO);
    }

    Variance result(Amount before, Amount after) {
      WhyChanged why = WhyChanged.of(old, now);
      return new Variance(
          before,
          after,
          why.usage(),
          why.rate(),
          why.mix(),
          commitment,
          currency,
          oneOff,
          why.oneOff());
    }
  }
}
