package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;

/**
 * What bills say of a day of a scope.
 *
 * @param day of UTC
 * @param source whose bill it is of
 * @param committed of a commitment: paid whether anything runs or not
 * @param once a purchase, which does not come again tomorrow
 */
public record ScopeDay(
    LocalDate day, String source, boolean committed, boolean once, Amount amount) {}
