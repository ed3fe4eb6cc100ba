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
 * @param nextAttemptAt when it is tried next, as far as it is not over; of one that was given up,
 *     when that was
 * @param externalId what the other side calls the message, empty where it names none
 * @param deliveredAt when it was seen to be taken, empty until then
 * @param waiting how it waits where it is not sent at once
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
    String deliveredAt,
    Waiting waiting) {
  /**
   * How a message waits that is not sent at once.
   *
   * @param sequence which repetition of its step, from 1
   * @param heldFor {@code quiet}, {@code digest} or {@code flood}, or the maintenance that kept it;
   *     else empty
   * @param heldUntil when it is gathered, or empty
   * @param toldBy id of the message that gathered it, 0 for none
   */
  public record Waiting(int sequence, String heldFor, String heldUntil, long toldBy) {
    public static final Waiting NOT = new Waiting(1, "", "", 0);
  }

  /** A message that does not wait. */
  public Delivery(
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
    this(
        id,
        alertId,
        channel,
        kind,
        step,
        idempotency,
        state,
        attempts,
        uncertain,
        nextAttemptAt,
        lastError,
        externalId,
        deliveredAt,
        Waiting.NOT);
  }

  /** Whether it stands in the channel once for sure, or never. */
  public boolean mayStandTwice() {
    return uncertain > 0 && idempotency.equals(ChannelKind.Idempotency.NONE.code());
  }
}
