package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.UnitQueries;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GPU-hours where devices are cut into slices, on the real engine: a device cut into 3g, 2g, 1g and
 * 1g, one of which a 3g is all that is cut, one with two compute instances in a 3g, and one whose
 * slices nobody knows the profiles of. Each has an hour of its own cluster.
 */
@Tag("live")
class SlicedHoursOnEngineTest {
  private static final String H100 = "NVIDIA H100 80GB HBM3";
  private static final long MINUTE = 60_000_000_000L;
  private static final BigInteger HOUR = BigInteger.valueOf(Duration.ofHours(1).toNanos());
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static LedgerReader reader;
  private static SliceWeighting weighting = SliceWeighting.DOMINANT;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    profile("full", "1", "", "3g.40gb");
    profile("full", "2", "", "2g.20gb");
    profile("full", "3", "", "1g.10gb");
    profile("full", "4", "", "1g.10gb");
    slice("full", "1", "", "productive", "vision", MINUTE);
    slice("full", "2", "", "active", "search", MINUTE);
    slice("full", "3", "", "held_idle", "search", MINUTE);
    // Half of its minutes were not metered.
    slice("full", "4", "", "unallocated", "-", MINUTE / 2);
    profile("part", "1", "", "3g.40gb");
    slice("part", "1", "", "productive", "vision", MINUTE);
    // A quarter of the hour with samples, then none.
    profile("gap", "1", "", "3g.40gb");
    minutes("gap", "1", "", 0, 15, "active", "vision", MINUTE, 0);
    minutes("gap", "1", "", 15, 45, "unobserved", "-", MINUTE, 0);
    profile("instances", "1", "0", "1c.3g.40gb");
    profile("instances", "1", "1", "2c.3g.40gb");
    slice("instances", "1", "0", "active", "vision", MINUTE);
    slice("instances", "1", "1", "active", "search", MINUTE);
    slice("unknown", "1", "", "active", "vision", MINUTE);
    slice("unknown", "2", "", "active", "search", MINUTE);
    slice("unknown", "3", "", "held_idle", "search", MINUTE);
    // Whole for the first half of the minute of the cut, and a slice that a correction took away.
    moment("", "vision", 30);
    profile("moment", "1", "", "3g.40gb");
    profile("moment", "2", "", "4g.40gb");
    profile("moment", "9", "", "1g.10gb");
    moment("1", "vision", 30);
    moment("2", "search", 30);
    moment("9", "search", 30);
    moment("9", "search", -30);
    ledger.checkpoint();
    reader =
        new LedgerReader(
            ledger.client,
            () -> new RulesInForce.Builder(TestLedger.RULES).slices(weighting).build(),
            LiveFacts.NONE,
            Clock.systemUTC());
    queries = new SqlLedgerQueries(reader);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static void profile(String cluster, String instance, String compute, String profile) {
    ledger.client.execute(
        "INSERT INTO device_inventory (cluster, node, device_uuid, gpu_instance, compute_instance,"
            + " device_model, mig_profile, valid_from, version, job_generation, checkpoint_id)"
            + " SELECT {cluster:String}, 'n1', 'GPU-1', {instance:String}, {compute:String},"
            + " {model:String}, {profile:String}, '2026-10-01', 1, 1, 1",
        Map.of(
            "cluster",
            cluster,
            "instance",
            instance,
            "compute",
            compute,
            "model",
            H100,
            "profile",
            profile));
  }

  /** An hour of a slice by minutes; metered in each for so long. */
  private static void slice(
      String cluster, String instance, String compute, String state, String team, long metered) {
    minutes(cluster, instance, compute, 0, 60, state, team, MINUTE, metered);
  }

  /** The minute of the cut: seconds of it, below zero where they are taken back. */
  private static void moment(String instance, String team, int seconds) {
    minutes("moment", instance, "", 0, 1, "active", team, seconds * 1_000_000_000L, 0);
  }

  /** Minutes of a slice, at 60 watts while it is metered. */
  private static void minutes(
      String cluster,
      String instance,
      String compute,
      int from,
      int minutes,
      String state,
      String team,
      long nanos,
      long metered) {
    Map<String, String> values = new HashMap<>();
    values.put("cluster", cluster);
    values.put("instance", instance);
    values.put("compute", compute);
    values.put("from", String.valueOf(from));
    values.put("minutes", String.valueOf(minutes));
    values.put("state", state);
    values.put("team", team);
    values.put("nanos", String.valueOf(nanos));
    values.put("metered", String.valueOf(metered));
    values.put("model", H100);
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, gpu_instance, compute_instance,"
            + " device_model, minute, state, team, state_nanos, effective_nanos,"
            + " energy_microjoules, energy_observed_nanos, job_generation, checkpoint_id) SELECT"
            + " {cluster:String}, 'n1', 'GPU-1', {instance:String}, {compute:String},"
            + " {model:String}, toDateTime('2026-10-07 00:00:00', 'UTC') +"
            + " toIntervalMinute({from:UInt32} + number), {state:String}, {team:String},"
            + " {nanos:Int64}, intDiv({nanos:Int64}, 2), intDiv({metered:Int64} * 6, 100),"
            + " {metered:Int64}, 1, 1 FROM numbers({minutes:UInt32})",
        values);
  }

  @Test
  void slices_of_a_wholly_cut_device_have_its_hour_by_what_they_keep_from_others() {
    Map<String, Map<?, ?>> byTeam = energy("full");

    // 1/2, 2/7, 1/7 and 1/7 over 15/14: 7, 4, 2 and 2 of 15.
    assertThat(paid(byTeam.get("vision"))).isEqualTo("0.467");
    assertThat(paid(byTeam.get("search"))).isEqualTo("0.400");
    assertThat(paid(byTeam.get("-"))).isEqualTo("0.133");
    assertThat(paid(byTeam.get("total"))).isEqualTo("1.000");
    assertThat(coverage(byTeam.get("-"))).isEqualTo("{energy=0.5}");
    // The device drew 210 Wh in 14/15 of a metered hour.
    assertThat(byTeam.get("total").get("kwh")).isEqualTo("0.210000");
    assertThat(String.valueOf(byTeam.get("total").get("kwhPerGpuHour")))
        .contains("paid=0.225000", "allocated=0.242308", "busy=0.286364", "productive=0.450000");
  }

  @Test
  void what_no_slice_takes_is_unused_and_metered_like_the_slices() {
    Map<String, Map<?, ?>> byTeam = energy("part");

    assertThat(paid(byTeam.get("vision"))).isEqualTo("0.500");
    assertThat(paid(byTeam.get("-"))).isEqualTo("0.500");
    assertThat(byTeam.get("-").get("kwh")).isEqualTo("0.000000");
    assertThat(coverage(byTeam.get("total"))).isEqualTo("{energy=1}");
    assertThat(String.valueOf(byTeam.get("total").get("kwhPerGpuHour")))
        .contains("paid=0.060000", "allocated=0.120000");
    assertThat(nanos("part").get("unallocated")).isEqualTo(HOUR.shiftRight(1));
  }

  @Test
  void what_no_slice_takes_is_unobserved_where_no_slice_was_observed() {
    Map<String, BigInteger> nanos = nanos("gap");

    BigInteger quarter = HOUR.shiftRight(2);
    assertThat(nanos.get("unobserved")).isEqualTo(quarter.multiply(BigInteger.valueOf(3)));
    assertThat(nanos.get("active")).isEqualTo(quarter.shiftRight(1));
    assertThat(nanos.get("unallocated")).isEqualTo(quarter.shiftRight(1));
  }

  @Test
  void compute_instances_of_one_gpu_instance_have_their_part_of_it() {
    Map<String, Map<?, ?>> byTeam = energy("instances");

    assertThat(paid(byTeam.get("vision"))).isEqualTo("0.167");
    assertThat(paid(byTeam.get("search"))).isEqualTo("0.333");
    assertThat(paid(byTeam.get("-"))).isEqualTo("0.500");
    assertThat(paid(byTeam.get("total"))).isEqualTo("1.000");
  }

  @Test
  void slices_that_nobody_knows_the_profiles_of_share_the_device_equally() {
    Map<String, Map<?, ?>> byTeam = energy("unknown");

    assertThat(paid(byTeam.get("vision"))).isEqualTo("0.333");
    assertThat(paid(byTeam.get("search"))).isEqualTo("0.667");
    assertThat(paid(byTeam.get("total"))).isEqualTo("1.000");
  }

  @Test
  void states_of_a_device_that_is_cut_sum_to_its_time_to_the_nanosecond() {
    for (String cluster : List.of("full", "part", "instances", "unknown")) {
      assertThat(nanos(cluster).values().stream().reduce(BigInteger.ZERO, BigInteger::add))
          .as(cluster)
          .isEqualTo(HOUR);
    }
    assertThat(nanos("full").get("productive"))
        .isEqualTo(HOUR.multiply(BigInteger.valueOf(7)).divide(BigInteger.valueOf(15)));
  }

  @Test
  void the_minute_of_the_cut_counts_once_and_a_slice_taken_back_weighs_nothing() {
    Map<String, BigInteger> nanos = nanos("moment");

    assertThat(nanos.get("active")).isEqualTo(BigInteger.valueOf(60_000_000_000L));
    assertThat(nanos.get("unallocated")).isEqualTo(BigInteger.ZERO);
  }

  @Test
  void the_policy_of_slices_holds_for_hours_too() {
    weighting = SliceWeighting.COMPUTE;
    try {
      assertThat(paid(energy("part").get("vision"))).isEqualTo("0.429");
      assertThat(paid(energy("part").get("total"))).isEqualTo("1.000");
    } finally {
      weighting = SliceWeighting.DOMINANT;
    }
  }

  @Test
  void a_lead_sees_the_own_parts_of_a_device_only() {
    Map<?, ?> answer = energy("full", AccessScope.ofTeams(List.of("vision")));

    Map<?, ?> total = (Map<?, ?>) Objects.requireNonNull(answer.get("total"));
    assertThat(paid(total)).isEqualTo("0.467");
  }

  @Test
  void used_time_of_an_own_machine_is_that_of_its_parts() {
    // 13 of 15 parts of the hour are held.
    assertThat(reader.machineUse("full", "n1", 1, OCTOBER).usedNanos())
        .isEqualTo(HOUR.multiply(BigInteger.valueOf(13)).divide(BigInteger.valueOf(15)));
    assertThat(reader.machineUse("part", "n1", 1, OCTOBER).usedNanos())
        .isEqualTo(HOUR.shiftRight(1));
  }

  private static String paid(Map<?, ?> of) {
    return String.valueOf(((Map<?, ?>) Objects.requireNonNull(of.get("gpuHours"))).get("paid"));
  }

  private static String coverage(Map<?, ?> of) {
    return String.valueOf(of.get("coverage"));
  }

  /** Rows by team, and the total. */
  private static Map<String, Map<?, ?>> energy(String cluster) {
    Map<?, ?> answer = energy(cluster, AccessScope.EVERYTHING);
    Map<String, Map<?, ?>> rows = new HashMap<>();
    rows.put("total", (Map<?, ?>) Objects.requireNonNull(answer.get("total")));
    for (Object row : (List<?>) Objects.requireNonNull(answer.get("rows"))) {
      Map<?, ?> of = (Map<?, ?>) row;
      Map<?, ?> group = (Map<?, ?>) Objects.requireNonNull(of.get("group"));
      rows.put(String.valueOf(group.get("team")), of);
    }
    return rows;
  }

  private static Map<?, ?> energy(String cluster, AccessScope scope) {
    return (Map<?, ?>)
        queries.energy(
            new UnitQueries.EnergyRequest(
                OCTOBER,
                List.of(GroupKey.parse("team").orElseThrow()),
                filter(cluster),
                Optional.empty(),
                10,
                false),
            scope);
  }

  private static Map<String, BigInteger> nanos(String cluster) {
    Map<?, ?> answer =
        (Map<?, ?>)
            queries.utilization(
                new LedgerQueries.UtilizationRequest(
                    OCTOBER,
                    List.of(),
                    LedgerQueries.Granularity.NONE,
                    filter(cluster),
                    Optional.empty()),
                AccessScope.EVERYTHING);
    Map<?, ?> row = (Map<?, ?>) ((List<?>) Objects.requireNonNull(answer.get("rows"))).get(0);
    Map<String, BigInteger> nanos = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(row.get("stateNanos")))
        .forEach((state, of) -> nanos.put(String.valueOf(state), new BigInteger(of.toString())));
    return nanos;
  }

  private static Filter filter(String cluster) {
    return Filter.parse("cluster:\"" + cluster + "\"");
  }
}
