package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.prometheus.AssemblyOptions;
import io.gpuledger.ingest.prometheus.ExpositionLimits;
import io.gpuledger.ingest.prometheus.ExpositionParser;
import io.gpuledger.ingest.prometheus.SampleAssembler;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.telemetry.TelemetryHarness;
import io.gpuledger.streaming.telemetry.UsageRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From what dcgm-exporter prints of a GPU that two pods of two teams share (its virtual-GPU option)
 * through the telemetry operator and the real engine to allocation lines.
 */
@Tag("live")
class SharedScrapeRunTest extends LedgerTestbed {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

  private final LedgerRows rows = new LedgerRows(client);
  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(AllocationRules.of(OwnershipRules.NONE));
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));

  /** What the profiler measures repeats for each pod; GPU_UTIL is that of the pod's processes. */
  private static String exposition(int train, int embed) {
    return """
    DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,vgpu="0",pod="train",namespace="vision",container="c"} 0.9
    DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,vgpu="1",pod="embed",namespace="search",container="c"} 0.9
    DCGM_FI_DEV_GPU_UTIL{%1$s,vgpu="0",pod="train",namespace="vision",container="c"} %2$d
    DCGM_FI_DEV_GPU_UTIL{%1$s,vgpu="1",pod="embed",namespace="search",container="c"} %3$d
    DCGM_FI_DEV_FB_USED{%1$s,vgpu="0",pod="train",namespace="vision",container="c"} 30000
    DCGM_FI_DEV_FB_USED{%1$s,vgpu="1",pod="embed",namespace="search",container="c"} 10000
    """
        .formatted(
            "gpu=\"0\",UUID=\"GPU-a\",device=\"nvidia0\","
                + "modelName=\"NVIDIA H100 80GB HBM3\",hostname=\"n1\"",
            train,
            embed);
  }

  private static SampleBatch scrape(int second, int train, int embed) throws IOException {
    Instant at = START.plusSeconds(second);
    SampleAssembler assembler =
        new SampleAssembler(
            new AssemblyOptions("c1", "", "fallback", at, "target", at.plusSeconds(300)));
    new ExpositionParser(ExpositionLimits.DEFAULT)
        .parse(
            new ByteArrayInputStream(exposition(train, embed).getBytes(StandardCharsets.UTF_8)),
            ExpositionParser.Format.TEXT,
            "target",
            assembler);
    Parsed<Sample> read = assembler.finish();
    assertThat(read.problems()).isEmpty();
    return SampleBatches.of("dcgm", Duration.ofSeconds(15), at, read.values()).get(0);
  }

  private static Control teams() {
    io.gpuledger.ingest.wire.OwnershipRules.Builder of =
        io.gpuledger.ingest.wire.OwnershipRules.newBuilder();
    for (String team : List.of("vision", "search")) {
      of.addRules(
          OwnershipRule.newBuilder()
              .setName(team)
              .setMatch("namespace:\"" + team + "\"")
              .setTeam(team));
    }
    return Control.newBuilder().setVersion(1).setOwnership(of).build();
  }

  private static String texts(String... values) {
    return Arrays.stream(values).map(text -> "'" + text + "'").collect(Collectors.joining(","));
  }

  private void store(UsageRow row) {
    Map<String, String> values = new HashMap<>();
    values.put("minute", String.valueOf(row.minute()));
    values.put("state", row.state());
    values.put("keys", "[" + texts(row.holderKeys()) + "]");
    values.put("weights", Arrays.toString(row.holderWeights()));
    values.put("team", row.team());
    values.put("nanos", String.valueOf(row.measures()[0]));
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, minute, state, holder_keys,"
            + " holder_weights, team, state_nanos, job_generation, checkpoint_id) SELECT 'c1',"
            + " 'n1', 'GPU-a', toDateTime({minute:Int64}, 'UTC'), {state:String},"
            + " {keys:Array(String)}, {weights:Array(UInt32)}, {team:String}, {nanos:Int64}, 1, 5",
        values);
  }

  private List<String> lines() {
    return query(
        "SELECT state, holder, device_nanos, billed_cost FROM current_allocation_lines"
            + " ORDER BY ALL");
  }

  @Test
  void pods_that_share_a_gpu_bear_it_by_their_measured_busy_time_across_teams() throws Exception {
    try (TelemetryHarness harness = new TelemetryHarness(new HashMapStateBackend())) {
      harness.open();
      harness.control(new ControlRecord("ownership/all", teams().toByteArray()));
      for (int second = 0; second <= 75; second += 15) {
        harness.scrape(scrape(second, 60, 20));
      }
      // Late, when the minute has been handed out: from second 20 to 30 only search was busy.
      harness.scrape(scrape(20, 0, 100));
      harness.usageRows().forEach(this::store);
    }
    assertThat(query("SELECT count() > 2, sum(state_nanos) FROM gpu_usage"))
        .containsExactly("1\t60000000000");
    rows.inventory("c1", "n1", "i-1");
    rows.published("telemetry", 1, 5);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 00:01:00", "8", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();

    // 50 s x 0.6 = 30 s of vision; 50 s x 0.2 + 10 s x 1 = 20 s of search; the second paid
    // device was not seen.
    assertThat(lines())
        .containsExactly(
            "productive\tpod:search/embed/c\t24000000000\t1.6",
            "productive\tpod:vision/train/c\t36000000000\t2.4",
            "unobserved\t-\t60000000000\t4");

    rules.set(
        new AllocationRules(
            OwnershipRules.NONE,
            SliceWeighting.DOMINANT,
            HolderWeighting.EQUAL,
            NodeSplitRules.DEFAULT));
    runner.runPending();
    assertThat(lines())
        .containsExactly(
            "productive\tpod:search/embed/c\t30000000000\t2",
            "productive\tpod:vision/train/c\t30000000000\t2",
            "unobserved\t-\t60000000000\t4");
  }
}
