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
 * Commitments that are used less than the floor this month, from its fourth day on. It is one cause
 * however many months it lasts, and over when use is above the floor by a margin, or when no bill
 * of three months names the commitment; as long as its use is not known, it stands.
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
    Instant start =
        YearMonth.from(seen.now().atZone(ZoneOffset.UTC))
            .atDay(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    boolean tells = Duration.between(start, seen.now()).compareTo(EARLIEST) >= 0;
    KnownCommitments known = KnownCommitments.of(seen);
    Set<String> holding = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    // Not told yet of this month, by bills or at all: what was too little before may be still.
    known.before().forEach(each -> unknown.add(each.commitment().name()));
    List<Notice> notices = new ArrayList<>();
    for (KnownCommitments.Known each : known.now()) {
      WatchFacts.Commitment commitment = each.commitment();
      String member = commitment.name();
      if (!tells || commitment.utilisation().isEmpty()) {
        unknown.add(member);
        continue;
      }
      boolean stands = seen.standing().contains(member);
      BigDecimal floor = policy.get().utilisationFloor();
      BigDecimal border = stands ? floor.add(MARGIN) : floor;
      if (commitment.utilisation().get().compareTo(border) < 0) {
        holding.add(member);
        if (!stands) {
          notices.add(notice(commitment, floor, member, start, seen.now()));
        }
      }
    }
    known.all().stream()
        .map(KnownCommitments.Known::commitment)
        .filter(commitment -> commitment.end().filter(end -> !end.isAfter(seen.now())).isPresent())
        .forEach(ended -> unknown.remove(ended.name()));
    unknown.retainAll(seen.standing());
    return new Look(
        holding, unknown, notices, "it is used enough again, has ended, or is no longer billed");
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
        .costs(CommitmentExpiryWatch.cost(commitment, "this month"))
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
