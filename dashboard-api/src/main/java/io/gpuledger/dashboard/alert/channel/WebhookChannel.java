package io.gpuledger.dashboard.alert.channel;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts a CloudEvent in structured mode. The signature covers the time of sending and the body, so
 * that a receiver can refuse what somebody else made or sent again later; the event's id stays the
 * same over repetitions.
 */
final class WebhookChannel implements Channel {
  static final String TIMESTAMP = "X-GpuLedger-Timestamp";
  static final String SIGNATURE = "X-GpuLedger-Signature";
  private static final String CLOUD_EVENT = "application/cloudevents+json; charset=utf-8";
  private static final String ALGORITHM = "HmacSHA256";

  private final GuardedHttp http;
  private final String address;
  private final String signingKey;
  private final boolean allowPrivate;
  private final Clock clock;

  WebhookChannel(
      GuardedHttp http, String address, String signingKey, boolean allowPrivate, Clock clock) {
    this.http = http;
    this.address = address;
    this.signingKey = signingKey;
    this.allowPrivate = allowPrivate;
    this.clock = clock;
  }

  @Override
  public Outcome send(Message message) {
    if (signingKey.isEmpty()) {
      return Outcome.refused("the signing key is empty");
    }
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers =
        Map.of(
            TIMESTAMP,
            timestamp,
            SIGNATURE,
            "sha256=" + signature(signingKey, timestamp, message.payload()));
    return http.post(address, CLOUD_EVENT, message.payload(), headers, allowPrivate);
  }

  /** HMAC-SHA256 over {@code timestamp.body} in UTF-8, as lower-case hexadecimal digits. */
  static String signature(String key, String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of()
          .formatHex(mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
