package io.gpuledger.cost.price;

import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.money.Money;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds what an hour of a device costs. The first that knows answers: the newest bill of the same
 * source, account, model and region, of all regions together where none is asked for, at most
 * {@link #BILL_DAYS} back; a commitment that covers the device; a configured price of its provider;
 * a configured rate of its model; the price book. Where none knows, the device is unpriced, which
 * is not a rate of zero.
 */
public final class RateResolver {
  /** How many days a billed rate stands for later days. */
  public static final int BILL_DAYS = 35;

  private final Map<Key, List<BilledRate>> billed;
  private final ContractRates contracts;
  private final RateBook configured;
  private final PriceBook overrides;
  private final PriceBook book;

  private record Key(String source, String account, String deviceModel, String currency) {}

  /**
   * A resolver.
   *
   * @param billed what bills came to
   * @param commitments contracts of the configuration, in its order
   * @param configured configured rates of models wherever they run
   * @param book published and configured prices
   */
  public RateResolver(
      List<BilledRate> billed,
      List<CommitmentEntry> commitments,
      RateBook configured,
      PriceBook book) {
    this.billed =
        billed.stream()
            .collect(
                Collectors.groupingBy(
                    rate ->
                        new Key(
                            rate.source(),
                            rate.account(),
                            rate.deviceModel(),
                            rate.effective().currency()),
                    HashMap::new,
                    Collectors.toUnmodifiableList()));
    this.contracts = new ContractRates(commitments);
    this.configured = configured;
    this.overrides =
        new PriceBook(
            book.devices().stream()
                .filter(price -> price.standing() == PriceStanding.CONFIGURED)
                .toList(),
            List.of());
    this.book = book;
  }

  /** The rate of a device at an instant. */
  public ResolvedRate resolve(RateQuestion question) {
    return ofBill(question)
        .or(() -> contracts.of(question))
        .or(() -> ofBook(overrides, question))
        .or(() -> ofConfigured(question))
        .or(() -> ofBook(book, question))
        .orElseGet(
            () ->
                new ResolvedRate(
                    RateOrigin.UNPRICED,
                    Optional.empty(),
                    "no bill, contract or price of "
                        + question.price().deviceModel()
                        + " at "
                        + question.price().provider()
                        + " in "
                        + question.price().currency()));
  }

  private Optional<ResolvedRate> ofBill(RateQuestion question) {
    PriceQuestion asked = question.price();
    Key key = new Key(question.source(), question.account(), asked.deviceModel(), asked.currency());
    LocalDate day = LocalDate.ofInstant(asked.at(), ZoneOffset.UTC);
    // Added up first: a region whose refunds pass its cost lowers the rate of all together.
    return billed.getOrDefault(key, List.of()).stream()
        .filter(rate -> asked.region().isEmpty() || rate.region().equals(asked.region()))
        .filter(rate -> !rate.day().isAfter(day) && rate.day().isAfter(day.minusDays(BILL_DAYS)))
        .collect(Collectors.toMap(BilledRate::day, rate -> rate, BilledRate::plus))
        .values()
        .stream()
        .filter(rate -> rate.perDeviceHour().isPresent())
        .max(Comparator.comparing(BilledRate::day))
        .map(
            rate ->
                ResolvedRate.of(
                    RateOrigin.FROM_BILL,
                    rate.perDeviceHour().orElseThrow(),
                    "bill of " + rate.day()));
  }

  private Optional<ResolvedRate> ofConfigured(RateQuestion question) {
    PriceQuestion asked = question.price();
    return configured
        .rateOf(question.deviceModel(), asked.currency(), asked.at())
        .or(() -> configured.rateOf(asked.deviceModel(), asked.currency(), asked.at()))
        .map(
            rate ->
                ResolvedRate.of(
                    RateOrigin.OVERRIDE,
                    rate.perDeviceHour(),
                    "configured rate of " + rate.deviceModel()));
  }

  private static Optional<ResolvedRate> ofBook(PriceBook from, RateQuestion question) {
    return from.best(question.price())
        .map(
            price -> {
              Money hour = price.price().perDeviceHour().orElseThrow();
              boolean mine = price.standing() == PriceStanding.CONFIGURED;
              return ResolvedRate.of(
                  mine ? RateOrigin.OVERRIDE : RateOrigin.PRICE_BOOK, hour, words(price));
            });
  }

  private static String words(DevicePrice price) {
    return price.price()
        + ", "
        + price.option().text()
        + ", "
        + price.provider()
        + (price.region().isEmpty() ? "" : " " + price.region())
        + ", "
        + price.origin().source()
        + price.origin().collectedOn().map(date -> " of " + date).orElse("");
  }
}
