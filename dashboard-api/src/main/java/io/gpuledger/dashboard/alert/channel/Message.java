package io.gpuledger.dashboard.alert.channel;

/**
 * What is sent, once or again.
 *
 * @param key the same for every message of one alert to one channel, and for each repetition
 * @param payload the message in the form of the channel, without any secret
 * @param externalId what the other side calls the message that raised the alert; empty where it
 *     named none or was not told of it
 */
public record Message(String key, Step step, String payload, String externalId) {
  /** Names this very message: a repetition has the same id. */
  public String id() {
    return key + "." + step.code();
  }
}
