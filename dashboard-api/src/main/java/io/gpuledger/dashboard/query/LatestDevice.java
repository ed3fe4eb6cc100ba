package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.LineHolder;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device by its latest sample, as far as somebody may see it.
 *
 * <p>Each holder belongs to the team that the ownership rules name for it. Who sees some teams only
 * sees the device if one of them holds it, with the own holders alone; what the device measures is
 * then the work of others too, and withheld.
 *
 * @param row the columns of {@link GpuQuery}'s question
 * @param state the state of the whole device
 * @param held who holds it, never empty: {@link LineHolder#NOBODY} where nobody does
 * @param shared whether holders that belong to others are left out
 */
record LatestDevice(List<String> row, String state, List<Held> held, boolean shared) {
  static final String SEPARATOR = "~";

  /** A sample older than this no longer stands for the present. */
  private static final Duration STANDS_FOR = Duration.ofMinutes(5);

  /** A holder and its team. */
  record Held(LineHolder holder, String team) {}

  LatestDevice {
    held = List.copyOf(held);
  }

  /** The whole device. */
  static LatestDevice of(List<String> row, RulesInForce rules, Instant now) {
    List<String> named = row.get(7).isEmpty() ? List.of() : List.of(row.get(7).split("\n", -1));
    Instant at = Instant.EPOCH.plus(Long.parseLong(row.get(17)), ChronoUnit.MICROS);
    String state = state(row, rules.states(row.get(5)), !named.isEmpty(), at, now);
    List<LineHolder> holders =
        named.isEmpty()
            ? List.of(LineHolder.NOBODY)
            : named.stream().map(LineHolder::ofKey).toList();
    List<Held> held =
        holders.stream()
            .map(
                holder ->
                    new Held(
                        holder,
                        rules
                            .ownership()
                            .resolve(at, keys(row, state, new Held(holder, GroupKey.MISSING)))
                            .owner()
                            .team()))
            .toList();
    return new LatestDevice(row, state, held, false);
  }

  private static String state(
      List<String> row, StateRules rules, boolean named, Instant at, Instant now) {
    if (at.plus(STANDS_FOR).isBefore(now)) {
      return "unobserved";
    }
    int busy = ratio(row.get(8));
    long memory = row.get(11).isEmpty() ? -1 : Long.parseLong(row.get(11));
    boolean held = named || rules.isHeldByUnknown(busy, memory);
    return rules.verdict(busy, ratio(row.get(9)), ratio(row.get(10)), held).state().code();
  }

  private static int ratio(String text) {
    return text.isEmpty() ? -1 : FixedPoint.ratio(Double.parseDouble(text));
  }

  /** What of it the scope may see, or empty. */
  Optional<LatestDevice> within(AccessScope scope) {
    if (scope.allTeams()) {
      return Optional.of(this);
    }
    List<Held> own = held.stream().filter(one -> scope.teams().contains(one.team())).toList();
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(new LatestDevice(row, state, own, own.size() < held.size()));
  }

  /** Whether one of the holders matches. */
  boolean matches(Filter filter) {
    return held.stream().anyMatch(one -> filter.matches(keys(row, state, one)));
  }

  private static Function<GroupKey, String> keys(List<String> row, String state, Held held) {
    return key -> {
      String value =
          switch (key.name()) {
            case CLUSTER -> row.get(0);
            case NODE -> row.get(1);
            case DEVICE_MODEL -> row.get(5);
            case HOLDER -> held.holder().key();
            case NAMESPACE -> held.holder().namespace();
            case WORKLOAD -> held.holder().workload();
            case USER -> held.holder().user();
            case STATE -> state;
            case TEAM -> held.team();
            default -> "";
          };
      return value.isEmpty() ? GroupKey.MISSING : value;
    };
  }

  Map<String, Object> fields() {
    List<String> holders =
        held.stream()
            .map(Held::holder)
            .filter(holder -> !holder.equals(LineHolder.NOBODY))
            .map(LineHolder::key)
            .toList();
    return Answers.fields(
        "id", String.join(SEPARATOR, row.get(0), row.get(2), row.get(3), row.get(4)),
        "cluster", row.get(0),
        "node", row.get(1),
        "uuid", row.get(2),
        "gpuInstance", row.get(3),
        "computeInstance", row.get(4),
        "model", row.get(5),
        "migProfile", row.get(6),
        "state", state,
        "holders", holders,
        "team", held.get(0).team(),
        "teams", held.stream().map(Held::team).distinct().toList(),
        "shared", shared,
        "busyRatio", measured(8),
        "smActiveRatio", measured(9),
        "tensorActiveRatio", measured(10),
        "memoryUsedBytes", shared ? null : bytes(row.get(11)),
        "memoryTotalBytes", bytes(row.get(12)),
        "powerWatts", measured(13),
        "temperatureCelsius", measured(14),
        "sampleAt", row.get(15),
        "publishedAt", row.get(16));
  }

  private @Nullable Double measured(int column) {
    return shared ? null : number(row.get(column));
  }

  private static @Nullable Long bytes(String text) {
    return text.isEmpty() ? null : Long.valueOf(text);
  }

  private static @Nullable Double number(String text) {
    return text.isEmpty() ? null : Double.valueOf(text);
  }
}
