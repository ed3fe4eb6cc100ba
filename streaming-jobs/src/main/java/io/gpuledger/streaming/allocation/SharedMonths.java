package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.StandsOn;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What owners had of the charges of earlier months, for days that have nothing to divide by. A
 * month is as it will stand once the run is published. So a month that is loaded together with the
 * one before it comes to the same as one that is computed after it.
 *
 * <p>Each group of accounts and month is asked for when something first needs it.
 */
final class SharedMonths {
  /** How many months are looked back. */
  static final int MONTHS_LIMIT = 3;

  /** Most groups' months that are kept. */
  private static final int KEPT_LIMIT = 32;

  private record GroupMonth(String group, YearMonth month) {}

  private final GroupWeights weights;
  private final Map<GroupMonth, Map<String, StandsOn.Month>> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<GroupMonth, Map<String, StandsOn.Month>> eldest) {
          return size() > KEPT_LIMIT;
        }
      };

  /** Months of which none has been read. */
  SharedMonths(GroupWeights weights) {
    this.weights = weights;
  }

  /** The newest month before a day's that has any charge of a link, of the last three. */
  Optional<StandsOn.Month> before(AccountGroup group, LocalDate day, String link) {
    YearMonth month = YearMonth.from(day);
    for (int back = 1; back <= MONTHS_LIMIT; back++) {
      GroupMonth asked = new GroupMonth(group.key(), month.minusMonths(back));
      Map<String, StandsOn.Month> links = kept.get(asked);
      if (links == null) {
        links = read(group, asked.month);
        kept.put(asked, links);
      }
      StandsOn.Month found = links.get(link);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private Map<String, StandsOn.Month> read(AccountGroup group, YearMonth month) {
    Map<String, StandsOn.Month> months = new HashMap<>();
    weights
        .of(group, month.atDay(1), month.atEndOfMonth())
        .forEach((link, owners) -> months.put(link, new StandsOn.Month(month, owners)));
    return months;
  }
}
