package io.gpuledger.streaming;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.estimate.EstimateService;
import io.gpuledger.streaming.estimate.EstimateTerms;
import io.gpuledger.streaming.estimate.EstimateWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Telemetry, estimates of it and their allocation as a process of its own, to be killed. Arguments:
 * directory, then those of the stream.
 *
 * <p>The first life sends the whole stream and waits until all of it is published; file {@code
 * filled} says so. Each life then estimates at the rate in file {@code rate}, allocates, and writes
 * what the ledger holds of estimates.
 */
public final class EstimateProcess {
  static final String RATE = "rate";

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String CLUSTER = "cluster-a";

  /** A day after that of the stream, whose bill may still come. */
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-02T12:00:00Z"), ZoneOffset.UTC);

  private EstimateProcess() {}

  public static void main(String[] arguments) throws Exception {
    KillHarness.endWithParent();
    Path directory = Path.of(arguments[0]);
    GeneratedStream stream = GeneratedStream.of(List.of(arguments).subList(1, arguments.length));
    LedgerPipeline pipeline = LedgerPipeline.open(directory);
    Path filled = directory.resolve("filled");
    if (!Files.exists(filled)) {
      fill(pipeline, stream);
      Files.createFile(filled);
    }
    estimate(pipeline, Files.readString(directory.resolve(RATE)).strip());
    KillHarness.write(directory.resolve("result"), stored(pipeline));
    pipeline.close();
    System.exit(0);
  }

  private static void fill(LedgerPipeline pipeline, GeneratedStream stream) throws Exception {
    pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
    stream.send(pipeline.producer(), 0, Long.MAX_VALUE);
    stream.sendEnd(pipeline.producer());
    LedgerPipeline.await(LIMIT, () -> stream.isComplete(pipeline));
  }

  private static void estimate(LedgerPipeline pipeline, String rate) {
    LedgerClient client = new LedgerClient(pipeline.ledger().internal());
    CompletenessLags lags = new CompletenessLags(Map.of("bills", Duration.ofDays(3)));
    EstimateWriter writer =
        new EstimateWriter(client, delivery -> pipeline.publisher().publish(delivery).join());
    AllocationRunner runner =
        new AllocationRunner(
            client,
            () -> AllocationRules.of(OwnershipRules.of(List.of())),
            run -> pipeline.publisher().publishRun(run).join(),
            () -> lags,
            NOW);
    try (EstimateService service =
        new EstimateService(
            client, writer, () -> terms(rate, lags), () -> lags, ids -> runner.runPending(), NOW)) {
      service.tick();
    }
    // What an earlier life published and did not live to allocate.
    runner.runPending();
  }

  private static EstimateTerms terms(String rate, CompletenessLags lags) {
    RateBook rates =
        RateBook.of(
            List.of(
                new HourlyRate(
                    "NVIDIA H100",
                    new Money("USD", Amount.parse(rate)),
                    new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))));
    return new EstimateTerms(
        List.of(new PricedCluster(CLUSTER, "bills", "a", "AWS", "", PriceOption.ON_DEMAND, "USD")),
        new RateResolver(List.of(), List.of(), rates, PriceBook.EMPTY),
        lags,
        SliceWeighting.DOMINANT);
  }

  /** Versions in force and ever, charges in force and their cost, lines and their cost. */
  private static List<String> stored(LedgerPipeline pipeline) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "versions "
            + pipeline.ask(
                "SELECT count(), uniqExact(delivery_id), max(sequence) FROM deliveries"
                    + " WHERE scope_kind = 'estimate-day'"));
    lines.add(
        "charges "
            + pipeline.ask(
                "SELECT count(), uniqExact(delivery_id, row_no),"
                    + " sum(toDecimal256(effective_cost, 18))"
                    + " FROM estimates_as_of(as_of = '2149-01-01 00:00:00')"));
    lines.add(
        "stored "
            + pipeline.ask(
                "SELECT count() - uniqExact(delivery_id, row_no) FROM charges"
                    + " WHERE delivery_id LIKE 'estimate-%'"));
    lines.add(
        "daily "
            + pipeline.ask(
                "SELECT basis, sum(toDecimal256(effective_cost, 18)) FROM"
                    + " cost_daily_as_of(as_of = '2149-01-01 00:00:00') GROUP BY basis"));
    return lines.stream().map(line -> line.replace('\t', ' ')).toList();
  }
}
