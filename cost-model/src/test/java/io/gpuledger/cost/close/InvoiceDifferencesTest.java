package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvoiceDifferencesTest {
  private static final Instant ISSUED = Instant.parse("2026-11-02T00:00:00Z");
  private static final Instant DUE = Instant.parse("2026-12-02T00:00:00Z");
  private static final ExchangeRateBook RATES =
      ExchangeRateBook.of(
          List.of(
              new ExchangeRate(
                  new CurrencyPair("USD", "EUR"),
                  RatePurpose.INVOICE,
                  Amount.parse("0.9"),
                  new TimeRange(
                      Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z")),
                  "bank")),
          List.of());

  private static InvoiceTotal invoice(
      String currency, String payable, Map<String, Optional<Amount>> payments, Instant issued) {
    return new InvoiceTotal(
        new InvoiceKey("AWS", "INV-1", currency),
        Amount.parse(payable),
        Amount.ZERO,
        IssueStatus.ISSUED,
        payments,
        Optional.of(issued).filter(at -> !at.equals(Instant.EPOCH)),
        Optional.of(DUE),
        1,
        false,
        new InvoiceTotal.Provenance("file", "s", "l", "ada", ""));
  }

  private static Map<String, Optional<Amount>> paid(String currency, String amount) {
    return Map.of(currency, Optional.of(amount).filter(a -> !a.isEmpty()).map(Amount::parse));
  }

  private static InvoiceDifferences of(InvoiceTotal... invoices) {
    return InvoiceDifferences.of(List.of(invoices), "EUR", RATES);
  }

  @Test
  void an_invoice_is_booked_at_the_rate_of_its_issue_and_paid_when_it_is_due() {
    InvoiceDifferences differences = of(invoice("USD", "1000", paid("EUR", "912.5"), ISSUED));

    assertThat(differences.total()).isEqualTo(Amount.parse("12.5"));
    assertThat(differences.entries().get(0).realised().booked().amount()).isEqualTo(Amount.of(900));
    assertThat(differences.entries().get(0).realised().payment().at()).isEqualTo(DUE);
    assertThat(of(invoice("USD", "1000", paid("EUR", "880"), ISSUED)).total())
        .isEqualTo(Amount.of(-20));
  }

  @Test
  void an_invoice_in_the_currency_of_own_books_or_without_a_payment_has_none() {
    assertThat(
            of(
                invoice("EUR", "1000", paid("USD", "1100"), ISSUED),
                invoice("USD", "1000", Map.of(), ISSUED)))
        .isEqualTo(InvoiceDifferences.NONE);
  }

  @Test
  void what_cannot_be_told_is_named_and_not_zero() {
    InvoiceDifferences differences =
        of(
            invoice("USD", "1000", paid("GBP", "800"), ISSUED),
            invoice("USD", "1000", paid("EUR", ""), ISSUED),
            invoice("USD", "-5", paid("EUR", "-4"), ISSUED),
            invoice("USD", "1000", paid("EUR", "900"), Instant.EPOCH),
            invoice("USD", "1000", paid("EUR", "900"), DUE));

    assertThat(differences.entries()).isEmpty();
    assertThat(differences.unknown().stream().map(InvoiceDifferences.Unknown::reason))
        .containsExactly(
            "it is paid in GBP, own books are kept in EUR",
            "a line of it names EUR and states no amount in it",
            "it asks for no payment",
            "its issue date is not known; load it as FOCUS Invoice Detail",
            "no invoice rate from USD to EUR at 2026-12-02T00:00:00Z; add it to the currencies");
  }
}
