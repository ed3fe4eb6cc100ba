package io.gpuledger.cost.close;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a signed figure lacks to be what a later delivery says, booked in the open period.
 *
 * @param key the figure
 * @param corrects the closed period that it is of
 * @param bookedIn the open period that bears it
 * @param date within the open period
 * @param delta of either sign, not zero
 */
public record CorrectionLine(
    FigureKey key, BookPeriod corrects, BookPeriod bookedIn, LocalDate date, Amount delta) {
  /** Equal for the same correction, so that it is booked once. */
  public String id() {
    List<String> fields = new ArrayList<>();
    key.groups()
        .forEach(
            (name, value) -> {
              fields.add(name);
              fields.add(value);
            });
    fields.add(key.currency());
    fields.add(corrects.name());
    fields.add(bookedIn.name());
    fields.add(date.toString());
    fields.add(delta.toString());
    return ContentId.of(fields);
  }
}
