package io.gpuledger.cost.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TieOutTest {
  private static final InvoiceKey OCTOBER = new InvoiceKey("AWS", "INV-1", "USD");
  private static final InvoiceTotal.Provenance FILE =
      new InvoiceTotal.Provenance("file", "aws-main", "load", "ada", "2026-11-03T00:00:00Z");

  private static LedgerInvoice charges(InvoiceKey key, String billed) {
    return new LedgerInvoice(key, Amount.parse(billed), 3, List.of("aws-main"));
  }

  private static InvoicePart part(InvoiceKey key, IssueStatus status, String payable, String tax) {
    return new InvoicePart(
        key,
        status,
        Amount.parse(payable),
        Amount.parse(tax),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  private static InvoicePart paid(String payable, String currency, String payment) {
    return new InvoicePart(
        OCTOBER,
        IssueStatus.ISSUED,
        Amount.parse(payable),
        Amount.ZERO,
        Optional.of(
            new Payment(
                currency, Optional.of(payment).filter(p -> !p.isEmpty()).map(Amount::parse))),
        Optional.of(Instant.parse("2026-11-02T00:00:00Z")),
        Optional.of(Instant.parse("2026-12-02T00:00:00Z")),
        2);
  }

  private static InvoiceTotal total(InvoiceKey key, String payable) {
    return InvoiceTotal.of(List.of(part(key, IssueStatus.ISSUED, payable, "0")), false, FILE);
  }

  private static TieOut tie(List<LedgerInvoice> ledger, List<InvoiceTotal> totals) {
    return TieOut.of(ledger, totals).get(0);
  }

  @Test
  void equal_to_the_last_digit_is_tied() {
    TieOut tie =
        tie(
            List.of(charges(OCTOBER, "10.000000000000000001")),
            List.of(total(OCTOBER, "10.000000000000000001")));

    assertThat(tie.status()).isEqualTo(TieStatus.TIED);
    assertThat(tie.difference()).contains(Amount.ZERO);
  }

  @Test
  void a_difference_of_the_last_digit_is_not_tied_and_is_told_exactly() {
    TieOut tie =
        tie(List.of(charges(OCTOBER, "10.000000000000000001")), List.of(total(OCTOBER, "10")));

    assertThat(tie.status()).isEqualTo(TieStatus.NOT_TIED);
    assertThat(tie.difference()).contains(Amount.parse("-0.000000000000000001"));
  }

  @Test
  void charges_whose_total_nobody_loaded_are_not_tied_to_an_invoice_and_have_no_difference() {
    TieOut tie = tie(List.of(charges(OCTOBER, "10")), List.of());

    assertThat(tie.status().words()).isEqualTo("not tied to an invoice");
    assertThat(tie.difference()).isEmpty();
  }

  @Test
  void an_invoice_without_charges_differs_by_all_of_it() {
    TieOut tie = tie(List.of(), List.of(total(OCTOBER, "10")));

    assertThat(tie.status()).isEqualTo(TieStatus.INVOICE_WITHOUT_CHARGES);
    assertThat(tie.difference()).contains(Amount.of(10));
  }

  @Test
  void an_open_invoice_that_matches_is_not_tied_and_keeps_its_month_from_it() {
    InvoiceTotal open =
        InvoiceTotal.of(
            List.of(
                part(OCTOBER, IssueStatus.ISSUED, "4", "0"),
                part(OCTOBER, IssueStatus.OPEN, "6", "0")),
            false,
            FILE);
    TieOut tie = tie(List.of(charges(OCTOBER, "10")), List.of(open));

    assertThat(tie.status()).isEqualTo(TieStatus.NOT_ISSUED);
    assertThat(tie.difference()).contains(Amount.ZERO);
    InvoiceKey issued = new InvoiceKey("AWS", "INV-2", "USD");
    PeriodTie month =
        PeriodTie.of(
                TieOut.of(
                    List.of(charges(OCTOBER, "10"), charges(issued, "1")),
                    List.of(open, total(issued, "1"))),
                Map.of())
            .get("USD");
    assertThat(month.status()).isEqualTo(TieStatus.NOT_ISSUED);
    assertThat(month.reason()).contains("1 invoice is open and may change");
    assertThat(tie(List.of(charges(OCTOBER, "9")), List.of(open)).status())
        .isEqualTo(TieStatus.NOT_TIED);
  }

  @Test
  void an_invoice_of_nothing_needs_no_charges() {
    assertThat(tie(List.of(), List.of(total(OCTOBER, "0"))).status()).isEqualTo(TieStatus.TIED);
  }

  @Test
  void a_negative_invoice_is_a_credit_note_and_ties_with_negative_charges() {
    TieOut tie = tie(List.of(charges(OCTOBER, "-5.5")), List.of(total(OCTOBER, "-5.5")));

    assertThat(tie.status()).isEqualTo(TieStatus.TIED);
  }

  @Test
  void the_same_invoice_id_in_two_currencies_is_two_ties() {
    InvoiceKey euro = new InvoiceKey("AWS", "INV-1", "EUR");
    List<TieOut> ties =
        TieOut.of(
            List.of(charges(OCTOBER, "10"), charges(euro, "7")),
            List.of(total(OCTOBER, "10"), total(euro, "8")));

    assertThat(ties).extracting(t -> t.key().currency()).containsExactly("EUR", "USD");
    assertThat(ties).extracting(TieOut::status).containsExactly(TieStatus.NOT_TIED, TieStatus.TIED);
  }

  @Test
  void an_issuer_spelt_in_two_ways_is_pointed_out_and_not_merged() {
    InvoiceKey other = new InvoiceKey("Amazon Web Services", "INV-1", "USD");
    List<TieOut> ties = TieOut.of(List.of(charges(OCTOBER, "10")), List.of(total(other, "10")));

    assertThat(ties)
        .extracting(TieOut::status)
        .containsExactly(TieStatus.NO_INDEPENDENT_TOTAL, TieStatus.INVOICE_WITHOUT_CHARGES);
    assertThat(ties.get(0).otherIssuers()).containsExactly("Amazon Web Services");
    assertThat(ties.get(1).otherIssuers()).containsExactly("AWS");
  }

  @Test
  void a_total_with_refused_lines_never_ties() {
    InvoiceTotal partly =
        InvoiceTotal.of(List.of(part(OCTOBER, IssueStatus.ISSUED, "10", "0")), true, FILE);

    assertThat(tie(List.of(charges(OCTOBER, "10")), List.of(partly)).status())
        .isEqualTo(TieStatus.NOT_TIED);
  }

  @Test
  void one_key_has_one_sum() {
    assertThatThrownBy(
            () -> TieOut.of(List.of(charges(OCTOBER, "1"), charges(OCTOBER, "2")), List.of()))
        .hasMessageContaining("two sums of AWS INV-1 USD");
  }

  @Test
  void voided_lines_are_not_to_be_paid() {
    InvoiceTotal total =
        InvoiceTotal.of(
            List.of(
                part(OCTOBER, IssueStatus.ISSUED, "10", "1"),
                part(OCTOBER, IssueStatus.VOIDED, "90", "9")),
            false,
            FILE);

    assertThat(total.payable()).isEqualTo(Amount.of(10));
    assertThat(total.tax()).isEqualTo(Amount.of(1));
    assertThat(total.status()).isEqualTo(IssueStatus.ISSUED);
    assertThat(total.lines()).isEqualTo(2);
  }

  @Test
  void payment_currencies_are_carried_apart_and_unknown_where_a_line_states_no_amount() {
    InvoiceTotal total =
        InvoiceTotal.of(
            List.of(paid("10", "EUR", "9"), paid("5", "EUR", "4.5"), paid("1", "GBP", "")),
            false,
            FILE);

    assertThat(total.payable()).isEqualTo(Amount.of(16));
    assertThat(total.payments())
        .isEqualTo(
            Map.of("EUR", Optional.of(Amount.parse("13.5")), "GBP", Optional.<Amount>empty()));
    assertThat(total.dueAt()).contains(Instant.parse("2026-12-02T00:00:00Z"));
  }

  @Test
  void an_invoice_of_which_no_line_was_read_is_not_tied_and_neither_is_its_month() {
    InvoiceKey third = new InvoiceKey("AWS", "INV-3", "USD");
    RefusedInvoice refused = new RefusedInvoice(third, Optional.of("2026-10-01T00:00:00Z"), FILE);
    List<TieOut> ties =
        TieOut.of(List.of(charges(OCTOBER, "1")), List.of(total(OCTOBER, "1")), List.of(refused));

    assertThat(ties).extracting(TieOut::status).containsExactly(TieStatus.TIED, TieStatus.NOT_TIED);
    assertThat(ties.get(1).refused()).contains(refused);
    assertThat(ties.get(1).difference()).as("missing is not zero").isEmpty();
    PeriodTie month = PeriodTie.of(ties, Map.of()).get("USD");
    assertThat(month.status()).isEqualTo(TieStatus.NOT_TIED);
    assertThat(month.reason()).contains("lines of 1 invoice could not be read");

    List<TieOut> charged =
        TieOut.of(
            List.of(charges(third, "7"), charges(OCTOBER, "1")),
            List.of(total(OCTOBER, "2")),
            List.of(refused));
    assertThat(charged.get(1).ledger()).isPresent();
    assertThat(PeriodTie.of(charged, Map.of()).get("USD").reason())
        .contains("1 invoice differs from the charges; lines of 1 invoice could not be read");
  }

  @Test
  void refused_lines_of_an_invoice_with_a_total_are_said_by_its_total() {
    RefusedInvoice refused = new RefusedInvoice(OCTOBER, Optional.empty(), FILE);
    InvoiceTotal whole =
        InvoiceTotal.of(List.of(part(OCTOBER, IssueStatus.ISSUED, "1", "0")), true, FILE);
    TieOut tie = TieOut.of(List.of(charges(OCTOBER, "1")), List.of(whole), List.of(refused)).get(0);

    assertThat(tie.status()).isEqualTo(TieStatus.NOT_TIED);
    assertThat(tie.refused()).isEmpty();
    assertThat(tie.notRead()).isTrue();
  }

  @Test
  void a_month_is_tied_only_if_every_invoice_is_and_every_charge_is_on_one() {
    List<TieOut> tied = TieOut.of(List.of(charges(OCTOBER, "1")), List.of(total(OCTOBER, "1")));
    List<TieOut> open = TieOut.of(List.of(charges(OCTOBER, "1")), List.of());
    List<TieOut> wrong = TieOut.of(List.of(charges(OCTOBER, "1")), List.of(total(OCTOBER, "2")));

    assertThat(PeriodTie.of(tied, Map.of()).get("USD").status()).isEqualTo(TieStatus.TIED);
    assertThat(PeriodTie.of(tied, Map.of("USD", 4L)).get("USD").status().words())
        .isEqualTo("not tied to an invoice");
    assertThat(PeriodTie.of(tied, Map.of("EUR", 4L)).get("USD").status()).isEqualTo(TieStatus.TIED);
    assertThat(PeriodTie.of(open, Map.of()).get("USD").status())
        .isEqualTo(TieStatus.NO_INDEPENDENT_TOTAL);
    assertThat(PeriodTie.of(wrong, Map.of("USD", 4L)).get("USD").status())
        .isEqualTo(TieStatus.NOT_TIED);
    assertThat(PeriodTie.none().status()).isEqualTo(TieStatus.NO_INDEPENDENT_TOTAL);
    assertThat(PeriodTie.none().reason()).contains("no invoice of it is known");
  }
}
