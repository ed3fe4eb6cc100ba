package io.gpuledger.ingest.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A fleet to generate. Equal plans give equal streams and equal truth.
 *
 * @param seed seed of everything
 * @param source name of the source in records
 * @param cluster the cluster
 * @param model model name of every device
 * @param start instant of tick 0; whole milliseconds
 * @param cadence time between two samples of a device; whole milliseconds, at most 150 s
 * @param ticks samples of a device, gaps included; at least 2
 * @param nodes machines
 * @param devicesPerNode devices of a machine, 1..64
 * @param teams who holds devices
 * @param disorder duplicates and late records
 */
public record FleetPlan(
    long seed,
    String source,
    String cluster,
    String model,
    Instant start,
    Duration cadence,
    int ticks,
    int nodes,
    int devicesPerNode,
    List<Team> teams,
    Disorder disorder) {
  private static final long CADENCE_MILLIS_MAX = 150_000;

  public FleetPlan {
    teams = List.copyOf(teams);
    boolean wholeMillis =
        start.equals(start.truncatedTo(ChronoUnit.MILLIS))
            && cadence.equals(Duration.ofMillis(cadence.toMillis()));
    if (!wholeMillis || cadence.toMillis() < 1 || cadence.toMillis() > CADENCE_MILLIS_MAX) {
      throw new IllegalArgumentException("start and cadence " + cadence + " are not in bounds");
    }
    if (ticks < 2 || nodes < 1 || devicesPerNode < 1 || devicesPerNode > 64 || teams.isEmpty()) {
      throw new IllegalArgumentException("a fleet needs ticks, nodes, devices and teams");
    }
  }

  /**
   * A team and how it uses what it holds.
   *
   * @param name its namespace
   * @param weight how often its workloads come up, beside the other teams'
   * @param idlePercent how much of its held time is idle, 0..100
   */
  public record Team(String name, int weight, int idlePercent) {
    public Team {
      if (weight < 1 || idlePercent < 0 || idlePercent > 100) {
        throw new IllegalArgumentException("team " + name + " has no such weight or idle share");
      }
    }
  }

  /**
   * What goes wrong on the way; none of it changes the truth.
   *
   * @param duplicatePercent records sent twice
   * @param latePercent records that come late
   * @param lateMax how late, behind records of later instants
   */
  public record Disorder(int duplicatePercent, int latePercent, Duration lateMax) {
    /** Everything once and in order. */
    public static final Disorder NONE = new Disorder(0, 0, Duration.ZERO);

    /** Some of each, well within the two hours that a late sample may take. */
    public static final Disorder SOME = new Disorder(3, 5, Duration.ofMinutes(20));
  }

  /** A small fleet for tests: 3 nodes of 4 devices, three teams, an hour at 15 s. */
  public static FleetPlan small(long seed, Instant start) {
    return new FleetPlan(
        seed,
        "fleet",
        "cluster-a",
        "NVIDIA H100 80GB HBM3",
        start,
        Duration.ofSeconds(15),
        240,
        3,
        4,
        List.of(new Team("nlp", 3, 5), new Team("vision", 2, 20), new Team("research", 1, 70)),
        Disorder.SOME);
  }

  public FleetPlan withTicks(int newTicks) {
    return new FleetPlan(
        seed,
        source,
        cluster,
        model,
        start,
        cadence,
        newTicks,
        nodes,
        devicesPerNode,
        teams,
        disorder);
  }

  public FleetPlan withSize(int newNodes, int newDevicesPerNode) {
    return new FleetPlan(
        seed,
        source,
        cluster,
        model,
        start,
        cadence,
        ticks,
        newNodes,
        newDevicesPerNode,
        teams,
        disorder);
  }

  public FleetPlan withDisorder(Disorder newDisorder) {
    return new FleetPlan(
        seed,
        source,
        cluster,
        model,
        start,
        cadence,
        ticks,
        nodes,
        devicesPerNode,
        teams,
        newDisorder);
  }
}
