package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How channels stand. Counts are kept as messages get on, and the rest is one entry of an index: it
 * takes as long over ten messages as over a million.
 */
final class ChannelStanding {
  private ChannelStanding() {}

  static Map<String, DeliveryLedger.Standing> all(Connection connection) throws SQLException {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    Rows.list(
            connection,
            "SELECT channel, state, messages FROM channel_counts WHERE messages > 0",
            row -> new Count(row.getString(1), row.getString(2), row.getLong(3)))
        .forEach(
            count ->
                counts
                    .computeIfAbsent(count.channel(), none -> new TreeMap<>())
                    .put(count.state(), count.messages()));
    Map<String, DeliveryLedger.Standing> standing = new TreeMap<>();
    for (String channel : new TreeSet<>(counts.keySet())) {
      standing.put(channel, of(connection, channel, counts.getOrDefault(channel, Map.of())));
    }
    return standing;
  }

  private record Count(String channel, String state, long messages) {}

  /** The newest message that got through. */
  private record Taken(long deliveryId, String at) {}

  private static DeliveryLedger.Standing of(
      Connection connection, String channel, Map<String, Long> counts) throws SQLException {
    Optional<Taken> last =
        Rows.first(
            connection,
            "SELECT delivery_id, delivered_at FROM alert_deliveries"
                + " WHERE channel = ? AND state = 'delivered'"
                + " ORDER BY delivered_at DESC, delivery_id DESC LIMIT 1",
            row -> new Taken(row.getLong(1), row.getString(2)),
            channel);
    long dead = count(counts, DeliveryState.DEAD);
    return new DeliveryLedger.Standing(
        count(counts, DeliveryState.QUEUED)
            + count(counts, DeliveryState.SENDING)
            + count(counts, DeliveryState.RETRYING)
            + count(counts, DeliveryState.HELD),
        dead,
        last.isEmpty() || dead == 0 ? dead : failingSince(connection, channel, last.get()),
        count(counts, DeliveryState.DELIVERED),
        last.map(Taken::at).orElse(""),
        lastError(connection, channel));
  }

  private static long count(Map<String, Long> counts, DeliveryState state) {
    return counts.getOrDefault(state.code(), 0L);
  }

  private static long failingSince(Connection connection, String channel, Taken last)
      throws SQLException {
    return Rows.first(
            connection,
            // A change of a message that does not get through kept nothing from anybody.
            "SELECT count(*) FROM alert_deliveries WHERE state = 'dead' AND channel = ? AND step <>"
                + " 'updated' AND next_attempt_at >= ? AND (next_attempt_at > ? OR delivery_id >"
                + " ?)",
            row -> row.getLong(1),
            channel,
            last.at(),
            last.at(),
            last.deliveryId())
        .orElse(0L);
  }

  private static String lastError(Connection connection, String channel) throws SQLException {
    return Rows.first(
            connection,
            "SELECT last_error FROM alert_deliveries"
                + " WHERE channel = ? AND state IN ('retrying', 'dead')"
                + " ORDER BY delivery_id DESC LIMIT 1",
            row -> row.getString(1),
            channel)
        .orElse("");
  }
}
