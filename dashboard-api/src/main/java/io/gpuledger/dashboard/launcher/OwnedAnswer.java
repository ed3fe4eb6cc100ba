package io.gpuledger.dashboard.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.owned.TruedMonth;
import io.gpuledger.dashboard.intake.OwnedIntake;
import io.gpuledger.dashboard.intake.OwnedStanding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/** What the API says of a month of own hardware, beside the report of its load. */
final class OwnedAnswer {
  private static final int HOUR_DIGITS = 6;

  private OwnedAnswer() {}

  static void addTo(ObjectNode report, YearMonth period, OwnedIntake.Outcome outcome) {
    ObjectNode owned = report.putObject("owned");
    owned.put("period", period.toString());
    owned.put("capacityHours", hours(outcome.capacityNanos()));
    owned.put("usedHours", hours(outcome.usedNanos()));
    ObjectNode hourly = owned.putObject("hourlyCost");
    outcome
        .hourly()
        .forEach(
            (currency, cost) -> {
              ObjectNode of = hourly.putObject(currency);
              put(of, "perCapacityHour", cost.perCapacityHour());
              put(of, "perUsedHour", cost.perUsedHour());
            });
    ArrayNode charges = owned.putArray("charges");
    for (OwnedCharge charge : outcome.charges()) {
      ObjectNode of = charges.addObject();
      of.put("kind", charge.kind().name().toLowerCase(Locale.ROOT));
      of.put("description", charge.description());
      of.put("resource", charge.resourceId());
      of.put("amount", charge.amount().amount().toString());
      of.put("currency", charge.amount().currency());
      of.put("estimated", charge.estimated());
      ArrayNode trace = of.putArray("trace");
      charge.trace().forEach(trace::add);
    }
    addTrueUps(owned, outcome);
    addEmptied(report, outcome);
  }

  /** What was taken back is something to see: the month is empty from now on. */
  private static void addEmptied(ObjectNode report, OwnedIntake.Outcome outcome) {
    ArrayNode emptied = report.withObject("/owned").putArray("emptied");
    for (OwnedStanding.Emptied bill : outcome.emptied()) {
      ObjectNode of = emptied.addObject();
      of.put("deliveryId", bill.deliveryId());
      of.put("retraction", bill.retraction());
      of.putObject("scope")
          .put("kind", bill.scopeKind())
          .put("account", bill.account())
          .put("start", bill.start().toString())
          .put("end", bill.end().toString());
      report.put("anythingVisible", true);
    }
  }

  private static void addTrueUps(ObjectNode owned, OwnedIntake.Outcome outcome) {
    ArrayNode trueUps = owned.putArray("trueUps");
    for (TruedMonth.TrueUpLine line : outcome.trueUps()) {
      ObjectNode of = trueUps.addObject();
      of.put("kind", line.invoice().kind().name().toLowerCase(Locale.ROOT));
      of.put("issuer", line.invoice().issuer());
      of.put("invoiceId", line.invoice().invoiceId());
      of.put("start", line.invoice().period().start().toString());
      of.put("end", line.invoice().period().end().toString());
      of.put("currency", line.invoice().amount().currency());
      of.put("computed", line.computed().toString());
      of.put("difference", line.difference().toString());
      of.put("invoiced", line.invoice().amount().amount().toString());
    }
  }

  /** Null, not zero, where there are no hours to divide by. */
  private static void put(ObjectNode of, String name, Optional<Money> cost) {
    of.put(name, cost.map(money -> money.amount().toString()).orElse(null));
  }

  private static String hours(BigInteger nanos) {
    return new BigDecimal(nanos)
        .divide(
            BigDecimal.valueOf(Duration.ofHours(1).toNanos()), HOUR_DIGITS, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
