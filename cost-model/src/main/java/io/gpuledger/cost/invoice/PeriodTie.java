package io.gpuledger.cost.invoice;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a month stands against its invoices in one currency: tied only if every invoice of it is, and
 * every charge is on one.
 *
 * @param status {@link TieStatus#TIED}, {@link TieStatus#NOT_TIED}, {@link
 *     TieStatus#NO_INDEPENDENT_TOTAL} or {@link TieStatus#NOT_ISSUED}
 * @param tied invoices that tie
 * @param notTied invoices that do not, those without charges included
 * @param withoutTotal invoices that nobody loaded a total of
 * @param notYetInvoiced charges without an invoice id
 * @param notIssued invoices that match and are still open
 * @param notRead of those that do not tie, the ones with lines that could not be read
 */
public record PeriodTie(
    TieStatus status,
    long tied,
    long notTied,
    long withoutTotal,
    long notYetInvoiced,
    long notIssued,
    long notRead) {

  /**
   * The month's standing by currency.
   *
   * @param invoices all of the month
   * @param notYetInvoiced by currency, charges of the month without an invoice id
   */
  public static Map<String, PeriodTie> of(
      Collection<TieOut> invoices, Map<String, Long> notYetInvoiced) {
    Map<String, PeriodTie> periods = new TreeMap<>();
    for (TieOut tie : invoices) {
      periods.merge(tie.key().currency(), counted(tie), PeriodTie::plus);
    }
    notYetInvoiced.forEach(
        (currency, charges) ->
            periods.merge(currency, sum(0, 0, 0, charges, 0, 0), PeriodTie::plus));
    return periods;
  }

  /** The standing of a currency in which the month has nothing: there is nothing to tie to. */
  public static PeriodTie none() {
    return sum(0, 0, 0, 0, 0, 0);
  }

  private static PeriodTie counted(TieOut tie) {
    return switch (tie.status()) {
      case TIED -> sum(1, 0, 0, 0, 0, 0);
      case NOT_ISSUED -> sum(0, 0, 0, 0, 1, 0);
      case NOT_TIED, INVOICE_WITHOUT_CHARGES -> sum(0, 1, 0, 0, 0, tie.notRead() ? 1 : 0);
      case NO_INDEPENDENT_TOTAL -> sum(0, 0, 1, 0, 0, 0);
    };
  }

  private PeriodTie plus(PeriodTie other) {
    return sum(
        tied + other.tied,
        notTied + other.notTied,
        withoutTotal + other.withoutTotal,
        notYetInvoiced + other.notYetInvoiced,
        notIssued + other.notIssued,
        notRead + other.notRead);
  }

  private static PeriodTie sum(
      long tied,
      long notTied,
      long withoutTotal,
      long notYetInvoiced,
      long notIssued,
      long notRead) {
    TieStatus status =
        notTied > 0
            ? TieStatus.NOT_TIED
            : withoutTotal > 0 || notYetInvoiced > 0 || tied + notIssued == 0
                ? TieStatus.NO_INDEPENDENT_TOTAL
                : notIssued > 0 ? TieStatus.NOT_ISSUED : TieStatus.TIED;
    return new PeriodTie(status, tied, notTied, withoutTotal, notYetInvoiced, notIssued, notRead);
  }

  /** Why it is not tied, in words; empty if it is. */
  public Optional<String> reason() {
    return switch (status) {
      case TIED -> Optional.empty();
      case NOT_ISSUED ->
          Optional.of(counted(notIssued, "invoice is", "invoices are") + " open and may change");
      case NOT_TIED, INVOICE_WITHOUT_CHARGES -> Optional.of(notTiedReason());
      case NO_INDEPENDENT_TOTAL ->
          Optional.of(
              withoutTotal > 0
                  ? counted(withoutTotal, "invoice has", "invoices have")
                      + " no independently loaded total"
                  : notYetInvoiced > 0
                      ? counted(notYetInvoiced, "charge is", "charges are") + " on no invoice yet"
                      : "no invoice of it is known");
    };
  }

  private String notTiedReason() {
    String unread = "lines of " + counted(notRead, "invoice", "invoices") + " could not be read";
    long differ = notTied - notRead;
    if (differ == 0) {
      return unread;
    }
    String different = counted(differ, "invoice differs", "invoices differ") + " from the charges";
    return notRead == 0 ? different : different + "; " + unread;
  }

  private static String counted(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
