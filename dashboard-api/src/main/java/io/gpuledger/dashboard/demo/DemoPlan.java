package io.gpuledger.dashboard.demo;

import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.GpuNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What the demo estate holds, relative to now. Fixed seeds: two demos of a day are alike. */
final class DemoPlan {
  /** Complete months of bills. */
  static final int MONTHS = 13;

  static final String CLUSTER = "train-east";
  static final String DEVICE_MODEL = "NVIDIA H100 80GB HBM3";

  /** The team that lets its GPUs stand idle. */
  static final String IDLE_TEAM = "speech-research";

  /** Only the runaway job runs in this namespace. */
  static final String SANDBOX = "sandbox";

  /** What the sandbox may cost in a month before somebody is told. */
  static final String SANDBOX_LIMIT_USD = "0.5";

  static final int FLEET_NODES = 12;
  static final int DEVICES_PER_NODE = 8;
  private static final long SEED = 20_260_101;
  private static final Duration BACKFILL = Duration.ofDays(3);
  private static final Duration BACKFILL_CADENCE = Duration.ofSeconds(60);
  private static final Duration LIVE_CADENCE = Duration.ofSeconds(15);
  private static final int LIVE_TICKS = 4 * 60 * 24 * 2;

  /**
   * One of the bills' sources.
   *
   * @param form of its bills
   * @param rowsPerDay enough for every hour of every machine
   * @param lagDays days before the demo's first day that the bill of its running month lacks
   */
  record BillSource(
      String name,
      DemoForm form,
      FocusShape shape,
      int nodes,
      long rowsPerDay,
      String account,
      int lagDays) {}

  /** AWS tells a day late, so that yesterday and today are estimated by telemetry. */
  static final List<BillSource> BILLS =
      List.of(
          new BillSource(
              "aws-main", DemoForm.AWS_CUR, FocusShape.AWS_1_2, 40, 2_170, "100000000001", 1),
          new BillSource(
              "azure-main", DemoForm.FOCUS, FocusShape.AZURE_1_2, 14, 770, "EA-7700123", 0),
          new BillSource(
              "coreweave", DemoForm.FOCUS, FocusShape.COREWEAVE_1_2, 16, 875, "cw-org-41", 0));

  /** The source whose bill of the closed month is restated. */
  static final BillSource RESTATED = BILLS.get(1);

  static final List<String> TEAMS =
      List.of(
          "ads-ranking",
          "agents",
          "alignment",
          "audio-gen",
          "autonomy",
          "bio-models",
          "chat-serving",
          "code-models",
          "computer-vision",
          "content-safety",
          "data-engine",
          "doc-understanding",
          "embeddings",
          "eval-platform",
          "feature-store",
          "forecasting",
          "fraud",
          "gaming",
          "graph-ml",
          "image-gen",
          "infra-tools",
          "knowledge",
          "language-id",
          "maps",
          "marketing-ml",
          "ml-platform",
          "multimodal",
          "music",
          "personalisation",
          "pretraining",
          "recsys",
          "research-core",
          "robotics",
          "search",
          IDLE_TEAM,
          "summarisation",
          "translation",
          "trust",
          "video-gen",
          "voice-assist");

  private DemoPlan() {}

  /** The last complete month before an instant. */
  static YearMonth lastMonth(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(1);
  }

  /** The month that is closed, of a demo that was first started at an instant. */
  static YearMonth closedMonth(Instant started) {
    return lastMonth(started).minusMonths(1);
  }

  static FocusPlan bill(BillSource source, YearMonth month) {
    return new FocusPlan(
        SEED + source.name().hashCode() + month.getYear() * 12L + month.getMonthValue(),
        source.shape(),
        month,
        source.rowsPerDay() * month.lengthOfMonth(),
        List.of(payer(source)),
        TEAMS,
        nodes(source),
        0);
  }

  static FocusPlan.Account payer(BillSource source) {
    return new FocusPlan.Account(source.account(), "USD");
  }

  /** The machines that a source bills, which are no other source's. */
  static List<GpuNode> nodes(BillSource source) {
    return FocusPlan.nodes(SEED + source.name().hashCode(), source.shape(), TEAMS, source.nodes());
  }

  /** Where the bill of a running month ends, for a demo that was first started at an instant. */
  static Instant billedTo(BillSource source, Instant started) {
    return started.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(source.lagDays()));
  }

  /** Machines of the fleet: those of AWS that carry eight devices of the fleet's model. */
  static List<GpuNode> fleetNodes() {
    List<GpuNode> machines = new ArrayList<>();
    for (GpuNode node : nodes(BILLS.get(0))) {
      if (node.instanceType().equals("p5.48xlarge") && machines.size() < FLEET_NODES) {
        machines.add(node);
      }
    }
    return List.copyOf(machines);
  }

  /** The three days before now, a sample a minute. */
  static FleetPlan backfill(Instant now) {
    Instant start = now.minus(BACKFILL).truncatedTo(ChronoUnit.MINUTES);
    int ticks = (int) Duration.between(start, now).dividedBy(BACKFILL_CADENCE);
    return fleet(start, BACKFILL_CADENCE, ticks);
  }

  /** From now on, at the cadence of an exporter. */
  static FleetPlan live(Instant now) {
    // A node's samples lie up to a cadence behind the tick, and none may lie in the future.
    return fleet(now.truncatedTo(ChronoUnit.SECONDS).minus(LIVE_CADENCE), LIVE_CADENCE, LIVE_TICKS);
  }

  private static FleetPlan fleet(Instant start, Duration cadence, int ticks) {
    List<FleetPlan.Team> holders = new ArrayList<>();
    for (int i = 0; i < TEAMS.size(); i += 3) {
      holders.add(new FleetPlan.Team(TEAMS.get(i), 2, 8));
    }
    holders.add(new FleetPlan.Team(IDLE_TEAM, 12, 85));
    return new FleetPlan(
        SEED,
        "dcgm-east",
        CLUSTER,
        DEVICE_MODEL,
        start,
        cadence,
        ticks,
        fleetNodes().size(),
        DEVICES_PER_NODE,
        holders,
        FleetPlan.Disorder.NONE);
  }
}
