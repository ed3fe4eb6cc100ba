package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.close.GrantedDisputes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the journal of own books has of disputes. */
public final class DisputeJournal implements GrantedDisputes {
  private final DisputeStore store;

  public DisputeJournal(DisputeStore store) {
    this.store = store;
  }

  @Override
  public List<Moved> granted(Instant until) {
    List<Moved> moved = new ArrayList<>();
    for (StoredDispute of : store.all()) {
      of.decision()
          .filter(made -> !made.at().isAfter(until) && !of.granted().isZero())
          .ifPresent(made -> moved.add(moved(of, made, made.bookedIn().atEndOfMonth())));
    }
    moved.sort(Comparator.comparing(Moved::reference));
    return List.copyOf(moved);
  }

  /** When the newest of all disputes was decided; empty before the first. */
  public Optional<Instant> newestDecision() {
    return store.newestDecision();
  }

  private static Moved moved(StoredDispute of, StoredDispute.Decision decision, LocalDate date) {
    StoredDispute.Line line = of.line();
    return new Moved(
        "dispute "
            + of.dispute().id()
            + " of "
            + line.period()
            + " ("
            + line.metric()
            + "): "
            + line.component()
            + " of "
            + line.party().team()
            + ", borne by "
            + decision.bearer().team(),
        date,
        line.party().costCenter(),
        decision.bearer().costCenter(),
        new Money(line.currency(), of.granted()));
  }
}
