package io.gpuledger.dashboard.alert;

/** Signs as Slack does, for tests of other packages. */
public final class SlackSigning {
  private SlackSigning() {}

  /** The header {@code X-Slack-Signature}. */
  public static String of(String secret, String timestamp, String body) {
    return SlackSignature.of(secret, timestamp, body);
  }
}
