package io.gpuledger.ingest.conformance;

import java.util.HashMap;
import java.util.Map;

/** A SkuPriceId belongs to one SkuId, over all files given. */
final class SkuPriceParents implements RowCheck {
  /** Most SkuPriceIds that are remembered. */
  static final int MAX_PRICES = 200_000;

  private final FindingLog log;
  private final CheckedColumn price;
  private final int sku = Columns.of(Dataset.COST_AND_USAGE).index("SkuId");
  private final Map<String, String> parents = new HashMap<>();

  SkuPriceParents(FindingLog log) {
    this.log = log;
    this.price = new CheckedColumn(Dataset.COST_AND_USAGE, "SkuPriceId", log);
  }

  @Override
  public void row(Row row) {
    if (row.isNull(price.index()) || row.isNull(sku)) {
      return;
    }
    String parent = parents.get(row.text(price.index()));
    if (parent == null) {
      if (parents.size() < MAX_PRICES) {
        parents.put(row.text(price.index()), row.text(sku));
      } else {
        log.note("only the first " + MAX_PRICES + " SkuPriceIds were checked for one SkuId each");
      }
    } else if (!parent.equals(row.text(sku))) {
      price.fault(
          row,
          "OneSkuId",
          Severity.MUST,
          "belongs to SkuId " + parent + " in an earlier row and to " + row.text(sku) + " here");
    }
  }
}
