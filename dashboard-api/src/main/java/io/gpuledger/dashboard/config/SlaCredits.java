package io.gpuledger.dashboard.config;

import io.gpuledger.cost.commitment.SlaCredit;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads {@code slaCredits:} of a commitment: what was claimed for outages, and the answers. */
final class SlaCredits {
  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";
  private static final String AMOUNT = "an amount such as \"1200\", not negative";

  private final String commitmentId;
  private final String currency;

  private SlaCredits(String commitmentId, String currency) {
    this.commitmentId = commitmentId;
    this.currency = currency;
  }

  static List<SlaCredit> read(YamlMapping commitment, String id, String currency) {
    SlaCredits credits = new SlaCredits(id, currency);
    return commitment.mappings("slaCredits", credits::credit).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<SlaCredit> credit(YamlMapping item) {
    String id = item.requiredText("id");
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = item.required("to", from.plusSeconds(1), INSTANT, Scalars::instant);
    if (!from.isBefore(to)) {
      item.fault("to", "must be later than \"from\"");
    }
    Instant claimedOn = item.required("claimedOn", Instant.EPOCH, INSTANT, Scalars::instant);
    Amount claimed = item.required("claimed", Amount.ZERO, AMOUNT, Scalars::positiveAmount);
    Optional<Instant> receivedOn = item.optional("receivedOn", INSTANT, Scalars::instant);
    Optional<Amount> received = item.optional("received", AMOUNT, Scalars::price);
    if (item.has("receivedOn") != item.has("received")) {
      item.fault(
          "received", "give both \"receivedOn\" and \"received\", or neither while it is open");
    }
    return item.made(
        () ->
            new SlaCredit(
                id,
                commitmentId,
                new TimeRange(from, to),
                claimedOn,
                new Money(currency, claimed),
                receivedOn.map(
                    at ->
                        new SlaCredit.Decision(at, new Money(currency, received.orElseThrow())))));
  }
}
