package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.neocloud.CoreWeave;
import io.gpuledger.ingest.neocloud.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads what a contract charges for usage that a source brings without costs. */
final class RateCardSection {
  private static final String KEY = "rateCard";
  private static final String FROM = "from";
  private static final String DAY = "a day of the bill such as 2026-10-01";
  private static final String AMOUNT = "an amount of at most 18 decimals, not below zero";

  /** Each is compared with those of its kind before it. */
  private static final int MOST = 2_000;

  private static final LocalDate FIRST = LocalDate.of(1970, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2299, 1, 1);

  /** Any day that is in the month wherever its days begin. */
  private static final int MIDDLE = 15;

  private final YamlMapping item;
  private final BillingTerms terms;
  private final String currency;

  private RateCardSection(YamlMapping item, BillingTerms terms) {
    this.item = item;
    this.terms = terms;
    this.currency =
        item.required("currency", "USD", "a currency code such as USD", Scalars::currency);
  }

  /**
   * The format that prices, where the source declares rates.
   *
   * @param billing whose days the rates begin on; CoreWeave's where the source has none of its own
   */
  static Optional<CoreWeave> read(YamlMapping source, Optional<BillingTerms> billing) {
    boolean asked = source.text("format", "").equals(CoreWeave.WORD);
    if (!source.has(KEY)) {
      if (asked) {
        source.fault("format", "its usage has no costs, and the source declares no \"rateCard\"");
      }
      return Optional.empty();
    }
    if (!asked) {
      source.fault(KEY, "prices only a source with format: " + CoreWeave.WORD);
    }
    YamlMapping item = source.mapping(KEY);
    BillingTerms terms = billing.orElseGet(() -> BillingTerms.ofProvider(CoreWeave.WORD));
    Optional<CoreWeave> format = new RateCardSection(item, terms).format();
    item.done();
    return format;
  }

  private Optional<CoreWeave> format() {
    String planColumn = item.text("planColumn", "");
    List<Optional<RateCard.Rate>> rates = item.mappings("rates", this::rate);
    List<Optional<RateCard.Invoice>> invoices = item.mappings("invoices", this::invoice);
    if (rates.size() > MOST) {
      item.fault("rates", rates.size() + " entries, at most " + MOST + " are allowed");
    }
    return item.made(
        () ->
            new CoreWeave(
                new RateCard(
                    currency,
                    planColumn,
                    rates.stream().flatMap(Optional::stream).toList(),
                    invoices.stream().flatMap(Optional::stream).toList())));
  }

  private Optional<RateCard.Rate> rate(YamlMapping entry) {
    String sku = entry.requiredText("sku");
    String plan = entry.text("plan", "");
    String unit = entry.requiredText("unit");
    BigDecimal price = entry.required("price", Amount.ZERO, AMOUNT, Scalars::price).toBigDecimal();
    LocalDate from = entry.optional(FROM, DAY, LocalDate::parse).orElse(FIRST);
    LocalDate to = entry.optional("to", DAY, LocalDate::parse).orElse(LAST);
    if (!from.isBefore(to)) {
      entry.fault("to", "must be later than \"from\"");
    }
    return entry.made(
        () ->
            new RateCard.Rate(
                sku, plan, unit, price, new TimeRange(terms.startOf(from), terms.startOf(to))));
  }

  private Optional<RateCard.Invoice> invoice(YamlMapping entry) {
    String id = entry.requiredText("id");
    String account = entry.text("account", "");
    YearMonth month =
        entry.required("month", YearMonth.of(1970, 1), "a month such as 2026-10", YearMonth::parse);
    Amount amount = entry.required("amount", Amount.ZERO, AMOUNT, Scalars::price);
    Amount tax = entry.optional("tax", AMOUNT, Scalars::price).orElse(Amount.ZERO);
    Instant inside = month.atDay(MIDDLE).atStartOfDay(ZoneOffset.UTC).toInstant();
    return entry.made(
        () ->
            new RateCard.Invoice(
                id, account, new Money(currency, amount), new Money(currency, tax), inside));
  }
}
