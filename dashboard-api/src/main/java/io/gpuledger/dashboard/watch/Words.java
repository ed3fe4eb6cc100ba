package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pieces of text that watches share, and notices with the usual parts empty. */
final class Words {
  private Words() {}

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH);

  static String percent(BigDecimal ratio) {
    return ratio.movePointRight(2).setScale(1, RoundingMode.FLOOR).toPlainString() + " %";
  }

  /** When, in words: the day alone where it begins then. */
  static String at(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    return "on "
        + DAY.format(time)
        + (time.toLocalTime().equals(LocalTime.MIDNIGHT) ? "" : " at " + TIME.format(time));
  }

  static String month(YearMonth month) {
    return MONTH.format(month);
  }

  static String money(String currency, Amount amount) {
    return currency + " " + String.format(Locale.ROOT, "%,.2f", amount.displayed(2));
  }

  /** A whole number of hours, or of minutes. */
  static String hours(Duration length) {
    return length.toMinutes() % 60 == 0 ? length.toHours() + " h" : length.toMinutes() + " min";
  }

  static String count(int number, String one, String many) {
    return number == 1 ? "1 " + one : number + " " + many;
  }

  /** A name alone, or how many there are. */
  static String name(Collection<String> names, String many) {
    return names.size() == 1 ? names.iterator().next() : names.size() + " " + many;
  }

  /** Parts of a notice that watches fill in by name. */
  static final class Draft {
    private final AlertKind kind;
    private final Instant seenAt;
    private AlertSeverity severity;
    private String subject = "";
    private String episode = "";
    private List<String> members = List.of();
    private String title = "";
    private String what = "";
    private Notice.Cost cost = Notice.Cost.not("");
    private String wait = "Not known.";
    private Optional<AlertFacts.Cause> cause = Optional.empty();
    private Optional<Instant> since = Optional.empty();
    private List<String> findings = List.of();
    private Notice.ToDo toDo = Notice.ToDo.nothing("");
    private String owner = "";
    private List<String> teams = List.of();
    private List<String> unknowns = List.of();

    Draft(AlertKind kind, Instant seenAt) {
      this.kind = kind;
      this.severity = kind.severity();
      this.seenAt = seenAt;
    }

    Draft about(String subject, Collection<String> members) {
      this.subject = subject;
      this.members = List.copyOf(members);
      return this;
    }

    Draft once(String subject, String episode) {
      this.subject = subject;
      this.episode = episode;
      return this;
    }

    Draft says(String title, String what) {
      this.title = title;
      this.what = what;
      return this;
    }

    Draft severity(AlertSeverity severity) {
      this.severity = severity;
      return this;
    }

    Draft costs(Notice.Cost cost) {
      this.cost = cost;
      return this;
    }

    Draft canWait(String wait) {
      this.wait = wait;
      return this;
    }

    Draft cause(AlertFacts.Cause cause) {
      this.cause = Optional.of(cause);
      return this;
    }

    Draft since(Optional<Instant> since) {
      this.since = since;
      return this;
    }

    Draft findings(List<String> findings) {
      this.findings = findings;
      return this;
    }

    Draft toDo(Notice.ToDo toDo) {
      this.toDo = toDo;
      return this;
    }

    Draft owner(String owner, List<String> teams) {
      this.owner = owner;
      this.teams = teams;
      return this;
    }

    Draft unknowns(List<String> unknowns) {
      this.unknowns = unknowns;
      return this;
    }

    Notice notice() {
      return new Notice(
          kind,
          severity,
          subject,
          episode,
          members,
          title,
          what,
          cost,
          wait,
          cause,
          since,
          Notice.Findings.of(findings),
          toDo,
          owner,
          teams,
          unknowns,
          seenAt);
    }
  }
}
