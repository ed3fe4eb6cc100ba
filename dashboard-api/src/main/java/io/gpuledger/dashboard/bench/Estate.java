package io.gpuledger.dashboard.bench;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.sql.client.LedgerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A large estate, made inside the engine: machines of eight GPUs billed by the hour, other
 * resources billed by the hour, 40 accounts of four sources, 40 teams, and the device-time of every
 * GPU. The bills are of scope account-day. Equal sizes give equal tables.
 *
 * @param machines machines of eight GPUs, billed by the hour
 * @param resources other resources, billed by the hour
 */
record Estate(int machines, int resources) {
  /** The month that the estate is billed for. */
  static final YearMonth MONTH = YearMonth.of(2026, 10);

  /** 2,000 machines of eight GPUs and five million charges in the month. */
  static final Estate LARGE = new Estate(2_000, 4_721);

  /** A tenth of it. */
  static final Estate SMALL = new Estate(200, 472);

  private static final int HOUR = 3_600;
  private static final long ROWS_A_STATEMENT = 400_000;

  /** Ownership by the tag of a resource and the namespace of a job: both name the team. */
  static AllocationRules rules() {
    return AllocationRules.of(
        OwnershipRules.of(
            List.of(rule("by namespace", "{namespace}"), rule("by tag", "{tag:team}"))));
  }

  private static OwnershipRule rule(String name, String team) {
    return new OwnershipRule(name, Filter.everything(), team, "", "", "", Instant.MIN, Instant.MAX);
  }

  /** Charges of the month. */
  long charges() {
    return (long) (machines + resources) * hours();
  }

  private static int hours() {
    return MONTH.lengthOfMonth() * 24;
  }

  /** Fills bills, inventory and device-time by the hour, and publishes them. */
  void fill(LedgerClient client, Consumer<String> progress) {
    fillUnpublished(client, progress);
    publishMonth(client);
  }

  /** As {@link #fill}; no bill of it is seen yet. */
  void fillUnpublished(LedgerClient client, Consumer<String> progress) {
    progress.accept("making " + charges() + " charges of " + machines * 8 + " GPUs");
    charges(client, 0, hours(), "1");
    client.execute(text("estate_inventory"), parameters());
    progress.accept("making the device-time of the month by the hour");
    usage(client, MONTH.atDay(1), HOUR, (long) machines * 8 * hours(), 1);
    client.execute(
        "INSERT INTO published_checkpoints VALUES ('telemetry', 1, 1, '2026-11-01 00:00:01')",
        Map.of());
    client.execute(
        "INSERT INTO job_generations VALUES ('telemetry', 1, 0, 0, '2026-11-01 00:00:01')",
        Map.of());
  }

  /** Publishes a version of the bills of the first day that the month's own will supersede. */
  void publishFirstDay(LedgerClient client) {
    charges(client, 0, 24, "0");
    publish(client, "0", 1, "2026-11-01 00:00:01.5");
  }

  /** Publishes the bills of the month. */
  void publishMonth(LedgerClient client) {
    publish(client, "1", 2, "2026-11-01 00:00:02");
  }

  /** Repeats the allocated month in so many months before it. */
  void repeatBefore(LedgerClient client, int months, Consumer<String> progress) {
    for (int shift = 1; shift <= months; shift++) {
      progress.accept("repeating the month in " + MONTH.minusMonths(shift));
      Map<String, String> parameters =
          Map.of("month", MONTH.atDay(1).toString(), "shift", String.valueOf(-shift));
      client.execute(text("estate_earlier_cells"), parameters);
      client.execute(text("estate_earlier_cost_daily"), parameters);
      client.execute(text("estate_earlier_cost_detail_daily"), parameters);
      client.execute(text("estate_earlier_allocation_lines"), parameters);
    }
  }

  /** Publishes a second version of all bills of one day. */
  void restate(LedgerClient client, int day) {
    charges(client, (day - 1) * 24, 24, "2");
    publish(client, "2", 3, "2026-11-01 00:00:03");
  }

  /** Charges of a day. */
  long chargesOfDay() {
    return (long) (machines + resources) * 24;
  }

  private void charges(LedgerClient client, int fromHour, int hours, String version) {
    Map<String, String> parameters = parameters();
    parameters.put("version", version);
    inParts(client, "estate_machine_charges", machines, fromHour, hours, parameters);
    inParts(client, "estate_other_charges", resources, fromHour, hours, parameters);
  }

  private static void inParts(
      LedgerClient client,
      String statement,
      long anHour,
      int fromHour,
      int hours,
      Map<String, String> parameters) {
    for (int hour = fromHour; hour < fromHour + hours; hour += 24) {
      parameters.put("from_row", String.valueOf(anHour * hour));
      parameters.put("rows", String.valueOf(anHour * 24));
      client.execute(text(statement), parameters);
    }
  }

  private void usage(
      LedgerClient client, LocalDate from, int slotSeconds, long slots, long checkpoint) {
    Map<String, String> parameters = parameters();
    parameters.put("start", from + " 00:00:00");
    parameters.put("slot_seconds", String.valueOf(slotSeconds));
    parameters.put("checkpoint", String.valueOf(checkpoint));
    for (long row = 0; row < slots; row += ROWS_A_STATEMENT) {
      parameters.put("from_row", String.valueOf(row));
      parameters.put("rows", String.valueOf(Math.min(ROWS_A_STATEMENT, slots - row)));
      client.execute(text("estate_usage"), parameters);
    }
  }

  private static void publish(LedgerClient client, String version, int sequence, String published) {
    client.execute(
        text("estate_deliveries"),
        Map.of("version", version, "sequence", String.valueOf(sequence), "published", published));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("machines", String.valueOf(machines));
    parameters.put("resources", String.valueOf(resources));
    parameters.put("month", MONTH + "-01 00:00:00");
    return parameters;
  }

  static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(Estate.class.getResourceAsStream(name + ".sql"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
