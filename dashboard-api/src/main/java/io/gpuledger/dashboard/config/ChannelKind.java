package io.gpuledger.dashboard.config;

/** What an alert channel is, and what its protocol can do. */
public enum ChannelKind {
  /** An incoming webhook of Slack. */
  SLACK("slack", Idempotency.NONE, false),
  /** Slack's Web API with a bot token; it can change a message that stands. */
  SLACK_BOT("slack-bot", Idempotency.NONE, true),
  /** A mail by SMTP. */
  EMAIL("email", Idempotency.NONE, false),
  /** A Workflows webhook of Microsoft Teams. */
  TEAMS("teams", Idempotency.NONE, false),
  /** Events API v2 of PagerDuty. */
  PAGERDUTY("pagerduty", Idempotency.DEDUP_KEY, true),
  /** A signed CloudEvent to an address of one's own. */
  WEBHOOK("webhook", Idempotency.EVENT_ID, true);

  /** What lets the other side tell a repeated message from a new one. */
  public enum Idempotency {
    /** Nothing: a message whose outcome is unknown may stand twice. */
    NONE("none"),
    /** Events with the same key belong to one incident. */
    DEDUP_KEY("dedup_key"),
    /** The receiver drops an event whose id it knows. */
    EVENT_ID("event_id");

    private final String code;

    Idempotency(String code) {
      this.code = code;
    }

    /** The word in the ledger and the API. */
    public String code() {
      return code;
    }
  }

  private final String code;
  private final Idempotency idempotency;
  private final boolean hearsAcknowledgement;

  ChannelKind(String code, Idempotency idempotency, boolean hearsAcknowledgement) {
    this.code = code;
    this.idempotency = idempotency;
    this.hearsAcknowledgement = hearsAcknowledgement;
  }

  /** The word in the file, the ledger and the API. */
  public String code() {
    return code;
  }

  public Idempotency idempotency() {
    return idempotency;
  }

  /** Whether it is told that somebody took the alert on; the others would only be disturbed. */
  public boolean hearsAcknowledgement() {
    return hearsAcknowledgement;
  }

  /**
   * The kind of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ChannelKind of(String code) {
    for (ChannelKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no channel kind \"" + code + "\"");
  }
}
