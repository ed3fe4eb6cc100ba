package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.streaming.estimate.EstimateService;
import io.gpuledger.streaming.estimate.EstimateTerms;
import io.gpuledger.streaming.estimate.EstimateWriter;
import io.gpuledger.streaming.publish.Publication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Estimates on a real engine: machine n1 of cluster c1 with two H100 on 2026-10-10, one of which is
 * half a day busy and half a day held, at 2.95 USD an hour. The bill of source s settles two days
 * after the day.
 */
@Tag("live")
class EstimateRunTest extends LedgerTestbed {
  private static final LocalDate DAY = LocalDate.parse("2026-10-10");
  private static final Instant SETTLES = Instant.parse("2026-10-13T00:00:00Z");
  private static final long HOUR = 3_600_000_000_000L;
  private static final CompletenessLags LAGS =
      new CompletenessLags(Map.of("s", Duration.ofDays(2)));
  private static final AllocationRules RULES =
      AllocationRules.of(
          OwnershipRules.of(
              List.of(
                  new OwnershipRule(
                      "namespace",
                      Filter.everything(),
                      "{namespace}",
                      "",
                      "",
                      "",
                      Instant.MIN,
                      Instant.MAX))));

  private final SetClock clock = new SetClock();
  private final DirectPublication runs = new DirectPublication(client);
  private final AllocationRunner runner =
      new AllocationRunner(client, () -> RULES, runs, () -> LAGS, clock);
  private final List<String> told = new ArrayList<>();
  private List<PricedCluster> clusters = List.of(cluster("a"));
  private String rate = "2.95";
  private long published = Instant.parse("2026-10-31T00:00:00Z").getEpochSecond();
  private final EstimateWriter writer = new EstimateWriter(client, this::publish);

  /** A clock that stands where it is set. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-10-11T06:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void fill() {
    usage("n1", "g0", "NVIDIA H100 80GB HBM3", 0, "active", "pod:ml/a", 12);
    usage("n1", "g0", "NVIDIA H100 80GB HBM3", 12, "held_idle", "pod:search/b", 12);
    usage("n1", "g1", "NVIDIA H100 80GB HBM3", 0, "unallocated", "", 24);
    new LedgerRows(client).published("telemetry", 1, 5);
  }

  @Test
  void telemetry_without_a_bill_becomes_estimated_lines_of_the_teams_that_held_the_devices() {
    assertThat(write()).hasSize(1);
    assertThat(runner.runPending()).hasSize(1);
    assertThat(lines())
        .containsExactly(
            "estimated\tactive\tml\tNVIDIA H100\tn1\t35.4\t0\t12",
            "estimated\theld_idle\tsearch\tNVIDIA H100\tn1\t35.4\t0\t12",
            "estimated\tunallocated\tunattributed\tNVIDIA H100\tn1\t70.8\t0\t24");
    assertThat(daily()).containsExactly("estimated\t141.6\t0");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void the_same_telemetry_and_rates_make_no_new_version() {
    write();
    assertThat(write()).isEmpty();
    rate = "3";
    assertThat(write()).hasSize(1);
    usage("n1", "g1", "NVIDIA H100 80GB HBM3", 0, "active", "pod:ml/c", 0);
    assertThat(write()).isEmpty();
  }

  @Test
  void of_a_part_of_the_bill_only_what_the_estimate_exceeds_it_by_is_estimated() {
    write();
    bill("d1", 1, "59", "NVIDIA H100");
    runner.runPending();
    // 141.6 - 59 = 82.6, which is 7/12 of the estimate and of its 48 hours.
    assertThat(daily()).containsExactly("estimated\t82.6\t0", "from_bill\t59\t59");
    assertThat(query("SELECT sum(device_nanos) FROM current_allocation_lines"))
        .containsExactly(String.valueOf(48 * HOUR + 28 * HOUR));
    assertThat(lines())
        .contains("estimated\tactive\tml\tNVIDIA H100\tn1\t20.65\t0\t7")
        .contains("estimated\tunallocated\tunattributed\tNVIDIA H100\tn1\t41.3\t0\t14");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_bill_as_large_as_the_estimate_leaves_nothing_of_it() {
    write();
    bill("d1", 1, "141.600000000000000001", "NVIDIA H100");
    runner.runPending();
    assertThat(daily())
        .containsExactly("from_bill\t141.600000000000000001\t141.600000000000000001");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void once_the_lag_has_passed_the_cell_is_pending_by_itself_and_the_bill_stands_alone() {
    write();
    bill("d1", 1, "59", "NVIDIA H100");
    runner.runPending();
    clock.now = SETTLES.minusNanos(1);
    assertThat(runner.runPending()).isEmpty();
    clock.now = SETTLES;
    assertThat(runner.runPending()).hasSize(1);
    assertThat(daily()).containsExactly("from_bill\t59\t59");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_day_that_nobody_billed_stays_estimated_after_the_lag() {
    write();
    clock.now = SETTLES.plus(Duration.ofDays(9));
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0");
  }

  @Test
  void a_retracted_bill_brings_the_estimate_back_and_earlier_instants_keep_what_they_showed() {
    write();
    runner.runPending();
    String before = now();
    clock.now = SETTLES;
    bill("d1", 1, "59", "NVIDIA H100");
    runner.runPending();
    String billed = now();
    new LedgerRows(client).retraction("d1", 2);
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0");
    assertThat(dailyAsOf(before)).containsExactly("estimated\t141.6\t0");
    assertThat(dailyAsOf(billed)).containsExactly("from_bill\t59\t59");
  }

  @Test
  void another_family_or_account_shadows_nothing_and_another_currency_is_never_added() {
    write();
    bill("d1", 1, "500", "NVIDIA L4");
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0", "from_bill\t500\t500");
    client.execute(
        "INSERT INTO charges SELECT * REPLACE ('d2' AS delivery_id, 'EUR' AS billing_currency,"
            + " 'NVIDIA H100' AS x_device_model) FROM (SELECT * FROM charges WHERE delivery_id ="
            + " 'd1')",
        Map.of());
    new LedgerRows(client).delivery("d2", "append", 2, 1);
    runner.runPending();
    assertThat(daily()).containsExactly("from_bill\t1000\t1000");
  }

  @Test
  void what_nobody_used_of_a_commitment_and_other_services_cover_nothing() {
    write();
    bill("d1", 1, "100", "NVIDIA H100");
    client.execute(
        "INSERT INTO charges SELECT * REPLACE ('d2' AS delivery_id, 'Unused' AS"
            + " commitment_discount_status) FROM (SELECT * FROM charges WHERE delivery_id = 'd1')",
        Map.of());
    new LedgerRows(client).delivery("d2", "append", 2, 1);
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t41.6\t0", "from_bill\t200\t200");
  }

  @Test
  void device_time_that_nothing_prices_is_kept_without_a_cost_and_makes_no_line() {
    usage("n2", "g2", "NVIDIA X900", 0, "active", "pod:ml/a", 5);
    write();
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0");
    assertThat(
            query(
                "SELECT x_device_model, consumed_quantity, effective_cost FROM"
                    + " estimates_as_of(as_of = '2149-01-01 00:00:00') WHERE effective_cost IS"
                    + " NULL"))
        .containsExactly("NVIDIA X900\t5\t\\N");
    assertThat(runner.runPending()).isEmpty();
  }

  /**
   * Device g2 is cut: whole for half of the first minute, then 3g and 4g; in inventory for half of
   * the minute after; whole again, then two instances of a 3g, which leave half of it unused.
   */
  @Test
  void a_device_that_is_cut_is_estimated_for_its_own_time_to_the_nanosecond() {
    profile("1/", "3g.40gb");
    profile("2/", "4g.40gb");
    profile("3/0", "1c.3g.40gb");
    profile("3/1", "2c.3g.40gb");
    slice("", 0, 30);
    slice("1/", 0, 30);
    slice("2/", 0, 30);
    slice("1/", 1, 30);
    slice("2/", 1, 30);
    slice("", 2, 60);
    slice("3/0", 3, 60);
    slice("3/1", 3, 60);
    // What was taken back is no slice of that minute.
    slice("1/", 3, 60);
    slice("1/", 3, -60);
    write();
    long minute = HOUR / 60;
    assertThat(
            query(
                "SELECT x_extra['x_DeviceNanos'], toString(x_device_count) FROM"
                    + " estimates_as_of(as_of = now64(6))"))
        .containsExactly((48 * HOUR + minute + minute / 2 + 2 * minute) + "\t3");
  }

  @Test
  void a_device_whose_slices_are_named_differently_is_one_device() {
    profile("1/", "3g.40gb");
    profile("2/", "4g.40gb");
    slice("1/", 0, 60);
    slice("2/", 0, 60, "NVIDIA H100 80GB HBM3 MIG 4g.40gb");
    write();
    long minute = HOUR / 60;
    assertThat(
            query(
                "SELECT sum(toInt64(x_extra['x_DeviceNanos'])), sum(x_device_count) FROM"
                    + " estimates_as_of(as_of = now64(6))"))
        .containsExactly((48 * HOUR + minute) + "\t3");
  }

  @Test
  void only_unpriced_device_time_leaves_nothing_pending() {
    clusters = List.of(cluster("b"));
    rate = "";
    write();
    runner.runPending();
    assertThat(daily()).isEmpty();
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void estimates_are_no_bills_to_any_view_of_bills() {
    write();
    bill("d1", 1, "59", "NVIDIA H100");
    for (String view :
        List.of(
            "current_charges",
            "current_deliveries",
            "charges_as_of(as_of = '2149-01-01 00:00:00')",
            "deliveries_as_of(as_of = '2149-01-01 00:00:00')")) {
      assertThat(query("SELECT delivery_id FROM " + view)).as(view).containsExactly("d1");
    }
  }

  @Test
  void charges_that_were_stored_and_not_published_are_never_seen_and_are_used_again() {
    List<Publication> written = new ArrayList<>();
    new EstimateWriter(client, written::add).write(terms(), DAY, DAY, clock.now);
    written.get(0).store();
    assertThat(query("SELECT count() FROM estimates_as_of(as_of = '2149-01-01 00:00:00')"))
        .containsExactly("0");
    assertThat(runner.runPending()).isEmpty();

    write();
    assertThat(query("SELECT count(), uniqExact(delivery_id) FROM charges"))
        .containsExactly("1\t1");
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0");
  }

  @Test
  void a_cluster_that_is_paid_by_another_account_takes_its_estimate_along() {
    write();
    runner.runPending();
    clusters = List.of(cluster("b"));
    assertThat(write()).hasSize(2);
    runner.runPending();
    assertThat(
            query(
                "SELECT account, sum(toDecimal256(effective_cost, 18)) FROM current_cost_daily"
                    + " GROUP BY account"))
        .containsExactly("b\t141.6");
    clusters = List.of();
    assertThat(write()).hasSize(1);
    runner.runPending();
    assertThat(daily()).isEmpty();
  }

  @Test
  void a_cluster_that_moves_on_a_day_leaves_the_days_before_to_the_account_that_bills_them() {
    write();
    clock.now = Instant.parse("2026-10-11T12:00:00Z");
    clusters =
        List.of(
            cluster("a", Optional.empty(), Optional.of(DAY.plusDays(1))),
            cluster("b", Optional.of(DAY.plusDays(1)), Optional.empty()));
    assertThat(write()).as("the day before is still that of account a").isEmpty();
    bill("d1", 1, "59", "NVIDIA H100");
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t82.6\t0", "from_bill\t59\t59");
    clock.now = SETTLES;
    runner.runPending();
    assertThat(daily()).containsExactly("from_bill\t59\t59");
  }

  @Test
  void an_account_that_was_wrong_until_the_day_had_settled_keeps_no_estimate_once_it_is_mended() {
    clusters = List.of(cluster("b"));
    write();
    clock.now = SETTLES.plus(Duration.ofDays(9));
    bill("d1", 1, "59", "NVIDIA H100");
    runner.runPending();
    assertThat(daily()).containsExactly("estimated\t141.6\t0", "from_bill\t59\t59");
    String before = now();

    clusters = List.of(cluster("a"));
    assertThat(write()).as("one without charges for b, one for a").hasSize(2);
    runner.runPending();

    assertThat(daily()).containsExactly("from_bill\t59\t59");
    assertThat(dailyAsOf(before)).containsExactly("estimated\t141.6\t0", "from_bill\t59\t59");
    assertThat(write()).isEmpty();
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_settled_day_is_estimated_anew_for_other_telemetry_and_for_no_other_price() {
    write();
    clock.now = SETTLES;
    rate = "9";
    assertThat(write()).isEmpty();
    usage("n1", "g1", "NVIDIA H100 80GB HBM3", 1, "active", "pod:ml/c", 1);
    client.execute(
        "INSERT INTO gpu_usage SELECT * REPLACE (6 AS checkpoint_id, 1 AS state_nanos)"
            + " FROM gpu_usage LIMIT 1",
        Map.of());
    new LedgerRows(client).published("telemetry", 1, 6);
    assertThat(write()).hasSize(1);
  }

  @Test
  void the_service_writes_at_once_then_ever_more_rarely_and_at_once_after_a_change_of_the_rules() {
    EstimateService service =
        new EstimateService(client, writer, this::terms, () -> LAGS, told::addAll, clock);
    assertThat(service.tick()).hasSize(1);
    assertThat(told).hasSize(1);
    int cents = 300;
    for (int minutes : List.of(1, 2, 4, 8, 16, 30, 30)) {
      rate = "3." + ++cents;
      service.checkpointPublished("telemetry", 1, 5, clock.now);
      clock.now = clock.now.plus(Duration.ofMinutes(minutes)).minusMillis(1);
      assertThat(service.tick()).as("before %d minutes", minutes).isEmpty();
      clock.now = clock.now.plusMillis(1);
      assertThat(service.tick()).as("after %d minutes", minutes).hasSize(1);
    }
    rate = "4";
    service.rulesChanged();
    assertThat(service.tick()).hasSize(1);
    service.close();
  }

  private static PricedCluster cluster(String account) {
    return new PricedCluster("c1", "s", account, "AWS", "us-east-1", PriceOption.ON_DEMAND, "USD");
  }

  private static PricedCluster cluster(
      String account, Optional<LocalDate> from, Optional<LocalDate> to) {
    return new PricedCluster(
        "c1", "s", account, "AWS", "us-east-1", PriceOption.ON_DEMAND, "USD", from, to);
  }

  private EstimateTerms terms() {
    RateBook rates =
        rate.isEmpty()
            ? RateBook.EMPTY
            : RateBook.of(
                List.of(
                    new HourlyRate(
                        "NVIDIA H100",
                        new Money("USD", Amount.parse(rate)),
                        new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))));
    return new EstimateTerms(
        clusters,
        new RateResolver(List.of(), List.of(), rates, PriceBook.EMPTY),
        LAGS,
        SliceWeighting.DOMINANT);
  }

  private List<String> write() {
    return writer.write(terms(), DAY, DAY, clock.now);
  }

  private void publish(Publication publication) {
    publication.store();
    publication.publish(Instant.ofEpochSecond(++published));
  }

  /** Time of a device from an hour of the day on, in minutes. */
  private static void usage(
      String node, String uuid, String model, int hour, String state, String holder, int hours) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, state_nanos, job_generation, checkpoint_id) SELECT"
            + " 'c1', {node:String}, {uuid:String}, {model:String}, toDateTime('2026-10-10',"
            + " 'UTC') + toIntervalMinute({hour:UInt32} * 60 + number), {state:String},"
            + " if({holder:String} = '', [], [{holder:String}]), if({holder:String} = '', [],"
            + " [1]), 60000000000, 1, 5 FROM numbers({hours:UInt32} * 60)",
        Map.of(
            "node",
            node,
            "uuid",
            uuid,
            "model",
            model,
            "hour",
            String.valueOf(hour),
            "state",
            state,
            "holder",
            holder,
            "hours",
            String.valueOf(hours)));
  }

  /** A charge for the two devices of n1 over the whole day. */
  private static void profile(String slice, String profile) {
    client.execute(
        "INSERT INTO device_inventory (cluster, node, device_uuid, gpu_instance, compute_instance,"
            + " device_model, mig_profile, valid_from, version, job_generation, checkpoint_id)"
            + " SELECT 'c1', 'n1', 'g2', splitByChar('/', {slice:String})[1], splitByChar('/',"
            + " {slice:String})[2], 'NVIDIA H100 80GB HBM3', {profile:String}, '2026-10-01', 1, 1,"
            + " 5",
        Map.of("slice", slice, "profile", profile));
  }

  /** Seconds of a minute of device g2 or, named as instance/compute instance, a slice of it. */
  private static void slice(String slice, int minute, int seconds) {
    slice(slice, minute, seconds, "NVIDIA H100 80GB HBM3");
  }

  private static void slice(String slice, int minute, int seconds, String model) {
    client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, gpu_instance, compute_instance,"
            + " device_model, minute, state, state_nanos, job_generation, checkpoint_id) SELECT"
            + " 'c1', 'n1', 'g2', splitByChar('/', {slice:String})[1], splitByChar('/',"
            + " {slice:String})[2], {model:String}, toDateTime('2026-10-10', 'UTC') +"
            + " toIntervalMinute({minute:UInt32}), 'active', {seconds:Int64} * 1000000000, 1, 5",
        Map.of(
            "slice",
            slice,
            "minute",
            String.valueOf(minute),
            "seconds",
            String.valueOf(seconds),
            "model",
            model));
  }

  private static void bill(String delivery, int sequence, String cost, String model) {
    LedgerRows rows = new LedgerRows(client);
    rows.inventory("c1", "n1", "i-1");
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, x_device_model,"
            + " x_device_count, resource_id, charge_category) SELECT 's', {delivery:String}, 1,"
            + " 'a', 'USD', toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " '2026-10-10', '2026-10-11', '2026-10-01', '2026-11-01', 'known', {model:String},"
            + " 2, 'i-1', 'Usage'",
        Map.of("delivery", delivery, "cost", cost, "model", model));
    rows.delivery(delivery, "overwrite", sequence, 1);
  }

  private static List<String> lines() {
    return query(
        "SELECT basis, state, team, device_model, node, effective_cost, billed_cost,"
            + " intDiv(device_nanos, 3600000000000) FROM current_allocation_lines"
            + " ORDER BY basis, state, team");
  }

  private static List<String> daily() {
    return dailyAsOf("2149-01-01 00:00:00");
  }

  private static List<String> dailyAsOf(String asOf) {
    return query(
        "SELECT basis, sum(toDecimal256(effective_cost, 18)), sum(toDecimal256(billed_cost, 18))"
            + " FROM cost_daily_as_of(as_of = '"
            + asOf
            + "') GROUP BY basis ORDER BY basis");
  }

  private static String now() {
    return query("SELECT max(recorded_at) FROM allocation_runs").get(0);
  }
}
