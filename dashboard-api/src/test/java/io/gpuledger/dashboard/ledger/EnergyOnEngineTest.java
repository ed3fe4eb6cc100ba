package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.energy.CarbonSite;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.energy.GridFactor;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.UnitQueries;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estate of docs/rules/energy.md, on the real engine. */
@Tag("live")
class EnergyOnEngineTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final Instant CHANGE = Instant.parse("2026-10-16T00:00:00Z");

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static Instant before;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    // Oslo: a device of vision, an hour of 0.5 kWh before and an hour of 0.7 kWh after the change.
    hour("oslo", "n1", "a", "2026-10-07 00:00:00", "productive", "vision", 500, true);
    hour("oslo", "n1", "a", "2026-10-20 00:00:00", "productive", "vision", 700, true);
    // A device of search, idle, and an hour of it that nobody measured.
    hour("oslo", "n1", "b", "2026-10-07 00:00:00", "held_idle", "search", 100, true);
    hour("oslo", "n1", "b", "2026-10-07 01:00:00", "unobserved", "search", 0, false);
    // A place that the configuration does not know.
    hour("hall", "n2", "c", "2026-10-07 00:00:00", "active", "vision", 400, true);
    ledger.checkpoint();
    before = ledger.now();
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () ->
                    new RulesInForce.Builder(TestLedger.RULES)
                        .carbon(
                            new CarbonSites(
                                List.of(
                                    site(OCTOBER.start(), CHANGE, "30"),
                                    site(CHANGE, OCTOBER.end(), "50"))))
                        .build(),
                LiveFacts.NONE,
                Clock.systemUTC()));
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static CarbonSite site(Instant from, Instant to, String grams) {
    return new CarbonSite(
        "oslo",
        "no-1",
        new TimeRange(from, to),
        Amount.parse("1.6"),
        Amount.parse("1.25"),
        Optional.of(
            new GridFactor(Amount.parse(grams), "grid operator", LocalDate.parse("2026-01-01"))));
  }

  /** An hour of a device, a row of a whole hour; watt-hours are 3.6e9 microjoules each. */
  private static void hour(
      String cluster,
      String node,
      String device,
      String hour,
      String state,
      String team,
      long wattHours,
      boolean metered) {
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state, team,"
            + " state_nanos, energy_microjoules, energy_observed_nanos, job_generation,"
            + " checkpoint_id) SELECT {cluster:String}, {node:String}, {device:String}, 'H100',"
            + " toDateTime({hour:String}, 'UTC'), {state:String}, {team:String}, 3600000000000,"
            + " {energy:Int64}, {observed:Int64}, 1, 1",
        Map.of(
            "cluster",
            cluster,
            "node",
            node,
            "device",
            device,
            "hour",
            hour,
            "state",
            state,
            "team",
            team,
            "energy",
            String.valueOf(wattHours * 3_600_000_000L),
            "observed",
            metered ? "3600000000000" : "0"));
  }

  @Test
  void energy_by_team_is_what_was_metered_with_its_coverage() {
    Map<?, ?> answer = ask("team", 10, false, AccessScope.EVERYTHING);

    Map<?, ?> vision = row(answer, 0);
    assertThat(vision.get("group")).isEqualTo(Map.of("team", "vision"));
    assertThat(vision.get("kwh")).isEqualTo("1.600000");
    assertThat(vision.get("kwhPerGpuHour"))
        .isEqualTo(ratios("0.533333", "0.533333", "0.533333", "0.800000"));
    Map<?, ?> search = row(answer, 1);
    assertThat(search.get("kwh")).isEqualTo("0.100000");
    assertThat(String.valueOf(search.get("coverage"))).isEqualTo("{energy=0.5}");
    assertThat(search.get("meteredHours")).isEqualTo(ratios("1.000", "1.000", "0.000", "0.000"));
    assertThat(search.get("gpuHours")).isEqualTo(ratios("2.000", "1.000", "0.000", "0.000"));
    assertThat(String.valueOf(search.get("kwhPerGpuHour"))).contains("paid=0.100000, allocated");
    assertThat(search.containsKey("gramsCo2e")).isFalse();
  }

  @Test
  void carbon_takes_the_factor_of_its_day_and_an_unknown_place_is_listed_not_zero() {
    Map<?, ?> answer = ask("cluster", 10, true, AccessScope.EVERYTHING);

    Map<?, ?> oslo = row(answer, 0);
    assertThat(oslo.get("kwh")).isEqualTo("1.300000");
    // (0.6 x 30 + 0.7 x 50) x 1.6 x 1.25
    assertThat(oslo.get("gramsCo2e")).isEqualTo("106.000000");
    assertThat(oslo.get("drawnKwh")).isEqualTo("2.600000");
    assertThat(String.valueOf(oslo.get("gramsPerGpuHour"))).contains("productive=53.000000");
    Map<?, ?> hall = row(answer, 1);
    assertThat(hall.get("gramsCo2e")).isNull();
    assertThat(hall.get("kwhWithoutFactor")).isEqualTo("0.400000");
    Map<?, ?> total = (Map<?, ?>) Objects.requireNonNull(answer.get("total"));
    assertThat(total.get("kwh")).isEqualTo("1.700000");
    assertThat(total.get("gramsCo2e")).isEqualTo("106.000000");
    assertThat(answer.get("clustersWithoutFactor")).isEqualTo(List.of("hall"));
    assertThat(String.valueOf(answer.get("sites")))
        .contains("gramsPerKwh=30", "gramsPerKwh=50", "source=grid operator, date=2026-01-01");
  }

  @Test
  void time_that_nobody_metered_has_no_energy_and_no_zero() {
    Map<?, ?> answer = ask("state", 10, true, AccessScope.EVERYTHING);

    Map<?, ?> unobserved =
        list(answer, "rows").stream()
            .<Map<?, ?>>map(row -> (Map<?, ?>) row)
            .filter(row -> Map.of("state", "unobserved").equals(row.get("group")))
            .findFirst()
            .orElseThrow();
    assertThat(unobserved.get("kwh")).isNull();
    assertThat(unobserved.get("gramsCo2e")).isNull();
    assertThat(String.valueOf(unobserved.get("coverage"))).isEqualTo("{energy=0}");
  }

  @Test
  void groups_beyond_the_limit_are_in_the_other() {
    Map<?, ?> answer = ask("team", 1, true, AccessScope.EVERYTHING);

    assertThat(list(answer, "rows")).hasSize(1);
    Map<?, ?> other = (Map<?, ?>) Objects.requireNonNull(answer.get("other"));
    assertThat(other.get("kwh")).isEqualTo("0.100000");
    assertThat(other.get("gramsCo2e")).isEqualTo("6.000000");
  }

  @Test
  void a_lead_sees_the_energy_of_the_own_teams_only() {
    Map<?, ?> answer = ask("cluster", 10, true, AccessScope.ofTeams(List.of("search")));

    assertThat(list(answer, "rows")).hasSize(1);
    assertThat(row(answer, 0).get("kwh")).isEqualTo("0.100000");
    assertThat(answer.get("clustersWithoutFactor")).isEqualTo(List.of());
  }

  @Test
  void as_of_an_instant_before_the_facts_nothing_is_known() {
    Map<?, ?> answer =
        (Map<?, ?>)
            queries.energy(
                request("team", 10, false, Optional.of(before.minusSeconds(1))),
                AccessScope.EVERYTHING);

    assertThat(list(answer, "rows")).isEmpty();
    assertThat(((Map<?, ?>) Objects.requireNonNull(answer.get("total"))).get("kwh")).isNull();
  }

  @Test
  void a_key_that_telemetry_does_not_know_is_refused() {
    assertThatThrownBy(() -> ask("provider", 10, false, AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("provider is not known to telemetry");
  }

  private static Map<String, Object> ratios(
      String paid, String allocated, String busy, String productive) {
    return Map.of("paid", paid, "allocated", allocated, "busy", busy, "productive", productive);
  }

  private static Map<?, ?> ask(String groupBy, int limit, boolean carbon, AccessScope scope) {
    return (Map<?, ?>) queries.energy(request(groupBy, limit, carbon, Optional.empty()), scope);
  }

  private static UnitQueries.EnergyRequest request(
      String groupBy, int limit, boolean carbon, Optional<Instant> asOf) {
    return new UnitQueries.EnergyRequest(
        OCTOBER,
        List.of(GroupKey.parse(groupBy).orElseThrow()),
        Filter.everything(),
        asOf,
        limit,
        carbon);
  }

  private static Map<?, ?> row(Map<?, ?> answer, int index) {
    return (Map<?, ?>) list(answer, "rows").get(index);
  }

  private static List<?> list(Map<?, ?> answer, String key) {
    return new ArrayList<>((List<?>) Objects.requireNonNull(answer.get(key)));
  }
}
