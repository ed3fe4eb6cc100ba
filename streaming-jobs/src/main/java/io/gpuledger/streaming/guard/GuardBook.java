package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.HolderGates;
import io.gpuledger.cost.budget.NodeSpend;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.FilterIndex;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.ingest.wire.BudgetWire;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.Unscaled;
import io.gpuledger.streaming.control.ControlBook;
import io.gpuledger.streaming.control.ControlRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Budgets, rates, ownership rules and thresholds as the control records in force say. At most
 * {@link Budget#WATCHED_LIMIT} budgets are watched; whoever makes them keeps to that.
 */
final class GuardBook implements NodeSpend.Terms {
  private static final long MICROS = 1_000_000L;
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private static final String GATES = "gates/all";

  private final ControlBook control = new ControlBook();
  private final Map<String, WatchedBudget> budgets = new TreeMap<>();
  private final Map<String, List<HourlyRate>> rates = new TreeMap<>();
  private final Map<String, byte[]> watches = new HashMap<>();
  private Gates gates = Gates.of(GuardGates.getDefaultInstance());
  private RateBook book = RateBook.EMPTY;
  private @Nullable FilterIndex<WatchedBudget> index;

  /**
   * Takes a record over.
   *
   * @return false if it cannot be read or is older than the one in force, which then stays
   */
  boolean apply(ControlRecord record) {
    try {
      Control parsed = Control.parseFrom(record.value());
      WatchedBudget watched = parsed.hasBudget() ? BudgetWire.toWatched(parsed.getBudget()) : null;
      Gates newGates = Gates.of(parsed.getGates());
      Map<String, List<HourlyRate>> newRates = new TreeMap<>(rates);
      boolean changesRates = parsed.hasRates() || newRates.remove(record.key()) != null;
      if (parsed.hasRates()) {
        newRates.put(record.key(), rates(parsed));
      }
      RateBook newBook =
          changesRates
              ? RateBook.of(newRates.values().stream().flatMap(Collection::stream).toList())
              : book;
      boolean isNew = !budgets.containsKey(record.key());
      boolean ends = watched != null && parsed.getBudget().getDeleted();
      if (watched != null && !ends && isNew && budgets.size() >= Budget.WATCHED_LIMIT) {
        return false;
      }
      if (!control.apply(record)) {
        return false;
      }
      WatchedBudget before = budgets.remove(record.key());
      if (before != null) {
        watches.remove(before.budget().id());
      }
      if (watched != null && !ends) {
        budgets.put(record.key(), watched);
        watches.put(watched.budget().id(), parsed.getBudget().toByteArray());
      }
      if (watched != null || before != null) {
        index = null;
      }
      if (parsed.hasGates() || record.key().equals(GATES)) {
        gates = newGates;
      }
      rates.clear();
      rates.putAll(newRates);
      book = newBook;
      return true;
    } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static List<HourlyRate> rates(Control control) {
    List<HourlyRate> rates = new ArrayList<>();
    for (io.gpuledger.ingest.wire.HourlyRate rate : control.getRates().getRatesList()) {
      rates.add(
          new HourlyRate(
              rate.getDeviceModel(),
              new Money(rate.getCurrency(), Unscaled.fromBytes(rate.getPerDeviceHour())),
              new TimeRange(
                  instant(rate.getFromMicros()),
                  rate.getToMicros() == 0 ? LAST : instant(rate.getToMicros()))));
    }
    return rates;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
  }

  ControlBook control() {
    return control;
  }

  /** A budget in force, encoded. */
  byte[] watchOf(WatchedBudget watched) {
    byte[] watch = watches.get(watched.budget().id());
    return watch == null ? BudgetWire.fromWatched(watched).toByteArray() : watch;
  }

  @Override
  public Collection<WatchedBudget> budgets() {
    return budgets.values();
  }

  /** With an index, made anew at the first question after a change of budgets. */
  @Override
  public List<WatchedBudget> budgetsOf(Function<GroupKey, String> values) {
    FilterIndex<WatchedBudget> known = index;
    if (known == null) {
      FilterIndex.Builder<WatchedBudget> building = new FilterIndex.Builder<>();
      budgets.values().forEach(watched -> building.add(watched.filter(), watched));
      known = building.build();
      index = known;
    }
    return known.matching(values);
  }

  @Override
  public HolderGates gates() {
    return gates.gates();
  }

  /** The gates, encoded. */
  byte[] gatesInForce() {
    return gates.encoded();
  }

  @Override
  public RateBook rates() {
    return book;
  }

  @Override
  public Owner ownerOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at) {
    return control.ownerOf(device, facts, holder, at);
  }
}
