package io.gpuledger.dashboard.config;

import io.gpuledger.cost.commitment.MakeUpTerms;
import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/** Reads {@code makeUp:} of a take-or-pay minimum. */
final class MakeUpSection {
  private static final String MONTHS = "a number of months from 1 to " + MakeUpTerms.MONTHS_LIMIT;

  private MakeUpSection() {}

  static Optional<MakeUpTerms> read(YamlMapping item) {
    int months =
        item.required(
            "months", 1, MONTHS, text -> Scalars.between(text, 1, MakeUpTerms.MONTHS_LIMIT));
    Optional<Amount> maximum =
        item.optional(
            "maximumPerMonth", "a quantity such as \"1000\", above 0", Scalars::positiveAmount);
    Optional<Amount> price =
        item.optional("price", "a price of a unit such as \"2.60\"", Scalars::price);
    MakeUpTerms.Booked booked =
        item.optional(
                "booked",
                Scalars.words(MakeUpTerms.Booked.class),
                text -> Scalars.word(MakeUpTerms.Booked.class, text))
            .orElse(MakeUpTerms.Booked.EXPENSE);
    item.done();
    return item.made(() -> new MakeUpTerms(months, maximum, price, booked));
  }
}
