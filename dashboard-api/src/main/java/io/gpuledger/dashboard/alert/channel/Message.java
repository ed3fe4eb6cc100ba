package io.gpuledger.dashboard.alert.channel;

/**
 * What is sent, once or again.
 *
 * @param key the same for every message of one alert to one channel, and for each repetition
 * @param payload the message in the form of the channel, without any secret
 * @param externalId what the other side calls the message that raised the alert; empty where it
 *     named none or was not told of it
 * @param sequence which repetition of its step in the channel, from 1
 */
public record Message(String key, Step step, String payload, String externalId, int sequence) {
  /** The first message of a step. */
  public Message(String key, Step step, String payload, String externalId) {
    this(key, step, payload, externalId, 1);
  }

  /** Names this very message: a repetition has the same id. */
  public String id() {
    return id(key, step, sequence);
  }

  /** The id of a message. */
  public static String id(String key, Step step, int sequence) {
    return key + "." + step.code() + (sequence > 1 ? "." + sequence : "");
  }
}
