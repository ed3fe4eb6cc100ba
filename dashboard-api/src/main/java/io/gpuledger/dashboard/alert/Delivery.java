package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ChannelKind;

/**
 * One message to one channel about one alert.
 *
 * @param idempotency what lets the other side tell a repetition from a new message; {@code none},
 *     {@code dedup_key} or {@code event_id}
 * @param attempts sends begun
 * @param uncertain sends whose outcome is unknown; without idempotency the message may stand in the
 *     channel as many times more than intended
 * @param nextAttemptAt when it is tried next, as far as it is not over
 * @param externalId what the other side calls the message, empty where it names none
 * @param deliveredAt when it was seen to be taken, empty until then
 */
public record Delivery(
    long id,
    long alertId,
    String channel,
    ChannelKind kind,
    Step step,
    String idempotency,
    DeliveryState state,
    int attempts,
    int uncertain,
    String nextAttemptAt,
    String lastError,
    String externalId,
    String deliveredAt) {
  /** Whether it stands in the channel once for sure, or never. */
  public boolean mayStandTwice() {
    return uncertain > 0 && idempotency.equals(ChannelKind.Idempotency.NONE.code());
  }
}
