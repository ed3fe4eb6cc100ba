package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Models and SKUs in use without a price: they are in no estimate. */
final class UnpricedWatch implements Watch {
  @Override
  public AlertKind kind() {
    return AlertKind.UNPRICED;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Look look(Seen seen) {
    Map<String, WatchFacts.Unpriced> unpriced = new TreeMap<>();
    seen.known().unpriced().forEach(each -> unpriced.put(each.name(), each));
    Set<String> fresh = seen.fresh(unpriced.keySet());
    List<WatchFacts.Unpriced> told =
        unpriced.values().stream().filter(each -> fresh.contains(each.name())).toList();
    return new Look(
        unpriced.keySet(),
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "all of it has a price now, or is no longer in use");
  }

  private static Notice notice(List<WatchFacts.Unpriced> unpriced, Instant now) {
    List<String> names = unpriced.stream().map(WatchFacts.Unpriced::name).toList();
    return new Words.Draft(AlertKind.UNPRICED, now)
        .about("prices", names)
        .says(
            "No price for " + Words.name(names, "models or SKUs"),
            Words.count(names.size(), "model or SKU is", "models or SKUs are")
                + " in use without a price. Hours of it are in no estimate and in no burn: they"
                + " are missing, not free.")
        .costs(Notice.Cost.not("there is no rate to tell it by"))
        .canWait("Yes, but every estimate and threshold that covers it is too low until then.")
        .since(Optional.empty())
        .findings(unpriced.stream().map(each -> each.name() + ": " + each.words()).toList())
        .toDo(
            Notice.ToDo.nothing(
                "State a price under prices or pricedClusters in gpuledger.yaml, or load the bill"
                    + " that has it."))
        .unknowns(names.stream().map(name -> "what " + name + " costs").toList())
        .notice();
  }
}
