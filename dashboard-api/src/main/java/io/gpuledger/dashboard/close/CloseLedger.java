package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.close.PricedUsage;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What closing asks of the ledger. */
public interface CloseLedger {
  /** The ledger as it was known at an instant, or newest; an instant to come is the newest. */
  AsKnown at(Optional<Instant> asOf);

  /**
   * One snapshot, whatever is published meanwhile. The days of a period are UTC days here, whatever
   * its zone: the ledger knows no smaller cell.
   */
  interface AsKnown {
    Instant asOf();

    /** The first day that any bill is of; empty where there is none. */
    Optional<LocalDate> firstDay();

    FigureSet figures(BookPeriod period);

    PeriodFacts facts(BookPeriod period);

    /** Sources with a delivery in force that touches the period. */
    List<String> sources(BookPeriod period);

    /** By currency, what is counted and what it costs, each key once. */
    Map<String, List<PricedUsage>> usage(BookPeriod period);

    List<PeriodFacts.Owed> owed(BookPeriod period);

    /** What of a period stands on invoices, each part once. */
    List<PeriodFacts.Invoiced> invoiced(BookPeriod period);

    /** Loaded totals of invoices that may be paid in the period: billed in it or shortly before. */
    default List<InvoiceTotal> invoices(BookPeriod period) {
      return List.of();
    }

    /** What is paid ahead for configured commitments, over all time. */
    List<PrepaidPosition> prepaid();

    /** What spend commitments are projected to fall short by, up to the end of the period. */
    default List<SpendShortfall> shortfalls(BookPeriod period) {
      return List.of();
    }

    /** What targets of spend commitments that ended within the period were short by. */
    default List<SpendShortfall> endedShortfalls(BookPeriod period) {
      return List.of();
    }

    /** Deliveries of the period that were published after an instant, newest first. */
    List<PeriodFacts.Redelivery> deliveriesAfter(BookPeriod period, Instant after);

    /** The snapshot as answers show it. */
    Map<String, Object> snapshot();
  }
}
