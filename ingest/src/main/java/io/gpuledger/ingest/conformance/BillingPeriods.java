package io.gpuledger.ingest.conformance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Billing Period dataset says about the periods of the charges: a closed period is final,
 * so what corrects it stands in a later one, marked as a Correction, and its own rows do not
 * change.
 */
final class BillingPeriods {
  /** Most periods that are remembered. */
  static final int MAX_PERIODS = 100_000;

  private static final Columns CHARGES = Columns.of(Dataset.COST_AND_USAGE);
  private static final int START = CHARGES.index("BillingPeriodStart");
  private static final int ISSUER = CHARGES.index("InvoiceIssuerName");
  private static final int CHARGE_START = CHARGES.index("ChargePeriodStart");
  private static final int CHARGE_END = CHARGES.index("ChargePeriodEnd");
  private static final int CATEGORY = CHARGES.index("ChargeCategory");

  private final FindingLog log;
  private final boolean given;
  private final Map<String, NavigableMap<Long, Period>> byIssuer = new HashMap<>();
  private final Set<String> unknownTold = new HashSet<>();
  private final CheckedColumn periodStart;
  private final CheckedColumn chargeClass;
  private final CheckedColumn invoiceId;
  private final ClosedRows closedRows;
  private int periods;

  /** A period of an issuer; its end is exclusive, in microseconds since 1970. */
  private record Period(long end, boolean closed, String text) {}

  BillingPeriods(FindingLog log, boolean given) {
    this.log = log;
    this.given = given;
    this.periodStart = new CheckedColumn(Dataset.COST_AND_USAGE, "BillingPeriodStart", log);
    this.chargeClass = new CheckedColumn(Dataset.COST_AND_USAGE, "ChargeClass", log);
    this.invoiceId = new CheckedColumn(Dataset.COST_AND_USAGE, "InvoiceId", log);
    this.closedRows = new ClosedRows(log, periodStart);
  }

  /** Learns the periods; one of an issuer stands once. */
  RowCheck periods() {
    Columns columns = Columns.of(Dataset.BILLING_PERIOD);
    CheckedColumn start = new CheckedColumn(Dataset.BILLING_PERIOD, "BillingPeriodStart", log);
    int end = columns.index("BillingPeriodEnd");
    int issuer = columns.index("InvoiceIssuerName");
    int status = columns.index("BillingPeriodStatus");
    return row -> {
      Cell from = row.cell(start.index());
      if (!from.hasTime()) {
        return;
      }
      if (periods >= MAX_PERIODS) {
        log.note("only the first " + MAX_PERIODS + " billing periods were looked up");
        return;
      }
      Period before =
          byIssuer
              .computeIfAbsent(row.text(issuer), name -> new TreeMap<>())
              .putIfAbsent(
                  from.micros(),
                  new Period(row.cell(end).micros(), row.is(status, "Closed"), from.text()));
      if (before == null) {
        periods++;
      } else {
        start.fault(
            row,
            "UniquePerIssuer",
            Severity.MUST,
            "this period of " + row.text(issuer) + " stands in an earlier row already");
      }
    };
  }

  /** Checks the charges; the periods must have been learnt before. */
  RowCheck charges() {
    return new RowCheck() {
      @Override
      public void row(Row row) {
        if (given) {
          charge(row);
        }
      }

      @Override
      public void end() {
        closedRows.end();
      }
    };
  }

  private void charge(Row row) {
    Cell start = row.cell(START);
    if (!start.hasTime() || row.isNull(ISSUER)) {
      return;
    }
    NavigableMap<Long, Period> ofIssuer = byIssuer.get(row.text(ISSUER));
    Period own = ofIssuer == null ? null : ofIssuer.get(start.micros());
    if (own == null) {
      unknown(row);
    } else if (own.closed()) {
      closed(row);
    }
    if (ofIssuer != null && row.is(CATEGORY, "Usage") && row.isNull(chargeClass.index())) {
      Period earlier = earlierPeriod(row, ofIssuer);
      if (earlier != null && earlier.closed()) {
        chargeClass.fault(
            row,
            "CorrectionOfClosedPeriod",
            Severity.MUST,
            "is null on usage of the closed period "
                + earlier.text()
                + "; what changes a closed period is a Correction in a later one");
      }
    }
  }

  private void unknown(Row row) {
    String key = row.file() + '\u0001' + row.text(START) + '\u0001' + row.text(ISSUER);
    if (periods < MAX_PERIODS && unknownTold.size() < MAX_PERIODS && unknownTold.add(key)) {
      periodStart.fault(
          row,
          "Reference",
          Severity.MUST,
          "no Billing Period file given has this period of " + row.text(ISSUER));
    }
  }

  private void closed(Row row) {
    closedRows.row(row);
    Cell charged = row.cell(CHARGE_START);
    if (row.is(chargeClass.index(), "Correction")
        && charged.hasTime()
        && charged.micros() >= row.cell(START).micros()) {
      chargeClass.fault(
          row,
          "CorrectionInClosedPeriod",
          Severity.MUST,
          "the correction changes the closed period that it stands in; it belongs to a later one");
    }
    if (row.has(invoiceId.index()) && row.isNull(invoiceId.index())) {
      invoiceId.fault(
          row,
          "NotNullInClosedPeriod",
          Severity.SHOULD,
          "is null in a closed period, whose charges are on invoices");
    }
  }

  /** The period that holds the whole charge, if it is one before the charge's billing period. */
  private static @Nullable Period earlierPeriod(Row row, NavigableMap<Long, Period> ofIssuer) {
    Cell start = row.cell(CHARGE_START);
    Cell end = row.cell(CHARGE_END);
    if (!start.hasTime() || !end.hasTime() || end.micros() > row.cell(START).micros()) {
      return null;
    }
    Map.Entry<Long, Period> entry = ofIssuer.floorEntry(start.micros());
    return entry == null || entry.getValue().end() < end.micros() ? null : entry.getValue();
  }
}
