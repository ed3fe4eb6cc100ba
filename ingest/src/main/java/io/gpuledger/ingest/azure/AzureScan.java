package io.gpuledger.ingest.azure;

import io.gpuledger.ingest.bill.RecordStudy;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeMap;

/** What the lines of one export say about the view that it has. Faults are left to the reader. */
final class AzureScan {
  private static final int MOST_SCOPES = 100_000;

  private final TreeMap<String, Sum> sums = new TreeMap<>();
  private boolean purchases;
  private boolean amortised;
  private boolean coveredFree;

  /** Lines of an account and period, and what they come to. */
  private static final class Sum {
    private long lines;
    private BigDecimal cost = BigDecimal.ZERO;

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
      // A set of more accounts and months is refused where its lines are read.
      if (sums.size() < MOST_SCOPES || sums.containsKey(key)) {
        Sum sum = sums.computeIfAbsent(key, added -> new Sum());
        sum.lines++;
        sum.cost = sum.cost.add(amount);
      }
      AzureChargeType type = AzureChargeType.of(line.text(chargeType));
      learn(type, commitment.part(line, type), amount);
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
    return sums.entrySet().stream()
        .anyMatch(
            own -> {
              Sum others = other.sums.get(own.getKey());
              return others != null && own.getValue().equalTo(others);
            });
  }
}
