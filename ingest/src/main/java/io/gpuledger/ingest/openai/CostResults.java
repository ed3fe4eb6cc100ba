package io.gpuledger.ingest.openai;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.tokens.TokenCosts;
import io.gpuledger.ingest.tokens.TokenFormat;
import io.gpuledger.ingest.tokens.TokenKey;
import io.gpuledger.ingest.tokens.TokenLines;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The results of the costs: what is billed, a day, project and line item each. */
final class CostResults implements TokenFormat.Records {
  static final List<String> NEEDED =
      List.of("$.data.start_time", "$.data.end_time", "amount.value", "amount.currency");

  private static final Set<String> TAKEN =
      Set.of("amount.currency", "line_item", "project_id", "organization_id", "api_key_id");

  private static final Map<String, Unit> UNITS =
      Map.of(
          "tokens", new Unit("Tokens", "Tokens", 1),
          "1000_tokens", new Unit("1000 Tokens", "Tokens", 1_000),
          "duration_seconds", new Unit("Seconds", "Seconds", 1),
          "duration_minutes", new Unit("Minutes", "Minutes", 1),
          "duration_hours", new Unit("Hours", "Hours", 1),
          "gibibyte_hours", new Unit("GiB-Hours", "GiB-Hours", 1),
          "images", new Unit("Images", "Images", 1),
          "characters", new Unit("Characters", "Characters", 1));

  private final TokenCosts costs;
  private final TokenLines lines;
  private final Pages pages;
  private final Map<Integer, String> kept;
  private final int start;
  private final int end;
  private final int more;
  private final int amount;
  private final int currency;
  private final int lineItem;
  private final int project;
  private final int organization;
  private final int apiKey;
  private final int quantity;
  private final int unit;

  private record Unit(String pricing, String consumed, long block) {}

  CostResults(NativeColumns columns, TokenCosts costs, Pages pages) {
    this.costs = costs;
    this.pages = pages;
    lines = new TokenLines(OpenAi.NAME, costs, "");
    kept = columns.keptOfRecords(TAKEN);
    start = columns.of("$.data.start_time");
    end = columns.of("$.data.end_time");
    more = columns.of("$.has_more");
    amount = columns.of("amount.value");
    currency = columns.of("amount.currency");
    lineItem = columns.of("line_item");
    project = columns.of("project_id");
    organization = columns.of("organization_id");
    apiKey = columns.of("api_key_id");
    quantity = columns.of("quantity");
    unit = columns.of("quantity_unit");
  }

  @Override
  public Map<Integer, String> kept() {
    return kept;
  }

  @Override
  public Set<String> added() {
    return TokenLines.ADDED;
  }

  @Override
  public void learn(NativeRecord record) {
    pages.learn("costs", record.text(more));
    costs.learnOrganization(record.text(organization));
    Optional<BigDecimal> money = record.fact(amount);
    Optional<TokenKey> key = key(record);
    key.ifPresent(of -> costs.report(record.number(), of.day(), of.organization()));
    if (money.filter(told -> told.signum() >= 0).isPresent() && key.isPresent()) {
      costs.cost(key.get(), money.get(), record.text(currency));
    }
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    lines.writeBase(record, charge, start, end, costs.organization(record.text(organization)));
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, lineItem);
    Optional<TokenKey> key = key(record);
    key.ifPresent(of -> lines.writeSku(charge, of, false));
    charge.copy(FocusColumn.SKU_ID, lineItem);
    charge.extra(TokenLines.PRINCIPAL, record.text(apiKey));
    Optional<BigDecimal> money = TokenLines.number(record, charge, amount);
    if (money.isEmpty()) {
      charge.fault(ProblemCode.MISSING_VALUE, amount, "the result says no amount");
      return;
    }
    // Told of all lines, also where usage bears the money.
    Optional<BigDecimal> counted = TokenLines.number(record, charge, quantity);
    boolean stays =
        lines.writeTold(
            charge,
            key.filter(of -> money.get().signum() >= 0),
            money.get(),
            record.text(currency));
    if (stays) {
      writeQuantity(record, charge, counted);
    }
    if (pages.lacks("costs", record.text(more))) {
      lines.noteMore(charge);
    }
  }

  private void writeQuantity(NativeRecord record, ChargeWriter charge, Optional<BigDecimal> told) {
    Unit of = UNITS.get(record.text(unit));
    if (told.isEmpty() || of == null) {
      return;
    }
    charge.put(FocusColumn.PRICING_QUANTITY, told.get());
    charge.put(FocusColumn.PRICING_UNIT, of.pricing());
    charge.product(
        FocusColumn.CONSUMED_QUANTITY, told.get().multiply(BigDecimal.valueOf(of.block())));
    charge.put(FocusColumn.CONSUMED_UNIT, of.consumed());
  }

  private Optional<TokenKey> key(NativeRecord record) {
    return TokenLines.day(record, start)
        .map(
            day -> {
              LineItem item = LineItem.of(record.text(lineItem));
              return new TokenKey(
                  day.toString(),
                  record.text(organization),
                  record.text(project),
                  item.model(),
                  item.type(),
                  "",
                  "",
                  "");
            });
  }
}
