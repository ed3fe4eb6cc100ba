package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Promised spends and take-or-pay volumes that are projected to fall short by their end. */
final class ShortfallWatch implements Watch {
  @Override
  public AlertKind kind() {
    return AlertKind.SHORTFALL;
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public Look look(Seen seen) {
    Set<String> holding = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    List<Notice> notices = new ArrayList<>();
    YearMonth month = YearMonth.from(seen.now().atZone(ZoneOffset.UTC));
    for (WatchFacts.Commitment commitment : seen.known().commitments(month)) {
      String member =
          commitment.name() + commitment.periodEnd().map(end -> " to " + end).orElse("");
      if (commitment.shortfall().isEmpty()) {
        // No projection is not one that is met.
        unknown.add(member);
        continue;
      }
      if (commitment.shortfall().get().signum() <= 0) {
        continue;
      }
      holding.add(member);
      if (!seen.standing().contains(member)) {
        notices.add(notice(commitment, commitment.shortfall().get(), member, seen.now()));
      }
    }
    return new Look(holding, unknown, notices, "the spend is projected to reach what was promised");
  }

  private static Notice notice(
      WatchFacts.Commitment commitment, Amount shortfall, String member, Instant now) {
    String amount = Words.money(commitment.currency(), shortfall);
    return new Words.Draft(AlertKind.SHORTFALL, now)
        .about(commitment.name(), List.of(member))
        .says(
            commitment.id() + " is projected to fall short by " + amount,
            "At the run rate so far the spend that was promised to "
                + commitment.provider()
                + " falls short by "
                + amount
                + commitment.periodEnd().map(end -> " " + Words.at(end)).orElse("")
                + "; it is to be paid without use.")
        .costs(Notice.Cost.not("a shortfall is due at the end, not by the hour"))
        .canWait(
            commitment
                .periodEnd()
                .map(
                    end ->
                        "Yes: "
                            + Math.max(0, Duration.between(now, end).toDays())
                            + " days are left to spend it.")
                .orElse("Not known: the end of its period is not known."))
        .findings(CommitmentExpiryWatch.use(commitment))
        .toDo(
            Notice.ToDo.nothing(
                "Move spend there or negotiate: the screen Commitments shows the burn-down."))
        .owner(commitment.owner(), List.of())
        .unknowns(List.of("the projection goes by the run rate; it knows no plans"))
        .notice();
  }
}
