package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which load of an invoice readers see, now and as of then. */
@Tag("live")
class InvoiceViewsTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  @BeforeAll
  static void fill() {
    line("l1", 1, "INV-1", "USD", "10", "stated");
    line("l1", 2, "INV-1", "EUR", "7", "stated");
    line("l1", 3, "INV-2", "USD", "5", "stated");
    load("l1", "file", "2026-11-01 00:00:01", "['I\\nINV-2\\nUSD']");
    line("l2", 1, "INV-1", "USD", "11", "stated");
    line("l2", 2, "INV-1", "EUR", "0", "withdrawn");
    load("l2", "file", "2026-11-01 00:00:02", "[]");
    line("l3", 1, "INV-1", "USD", "99", "stated");
    period("l4", "Open");
    load("l4", "file", "2026-11-01 00:00:03", "[]", "billing_periods");
    period("l5", "Closed");
    load("l5", "file", "2026-11-01 00:00:04", "[]", "billing_periods");
    load("l6", "file", "2026-11-01 00:00:05", "['I\\nINV-1\\nUSD']");
    tellNoInvoice();
    readNothing();
  }

  /**
   * Invoices of which no line could be read: one stated later, one withdrawn, one stated before.
   */
  private static void readNothing() {
    for (String invoice : new String[] {"A-never", "B-later", "C-withdrawn", "D-before"}) {
      if (invoice.startsWith("D")) {
        line("r0", 1, invoice, "USD", "4", "stated");
        load("r0", "file", "2026-11-03 00:00:00", "[]");
      }
      line("r1", 1, invoice, "USD", "0", "refused");
    }
    load(
        "r1",
        "file",
        "2026-11-03 00:00:01",
        "['I\\nA-never\\nUSD','I\\nB-later\\nUSD','I\\nC-withdrawn\\nUSD','I\\nD-before\\nUSD']");
    line("r2", 1, "B-later", "USD", "8", "stated");
    line("r2", 2, "C-withdrawn", "USD", "0", "withdrawn");
    load("r2", "file", "2026-11-03 00:00:02", "[]");
  }

  @Test
  void an_invoice_of_which_no_line_was_read_is_named_until_it_is_stated_or_withdrawn() {
    assertThat(refused("2026-11-03 00:00:00")).isEmpty();
    assertThat(refused("2026-11-03 00:00:01")).isEqualTo("A-never\nB-later\nC-withdrawn\nD-before");
    assertThat(refused("2026-11-03 00:00:02")).isEqualTo("A-never\nD-before");
    assertThat(
            LEDGER
                .query(
                    "SELECT invoice_id, payable_amount, lines_refused FROM current_invoices WHERE"
                        + " invoice_id LIKE '_-%' ORDER BY invoice_id")
                .strip())
        .as("a refused row is no line, and does not replace the lines before")
        .isEqualTo("B-later\t8\t0\nD-before\t4\t1");
    assertThat(LEDGER.query("SELECT invoice_id FROM current_refused_invoices ORDER BY 1").strip())
        .isEqualTo("A-never\nD-before");
  }

  private static String refused(String at) {
    return LEDGER
        .query(
            "SELECT invoice_id FROM refused_invoices_as_of(as_of = '"
                + at
                + "') ORDER BY invoice_id")
        .strip();
  }

  /** Invoices of two sources, and a load of one of them that tells no invoice. */
  private static void tellNoInvoice() {
    for (String source : new String[] {"late", "old", "other"}) {
      LEDGER
          .client()
          .execute(
              "INSERT INTO invoices (load_id, line_no, state, source, invoice_issuer_name,"
                  + " invoice_id, billing_currency, payable_amount, billing_period_end) SELECT"
                  + " concat('s-', {source:String}), 1, 'stated', if({source:String} = 'other',"
                  + " 'other', 'mine'), 'J', {source:String}, 'USD', 1, if({source:String} ="
                  + " 'old', '2026-09-01', '2026-11-01')",
              Map.of("source", source));
      load("s-" + source, "file", "2026-11-02 00:00:00", "[]");
    }
    LEDGER
        .client()
        .execute(
            "INSERT INTO dataset_loads (load_id, dataset, origin, source, refused_subjects,"
                + " recorded_at) SELECT 's-refused', 'invoices', 'file', 'mine', [''],"
                + " toDateTime64('2026-11-02 00:00:01', 6, 'UTC')",
            Map.of());
  }

  private static void line(
      String load, int line, String invoice, String currency, String payable, String state) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO invoices (load_id, line_no, state, invoice_issuer_name, invoice_id,"
                + " billing_currency, payable_amount) SELECT {load:String}, {line:UInt64},"
                + " {state:String}, 'I', {invoice:String}, {currency:String},"
                + " toDecimal128({payable:String}, 18)",
            Map.of(
                "load", load,
                "line", String.valueOf(line),
                "state", state,
                "invoice", invoice,
                "currency", currency,
                "payable", payable));
  }

  private static void period(String load, String status) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO billing_periods (load_id, invoice_issuer_name, billing_period_start,"
                + " billing_period_status) SELECT {load:String}, 'I', '2026-10-01',"
                + " {status:String}",
            Map.of("load", load, "status", status));
  }

  private static void load(String load, String origin, String at, String refused) {
    load(load, origin, at, refused, "invoices");
  }

  private static void load(String load, String origin, String at, String refused, String dataset) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO dataset_loads (load_id, dataset, origin, refused_subjects, recorded_at)"
                + " SELECT {load:String}, {dataset:String}, {origin:String}, "
                + refused
                + ", {at:DateTime64(6, 'UTC')}",
            Map.of("load", load, "dataset", dataset, "origin", origin, "at", at));
  }

  private static String asOf(String second) {
    return LEDGER.query(
        "SELECT invoice_id, billing_currency, payable_amount, lines_refused FROM"
            + " invoices_as_of(as_of = '2026-11-01 00:00:0"
            + second
            + "') ORDER BY invoice_id, billing_currency");
  }

  @Test
  void the_newest_published_load_of_an_invoice_holds_and_one_without_publication_is_unseen() {
    assertThat(asOf("0")).isEmpty();
    assertThat(asOf("1").strip())
        .isEqualTo("INV-1\tEUR\t7\t0\nINV-1\tUSD\t10\t0\nINV-2\tUSD\t5\t1");
    assertThat(asOf("2").strip())
        .as("a withdrawn currency is gone, another invoice of the older load stands")
        .isEqualTo("INV-1\tUSD\t11\t0\nINV-2\tUSD\t5\t1");
    assertThat(
            LEDGER
                .query(
                    "SELECT sum(toDecimal256(payable_amount, 18)) FROM current_invoices WHERE"
                        + " invoice_issuer_name = 'I' AND invoice_id LIKE 'INV%'")
                .strip())
        .isEqualTo("16");
  }

  @Test
  void an_invoice_whose_restatement_was_refused_is_not_whole_as_of_then() {
    assertThat(asOf("4").strip())
        .as("before it came")
        .isEqualTo("INV-1\tUSD\t11\t0\nINV-2\tUSD\t5\t1");
    assertThat(asOf("5").strip())
        .as("the total before it stands and is not whole")
        .isEqualTo("INV-1\tUSD\t11\t1\nINV-2\tUSD\t5\t1");
  }

  @Test
  void a_refused_row_that_tells_no_invoice_marks_what_its_source_billed_lately() {
    assertThat(
            LEDGER
                .query(
                    "SELECT invoice_id, lines_refused FROM invoices_as_of(as_of ="
                        + " '2026-11-02 00:00:01') WHERE invoice_issuer_name = 'J'"
                        + " ORDER BY invoice_id")
                .strip())
        .isEqualTo("late\t1\nold\t0\nother\t0");
  }

  @Test
  void a_billing_period_has_the_status_of_its_newest_load() {
    assertThat(LEDGER.query("SELECT billing_period_status FROM current_billing_periods").strip())
        .isEqualTo("Closed");
    assertThat(
            LEDGER
                .query(
                    "SELECT billing_period_status FROM billing_periods_as_of(as_of ="
                        + " '2026-11-01 00:00:03')")
                .strip())
        .isEqualTo("Open");
  }

  @Test
  void the_newest_publish_instant_counts_loads_too() {
    assertThat(LEDGER.query(SqlText.load("queries/last_recorded_at")).strip())
        .isEqualTo("1793664002000000");
  }
}
