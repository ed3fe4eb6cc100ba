package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The billed cost that the ledger holds of an invoice against the total that was loaded
 * independently of it.
 *
 * @param ledger what the charges say, where there are any
 * @param total what was loaded, where somebody did
 * @param status how the two stand
 * @param difference payable minus billed, exact; absent where nothing was loaded to compare with
 * @param otherIssuers other names under which the same invoice id and currency stand; a name that
 *     the bill and the invoice spell differently keeps them apart
 * @param refused the load whose lines of it could not be read, where no line of it ever was: there
 *     is then no total, and the invoice is not tied
 */
public record TieOut(
    InvoiceKey key,
    Optional<LedgerInvoice> ledger,
    Optional<InvoiceTotal> total,
    TieStatus status,
    Optional<Amount> difference,
    List<String> otherIssuers,
    Optional<RefusedInvoice> refused) {
  public TieOut {
    otherIssuers = List.copyOf(otherIssuers);
  }

  /**
   * Ties each invoice out, in the order of issuer, id and currency.
   *
   * @param ledger at most one of a key
   * @param totals at most one of a key
   */
  public static List<TieOut> of(Collection<LedgerInvoice> ledger, Collection<InvoiceTotal> totals) {
    return of(ledger, totals, List.of());
  }

  /**
   * The same beside invoices whose lines could not be read.
   *
   * @param refused newest load last, several of a key allowed; those of a key with a total say
   *     nothing more than {@link InvoiceTotal#linesRefused()} does
   */
  public static List<TieOut> of(
      Collection<LedgerInvoice> ledger,
      Collection<InvoiceTotal> totals,
      Collection<RefusedInvoice> refused) {
    Map<InvoiceKey, LedgerInvoice> charged = new TreeMap<>();
    ledger.forEach(each -> put(charged, each.key(), each));
    Map<InvoiceKey, InvoiceTotal> loaded = new TreeMap<>();
    totals.forEach(each -> put(loaded, each.key(), each));
    TreeSet<InvoiceKey> keys = new TreeSet<>(charged.keySet());
    keys.addAll(loaded.keySet());
    Map<InvoiceKey, RefusedInvoice> unread = new TreeMap<>();
    refused.forEach(each -> unread.put(each.key(), each));
    unread.keySet().removeAll(loaded.keySet());
    keys.addAll(unread.keySet());
    Map<List<String>, TreeSet<String>> issuers = new HashMap<>();
    for (InvoiceKey key : keys) {
      issuers
          .computeIfAbsent(List.of(key.invoiceId(), key.currency()), id -> new TreeSet<>())
          .add(key.issuer());
    }
    List<TieOut> ties = new ArrayList<>();
    for (InvoiceKey key : keys) {
      List<String> others =
          new ArrayList<>(
              issuers.getOrDefault(List.of(key.invoiceId(), key.currency()), new TreeSet<>()));
      others.remove(key.issuer());
      ties.add(
          of(
              key,
              Optional.ofNullable(charged.get(key)),
              Optional.ofNullable(loaded.get(key)),
              Optional.ofNullable(unread.get(key)),
              others));
    }
    return List.copyOf(ties);
  }

  private static <T> void put(Map<InvoiceKey, T> map, InvoiceKey key, T value) {
    if (map.put(key, value) != null) {
      throw new IllegalArgumentException("two sums of " + key);
    }
  }

  private static TieOut of(
      InvoiceKey key,
      Optional<LedgerInvoice> ledger,
      Optional<InvoiceTotal> total,
      Optional<RefusedInvoice> refused,
      List<String> others) {
    if (total.isEmpty()) {
      TieStatus status = refused.isPresent() ? TieStatus.NOT_TIED : TieStatus.NO_INDEPENDENT_TOTAL;
      return new TieOut(key, ledger, total, status, Optional.empty(), others, refused);
    }
    Amount billed = ledger.map(LedgerInvoice::billed).orElse(Amount.ZERO);
    Amount difference = total.get().payable().minus(billed);
    return new TieOut(
        key,
        ledger,
        total,
        status(ledger.isPresent(), total.get(), difference),
        Optional.of(difference),
        others,
        Optional.empty());
  }

  /** Whether lines of it could not be read, some or all: what it asks to be paid is not known. */
  public boolean notRead() {
    return refused.isPresent() || total.map(InvoiceTotal::linesRefused).orElse(false);
  }

  /**
   * A total whose lines are not whole ties with nothing, whatever it happens to sum to; nor does
   * one that is not issued, because it may still change.
   */
  private static TieStatus status(boolean charged, InvoiceTotal total, Amount difference) {
    if (!charged && !total.payable().isZero()) {
      return TieStatus.INVOICE_WITHOUT_CHARGES;
    }
    if (!difference.isZero() || total.linesRefused()) {
      return TieStatus.NOT_TIED;
    }
    return total.status() == IssueStatus.OPEN ? TieStatus.NOT_ISSUED : TieStatus.TIED;
  }
}
