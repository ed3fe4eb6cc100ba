package io.gpuledger.cost.charge;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What one delivery of a source covers. A source uses one kind, so its scopes never overlap.
 *
 * @param kind how the source is cut
 * @param account billing account, empty where unknown
 * @param start first instant of the period; the epoch where unknown
 * @param end first instant after the period; the epoch where unknown
 */
public record Scope(Kind kind, String account, Instant start, Instant end)
    implements Comparable<Scope> {
  /** Where rows go whose scope cannot be read. It holds rejects only. */
  public static final Scope UNKNOWN = new Scope(Kind.UNKNOWN, "", Instant.EPOCH, Instant.EPOCH);

  public Scope {
    if ((kind == Kind.UNKNOWN) != account.isEmpty()) {
      throw new IllegalArgumentException("a scope of kind " + kind + " for account " + account);
    }
    if (kind != Kind.UNKNOWN && !start.isBefore(end)) {
      throw new IllegalArgumentException("start " + start + " is not before end " + end);
    }
  }

  /** The scope of a billing account and its billing period, as the provider states it. */
  public static Scope accountMonth(String account, TimeRange billingPeriod) {
    return new Scope(Kind.ACCOUNT_MONTH, account, billingPeriod.start(), billingPeriod.end());
  }

  /** The scope of a billing account and the UTC day that contains an instant. */
  public static Scope accountDay(String account, Instant at) {
    Instant day = at.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
    return new Scope(Kind.ACCOUNT_DAY, account, day, day.plus(1, ChronoUnit.DAYS));
  }

  @Override
  public int compareTo(Scope other) {
    int order = kind.compareTo(other.kind);
    order = order != 0 ? order : account.compareTo(other.account);
    order = order != 0 ? order : start.compareTo(other.start);
    return order != 0 ? order : end.compareTo(other.end);
  }

  /** How a source is cut into scopes; {@link #text} stands in tables and messages. */
  public enum Kind {
    ACCOUNT_MONTH("account-month"),
    ACCOUNT_DAY("account-day"),
    UNKNOWN("unknown");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /** The kind of this text. */
    public static Optional<Kind> ofText(String text) {
      for (Kind kind : values()) {
        if (kind.text.equals(text)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }
}
