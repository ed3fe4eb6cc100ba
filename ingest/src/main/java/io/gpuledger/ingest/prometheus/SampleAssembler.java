package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.prometheus.Metric.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the series of one exposition together to samples: one per device or slice and instant, with
 * all fields in base units and all holders. The order of the lines does not matter. Rules and
 * reasons: docs/rules/samples.md.
 */
public final class SampleAssembler implements ExpositionHandler {
  /** A ratio may exceed one by half a percent, which is rounding. */
  private static final double RATIO_MAX = 1.005;

  /** Most problems listed; further ones are counted. */
  public static final int PROBLEMS_MAX = 100;

  /** Whole numbers up to here are exact in a double. */
  private static final double WHOLE_MAX = 9_007_199_254_740_992.0;

  /** The largest counter of microjoules. */
  private static final double COUNTER_MAX = 9.2e18;

  private final AssemblyOptions options;
  private final IdentityHashMap<Labels, LabelFacts> factsByLabels = new IdentityHashMap<>();
  private final Map<Key, DeviceReadings> devices = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean renamed;
  private long refused;

  public SampleAssembler(AssemblyOptions options) {
    this.options = options;
  }

  private record Key(String uuid, String gpuInstance, Instant at) {
    Key parent() {
      return new Key(uuid, "", at);
    }
  }

  @Override
  public void accept(Series series) {
    Metric metric = Metric.find(series.name());
    if (metric == null) {
      return;
    }
    LabelFacts facts = facts(series.labels());
    if (facts.uuid().isEmpty()) {
      refuse(ProblemCode.MISSING_VALUE, series, "UUID", "the device has no UUID");
      return;
    }
    @Nullable Instant printed = series.at();
    Instant at = printed == null ? options.scrapedAt() : printed;
    if (at.isAfter(options.latestAt())) {
      refuse(ProblemCode.TIME_OUT_OF_RANGE, series, "timestamp", at + " is in the future");
      return;
    }
    DeviceReadings device =
        devices.computeIfAbsent(
            new Key(facts.uuid(), facts.gpuInstance(), at), k -> new DeviceReadings());
    device.addFacts(facts);
    add(series, metric, facts, device);
  }

  private LabelFacts facts(Labels labels) {
    LabelFacts known = factsByLabels.get(labels);
    if (known != null) {
      return known;
    }
    renamed |= LabelFacts.isRenamed(labels);
    LabelFacts read = LabelFacts.of(labels);
    factsByLabels.put(labels, read);
    return read;
  }

  private void add(Series series, Metric metric, LabelFacts facts, DeviceReadings device) {
    double printed = series.value();
    boolean blank =
        Double.isNaN(printed)
            || (metric.fromDcgm() && DcgmBlank.isBlank(printed, metric.field() == Field.ENERGY));
    if (blank || metric.field() == Field.INFO) {
      return;
    }
    double value = printed * metric.scale();
    String fault = fault(metric, printed, value);
    if (!fault.isEmpty()) {
      refuse(ProblemCode.NOT_ALLOWED_VALUE, series, series.name(), fault);
    } else if (!device.add(
        metric,
        printed,
        metric.kind() == Metric.Kind.RATIO ? Math.min(1, value) : value,
        series.line(),
        facts)) {
      refuse(
          ProblemCode.NOT_ALLOWED_VALUE,
          series,
          series.name(),
          "two values for one device and instant; the first counts");
    }
  }

  private static String fault(Metric metric, double printed, double value) {
    double max = metric.field() == Field.ENERGY ? COUNTER_MAX : WHOLE_MAX;
    return switch (metric.kind()) {
      case RATIO -> value < 0 || value > RATIO_MAX ? printed + " is not a share of time" : "";
      case WHOLE -> value < 0 || value > max ? printed + " is not a possible reading" : "";
      case AMOUNT -> value < 0 || value > max ? printed + " is not a possible reading" : "";
      case ANY -> Double.isInfinite(printed) ? printed + " is not a possible reading" : "";
    };
  }

  /** The samples, and what was refused on the way. */
  public Parsed<Sample> finish() {
    Map<Key, Integer> slices = new HashMap<>();
    for (Key key : devices.keySet()) {
      if (!key.gpuInstance().isEmpty()) {
        slices.merge(key.parent(), 1, Integer::sum);
      }
    }
    List<Sample> samples = new ArrayList<>(devices.size());
    devices.forEach(
        (key, device) -> samples.add(sample(key, device, slices.getOrDefault(key.parent(), 1))));
    return new Parsed<>(samples, problems);
  }

  /** How many values were refused in all; at most {@link #PROBLEMS_MAX} of them are listed. */
  public long refused() {
    return refused;
  }

  private Sample sample(Key key, DeviceReadings device, int slices) {
    boolean slice = !key.gpuInstance().isEmpty();
    DeviceReadings parent = slice ? devices.getOrDefault(key.parent(), device) : device;
    @Nullable Long total = memoryTotal(device);
    @Nullable Long used = memoryUsed(key, device, total);
    return new Sample(
        new DeviceId(options.cluster(), key.uuid(), key.gpuInstance(), ""),
        key.at(),
        new DeviceFacts(
            node(device, parent),
            device.index().isEmpty() ? parent.index() : device.index(),
            device.model().isEmpty() ? parent.model() : device.model(),
            device.migProfile()),
        device.real(Field.BUSY),
        device.real(Field.SM_ACTIVE),
        device.real(Field.TENSOR_ACTIVE),
        device.real(Field.DRAM_ACTIVE),
        used,
        total,
        slice ? powerOfSlice(device, parent, slices) : device.real(Field.POWER),
        // A counter of the whole device cannot be divided by a number of slices that changes.
        slice ? null : device.whole(Field.ENERGY),
        device.real(Field.TEMPERATURE),
        device.whole(Field.SM_CLOCK),
        device.has(Field.XID) ? Integer.valueOf((int) device.value(Field.XID)) : null,
        device.holders(renamed),
        device.holderBusy(renamed));
  }

  /**
   * Power is measured of the whole device, whatever row prints it: slices have equal parts of it.
   */
  private static @Nullable Double powerOfSlice(
      DeviceReadings slice, DeviceReadings parent, int slices) {
    Double whole = slice.has(Field.POWER) ? slice.real(Field.POWER) : parent.real(Field.POWER);
    return whole == null ? null : Double.valueOf(whole / slices);
  }

  private String node(DeviceReadings device, DeviceReadings parent) {
    if (!options.node().isEmpty()) {
      return options.node();
    }
    String said = device.node().isEmpty() ? parent.node() : device.node();
    return said.isEmpty() ? options.fallbackNode() : said;
  }

  private static @Nullable Long memoryTotal(DeviceReadings device) {
    if (device.has(Field.MEMORY_TOTAL)) {
      return device.whole(Field.MEMORY_TOTAL);
    }
    if (!device.has(Field.MEMORY_USED) || !device.has(Field.MEMORY_FREE)) {
      return null;
    }
    double reserved = device.has(Field.MEMORY_RESERVED) ? device.value(Field.MEMORY_RESERVED) : 0;
    return Math.round(device.value(Field.MEMORY_USED) + device.value(Field.MEMORY_FREE) + reserved);
  }

  private @Nullable Long memoryUsed(Key key, DeviceReadings device, @Nullable Long total) {
    @Nullable Long used = device.whole(Field.MEMORY_USED);
    if (used == null || total == null || used <= total) {
      return used;
    }
    refuse(
        new Problem(
            ProblemCode.NOT_ALLOWED_VALUE,
            new Location(options.input(), device.line(Field.MEMORY_USED), 0),
            "memoryUsedBytes",
            "device " + key.uuid() + " uses " + used + " of " + total + " bytes",
            ""));
    return null;
  }

  private void refuse(ProblemCode code, Series series, String field, String message) {
    refuse(
        new Problem(
            code,
            new Location(options.input(), series.line(), 0),
            field,
            message,
            series.name() + series.labels() + " " + series.value()));
  }

  private void refuse(Problem problem) {
    refused++;
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(problem);
    }
  }
}
