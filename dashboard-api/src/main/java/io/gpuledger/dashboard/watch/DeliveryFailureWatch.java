package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Channels with messages that were given up since one got through. It is told elsewhere, and over
 * with the next message that gets through.
 */
final class DeliveryFailureWatch implements Watch {
  private final Supplier<Map<String, DeliveryLedger.Standing>> channels;

  DeliveryFailureWatch(Supplier<Map<String, DeliveryLedger.Standing>> channels) {
    this.channels = channels;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.DELIVERY_FAILURE;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Look look(Seen seen) {
    Map<String, DeliveryLedger.Standing> failing = new TreeMap<>(channels.get());
    failing.values().removeIf(standing -> standing.failing() == 0);
    Set<String> fresh = seen.fresh(failing.keySet());
    Map<String, DeliveryLedger.Standing> told = new TreeMap<>(failing);
    told.keySet().retainAll(fresh);
    return new Look(
        failing.keySet(),
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "messages get through there again, or are tried again");
  }

  private static Notice notice(Map<String, DeliveryLedger.Standing> failing, Instant now) {
    long dead = failing.values().stream().mapToLong(DeliveryLedger.Standing::failing).sum();
    return new Words.Draft(AlertKind.DELIVERY_FAILURE, now)
        .about("channels", failing.keySet())
        .says(
            "Alerts do not reach " + Words.name(failing.keySet(), "channels"),
            Words.count((int) Math.min(dead, Integer.MAX_VALUE), "message was", "messages were")
                + " given up: nobody there was told.")
        .costs(Notice.Cost.not("a message that is lost costs nothing by itself"))
        .canWait("No: whoever relies on the channel knows nothing.")
        .findings(
            failing.entrySet().stream()
                .map(
                    e ->
                        e.getKey()
                            + ": "
                            + e.getValue().failing()
                            + " given up; "
                            + e.getValue().lastError())
                .toList())
        .toDo(
            Notice.ToDo.look(
                "./gpuledger channels test " + safe(failing.keySet().iterator().next()),
                "Mend what it says, then have the messages tried again on the screen Alerts."))
        .owner("whoever runs GpuLedger", List.of())
        .notice();
  }

  /** A name that is safe to paste into a shell. */
  private static String safe(String channel) {
    return channel.matches("[A-Za-z0-9._-]{1,100}") ? channel : "NAME";
  }
}
