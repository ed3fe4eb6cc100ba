package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a cause that is not a budget's. A part that is not known is empty, never made
 * up.
 *
 * @param kind not one of a budget
 * @param subject what it is about within the kind; of one subject at most one alert is open
 * @param episode names what happens once, e.g. an invoice and its state; empty where the alert
 *     stands as long as its cause, and may come again after it
 * @param members what the alert groups, one cause: e.g. all sources that went stale together; it is
 *     over when the cause is over for all of them
 * @param title one line: what
 * @param what the facts in one or two sentences
 * @param cost what it costs
 * @param canWait whether it can wait, beginning with Yes, No or Not known
 * @param cause the holder, where there is one
 * @param since since when
 * @param findings what it is about in particular
 * @param toDo what is to be run or done
 * @param owner who answers for it, or empty
 * @param teamScope teams that it is confined to; empty where it is not
 * @param unknowns what the figures do not cover, in words
 * @param seenAt when it was seen
 */
public record Notice(
    AlertKind kind,
    AlertSeverity severity,
    String subject,
    String episode,
    List<String> members,
    String title,
    String what,
    Cost cost,
    String canWait,
    Optional<AlertFacts.Cause> cause,
    Optional<Instant> since,
    Findings findings,
    ToDo toDo,
    String owner,
    List<String> teamScope,
    List<String> unknowns,
    Instant seenAt)
    implements AlertContent {
  /** Subjects that one alert groups at most. */
  public static final int MEMBERS_LIMIT = 5_000;

  public Notice {
    members = List.copyOf(members);
    teamScope = List.copyOf(teamScope);
    unknowns = List.copyOf(unknowns);
    if (kind.isBudget()) {
      throw new IllegalArgumentException("a budget has facts of its own");
    }
    if (members.size() > MEMBERS_LIMIT) {
      members = members.subList(0, MEMBERS_LIMIT);
    }
  }

  /**
   * What it is about in particular.
   *
   * @param lines most important first
   * @param all where all of it is listed, also what a message has no room for; empty where that is
   *     the alert itself
   */
  public record Findings(List<String> lines, Optional<URI> all) {
    public Findings {
      lines = List.copyOf(lines);
    }

    /** Lines of which the alert itself has all. */
    public static Findings of(List<String> lines) {
      return new Findings(lines, Optional.empty());
    }
  }

  /**
   * What it costs.
   *
   * @param perHour in an hour, empty where it is not known or not a matter of hours
   * @param words what is said where there is none, or beside it
   */
  public record Cost(Optional<Money> perHour, String words) {
    /** An amount an hour. */
    public static Cost perHour(Money money) {
      return new Cost(Optional.of(money), "");
    }

    /** Nothing that is counted by the hour. */
    public static Cost not(String words) {
      return new Cost(Optional.empty(), words);
    }
  }

  /**
   * What is to be done.
   *
   * @param command to be copied, or empty
   * @param dryRun the same without effect, or empty
   * @param words what is to be done where there is no command, or beside it
   */
  public record ToDo(String command, String dryRun, String words) {
    /** Words alone: nothing is to be run. */
    public static ToDo nothing(String words) {
      return new ToDo("", "", words);
    }

    /** How the holder is stopped, as far as its name tells. */
    public static ToDo stop(String holder) {
      return StopCommand.of(holder)
          .map(stop -> new ToDo(stop.command(), stop.dryRun(), ""))
          .orElse(nothing("No command is known for this holder; ask its owner to stop it."));
    }

    /** A command that changes nothing. */
    public static ToDo look(String command, String words) {
      return new ToDo(command, "", words);
    }
  }

  @Override
  public AlertKind alertKind() {
    return kind;
  }

  @Override
  public Words words(Envelope envelope, Markup markup) {
    return new NoticeWords(this, envelope, markup);
  }

  @Override
  public String source() {
    return cause
        .map(AlertFacts.Cause::node)
        .filter(node -> !node.isEmpty())
        .orElse(subject.isEmpty() ? kind.code() : subject);
  }

  @Override
  public String component() {
    return cause.map(AlertFacts.Cause::holder).orElse("");
  }

  @Override
  public boolean isBreach() {
    return severity == AlertSeverity.PAGE;
  }

  @Override
  public void write(ObjectNode data) {
    data.put("subject", subject);
    CloudEventForm.strings(data.putArray("members"), members);
    data.put("what", what);
    data.put("costPerHour", cost.perHour().map(m -> m.amount().toString()).orElse(null));
    data.put("currency", cost.perHour().map(Money::currency).orElse(null));
    data.put("since", since.map(Instant::toString).orElse(null));
    data.put("owner", owner);
    CloudEventForm.strings(data.putArray("teams"), teamScope);
    CloudEventForm.strings(data.putArray("findings"), findings.lines());
    cause.ifPresent(found -> CloudEventForm.cause(data.putObject("cause"), found));
    CloudEventForm.strings(data.putArray("unknowns"), unknowns);
  }
}
