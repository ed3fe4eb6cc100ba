package io.gpuledger.ingest.azure;

import io.gpuledger.ingest.bill.RecordStudy;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the lines of one export say about the view that it has. Faults are left to the reader. */
final class AzureScan {
  private static final int MOST_SCOPES = 100_000;
  private static final int MOST_DAYS = 50_000;

  private final TreeMap<String, Sum> sums = new TreeMap<>();

  /**
   * The same of the lines alone that have nothing to do with a commitment: both views have them.
   */
  private final TreeMap<String, Sum> rests = new TreeMap<>();

  /** The same of all lines by subscription and day, as far as there are not too many. */
  private final Map<String, Sum> days = new HashMap<>();

  private boolean purchases;
  private boolean amortised;
  private boolean coveredFree;

  /** Lines of an account and period, and what they come to. */
  private static final class Sum {
    private long lines;
    private BigDecimal cost = BigDecimal.ZERO;

    void add(long more, BigDecimal amount) {
      lines += more;
      cost = cost.add(amount);
    }

    boolean equalTo(Sum other) {
      return lines == other.lines && cost.compareTo(other.cost) == 0 && cost.signum() != 0;
    }
  }

  /** What learns from a file of the export. */
  RecordStudy study(AzureColumns columns) {
    AzureScopes scopes = new AzureScopes(columns);
    AzureCommitment commitment = new AzureCommitment(columns);
    int cost = columns.of(AzureColumns.COST);
    int chargeType = columns.of("ChargeType");
    return line -> {
      BigDecimal amount = line.fact(cost).orElse(BigDecimal.ZERO);
      String key = scopes.key(line::text);
      AzureChargeType type = AzureChargeType.of(line.text(chargeType));
      AzureCommitment.Part part = commitment.part(line, type);
      // A set of more accounts and months is refused where its lines are read.
      if (sums.size() < MOST_SCOPES || sums.containsKey(key)) {
        sums.computeIfAbsent(key, added -> new Sum()).add(1, amount);
        if (part == AzureCommitment.Part.NONE) {
          rests.computeIfAbsent(key, added -> new Sum()).add(1, amount);
        }
      }
      String day = scopes.dayKey(line::text);
      if (days.size() < MOST_DAYS || days.containsKey(day)) {
        days.computeIfAbsent(day, added -> new Sum()).add(1, amount);
      }
      learn(type, part, amount);
    };
  }

  private void learn(AzureChargeType type, AzureCommitment.Part part, BigDecimal amount) {
    boolean free = amount.signum() == 0;
    // Whether amortised exports have refunds is not known, so they tell nothing.
    purchases |= part == AzureCommitment.Part.PURCHASE && type == AzureChargeType.PURCHASE && !free;
    amortised |= part.covered() && !free;
    coveredFree |= part == AzureCommitment.Part.USED && free;
  }

  /** Whether commitments are bought, as in an actual export alone. */
  boolean purchases() {
    return purchases;
  }

  /** Whether covered usage bears its share of a purchase, as in an amortised export alone. */
  boolean amortised() {
    return amortised;
  }

  /** Whether covered usage costs nothing. */
  boolean coveredFree() {
    return coveredFree;
  }

  /** Its accounts and periods. */
  Set<String> scopes() {
    return sums.keySet();
  }

  /** Whether another export has, for an account and period, as many lines with the same sum. */
  boolean tellsTheSame(AzureScan other) {
    return anyEqual(sums, other.sums);
  }

  /** The same of the lines alone that have nothing to do with a commitment. */
  boolean hasTheSameRest(AzureScan other) {
    return anyEqual(rests, other.rests);
  }

  /**
   * Whether most days of a subscription that another export has as well have as many lines there,
   * with the same sum: two runs of one export have that, and parts of one run do not.
   */
  boolean hasTheDaysOf(AzureScan other) {
    int shared = 0;
    int same = 0;
    for (Map.Entry<String, Sum> own : days.entrySet()) {
      Sum others = other.days.get(own.getKey());
      if (others != null) {
        shared++;
        same += own.getValue().equalTo(others) ? 1 : 0;
      }
    }
    return same * 2 > shared;
  }

  private static boolean anyEqual(Map<String, Sum> sums, Map<String, Sum> others) {
    return sums.entrySet().stream()
        .anyMatch(
            own -> {
              Sum other = others.get(own.getKey());
              return other != null && own.getValue().equalTo(other);
            });
  }

  /**
   * Whether the lines that both views have are, in each of some accounts and periods, as many as
   * those of some exports together, with the same sum: then this is the other view of them.
   */
  boolean hasTheRestOf(List<AzureScan> others, Set<String> keys) {
    return keys.stream()
        .allMatch(
            key -> {
              Sum together = new Sum();
              for (AzureScan other : others) {
                Sum rest = other.rests.get(key);
                if (rest != null) {
                  together.add(rest.lines, rest.cost);
                }
              }
              Sum own = rests.get(key);
              return own != null && own.equalTo(together);
            });
  }
}
