package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.close.BookPeriod;
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
  public List<Moved> bookedIn(BookPeriod period, Optional<Instant> asOf) {
    List<Moved> moved = new ArrayList<>();
    for (StoredDispute of : store.all()) {
      Optional<StoredDispute.Decision> decision =
          of.decision().filter(made -> asOf.map(at -> !made.at().isAfter(at)).orElse(true));
      if (decision.isPresent() && !of.granted().isZero()) {
        LocalDate date = decision.get().bookedIn().atEndOfMonth();
        if (period.contains(date)) {
          moved.add(moved(of, decision.get(), date));
        }
      }
    }
    moved.sort(Comparator.comparing(Moved::reference));
    return List.copyOf(moved);
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
