package io.gpuledger.dashboard.config;

import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.close.GlAccount;
import java.time.Month;
import java.time.ZoneId;

/**
 * How own books are closed.
 *
 * @param calendar the periods of own books
 * @param accounts where the journal books
 */
public record CloseConfig(FiscalCalendar calendar, Accounts accounts) {
  /** Calendar months of UTC, and accounts called by what they are. */
  public static final CloseConfig DEFAULT =
      new CloseConfig(
          new FiscalCalendar.Months(Month.JANUARY, ZoneId.of("UTC")),
          new Accounts("main", "expense", "accrued-liability", "payable", "exchange-difference"));

  /**
   * Numbers of the general ledger.
   *
   * @param entity the legal entity whose books they are
   * @param expense where cost is borne; its lines carry the cost centre of the charge
   * @param accruedLiability what is owed and not invoiced yet
   * @param payable what is owed by invoice; the other side of corrections
   * @param exchangeDifference what moved exchange rates cost or bring when invoices are paid
   */
  public record Accounts(
      String entity,
      String expense,
      String accruedLiability,
      String payable,
      String exchangeDifference) {
    /** The expense account of a cost centre; a dash stands for none. */
    public GlAccount expenseOf(String costCenter) {
      return new GlAccount(expense, costCenter.equals("-") ? "" : costCenter, entity);
    }

    /** Where accruals are owed. */
    public GlAccount accrued() {
      return new GlAccount(accruedLiability, "", entity);
    }

    /** Where realised differences of exchange go. */
    public GlAccount exchange() {
      return new GlAccount(exchangeDifference, "", entity);
    }

    /** Where invoices are owed. */
    public GlAccount owed() {
      return new GlAccount(payable, "", entity);
    }
  }
}
