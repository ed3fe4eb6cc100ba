package io.gpuledger.dashboard.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How Slack signs what it sends: {@code v0=} and the HMAC-SHA256, in hexadecimal digits, of {@code
 * v0:TIMESTAMP:BODY} under the app's signing secret. Source: Slack's documentation, "Verifying
 * requests from Slack".
 */
public final class SlackSignature {
  /** A request that is older, or as much ahead, is refused. */
  public static final Duration OLDEST = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";

  private SlackSignature() {}

  /** Whether a timestamp, seconds since 1970, is near enough to now. */
  public static boolean isTimely(String timestamp, Instant now) {
    if (!timestamp.matches("[0-9]{1,11}")) {
      return false;
    }
    long apart = Math.abs(now.getEpochSecond() - Long.parseLong(timestamp));
    return apart <= OLDEST.toSeconds();
  }

  /** Whether a body was signed with a secret; compared in constant time. */
  public static boolean isOf(String secret, String timestamp, String body, String signature) {
    return MessageDigest.isEqual(
        of(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  static String of(String secret, String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return "v0="
          + HexFormat.of()
              .formatHex(
                  mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
