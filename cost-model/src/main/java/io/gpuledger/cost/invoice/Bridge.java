package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what is billed in a month to what the month costs, in one billing currency: payable plus the
 * steps plus the unexplained rest is the effective total, exactly.
 *
 * @param payable billed cost of the charges whose billing period begins in the month
 * @param payableCharges how many these are
 * @param steps one per line between payable and unexplained, each of them always there but {@link
 *     BridgeLine#UNKNOWN}, which is there only where charges lack their effective cost
 * @param unexplained the rest; absent where the effective total is unknown
 * @param unexplainedCharges charges whose costs differ for no reason that a rule knows
 * @param unexplainedOfCharges what these explain of the rest; where it is less, the effective total
 *     and the charges disagree
 * @param effective effective cost of the month; absent where charges lack it
 * @param effectiveKnown the sum over the charges that state it
 */
public record Bridge(
    String currency,
    Amount payable,
    long payableCharges,
    List<Step> steps,
    Optional<Amount> unexplained,
    long unexplainedCharges,
    Amount unexplainedOfCharges,
    Optional<Amount> effective,
    Amount effectiveKnown) {
  /** The lines that are steps, in their order. */
  private static final List<BridgeLine> STEPS =
      List.of(
          BridgeLine.PREPAID,
          BridgeLine.AMORTISATION,
          BridgeLine.CORRECTIONS,
          BridgeLine.CURRENCY,
          BridgeLine.UNKNOWN);

  /**
   * A step.
   *
   * @param amount what it adds, negative where it takes off; absent where that is unknown
   * @param charges the charges behind it
   * @param parts by class, those with charges
   */
  public record Step(BridgeLine line, Optional<Amount> amount, long charges, List<Part> parts) {
    public Step {
      parts = List.copyOf(parts);
    }
  }

  /** The part of a step that charges of one class make. */
  public record Part(BridgeClass kind, Optional<Amount> amount, long charges) {}

  /**
   * Charges with the same facts, summed.
   *
   * @param billed their billed cost
   * @param effectiveHere the part of their effective cost that falls in the month
   */
  public record Group(BridgeFacts facts, Amount billed, Amount effectiveHere, long charges) {
    Amount billedHere() {
      return facts.billedHere() ? billed : Amount.ZERO;
    }

    Amount added() {
      return effectiveHere.minus(billedHere());
    }
  }

  /**
   * The effective total of the month, summed apart from the groups.
   *
   * @param known over the charges that state it
   * @param absent how many allocation lines come without it
   */
  public record EffectiveTotal(Amount known, long absent) {
    public static final EffectiveTotal NOTHING = new EffectiveTotal(Amount.ZERO, 0);
  }

  public Bridge {
    steps = List.copyOf(steps);
  }

  /**
   * The bridge of a currency.
   *
   * @param groups every charge that is billed in the month or used in it, in exactly one group
   */
  public static Bridge of(String currency, List<Group> groups, EffectiveTotal total) {
    Map<BridgeClass, Sum> sums = new EnumMap<>(BridgeClass.class);
    Sum payable = Sum.NOTHING;
    for (Group group : groups) {
      sums.merge(BridgeClass.of(group.facts()), new Sum(group.added(), group.charges()), Sum::plus);
      if (group.facts().billedHere()) {
        payable = payable.plus(new Sum(group.billed(), group.charges()));
      }
    }
    boolean unknown = total.absent() > 0 || sums.containsKey(BridgeClass.WITHOUT_EFFECTIVE);
    List<Step> steps = new ArrayList<>();
    Amount explained = payable.amount();
    for (BridgeLine line : STEPS) {
      Step step = step(line, sums);
      if (line != BridgeLine.UNKNOWN) {
        explained = explained.plus(step.amount().orElse(Amount.ZERO));
        steps.add(step);
      } else if (unknown) {
        steps.add(step);
      }
    }
    Amount rest = total.known().minus(explained);
    Sum unexplained = sums.getOrDefault(BridgeClass.UNEXPLAINED, Sum.NOTHING);
    return new Bridge(
        currency,
        payable.amount(),
        payable.charges(),
        steps,
        unknown ? Optional.empty() : Optional.of(rest),
        unexplained.charges(),
        unexplained.amount(),
        unknown ? Optional.empty() : Optional.of(total.known()),
        total.known());
  }

  private static Step step(BridgeLine line, Map<BridgeClass, Sum> sums) {
    boolean known = line != BridgeLine.UNKNOWN;
    Sum sum = Sum.NOTHING;
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<BridgeClass, Sum> entry : sums.entrySet()) {
      if (entry.getKey().line() == line) {
        sum = sum.plus(entry.getValue());
        parts.add(
            new Part(
                entry.getKey(),
                known ? Optional.of(entry.getValue().amount()) : Optional.empty(),
                entry.getValue().charges()));
      }
    }
    return new Step(
        line, known ? Optional.of(sum.amount()) : Optional.empty(), sum.charges(), parts);
  }

  private record Sum(Amount amount, long charges) {
    static final Sum NOTHING = new Sum(Amount.ZERO, 0);

    Sum plus(Sum other) {
      return new Sum(amount.plus(other.amount), charges + other.charges);
    }
  }
}
