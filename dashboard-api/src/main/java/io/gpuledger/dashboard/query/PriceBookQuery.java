package io.gpuledger.dashboard.query;

import io.gpuledger.cost.price.ProviderName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The price book in force, and which models in inventory have no price. */
final class PriceBookQuery {
  private static final String OPEN_END = "2299-";

  private final Answers answers;

  PriceBookQuery(Answers answers) {
    this.answers = answers;
  }

  /**
   * Which rows are asked for.
   *
   * @param kind device or token
   * @param search a part of any text of the row, in any case
   */
  record Wanted(
      Optional<String> kind,
      Optional<String> provider,
      Optional<String> search,
      int limit,
      int offset) {}

  Map<String, Object> list(Wanted wanted, List<String> unpriced, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(kind), toString(provider), toString(region), sku, toString(option),")
        .add(" price, toString(currency), toString(unit), ifNull(toString(per_device_hour), ''), ")
        .add(SnapshotSql.iso("valid_from") + ", " + SnapshotSql.iso("valid_to"))
        .add(", source, ifNull(toString(collected_on), ''), toString(standing), finding");
    from(out, wanted, snapshot);
    out.add(" ORDER BY kind, provider, sku, region, option, valid_from, line_no LIMIT ")
        .bind("UInt64", String.valueOf(wanted.limit()))
        .add(" OFFSET ")
        .bind("UInt64", String.valueOf(wanted.offset()));
    List<Map<String, Object>> rows = new ArrayList<>();
    answers.rows(out.build()).forEach(row -> rows.add(row(row)));
    SqlWriter count = new SqlWriter().add("SELECT count(), countIf(finding != '')");
    from(count, wanted, snapshot);
    List<String> counts = answers.rows(count.build()).get(0);
    return Answers.fields(
        "rows", rows,
        "totalRows", Long.parseLong(counts.get(0)),
        "findings", Long.parseLong(counts.get(1)),
        "unpriced", unpriced,
        "snapshot", CostView.snapshotFields(snapshot));
  }

  private static void from(SqlWriter out, Wanted wanted, Snapshot snapshot) {
    SnapshotSql.from(out, "price_book_as_of", snapshot).add(" WHERE 1");
    wanted.kind().ifPresent(kind -> out.add(" AND kind = ").bind("String", kind));
    wanted
        .provider()
        .ifPresent(name -> out.add(" AND provider = ").bind("String", ProviderName.of(name)));
    wanted
        .search()
        .ifPresent(
            text ->
                out.add(" AND positionCaseInsensitiveUTF8(concat(provider, ' ', region, ' ', sku,")
                    .add(" ' ', option, ' ', source, ' ', standing), ")
                    .bind("String", text)
                    .add(") > 0"));
  }

  private static Map<String, Object> row(List<String> row) {
    return Answers.fields(
        "kind", row.get(0),
        "provider", row.get(1),
        "region", row.get(2).isEmpty() ? null : row.get(2),
        "model", row.get(3),
        "option", row.get(4),
        "price", row.get(5),
        "currency", row.get(6),
        "unit", row.get(7),
        "perDeviceHour", row.get(8).isEmpty() ? null : row.get(8),
        "validFrom", row.get(9).isEmpty() ? null : row.get(9),
        "validTo", row.get(10).startsWith(OPEN_END) ? null : row.get(10),
        "source", row.get(11),
        "collectedOn", row.get(12).isEmpty() ? null : row.get(12),
        "standing", row.get(13),
        "finding", row.get(14).isEmpty() ? null : row.get(14));
  }
}
