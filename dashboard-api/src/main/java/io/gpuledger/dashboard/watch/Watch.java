package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Looks for the causes of one kind of alert. */
interface Watch {
  AlertKind kind();

  /** The shortest time between two looks. */
  Duration every();

  /** The channels that what a notice is about names for itself; none where the routes say. */
  default List<String> channels(Notice notice) {
    return List.of();
  }

  /** Looks. */
  Look look(Seen seen);

  /**
   * What there is to look at.
   *
   * @param known the ledger, in one snapshot
   * @param standing members that an open alert of the kind tells of
   * @param asked what was told lately
   */
  record Seen(WatchFacts.AsKnown known, Set<String> standing, Asked asked, Instant now) {
    /** Those that no open alert tells of. */
    Set<String> fresh(Set<String> holding) {
      Set<String> fresh = new TreeSet<>(holding);
      fresh.removeAll(standing);
      return fresh;
    }
  }

  /** What was told of other kinds. */
  interface Asked {
    /** The members of a kind whose cause held at any time since then. */
    Set<String> toldSince(AlertKind kind, Instant since);
  }

  /**
   * What a look has found.
   *
   * @param holding every member for which the cause holds, told or not
   * @param unknown members of which nobody can tell now: an alert about them stays as it is
   * @param notices what to say about those that nobody was told of
   * @param over why an alert about a member is over that is no longer among them
   */
  record Look(
      Set<String> holding, Set<String> unknown, List<Notice> notices, UnaryOperator<String> over) {
    public Look {
      holding = Set.copyOf(holding);
      unknown = Set.copyOf(unknown);
      notices = List.copyOf(notices);
    }

    /** Of every member it is known. */
    Look(Set<String> holding, List<Notice> notices, String over) {
      this(holding, Set.of(), notices, member -> over);
    }

    /** For all members it is over for the same reason. */
    Look(Set<String> holding, Set<String> unknown, List<Notice> notices, String over) {
      this(holding, unknown, notices, member -> over);
    }

    /** The members whose alerts stand: missing is not over. */
    Set<String> standing() {
      Set<String> standing = new TreeSet<>(holding);
      standing.addAll(unknown);
      return standing;
    }
  }
}
