package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Commitments that are used less than the floor this month, from its fourth day on. It is over when
 * use is above the floor by a margin, or with the month; as long as its use is not known, it
 * stands.
 */
final class CommitmentUseWatch implements Watch {
  /** How far above the floor use must be before it counts as mended. */
  static final BigDecimal MARGIN = new BigDecimal("0.02");

  private static final Duration EARLIEST = Duration.ofDays(3);

  private final Supplier<AlertPolicy.Watch> policy;

  CommitmentUseWatch(Supplier<AlertPolicy.Watch> policy) {
    this.policy = policy;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.COMMITMENT_UNUSED;
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public Look look(Seen seen) {
    YearMonth month = YearMonth.from(seen.now().atZone(ZoneOffset.UTC));
    Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Set<String> holding = new TreeSet<>();
    Set<String> unknown = new TreeSet<>(seen.standing());
    unknown.removeIf(member -> !member.endsWith(" " + month));
    List<Notice> notices = new ArrayList<>();
    if (Duration.between(start, seen.now()).compareTo(EARLIEST) >= 0) {
      for (WatchFacts.Commitment commitment : seen.known().commitments(month)) {
        String member = commitment.name() + " " + month;
        boolean stands = seen.standing().contains(member);
        BigDecimal floor = policy.get().utilisationFloor();
        BigDecimal border = stands ? floor.add(MARGIN) : floor;
        if (commitment.utilisation().isPresent()) {
          unknown.remove(member);
        }
        if (commitment.utilisation().filter(ratio -> ratio.compareTo(border) < 0).isPresent()) {
          holding.add(member);
          if (!stands) {
            notices.add(notice(commitment, floor, member, start, seen.now()));
          }
        }
      }
    }
    return new Look(holding, unknown, notices, "it is used enough again, or its month is over");
  }

  private static Notice notice(
      WatchFacts.Commitment commitment,
      BigDecimal floor,
      String member,
      Instant start,
      Instant now) {
    return new Words.Draft(AlertKind.COMMITMENT_UNUSED, now)
        .about(commitment.name(), List.of(member))
        .says(
            "Commitment "
                + commitment.id()
                + " is used "
                + commitment.utilisation().map(Words::percent).orElse("less than expected"),
            commitment.provider()
                + " commitment "
                + commitment.id()
                + " is used less this month than the floor of "
                + Words.percent(floor)
                + ". What is unused is paid all the same.")
        .costs(CommitmentExpiryWatch.cost(commitment))
        .canWait("Yes, but every hour of it is paid and lost.")
        .since(Optional.of(start))
        .findings(CommitmentExpiryWatch.use(commitment))
        .toDo(
            Notice.ToDo.nothing(
                "Move work onto it: the screen Commitments names who used it and who bears the"
                    + " rest."))
        .owner(commitment.owner(), List.of())
        .notice();
  }
}
