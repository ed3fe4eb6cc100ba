package io.gpuledger.cost.allocation;

import io.gpuledger.cost.allocation.SharedLines.Found;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the lines of all that stands on other charges in some cells, with a bound on them. It takes
 * every charge twice, both times in the order of (delivery, row): first to be counted, then to be
 * divided.
 *
 * <p>Charges of one kind that stand on the same charges of a cell are a group. A group whose
 * charges x owners is at most {@link #LINES_LIMIT} has each of its charges divided among all of its
 * owners. A larger one is laid {@link EndToEnd}: positive and negative charges each by themselves.
 * What a group becomes depends on its own charges and owners alone.
 *
 * <p>Memory holds the groups, at most as many as links with weights x kinds. One instance serves
 * one thread.
 */
public final class SharedDivision {
  /** Most lines of a cell's charges of one kind and link while each goes to every owner. */
  public static final long LINES_LIMIT = 4_096;

  /** What the trace says of a group beyond the limit, after its link. */
  static final String LAID =
      String.format(Locale.ROOT, ", laid end to end: more than %,d lines", LINES_LIMIT);

  private final SharedLines lines;
  private final Map<Key, Group> groups = new HashMap<>();

  public SharedDivision(SharedLines lines) {
    this.lines = lines;
  }

  private record Key(long cell, SharedCharge kind, String link) {}

  /** Charges of one kind on one link of a cell. */
  private static final class Group {
    private long charges;
    private final Map<Measure, Row> positive = new EnumMap<>(Measure.class);
    private final Map<Measure, Row> negative = new EnumMap<>(Measure.class);

    Optional<Row> row(Costs costs) {
      return Measure.of(costs)
          .map(
              measure ->
                  (measure.in(costs).signum() > 0 ? positive : negative)
                      .computeIfAbsent(measure, Row::new));
    }
  }

  /** Charges of a group that are measured alike and have one sign. */
  private static final class Row {
    private final Measure measure;
    private Amount total = Amount.ZERO;
    private Optional<EndToEnd> laid = Optional.empty();

    Row(Measure measure) {
      this.measure = measure;
    }
  }

  /** The cost that a charge's length is: the first that is there. */
  private enum Measure {
    EFFECTIVE,
    BILLED,
    LIST,
    CONTRACTED;

    Amount in(Costs costs) {
      return switch (this) {
        case EFFECTIVE -> costs.effective();
        case BILLED -> costs.billed();
        case LIST -> costs.list();
        case CONTRACTED -> costs.contracted();
      };
    }

    /** None for a charge of nothing. */
    static Optional<Measure> of(Costs costs) {
      for (Measure measure : values()) {
        if (!measure.in(costs).isZero()) {
          return Optional.of(measure);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Counts a charge's day.
   *
   * @param cell any number of its cell
   * @param share the day's part of the charge
   * @param description the charge's
   * @param weights what the cell has for it to stand on; the same for both readings
   */
  public void count(long cell, DayShare share, String description, StandsOn weights) {
    Found found = lines.find(share, description, weights);
    found
        .link()
        .ifPresent(
            link -> {
              Group group = groups.computeIfAbsent(key(cell, found, link), added -> new Group());
              group.charges++;
              group
                  .row(share.costs())
                  .ifPresent(row -> row.total = row.total.plus(row.measure.in(share.costs())));
            });
  }

  /**
   * The lines of a charge's day, in a fixed order. All charges have been counted.
   *
   * @return at least one line; their costs sum to {@code share.costs()}
   * @throws IllegalStateException if the charge has not been counted
   */
  public List<AllocationLine> lines(
      long cell, DayShare share, String description, StandsOn weights) {
    Found found = lines.find(share, description, weights);
    if (found.link().isEmpty()) {
      return SharedLines.divided(found);
    }
    Group group = groups.get(key(cell, found, found.link().get()));
    if (group == null) {
      throw new IllegalStateException("a charge of day " + share.day() + " was not counted");
    }
    int owners = found.bearing().size();
    // One owner makes as many lines either way, and so does one charge: it has at most 1,000.
    boolean plain = owners == 1 || group.charges * owners <= LINES_LIMIT;
    return plain ? SharedLines.divided(found) : laid(found, group.row(share.costs()));
  }

  private static List<AllocationLine> laid(Found found, Optional<Row> row) {
    Costs costs = found.whole().costs();
    if (row.isEmpty()) {
      // A charge of nothing has no length, and needs a line all the same.
      return SharedLines.some(found, List.of(new EndToEnd.Part(0, costs)), LAID);
    }
    Row charges = row.get();
    EndToEnd laid =
        charges.laid.orElseGet(
            () -> {
              List<BigInteger> weights = SharedLines.weights(found.bearing());
              EndToEnd begun = new EndToEnd(charges.total, weights);
              charges.laid = Optional.of(begun);
              return begun;
            });
    return SharedLines.some(found, laid.next(costs, charges.measure.in(costs)), LAID);
  }

  /**
   * Checks that every charge that was counted has been divided, where it matters.
   *
   * @throws IllegalStateException if the second reading had fewer charges than the first
   */
  public void finish() {
    for (Map.Entry<Key, Group> entry : groups.entrySet()) {
      for (Map<Measure, Row> rows : List.of(entry.getValue().positive, entry.getValue().negative)) {
        for (Row row : rows.values()) {
          if (row.laid.isPresent() && !row.laid.get().isDone()) {
            throw new IllegalStateException(
                "not all that was counted was divided: " + entry.getKey());
          }
        }
      }
    }
  }

  private static Key key(long cell, Found found, SharedCharge.Link link) {
    return new Key(cell, found.kind().orElseThrow(), link.key());
  }
}
