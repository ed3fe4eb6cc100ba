package io.gpuledger.ingest.anthropic;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.tokens.TokenClass;
import io.gpuledger.ingest.tokens.TokenCosts;
import io.gpuledger.ingest.tokens.TokenFormat;
import io.gpuledger.ingest.tokens.TokenKey;
import io.gpuledger.ingest.tokens.TokenLines;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of the cost report: what is billed, in cents. */
final class CostResults implements TokenFormat.Records {
  static final List<String> NEEDED =
      List.of("$.data.starting_at", "$.data.ending_at", "amount", "currency");

  private static final Set<String> TAKEN = Set.of("currency", "description", "workspace_id");
  private static final int CENT_DIGITS = 2;

  private final TokenCosts costs;
  private final TokenLines lines;
  private final Pages pages;
  private final Map<Integer, String> kept;
  private final int start;
  private final int end;
  private final int more;
  private final int amount;
  private final int currency;
  private final int costType;
  private final int description;
  private final int model;
  private final int tokenType;
  private final int tier;
  private final int context;
  private final int geo;
  private final int workspace;

  CostResults(NativeColumns columns, TokenCosts costs, Pages pages) {
    this.costs = costs;
    this.pages = pages;
    lines = new TokenLines(Anthropic.NAME, costs, Anthropic.DEFAULT_WORKSPACE);
    kept = columns.keptOfRecords(TAKEN);
    start = columns.of("$.data.starting_at");
    end = columns.of("$.data.ending_at");
    more = columns.of("$.has_more");
    amount = columns.of("amount");
    currency = columns.of("currency");
    costType = columns.of("cost_type");
    description = columns.of("description");
    model = columns.of("model");
    tokenType = columns.of("token_type");
    tier = columns.of("service_tier");
    context = columns.of("context_window");
    geo = columns.of("inference_geo");
    workspace = columns.of("workspace_id");
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
    Optional<BigDecimal> money = dollars(record.fact(amount));
    Optional<TokenKey> key = key(record);
    key.ifPresent(of -> costs.report(record.number(), of.day(), of.organization()));
    if (money.filter(told -> told.signum() >= 0).isPresent()
        && key.isPresent()
        && divides(record)) {
      costs.cost(key.get(), money.get(), record.text(currency));
    }
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    lines.writeBase(record, charge, start, end, "");
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, record.first(description, costType));
    Optional<TokenKey> key = key(record);
    key.ifPresent(of -> lines.writeSku(charge, of, false));
    Optional<BigDecimal> money = dollars(TokenLines.number(record, charge, amount));
    if (money.isEmpty()) {
      charge.fault(ProblemCode.MISSING_VALUE, amount, "the line says no amount");
      return;
    }
    lines.writeTold(
        charge,
        key.filter(of -> divides(record) && money.get().signum() >= 0),
        money.get(),
        record.text(currency));
    if (pages.lacks("costs", record.text(more))) {
      lines.noteMore(charge);
    }
  }

  /** Amounts are in cents. */
  private static Optional<BigDecimal> dollars(Optional<BigDecimal> cents) {
    return cents.map(number -> NativeRecord.rounded(number.movePointLeft(CENT_DIGITS)));
  }

  /** Tokens and searches have usage; what else there is has none. */
  private boolean divides(NativeRecord record) {
    String type = record.text(costType);
    return type.isEmpty() || type.equals("tokens") || type.equals("web_search");
  }

  private Optional<TokenKey> key(NativeRecord record) {
    return TokenLines.day(record, start)
        .map(
            day -> {
              String own = record.text(workspace);
              if (record.text(costType).equals("web_search")) {
                String search = TokenClass.WEB_SEARCH.text();
                return new TokenKey(day.toString(), "", own, "", search, "", "", "");
              }
              return new TokenKey(
                  day.toString(),
                  "",
                  own,
                  record.text(model),
                  type(record.text(tokenType)),
                  record.text(tier),
                  record.text(context),
                  record.text(geo));
            });
  }

  /** Anthropic's words are those of its usage report [K]; one that is not known divides nothing. */
  private static String type(String word) {
    return switch (word) {
      case "uncached_input_tokens" -> TokenClass.INPUT.text();
      case "cache_read_input_tokens" -> TokenClass.CACHED_INPUT.text();
      case "cache_creation.ephemeral_5m_input_tokens", "ephemeral_5m_input_tokens" ->
          TokenClass.CACHE_WRITE_5M.text();
      case "cache_creation.ephemeral_1h_input_tokens", "ephemeral_1h_input_tokens" ->
          TokenClass.CACHE_WRITE_1H.text();
      case "output_tokens" -> TokenClass.OUTPUT.text();
      default -> word;
    };
  }
}
