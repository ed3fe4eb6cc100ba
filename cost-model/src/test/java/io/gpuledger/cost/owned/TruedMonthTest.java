package io.gpuledger.cost.owned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** November of docs/rules/owned-gpus.md: power is computed as 648 + 72, the utility asks 701.50. */
class TruedMonthTest {
  private static final TimeRange NOVEMBER =
      new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), NOVEMBER.start());
  private static final List<OwnedCharge> COMPUTED =
      List.of(
          charge(CostKind.POWER, "measured", "648"),
          charge(CostKind.POWER, "estimated", "72"),
          charge(CostKind.COLOCATION, "rack", "1500"));

  @Test
  void the_charges_of_the_kind_become_the_invoice_and_the_break_is_told() {
    TruedMonth trued = TruedMonth.of(List.of(invoice("701.50", NOVEMBER)), COMPUTED, NOVEMBER);

    assertEquals(COMPUTED, trued.charges().subList(0, 3));
    assertEquals("-18.5", trued.charges().get(3).amount().amount().toString());
    assertEquals("Adjustment", trued.charges().get(3).nature().category());
    assertEquals(Amount.parse("701.50"), sum(trued, CostKind.POWER));
    assertEquals(Amount.of(1500), sum(trued, CostKind.COLOCATION));
    TruedMonth.TrueUpLine line = trued.trueUps().get(0);
    assertEquals("720", line.computed().toString());
    assertEquals("-18.5", line.difference().toString());
    assertEquals(
        List.of("invoiced 701.5 USD", "- 648 of 648 USD: measured", "- 72 of 72 USD: estimated"),
        trued.charges().get(3).trace());
  }

  @Test
  void the_same_invoice_again_gives_the_same_lines() {
    List<RealInvoice> invoices = List.of(invoice("701.50", NOVEMBER));

    assertEquals(
        TruedMonth.of(invoices, COMPUTED, NOVEMBER), TruedMonth.of(invoices, COMPUTED, NOVEMBER));
  }

  @Test
  void an_invoice_of_another_month_changes_nothing() {
    TruedMonth trued = TruedMonth.of(List.of(invoice("1", OCTOBER)), COMPUTED, NOVEMBER);

    assertEquals(new TruedMonth(COMPUTED, List.of()), trued);
  }

  @Test
  void an_invoice_without_computed_charges_is_charged_whole() {
    TruedMonth trued = TruedMonth.of(List.of(invoice("701.50", NOVEMBER)), List.of(), NOVEMBER);

    assertEquals(Amount.parse("701.50"), sum(trued, CostKind.POWER));
  }

  @Test
  void an_invoice_of_another_currency_is_refused() {
    RealInvoice euro =
        new RealInvoice(
            "Stadtwerke", "U-11", CostKind.POWER, NOVEMBER, new Money("EUR", Amount.of(700)));

    assertThrows(RefusedException.class, () -> TruedMonth.of(List.of(euro), COMPUTED, NOVEMBER));
  }

  private static RealInvoice invoice(String amount, TimeRange period) {
    return new RealInvoice(
        "Stadtwerke", "U-11", CostKind.POWER, period, new Money("USD", Amount.parse(amount)));
  }

  private static OwnedCharge charge(CostKind kind, String description, String amount) {
    return new OwnedCharge(
        kind,
        OwnedCharge.Nature.USAGE_BASED,
        description,
        "own-01",
        NOVEMBER,
        Optional.empty(),
        new Money("USD", Amount.parse(amount)),
        false,
        List.of());
  }

  private static Amount sum(TruedMonth trued, CostKind kind) {
    return trued.charges().stream()
        .filter(charge -> charge.kind() == kind)
        .map(charge -> charge.amount().amount())
        .reduce(Amount.ZERO, Amount::plus);
  }
}
