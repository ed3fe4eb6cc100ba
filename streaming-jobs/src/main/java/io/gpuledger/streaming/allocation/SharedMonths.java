package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.allocation.StandsOn;
import io.gpuledger.cost.allocation.WeightBasis;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What owners had of the charges of earlier months, for days that have nothing to divide by. A
 * month is as it will stand once the run is published: the cells that the run computes, and of the
 * other days those in force. So a month that is loaded together with the one before it comes to the
 * same as one that is computed after it.
 *
 * <p>Each account and month is asked for when something first needs it.
 */
final class SharedMonths {
  /** How many months are looked back. */
  static final int MONTHS_LIMIT = 3;

  /** Most accounts' months that are kept. */
  private static final int KEPT_LIMIT = 32;

  private record AccountMonth(String source, String account, YearMonth month) {}

  /** An owner's sum, and which costs it is of. */
  private record Sum(Amount cost, boolean amortised, boolean invoiced) {
    Sum plus(Sum other) {
      return new Sum(
          cost.plus(other.cost), amortised || other.amortised, invoiced || other.invoiced);
    }
  }

  private final LedgerClient client;
  private final Map<CellKey, Cell> cells;
  private final List<List<String>> deliveries;
  private final Map<AccountMonth, Map<String, StandsOn.Month>> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<AccountMonth, Map<String, StandsOn.Month>> eldest) {
          return size() > KEPT_LIMIT;
        }
      };

  /**
   * Months of which none has been read.
   *
   * @param cells all of the run; their lines are stored
   * @param deliveries whose credits may name resources, as many at once as one query takes
   */
  SharedMonths(LedgerClient client, Map<CellKey, Cell> cells, List<List<String>> deliveries) {
    this.client = client;
    this.cells = cells;
    this.deliveries = List.copyOf(deliveries);
  }

  /** The newest month before the cell's that has any charge of a link, of the last three. */
  Optional<StandsOn.Month> before(CellKey cell, String link) {
    YearMonth month = YearMonth.from(cell.day());
    for (int back = 1; back <= MONTHS_LIMIT; back++) {
      AccountMonth asked = new AccountMonth(cell.source(), cell.account(), month.minusMonths(back));
      Map<String, StandsOn.Month> links = kept.get(asked);
      if (links == null) {
        links = read(asked);
        kept.put(asked, links);
      }
      StandsOn.Month found = links.get(link);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private Map<String, StandsOn.Month> read(AccountMonth asked) {
    List<Long> versions = versions(asked);
    Map<String, StandsOn.Month> months = new HashMap<>();
    if (versions.isEmpty()) {
      return months;
    }
    long run =
        versions.stream()
            .mapToLong(version -> version / AllocationRunner.CELLS_LIMIT)
            .max()
            .orElse(0);
    for (List<String> some : deliveries) {
      // Questions differ in the resources that they name; what two of them answer is the same.
      sums(asked, versions, some)
          .forEach((link, sums) -> months.put(link, new StandsOn.Month(asked.month, run, sums)));
    }
    return months;
  }

  private Map<String, List<Weight>> sums(
      AccountMonth asked, List<Long> versions, List<String> deliveryIds) {
    Map<String, Map<Owner, Sum>> sums = new HashMap<>();
    Map<String, String> question = days(asked);
    question.put("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
    question.put("first_version", String.valueOf(versions.stream().min(Long::compare).orElse(0L)));
    question.put("last_version", String.valueOf(versions.stream().max(Long::compare).orElse(0L)));
    question.put("versions", ArrayParameter.ofNumbers(versions));
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_shared_weights"), question))) {
      while (in.hasNext()) {
        in.int64();
        String link = in.string();
        Owner owner = new Owner(in.string(), in.string(), in.string(), in.string());
        Sum sum = new Sum(Amount.parse(in.string()), in.uint16() > 0, in.uint16() > 0);
        sums.computeIfAbsent(link, added -> new HashMap<>()).merge(owner, sum, Sum::plus);
      }
    }
    Map<String, List<Weight>> weights = new HashMap<>();
    sums.forEach((link, owners) -> weights.put(link, inOrder(owners)));
    return weights;
  }

  /** Owners in the order in which a day has them. */
  private static List<Weight> inOrder(Map<Owner, Sum> owners) {
    return owners.entrySet().stream()
        .map(
            of ->
                new Weight(
                    of.getKey(),
                    of.getValue().cost,
                    WeightBasis.of(of.getValue().amortised, of.getValue().invoiced)))
        .sorted(
            Comparator.comparing((Weight of) -> of.owner().team())
                .thenComparing(of -> of.owner().costCenter())
                .thenComparing(of -> of.owner().project())
                .thenComparing(of -> of.owner().environment()))
        .toList();
  }

  /** The versions of a month's cells that will be in force, in the order of days. */
  private List<Long> versions(AccountMonth asked) {
    TreeMap<LocalDate, Long> versions = new TreeMap<>();
    Map<String, String> question = days(asked);
    question.put("source", asked.source);
    question.put("account", asked.account);
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_month_cells"), question))) {
      while (in.hasNext()) {
        versions.put(LocalDate.ofEpochDay(in.uint16()), in.int64());
      }
    }
    for (int day = 1; day <= asked.month.lengthOfMonth(); day++) {
      LocalDate date = asked.month.atDay(day);
      Cell computed = cells.get(new CellKey(asked.source, asked.account, date));
      if (computed != null) {
        versions.put(date, computed.version);
      }
    }
    return new ArrayList<>(versions.values());
  }

  private static Map<String, String> days(AccountMonth asked) {
    Map<String, String> days = new HashMap<>();
    days.put("first_day", String.valueOf(asked.month.atDay(1).toEpochDay()));
    days.put("last_day", String.valueOf(asked.month.atEndOfMonth().toEpochDay()));
    return days;
  }
}
