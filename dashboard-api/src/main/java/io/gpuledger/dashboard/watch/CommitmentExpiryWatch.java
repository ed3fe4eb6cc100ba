package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Commitments that end soon: told at each of the configured distances. */
final class CommitmentExpiryWatch implements Watch {
  private final Supplier<AlertPolicy.Watch> policy;

  CommitmentExpiryWatch(Supplier<AlertPolicy.Watch> policy) {
    this.policy = policy;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.COMMITMENT_EXPIRING;
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public Look look(Seen seen) {
    Set<String> holding = new TreeSet<>();
    List<Notice> notices = new ArrayList<>();
    for (KnownCommitments.Known known : KnownCommitments.of(seen).all()) {
      WatchFacts.Commitment commitment = known.commitment();
      Optional<Instant> end = commitment.end().filter(at -> at.isAfter(seen.now()));
      if (end.isEmpty()) {
        continue;
      }
      Duration left = Duration.between(seen.now(), end.get());
      Set<String> due = new TreeSet<>();
      for (int days : policy.get().expiringDays()) {
        if (left.compareTo(Duration.ofDays(days)) <= 0) {
          due.add(commitment.name() + " in " + days + " days");
        }
      }
      holding.addAll(due);
      Set<String> fresh = seen.fresh(due);
      if (!fresh.isEmpty()) {
        notices.add(notice(known, end.get(), left, fresh, seen.now()));
      }
    }
    return new Look(holding, notices, "the commitment has ended, or was made longer");
  }

  private static Notice notice(
      KnownCommitments.Known known, Instant end, Duration left, Set<String> members, Instant now) {
    WatchFacts.Commitment commitment = known.commitment();
    long days = left.toDays();
    String time =
        days == 0 ? "in less than a day" : days == 1 ? "in 1 day" : "in " + days + " days";
    return new Words.Draft(AlertKind.COMMITMENT_EXPIRING, now)
        .about(commitment.name(), members)
        .says(
            "Commitment " + commitment.id() + " ends " + time,
            commitment.provider()
                + " commitment "
                + commitment.id()
                + " ends "
                + Words.at(end)
                + ". From then on its use is billed without it.")
        .costs(cost(commitment, known.when()))
        .canWait("Yes, for " + (days < 1 ? "hours only" : days + (days == 1 ? " day." : " days.")))
        .findings(use(commitment, known.when()))
        .toDo(
            Notice.ToDo.nothing(
                "Decide whether to renew it: the screen Commitments shows its use and its"
                    + " break-even."))
        .owner(commitment.owner(), List.of())
        .notice();
  }

  /**
   * What a commitment costs.
   *
   * @param when the month that tells it, within a sentence
   */
  static Notice.Cost cost(WatchFacts.Commitment commitment, String when) {
    Optional<Money> perHour = commitment.perHour();
    return perHour.isPresent()
        ? new Notice.Cost(perHour, "the commitment itself, " + when + " on average")
        : Notice.Cost.not("nothing tells what the commitment costs " + when);
  }

  static List<String> use(WatchFacts.Commitment commitment) {
    return use(commitment, "this month");
  }

  private static List<String> use(WatchFacts.Commitment commitment, String when) {
    List<String> lines = new ArrayList<>();
    commitment
        .utilisation()
        .ifPresent(ratio -> lines.add("used " + when + ": " + Words.percent(ratio)));
    commitment
        .unused()
        .ifPresent(
            unused ->
                lines.add("unused " + when + ": " + Words.money(commitment.currency(), unused)));
    return lines;
  }
}
