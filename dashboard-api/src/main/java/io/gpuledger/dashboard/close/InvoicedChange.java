package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.CloseReader;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the journal corrects of a closed period: the amounts of the invoices that its charges stood
 * on when it was signed. What stood on none was accrued, its accrual is reversed, and accounts
 * payable books its invoice whole when it comes: a correction of that would be a second expense.
 */
final class InvoicedChange {
  /** The metric of these corrections; the other metrics are figures that screens show. */
  private static final String METRIC = "invoiced";

  private InvoicedChange() {}

  static boolean isOne(CorrectionLine line) {
    return METRIC.equals(line.key().groups().get("metric"));
  }

  /** An invoice id of a source. */
  private record Invoice(String source, String id) {}

  /** By source, account, cost centre and currency, what was invoiced when the period was signed. */
  static FigureSet signed(CloseLedger.AsKnown atSignOff, BookPeriod period) {
    return sums(atSignOff, atSignOff.invoiced(period));
  }

  /** What these invoices amount to as known later. */
  static FigureSet rewritten(
      CloseLedger.AsKnown atSignOff, CloseLedger.AsKnown known, BookPeriod period) {
    Set<Invoice> then = new HashSet<>();
    atSignOff
        .invoiced(period)
        .forEach(part -> then.add(new Invoice(part.source(), part.invoice())));
    return sums(
        known,
        known.invoiced(period).stream()
            .filter(part -> then.contains(new Invoice(part.source(), part.invoice())))
            .toList());
  }

  private static FigureSet sums(CloseLedger.AsKnown known, List<PeriodFacts.Invoiced> parts) {
    Map<FigureKey, Amount> sums = new HashMap<>();
    for (PeriodFacts.Invoiced part : parts) {
      Map<String, String> groups = new TreeMap<>();
      CloseReader.FIGURE_KEYS.forEach(name -> groups.put(name, "-"));
      groups.put("metric", METRIC);
      groups.put("source", part.source());
      groups.put("account", part.account());
      groups.put("costCenter", part.costCenter());
      sums.merge(FigureKey.of(groups, part.currency()), part.billed(), Amount::plus);
    }
    return FigureSet.of(known.asOf(), sums);
  }
}
