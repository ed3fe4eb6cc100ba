package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Message;
import io.gpuledger.dashboard.alert.channel.Step;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message is called, beside what it says.
 *
 * @param key of the alert in its channel
 * @param link where a reader finds the alert
 * @param at when what it tells happened
 * @param sequence which repetition of its step in the channel, from 1
 * @param times how often what it tells has happened, this time counted
 * @param buttons whether the channel can tell us that a button was pressed
 */
record Envelope(
    long alertId,
    String key,
    Step step,
    Optional<URI> link,
    Instant at,
    int sequence,
    int times,
    boolean buttons) {
  /** The first message of a step, about what happens for the first time, without buttons. */
  Envelope(long alertId, String key, Step step, Optional<URI> link, Instant at) {
    this(alertId, key, step, link, at, 1, 1, false);
  }

  /** The id of this very message: a repetition of the send has the same. */
  String id() {
    return Message.id(key, step, sequence);
  }
}
