package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.estimate.DeviceDay;
import io.gpuledger.cost.estimate.Estimate;
import io.gpuledger.cost.estimate.EstimateMaker;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.allocation.CheckpointSet;
import io.gpuledger.streaming.allocation.EstimatesInForce;
import io.gpuledger.streaming.allocation.RowInput;
import io.gpuledger.streaming.publish.Publication;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes the estimates of some days and publishes those that have changed. A day whose bill may
 * still come is estimated anew each time; one that has settled only where its telemetry has changed
 * since, so that a new price rewrites no old day, or where no bill is configured any more to pay
 * for what is estimated, so that a mended account does not keep its estimate for ever.
 */
public final class EstimateWriter {
  private static final int DAY_SECONDS = 86_400;

  private final LedgerClient client;
  private final Consumer<Publication> publish;

  /** Of which telemetry settled days without any estimate were looked at. */
  private final Map<LocalDate, String> looked = new HashMap<>();

  /**
   * A writer. There is one per ledger.
   *
   * @param client the ledger, with the right to insert
   * @param publish the publisher's side; returns when it is visible
   */
  public EstimateWriter(LedgerClient client, Consumer<Publication> publish) {
    this.client = client;
    this.publish = publish;
  }

  private record Key(String source, String account) {}

  /**
   * Writes the estimates of some days.
   *
   * @param from first UTC day
   * @param to last UTC day
   * @return ids of the published versions; empty where nothing has changed
   */
  public synchronized List<String> write(
      EstimateTerms terms, LocalDate from, LocalDate to, Instant now) {
    TreeMap<LocalDate, Map<Key, EstimatesInForce.Version>> inForce = new TreeMap<>();
    for (EstimatesInForce.Version version : EstimatesInForce.versions(client)) {
      inForce
          .computeIfAbsent(version.day(), day -> new HashMap<>())
          .put(new Key(version.source(), version.account()), version);
    }
    List<String> published = new ArrayList<>();
    if (terms.clusters().isEmpty() && inForce.isEmpty()) {
      return published;
    }
    CheckpointSet visible = CheckpointSet.newest(client);
    Map<LocalDate, String> marks = marks(visible, from, to);
    EstimateMaker maker = new EstimateMaker(terms.clusters(), terms.rates());
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      String mark = marks.getOrDefault(day, "");
      Map<Key, EstimatesInForce.Version> ofDay = inForce.getOrDefault(day, Map.of());
      if (isDue(terms, day, mark, ofDay, now)) {
        List<Estimate> made = maker.make(deviceTime(terms, visible, day));
        published.addAll(publishChanged(made, day, mark, ofDay));
        looked.put(day, mark);
      }
    }
    return published;
  }

  private boolean isDue(
      EstimateTerms terms,
      LocalDate day,
      String mark,
      Map<Key, EstimatesInForce.Version> inForce,
      Instant now) {
    if (mark.isEmpty()) {
      // Minute facts may be gone with their retention; that says nothing of what ran.
      return false;
    }
    boolean open =
        Stream.concat(
                terms.clustersOn(day).stream().map(PricedCluster::source),
                inForce.keySet().stream().map(Key::source))
            .anyMatch(source -> now.isBefore(terms.lags().settlesAt(source, day)));
    if (open || inForce.entrySet().stream().anyMatch(of -> paysNoMore(terms, day, of))) {
      return true;
    }
    return inForce.isEmpty()
        ? !mark.equals(looked.getOrDefault(day, ""))
        : inForce.values().stream().anyMatch(version -> !version.usageMark().equals(mark));
  }

  private static boolean paysNoMore(
      EstimateTerms terms, LocalDate day, Map.Entry<Key, EstimatesInForce.Version> inForce) {
    return inForce.getValue().charges() > 0
        && terms.clustersOn(day).stream()
            .noneMatch(of -> new Key(of.source(), of.account()).equals(inForce.getKey()));
  }

  private List<String> publishChanged(
      List<Estimate> made, LocalDate day, String mark, Map<Key, EstimatesInForce.Version> inForce) {
    List<Estimate> wanted = new ArrayList<>(made);
    inForce.forEach(
        (key, version) -> {
          boolean gone =
              made.stream().noneMatch(of -> new Key(of.source(), of.account()).equals(key));
          if (gone && version.charges() > 0) {
            wanted.add(new Estimate(key.source, key.account, day, List.of()));
          }
        });
    List<String> published = new ArrayList<>();
    for (Estimate estimate : wanted) {
      EstimatesInForce.Version before = inForce.get(new Key(estimate.source(), estimate.account()));
      long sequence = before == null ? 1 : before.sequence() + 1;
      EstimateDelivery delivery = new EstimateDelivery(client, estimate, mark, sequence);
      if (before == null || !before.contentHash().equals(delivery.contentHash())) {
        publish.accept(delivery);
        published.add(delivery.id());
      }
    }
    return published;
  }

  private Map<LocalDate, String> marks(CheckpointSet visible, LocalDate from, LocalDate to) {
    Map<String, String> parameters = new HashMap<>(visible.parameters());
    parameters.put("from_second", String.valueOf(from.toEpochDay() * DAY_SECONDS));
    parameters.put("to_second", String.valueOf((to.toEpochDay() + 1) * DAY_SECONDS));
    Map<LocalDate, String> marks = new HashMap<>();
    client
        .query(SqlText.load("queries/allocation_usage_marks"), parameters)
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(row -> marks.put(LocalDate.ofEpochDay(Long.parseLong(row[0])), row[1]));
    return marks;
  }

  private List<DeviceDay> deviceTime(EstimateTerms terms, CheckpointSet visible, LocalDate day) {
    String clusters =
        ArrayParameter.ofTexts(terms.clustersOn(day).stream().map(PricedCluster::cluster).toList());
    Map<List<String>, String> resources = new HashMap<>();
    try (RowInput in =
        new RowInput(
            client.rows(SqlText.load("queries/estimate_machines"), Map.of("clusters", clusters)))) {
      while (in.hasNext()) {
        resources.put(List.of(in.string(), in.string()), in.string());
      }
    }
    Map<String, String> parameters = new HashMap<>(visible.parameters());
    parameters.put("clusters", clusters);
    parameters.put("from_second", String.valueOf(day.toEpochDay() * DAY_SECONDS));
    parameters.put("to_second", String.valueOf((day.toEpochDay() + 1) * DAY_SECONDS));
    DeviceDays times = new DeviceDays(terms.slices());
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/estimate_device_time"), parameters))) {
      times.read(in);
    }
    return times.days(day, resources);
  }
}
