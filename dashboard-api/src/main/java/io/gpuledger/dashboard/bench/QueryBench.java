package io.gpuledger.dashboard.bench;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.sql.client.LedgerClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Questions about money over 13 months of a large estate: by pairs of shared keys as 20 users ask
 * them, who think for five seconds between two, then by keys of detail one after another. Nothing
 * is cached between questions but the operating system's pages.
 */
public final class QueryBench {
  private static final int MONTHS = 13;
  private static final int USERS = 20;
  private static final Duration THINK = Duration.ofSeconds(5);
  private static final int ROUNDS = 12;
  private static final int REPEATS = 5;
  private static final long SEED = 11;

  private static final List<String> DETAIL =
      List.of("resource", "holder", "tag:team", "workload", "sku", "node");

  /**
   * One kind of question.
   *
   * @param name what was asked
   * @param millisP50 median time of an answer
   * @param millisP95 time that 95 of 100 answers took at most
   * @param rawEngineMillis median time of the engine for the same sums of the table alone, without
   *     snapshot, other sums and answer
   * @param questions how many were asked
   */
  public record Question(
      String name, long millisP50, long millisP95, long rawEngineMillis, int questions) {}

  /**
   * What was measured.
   *
   * @param queries by kind of question
   * @param dailyRows rows of {@code cost_daily} in 13 months
   * @param lines allocation lines in 13 months
   */
  public record Figures(List<Question> queries, long dailyRows, long lines) {}

  private final LedgerReader reader;
  private final LedgerClient client;
  private final TimeRange range;

  private QueryBench(LedgerReader reader, LedgerClient client) {
    this.reader = reader;
    this.client = client;
    this.range =
        new TimeRange(
            Estate.MONTH.minusMonths(MONTHS - 1L).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
            Estate.MONTH.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Measures in an empty directory; {@code small} takes a tenth of the estate. */
  public static Figures run(Path directory, boolean small, Consumer<String> progress) {
    Estate estate = small ? Estate.SMALL : Estate.LARGE;
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress)) {
      LedgerClient client = instance.client();
      estate.fill(client, progress);
      progress.accept("allocating the month");
      instance.allocation(Estate.rules()).runPending();
      estate.repeatBefore(client, MONTHS - 1, progress);
      progress.accept("adding up past months");
      instance.rollups().run();
      LedgerReader reader =
          new LedgerReader(
              client,
              () -> RulesInForce.of(Estate.rules().ownership()),
              LiveFacts.NONE,
              Clock.systemUTC());
      return new QueryBench(reader, client).measure(progress);
    }
  }

  private Figures measure(Consumer<String> progress) {
    List<Question> questions = new ArrayList<>();
    progress.accept(USERS + " users ask by two shared keys");
    questions.add(byPairs());
    for (String key : DETAIL) {
      progress.accept("by " + key);
      questions.add(byDetail(key));
    }
    return new Figures(
        questions,
        AllocationBench.number(client, "SELECT count() FROM cost_daily"),
        AllocationBench.number(client, "SELECT count() FROM allocation_lines"));
  }

  private Question byPairs() {
    List<GroupKey> keys = new ArrayList<>();
    for (GroupKey.Name name : GroupKey.Name.values()) {
      if (name.grain() == GroupKey.Grain.SHARED) {
        keys.add(GroupKey.of(name));
      }
    }
    // Every pair once, so that the code and the pages are warm, as they are where people work.
    List<List<GroupKey>> pairs = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      for (int j = i + 1; j < keys.size(); j++) {
        pairs.add(List.of(keys.get(i), keys.get(j)));
      }
    }
    pairs.forEach(this::ask);
    List<Long> millis = new ArrayList<>();
    ScheduledExecutorService users = Executors.newScheduledThreadPool(USERS);
    try {
      Random random = new Random(SEED);
      List<Future<Long>> answers = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        long offset = THINK.toMillis() * user / USERS;
        for (int round = 0; round < ROUNDS; round++) {
          List<GroupKey> pair = pairs.get(random.nextInt(pairs.size()));
          answers.add(
              users.schedule(
                  () -> ask(pair), offset + round * THINK.toMillis(), TimeUnit.MILLISECONDS));
        }
      }
      for (Future<Long> answer : answers) {
        millis.add(answer.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the questions broke off", e);
    } finally {
      users.shutdownNow();
    }
    long raw =
        raw(
            "SELECT team, service, sum(toDecimal256(effective_cost, 18)) FROM cost_daily"
                + " GROUP BY team, service");
    return question("two shared keys, " + USERS + " users", millis, raw);
  }

  private Question byDetail(String text) {
    GroupKey key = GroupKey.parse(text).orElseThrow();
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i <= REPEATS; i++) {
      long took = ask(List.of(key));
      if (i > 0) {
        millis.add(took);
      }
    }
    String column = text.startsWith("tag:") ? "tags['team']" : text;
    long raw =
        raw(
            "SELECT "
                + column
                + " AS k, sum(toDecimal256(effective_cost, 18)) AS s FROM cost_detail_daily GROUP"
                + " BY k ORDER BY s DESC LIMIT 100");
    return question(text, millis, raw);
  }

  private long ask(List<GroupKey> keys) {
    CostQuery query =
        new CostQuery(
            range,
            keys,
            CostQuery.Granularity.NONE,
            CostQuery.Metric.EFFECTIVE,
            false,
            CostQuery.Parts.ALL,
            Filter.everything(),
            Optional.empty(),
            100);
    return AllocationBench.millis(
        () -> reader.costs(query, reader.snapshot(Optional.empty()), AccessScope.EVERYTHING));
  }

  private long raw(String sql) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      millis.add(AllocationBench.millis(() -> client.query(sql, Map.of())));
    }
    return percentile(millis, 50);
  }

  private static Question question(String name, List<Long> millis, long raw) {
    return new Question(name, percentile(millis, 50), percentile(millis, 95), raw, millis.size());
  }

  /** The smallest value that so many of a hundred do not pass. */
  static long percentile(List<Long> millis, int percent) {
    List<Long> sorted = millis.stream().sorted().toList();
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(0, rank - 1));
  }
}
