package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Amount;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for the best row of a book, step by step. */
final class PriceMatch {
  private static final Comparator<DevicePrice> PRECEDENCE =
      Comparator.comparing(
              (DevicePrice price) -> price.standing() == PriceStanding.CONFIGURED ? 0 : 1)
          .thenComparing(price -> price.valid().start(), Comparator.reverseOrder())
          .thenComparing(DevicePrice::region)
          .thenComparing(price -> price.price().toString());

  private static final Comparator<DevicePrice> DEAREST =
      Comparator.comparing(PriceMatch::perHour, Comparator.reverseOrder());

  private final PriceQuestion question;
  private final List<DevicePrice> candidates;

  PriceMatch(PriceBook book, PriceQuestion question) {
    this.question = question;
    Set<DevicePrice> wrong = new HashSet<>();
    book.findings().stream()
        .map(PriceFinding::price)
        .filter(price -> price.standing() != PriceStanding.CONFIGURED)
        .forEach(wrong::add);
    this.candidates =
        book.devices().stream().filter(this::isOfDevice).filter(p -> !wrong.contains(p)).toList();
  }

  private boolean isOfDevice(DevicePrice price) {
    return price.provider().equals(question.provider())
        && price.deviceModel().equals(question.deviceModel())
        && price.currency().equals(question.currency())
        && price.valid().contains(question.at())
        && price.price().perDeviceHour().isPresent();
  }

  Optional<DevicePrice> best() {
    Optional<DevicePrice> asked = of(question.option());
    return asked.isPresent() || question.option() == PriceOption.ON_DEMAND
        ? asked
        : of(PriceOption.ON_DEMAND);
  }

  private Optional<DevicePrice> of(PriceOption option) {
    Predicate<DevicePrice> terms = price -> price.option() == option;
    Optional<DevicePrice> region =
        question.region().isEmpty()
            ? Optional.empty()
            : first(terms.and(p -> p.region().equals(question.region())), PRECEDENCE);
    return region
        .or(() -> first(terms.and(p -> p.region().isEmpty()), PRECEDENCE))
        .or(() -> first(terms, DEAREST.thenComparing(PRECEDENCE)));
  }

  private Optional<DevicePrice> first(Predicate<DevicePrice> fits, Comparator<DevicePrice> order) {
    return candidates.stream().filter(fits).min(order);
  }

  private static Amount perHour(DevicePrice price) {
    return price.price().perDeviceHour().orElseThrow().amount();
  }
}
