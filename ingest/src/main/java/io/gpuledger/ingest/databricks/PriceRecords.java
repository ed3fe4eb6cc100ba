package io.gpuledger.ingest.databricks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.databricks.PriceWindows.Kind;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads prices: once to learn them, and once more so that a record that cannot be read is refused
 * with its place. The struct {@code pricing} may be JSON or columns of its own.
 */
final class PriceRecords implements RecordStudy, RecordCharges {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final List<String> NEEDED =
      List.of("sku_name", "cloud", "currency_code", "usage_unit", "price_start_time");

  /** Of these one must be there. */
  private static final List<String> PRICES =
      List.of("pricing", "pricing.default", "pricing_default", "account_price");

  private final PriceWindows windows;
  private final int sku;
  private final int cloud;
  private final int currency;
  private final int unit;
  private final int start;
  private final int end;
  private final int pricing;
  private final int[] list;
  private final int[] promoted;
  private final int account;
  private final int accountId;

  PriceRecords(NativeColumns columns, PriceWindows windows) {
    this.windows = windows;
    sku = columns.of("sku_name");
    cloud = columns.of("cloud");
    currency = columns.of("currency_code");
    unit = columns.of("usage_unit");
    start = columns.of("price_start_time");
    end = columns.of("price_end_time");
    pricing = columns.of("pricing");
    list = new int[] {columns.of("pricing.default"), columns.of("pricing_default")};
    promoted =
        new int[] {
          columns.of("pricing.effective_list.default"), columns.of("pricing_effective_list_default")
        };
    account = columns.of("account_price");
    accountId = columns.of("account_id");
  }

  static FormatFit fit(NativeColumns columns) {
    FormatFit fit = FormatFit.of(columns, NEEDED);
    return fit.kind() == FormatFit.Kind.WHOLE && PRICES.stream().noneMatch(columns::has)
        ? new FormatFit(FormatFit.Kind.NEAR, List.of("pricing"))
        : fit;
  }

  @Override
  public Map<Integer, String> kept() {
    return Map.of();
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void learn(NativeRecord record) {
    OptionalLong from = time(record, start);
    OptionalLong to = record.has(end) ? time(record, end) : OptionalLong.of(Long.MAX_VALUE);
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    PriceWindows.Sku of =
        new PriceWindows.Sku(record.text(sku), record.text(cloud), record.text(unit));
    String money = record.text(currency).strip();
    prices(record, Optional.empty())
        .forEach(
            (kind, price) ->
                windows.add(
                    record.number(),
                    of,
                    new PriceWindows.Window(
                        kind,
                        record.text(accountId),
                        from.getAsLong(),
                        to.getAsLong(),
                        money,
                        price)));
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    for (int field : new int[] {sku, cloud, currency, unit}) {
      if (!record.has(field)) {
        charge.fault(ProblemCode.MISSING_VALUE, field, "a price without it is a price of nothing");
      }
    }
    for (int field : new int[] {start, end}) {
      if (field != NativeColumns.NONE && record.has(field) && time(record, field).isEmpty()) {
        charge.fault(ProblemCode.NOT_A_TIME, field, "the window of the price cannot be read");
      }
    }
    if (!record.has(start)) {
      charge.fault(ProblemCode.MISSING_VALUE, start, "the price has no start");
    }
    if (prices(record, Optional.of(charge)).isEmpty()) {
      charge.fault(ProblemCode.MISSING_VALUE, sku, "the record has no price that can be read");
    }
  }

  private Map<Kind, BigDecimal> prices(NativeRecord record, Optional<ChargeWriter> charge) {
    Map<Kind, BigDecimal> prices = new EnumMap<>(Kind.class);
    if (record.has(pricing)) {
      try {
        JsonNode struct = JSON.readTree(record.text(pricing));
        put(prices, Kind.LIST, struct.path("default"));
        put(prices, Kind.PROMOTED, struct.path("effective_list").path("default"));
      } catch (JsonProcessingException | NumberFormatException | ArithmeticException e) {
        charge.ifPresent(
            told ->
                told.fault(
                    ProblemCode.NOT_JSON,
                    pricing,
                    "pricing is not a JSON object such as {\"default\": \"0.55\"}"));
      }
    }
    record.decimal(record.first(list)).ifPresent(price -> prices.put(Kind.LIST, price));
    record.decimal(record.first(promoted)).ifPresent(price -> prices.put(Kind.PROMOTED, price));
    record.decimal(account).ifPresent(price -> prices.put(Kind.ACCOUNT, price));
    return prices;
  }

  /** Prices are texts in the struct, or numbers. */
  private static void put(Map<Kind, BigDecimal> prices, Kind kind, JsonNode price) {
    if (price.isNumber() || price.isTextual()) {
      BigDecimal number = new BigDecimal(price.asText().strip());
      // An exponent beyond reason would fill the memory when it is multiplied.
      Amount.rounded(number, Rounding.READ);
      prices.put(kind, number);
    }
  }

  private static OptionalLong time(NativeRecord record, int field) {
    return TimeReader.micros(record.text(field).getBytes(StandardCharsets.UTF_8));
  }
}
