package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.usage.Holder;
import io.gpuledger.ingest.prometheus.Metric.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The readings of one device at one instant, in whatever order they came. */
final class DeviceReadings {
  private final EnumMap<Field, Reading> readings = new EnumMap<>(Field.class);

  /** By rank of the metric. */
  private final TreeMap<Integer, BusyByHolder> busyByHolder = new TreeMap<>();

  private final TreeSet<Holder> exportedHolders = new TreeSet<>();
  private final TreeSet<Holder> plainHolders = new TreeSet<>();
  private String node = "";
  private String index = "";
  private String model = "";
  private String migProfile = "";

  /** A reading that stands, and those of other holders that differ from it. */
  private static final class Reading {
    private final double value;
    private final double printed;
    private final double scale;
    private final int rank;
    private final long line;
    private final Optional<Holder> holder;

    /** Per holder key, only once two holders print different values. */
    private @Nullable Map<String, Double> byHolder;

    Reading(double printed, double value, Metric metric, long line, Optional<Holder> holder) {
      this.value = value;
      this.printed = printed;
      this.scale = metric.scale();
      this.rank = metric.rank();
      this.line = line;
      this.holder = holder;
    }
  }

  void addFacts(LabelFacts facts) {
    node = node.isEmpty() ? facts.node() : node;
    index = index.isEmpty() ? facts.index() : index;
    model = model.isEmpty() ? facts.model() : model;
    migProfile = migProfile.isEmpty() ? facts.migProfile() : migProfile;
    facts.exportedHolder().ifPresent(exportedHolders::add);
    facts.plainHolder().ifPresent(plainHolders::add);
  }

  /**
   * Takes a reading.
   *
   * @param printed as printed
   * @param value in base units
   * @return false when it contradicts another for the same device, instant and field
   */
  boolean add(Metric metric, double printed, double value, long line, LabelFacts facts) {
    Optional<Holder> holder =
        facts.exportedHolder().isPresent() ? facts.exportedHolder() : facts.plainHolder();
    if (metric.field() == Field.BUSY && holder.isPresent()) {
      busyByHolder
          .computeIfAbsent(metric.rank(), rank -> new BusyByHolder())
          .add(holder.get(), value);
    }
    @Nullable Reading old = readings.get(metric.field());
    if (old == null || metric.rank() < old.rank) {
      readings.put(metric.field(), new Reading(printed, value, metric, line, holder));
      return true;
    }
    if (metric.rank() > old.rank) {
      return true;
    }
    // With shared devices the exporter prints the busy time and the memory of each pod by itself.
    boolean perHolder = metric.field() == Field.BUSY || metric.field() == Field.MEMORY_USED;
    if (perHolder && holder.isPresent() && old.holder.isPresent()) {
      if (old.byHolder == null) {
        old.byHolder = new TreeMap<>();
        old.byHolder.put(old.holder.get().key(), old.value);
      }
      Double known = old.byHolder.putIfAbsent(holder.get().key(), value);
      return known == null || known == value;
    }
    return value == old.value;
  }

  boolean has(Field field) {
    return readings.containsKey(field);
  }

  /** The value of a field: the device's, or the sum of what its holders print where they differ. */
  double value(Field field) {
    Reading reading = reading(field);
    if (reading.byHolder == null
        || reading.byHolder.values().stream().allMatch(v -> v == reading.value)) {
      return reading.value;
    }
    double sum = reading.byHolder.values().stream().mapToDouble(Double::doubleValue).sum();
    return field == Field.BUSY ? Math.min(1, sum) : sum;
  }

  @Nullable Double real(Field field) {
    return has(field) ? Double.valueOf(value(field)) : null;
  }

  @Nullable Long whole(Field field) {
    if (!has(field)) {
      return null;
    }
    Reading reading = reading(field);
    boolean whole = printedWhole(reading.printed) && printedWhole(reading.scale);
    return reading.byHolder == null && whole
        // A counter of millijoules has more digits than a double of microjoules can hold.
        ? Math.multiplyExact((long) reading.printed, (long) reading.scale)
        : Math.round(value(field));
  }

  private static boolean printedWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) <= 1L << 53;
  }

  long line(Field field) {
    return reading(field).line;
  }

  private Reading reading(Field field) {
    return Objects.requireNonNull(readings.get(field), "the field was not read");
  }

  /**
   * Who holds the device.
   *
   * @param renamed whether Prometheus renamed the exporter's labels: then the plain ones name the
   *     exporter's own pod
   */
  List<Holder> holders(boolean renamed) {
    List<Holder> holders = new ArrayList<>(renamed ? exportedHolders : plainHolders);
    if (renamed) {
      plainHolders.stream().filter(h -> h.kind() == Holder.Kind.SLURM_JOB).forEach(holders::add);
    }
    if (holders.isEmpty() && has(Field.PROCESSES) && value(Field.PROCESSES) > 0) {
      holders.add(Holder.UNKNOWN);
    }
    return holders;
  }

  /**
   * How busy each holder kept the device, by the best metric that prints them by themselves. Of
   * two, the device's own busy time may be that of the other: what the profiler measures is of the
   * whole device, while the driver counts the processes of each pod. Equal values are kept as well,
   * of the driver's metric: pods may be equally busy for a while, and where it is the device's own
   * that is repeated, equal values come to equal shares. Empty where only one holder is printed.
   *
   * @param renamed as in {@link #holders}
   */
  Map<Holder, Double> holderBusy(boolean renamed) {
    if (busyByHolder.isEmpty()) {
      return Map.of();
    }
    Map<Holder, Double> busy =
        new HashMap<>(
            busyByHolder.values().stream()
                .filter(BusyByHolder::isApart)
                .findFirst()
                .orElse(busyByHolder.lastEntry().getValue())
                .all());
    busy.keySet().retainAll(new HashSet<>(holders(renamed)));
    return busy.size() > 1 ? busy : Map.of();
  }

  String node() {
    return node;
  }

  String index() {
    return index;
  }

  String model() {
    return model;
  }

  String migProfile() {
    return migProfile;
  }
}
