package io.gpuledger.dashboard.alert.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of one send.
 *
 * @param error what happened in words, without a secret; empty where it was delivered
 * @param retryAfter how long the other side asks to wait
 * @param uncertain whether the message may have arrived although no success was seen
 * @param externalId what the other side calls the message, empty where it does not say
 */
public record Outcome(
    Result result,
    String error,
    Optional<Duration> retryAfter,
    boolean uncertain,
    String externalId) {
  /** What became of a message. */
  public enum Result {
    DELIVERED,
    /** Worth another attempt. */
    RETRY,
    /** Never going to work as it is. */
    REFUSED
  }

  static Outcome delivered(String externalId) {
    return new Outcome(Result.DELIVERED, "", Optional.empty(), false, externalId);
  }

  /** Worth another attempt. */
  public static Outcome retry(String error, boolean uncertain) {
    return new Outcome(Result.RETRY, error, Optional.empty(), uncertain, "");
  }

  /** Never going to work as it is. */
  public static Outcome refused(String error) {
    return new Outcome(Result.REFUSED, error, Optional.empty(), false, "");
  }

  /** The other side is busy. */
  static Outcome busy(String error, Optional<Duration> retryAfter, boolean uncertain) {
    return new Outcome(Result.RETRY, error, retryAfter, uncertain, "");
  }
}
