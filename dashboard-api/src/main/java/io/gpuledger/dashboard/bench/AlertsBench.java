package io.gpuledger.dashboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.launcher.LedgerRuntime;
import io.gpuledger.dashboard.launcher.RunFile;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import io.gpuledger.ingest.kafka.LedgerProducer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * From a live sample that makes a budget pass its limit to the request to Slack, through the whole
 * product: topic, spend guard, alert ledger, outbox, HTTP.
 */
public final class AlertsBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BUDGET = Pattern.compile("bench-(warm|one|all)-[0-9]{4}");

  /** Between two budgets that pass their limits one after another. */
  private static final Duration APART = Duration.ofMillis(200);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long it is listened for messages that come a second time. */
  private static final Duration LISTEN = Duration.ofSeconds(10);

  /**
   * What was measured, in milliseconds from the hand-over of the sample to Kafka until the request
   * to Slack begins.
   *
   * @param oneByOneMillisP50 of budgets that pass their limits 200 ms apart
   * @param oneByOneMillisP99 the same
   * @param oneByOneMillisMax the same
   * @param atOnceMillisP50 of as many budgets that pass their limits at one moment
   * @param atOnceMillisP99 the same
   * @param atOnceMillisMax the same
   * @param budgets that passed their limits, those to warm the code up among them
   * @param toldOnce of these
   * @param toldMoreThanOnce of these
   * @param notTold of these, within three minutes
   */
  public record Figures(
      long oneByOneMillisP50,
      long oneByOneMillisP99,
      long oneByOneMillisMax,
      long atOnceMillisP50,
      long atOnceMillisP99,
      long atOnceMillisMax,
      long budgets,
      long toldOnce,
      long toldMoreThanOnce,
      long notTold) {}

  private final SlackStandIn slack;
  private final BudgetFleet fleet;
  private final Consumer<String> progress;

  private AlertsBench(SlackStandIn slack, BudgetFleet fleet, Consumer<String> progress) {
    this.slack = slack;
    this.fleet = fleet;
    this.progress = progress;
  }

  /**
   * Measures in an empty directory.
   *
   * @param budgets that pass their limits one by one, and again as many at once
   */
  public static Figures run(Path directory, int budgets, Consumer<String> progress)
      throws IOException {
    Path data = directory.resolve("data");
    Files.createDirectories(data);
    try (SlackStandIn slack = new SlackStandIn(BUDGET)) {
      Path webhook = Files.writeString(directory.resolve("webhook"), slack.url().toString());
      Files.writeString(data.resolve("gpuledger.yaml"), configuration(webhook));
      RuntimeSettings settings =
          new RuntimeSettings(
              data, Optional.empty(), OptionalInt.of(0), RuntimeSettings.Mode.SERVER);
      try (LedgerRuntime runtime = LedgerRuntime.start(settings, progress);
          LedgerProducer producer =
              LedgerProducer.open(RunFile.read(data).orElseThrow().kafkaBootstrap())) {
        BudgetFleet fleet = new BudgetFleet(producer, Clock.systemUTC());
        return new AlertsBench(slack, fleet, progress).measure(new Api(runtime), budgets);
      }
    }
  }

  /** The flood cap is out of the way: it would hold messages back, as it is there to do. */
  private static String configuration(Path webhook) {
    return """
    prices:
      - {deviceModel: %s, currency: USD, perDeviceHour: "0.01", from: 2020-01-01}
      - {deviceModel: %s, currency: USD, perDeviceHour: "360000", from: 2020-01-01}
    ownership:
      - name: by namespace
        match: 'cluster:"%s"'
        team: "{namespace}"
        from: 2020-01-01
    alerts:
      allowPrivateAddresses: true
      floodPerHour: 10000
      channels:
        - name: bench
          webhook: ${file:%s}
    """
        .formatted(BudgetFleet.CHEAP, BudgetFleet.DEAR, BudgetFleet.CLUSTER, webhook);
  }

  private Figures measure(Api api, int budgets) {
    List<String> warm = names("warm", Math.max(5, budgets / 10));
    List<String> one = names("one", budgets);
    List<String> all = names("all", budgets);
    List<String> every = new ArrayList<>(warm);
    every.addAll(one);
    every.addAll(all);
    progress.accept("making " + every.size() + " budgets");
    every.forEach(api::create);
    progress.accept("waiting until the spend guard watches them all");
    if (!isWithinPatience(() -> api.estimated() == every.size(), () -> fleet.scrape(every))) {
      throw new IllegalStateException("the spend guard does not watch all budgets");
    }
    progress.accept(warm.size() + " limits to warm the code up");
    Map<String, Long> crossed = new LinkedHashMap<>();
    warm.forEach(budget -> crossed.put(budget, fleet.cross(budget)));
    awaitMessages(crossed.keySet());
    progress.accept(one.size() + " limits, one after another");
    for (String budget : one) {
      crossed.put(budget, fleet.cross(budget));
      LockSupport.parkNanos(APART.toNanos());
    }
    awaitMessages(crossed.keySet());
    progress.accept(all.size() + " limits at once");
    all.forEach(budget -> crossed.put(budget, fleet.cross(budget)));
    awaitMessages(crossed.keySet());
    LockSupport.parkNanos(LISTEN.toNanos());
    return figures(crossed, one, all);
  }

  private static List<String> names(String part, int count) {
    return IntStream.range(0, count).mapToObj(i -> "bench-%s-%04d".formatted(part, i)).toList();
  }

  private void awaitMessages(Set<String> budgets) {
    boolean all = isWithinPatience(() -> slack.heard().keySet().containsAll(budgets), () -> {});
    if (!all) {
      progress.accept("not all messages came within " + PATIENCE.toMinutes() + " minutes");
    }
  }

  private static boolean isWithinPatience(BooleanSupplier done, Runnable meanwhile) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      meanwhile.run();
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  private Figures figures(Map<String, Long> crossed, List<String> one, List<String> all) {
    List<Long> apart = millis(crossed, one);
    List<Long> together = millis(crossed, all);
    List<Integer> times =
        crossed.keySet().stream()
            .map(budget -> slack.heard().getOrDefault(budget, List.of()).size())
            .toList();
    return new Figures(
        percentile(apart, 50),
        percentile(apart, 99),
        percentile(apart, 100),
        percentile(together, 50),
        percentile(together, 99),
        percentile(together, 100),
        crossed.size(),
        times.stream().filter(often -> often == 1).count(),
        times.stream().filter(often -> often > 1).count(),
        times.stream().filter(often -> often == 0).count());
  }

  /** Of those that were told, sorted. */
  private List<Long> millis(Map<String, Long> crossed, List<String> budgets) {
    return budgets.stream()
        .filter(slack.heard()::containsKey)
        .map(
            budget ->
                (slack.heard().getOrDefault(budget, List.of()).get(0)
                        - crossed.getOrDefault(budget, 0L))
                    / 1_000_000)
        .sorted()
        .toList();
  }

  private static long percentile(List<Long> millis, int percent) {
    if (millis.isEmpty()) {
      throw new IllegalStateException("no message came");
    }
    return QueryBench.percentile(millis, percent);
  }

  /** The instance's API, as any client calls it. */
  private static final class Api {
    private final HttpClient client = HttpClient.newHttpClient();
    private final LedgerRuntime runtime;

    Api(LedgerRuntime runtime) {
      this.runtime = runtime;
    }

    void create(String name) {
      ObjectNode budget =
          JSON.createObjectNode()
              .put("name", name)
              .put("filter", "team:\"" + name + "\"")
              .put("currency", "USD")
              .put("limit", "50");
      budget.putArray("thresholds").add(100);
      send(
          request("/api/v1/budgets")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(budget.toString())));
    }

    /** Budgets of which the spend guard has told something. */
    long estimated() {
      long estimated = 0;
      for (JsonNode row : send(request("/api/v1/budgets?limit=1000")).path("rows")) {
        estimated += row.path("spent").path("estimatedAt").isNull() ? 0 : 1;
      }
      return estimated;
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(runtime.url()).resolve(path))
          .header("Authorization", "Bearer " + runtime.token());
    }

    private JsonNode send(HttpRequest.Builder request) {
      try {
        HttpResponse<String> response =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
          throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the bench was interrupted", e);
      }
    }
  }
}
