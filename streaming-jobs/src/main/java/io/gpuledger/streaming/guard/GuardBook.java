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
import io.gpuledger.ingest.wire.BudgetWatch;
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
  private final Map<String, Map<String, WatchedBudget>> byFilter = new TreeMap<>();
  private @Nullable FilterIndex<Map<String, WatchedBudget>> index;

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
      replace(record.key(), ends ? null : watched, parsed.getBudget());
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

  /** The index stands as long as no filter comes or goes: terms change often, filters seldom. */
  private void replace(String key, @Nullable WatchedBudget watched, BudgetWatch watch) {
    WatchedBudget before = budgets.remove(key);
    if (before != null) {
      watches.remove(before.budget().id());
      String text = before.filter().text();
      Map<String, WatchedBudget> same = byFilter.getOrDefault(text, new TreeMap<>());
      same.remove(key);
      boolean comesBack = watched != null && watched.filter().text().equals(text);
      if (same.isEmpty() && !comesBack) {
        byFilter.remove(text);
        index = null;
      }
    }
    if (watched != null) {
      budgets.put(key, watched);
      watches.put(watched.budget().id(), watch.toByteArray());
      byFilter
          .computeIfAbsent(
              watched.filter().text(),
              any -> {
                index = null;
                return new TreeMap<>();
              })
          .put(key, watched);
    }
  }

  /** What tells on that terms of a budget were told; nothing of other records. */
  List<SpendIncrement> termsOf(String key) {
    WatchedBudget watched = budgets.get(key);
    return watched == null || watched.terms().isEmpty()
        ? List.of()
        : List.of(SpendIncrement.ofTerms(watched.budget().id(), watchOf(watched), gatesInForce()));
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

  /** With an index of filters, made anew at the first question after one came or went. */
  @Override
  public List<WatchedBudget> budgetsOf(Function<GroupKey, String> values) {
    FilterIndex<Map<String, WatchedBudget>> known = index;
    if (known == null) {
      FilterIndex.Builder<Map<String, WatchedBudget>> building = new FilterIndex.Builder<>();
      byFilter
          .values()
          .forEach(same -> building.add(same.values().iterator().next().filter(), same));
      known = building.build();
      index = known;
    }
    List<WatchedBudget> matching = new ArrayList<>();
    known.matching(values).forEach(same -> matching.addAll(same.values()));
    return matching;
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
