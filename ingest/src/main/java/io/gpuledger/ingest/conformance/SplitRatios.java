package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shares into which one charge is split sum to 1. Rows are of one origin where they share
 * {@code x_SplitOriginId}; FOCUS has no such column, so without it the rows of one resource, price,
 * charge period, account, invoice and method are taken together. Several origins can share all of
 * these, so then any whole number is a sound sum.
 */
final class SplitRatios implements RowCheck {
  /** Most origins whose shares are summed. */
  static final int MAX_ORIGINS = 100_000;

  private static final BigDecimal RATIO_TOLERANCE = new BigDecimal("0.0001");
  private static final BigDecimal COST_TOLERANCE = new BigDecimal("0.000001");

  private static final Columns COLUMNS = Columns.of(Dataset.COST_AND_USAGE);
  private static final int METHOD = COLUMNS.index("AllocatedMethodId");
  private static final int ORIGIN = COLUMNS.index("x_SplitOriginId");
  private static final int ORIGIN_COST = COLUMNS.index("x_SplitOriginCost");
  private static final int BILLED = COLUMNS.index("BilledCost");
  private static final int[] LIKENESS = {
    METHOD,
    COLUMNS.index("ResourceId"),
    COLUMNS.index("SkuPriceId"),
    COLUMNS.index("ChargePeriodStart"),
    COLUMNS.index("ChargePeriodEnd"),
    COLUMNS.index("BillingAccountId"),
    COLUMNS.index("SubAccountId"),
    COLUMNS.index("InvoiceId"),
    COLUMNS.index("ChargeCategory"),
    COLUMNS.index("ChargeClass")
  };

  private final FindingLog log;
  private final CheckedColumn details;
  private final CheckedColumn originCost;
  private final Map<String, Origin> origins = new LinkedHashMap<>();

  SplitRatios(FindingLog log) {
    this.log = log;
    this.details = new CheckedColumn(Dataset.COST_AND_USAGE, "AllocatedMethodDetails", log);
    this.originCost = new CheckedColumn(Dataset.COST_AND_USAGE, "x_SplitOriginCost", log);
  }

  private static final class Origin {
    final boolean named;
    final CheckedColumn.Place place;
    final CheckedColumn.Place costPlace;
    BigDecimal ratios = BigDecimal.ZERO;
    BigDecimal costs = BigDecimal.ZERO;
    @Nullable BigDecimal cost;
    long rows;
    boolean unknown;

    Origin(boolean named, CheckedColumn.Place place, CheckedColumn.Place costPlace) {
      this.named = named;
      this.place = place;
      this.costPlace = costPlace;
    }
  }

  @Override
  public void row(Row row) {
    boolean named = !row.isNull(ORIGIN);
    if (!named && row.isNull(METHOD)) {
      return;
    }
    String key = named ? "=" + row.text(ORIGIN) : likeness(row);
    Origin origin = origins.get(key);
    if (origin == null) {
      if (origins.size() >= MAX_ORIGINS) {
        log.note("only the first " + MAX_ORIGINS + " split charges were checked for their shares");
        return;
      }
      origin = new Origin(named, details.place(row), originCost.place(row));
      origins.put(key, origin);
    }
    origin.rows++;
    JsonNode object = row.cell(details.index()).json();
    if (object == null) {
      origin.unknown = true;
      return;
    }
    for (JsonNode element : object.path("Elements")) {
      JsonNode ratio = element.path("AllocatedRatio");
      if (ratio.isNumber() && DecimalText.isComputable(ratio.decimalValue())) {
        origin.ratios = origin.ratios.add(ratio.decimalValue());
      } else {
        origin.unknown = true;
      }
    }
    BigDecimal billed = row.number(BILLED);
    origin.costs = billed == null ? origin.costs : origin.costs.add(billed);
    BigDecimal cost = row.number(ORIGIN_COST);
    origin.cost = cost == null ? origin.cost : cost;
  }

  private static String likeness(Row row) {
    StringBuilder key = new StringBuilder();
    for (int column : LIKENESS) {
      key.append(row.text(column)).append('\u0001');
    }
    return key.toString();
  }

  @Override
  public void end() {
    for (Origin origin : origins.values()) {
      if (!origin.unknown) {
        ratios(origin);
        costs(origin);
      }
    }
  }

  private void ratios(Origin origin) {
    BigDecimal whole =
        origin.named
            ? BigDecimal.ONE
            : origin.ratios.setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
    BigDecimal tolerance = RATIO_TOLERANCE.multiply(whole);
    if (origin.ratios.subtract(whole).abs().compareTo(tolerance) > 0) {
      log.add(
          details.finding(
              origin.place,
              "RatioSum",
              Severity.MUST,
              "the shares of the "
                  + origin.rows
                  + " rows of this split charge sum to "
                  + origin.ratios.stripTrailingZeros().toPlainString()
                  + ", not to 1"));
    }
  }

  private void costs(Origin origin) {
    BigDecimal cost = origin.cost;
    if (cost != null && origin.costs.subtract(cost).abs().compareTo(COST_TOLERANCE) > 0) {
      log.add(
          originCost.finding(
              origin.costPlace,
              "Sum",
              Severity.MUST,
              "the BilledCost of the "
                  + origin.rows
                  + " rows of this split charge sums to "
                  + origin.costs.toPlainString()
                  + ", not to its cost "
                  + cost.toPlainString()));
    }
  }
}
