package io.gpuledger.ingest.anthropic;

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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The results of the usage report: how many tokens of each class, which bill nothing. */
final class MessageResults implements TokenFormat.Records {
  static final List<String> NEEDED =
      List.of("$.data.starting_at", "$.data.ending_at", "uncached_input_tokens", "output_tokens");

  private static final Set<String> TAKEN =
      Set.of(
          "uncached_input_tokens",
          "cache_read_input_tokens",
          "cache_creation.ephemeral_5m_input_tokens",
          "cache_creation.ephemeral_1h_input_tokens",
          "output_tokens",
          "server_tool_use.web_search_requests",
          "workspace_id");

  private final TokenCosts costs;
  private final TokenLines lines;
  private final Pages pages;
  private final Map<Integer, String> kept;
  private final Map<TokenClass, Integer> classes = new EnumMap<>(TokenClass.class);
  private final int start;
  private final int end;
  private final int more;
  private final int model;
  private final int tier;
  private final int context;
  private final int geo;
  private final int speed;
  private final int workspace;
  private final int apiKey;
  private final int serviceAccount;
  private final int account;

  MessageResults(NativeColumns columns, TokenCosts costs, Pages pages) {
    this.costs = costs;
    this.pages = pages;
    lines = new TokenLines(Anthropic.NAME, costs, Anthropic.DEFAULT_WORKSPACE);
    kept = columns.keptOfRecords(TAKEN);
    start = columns.of("$.data.starting_at");
    end = columns.of("$.data.ending_at");
    more = columns.of("$.has_more");
    classes.put(TokenClass.INPUT, columns.of("uncached_input_tokens"));
    classes.put(TokenClass.CACHED_INPUT, columns.of("cache_read_input_tokens"));
    classes.put(TokenClass.CACHE_WRITE_5M, columns.of("cache_creation.ephemeral_5m_input_tokens"));
    classes.put(TokenClass.CACHE_WRITE_1H, columns.of("cache_creation.ephemeral_1h_input_tokens"));
    classes.put(TokenClass.OUTPUT, columns.of("output_tokens"));
    classes.put(TokenClass.WEB_SEARCH, columns.of("server_tool_use.web_search_requests"));
    model = columns.of("model");
    tier = columns.of("service_tier");
    context = columns.of("context_window");
    geo = columns.of("inference_geo");
    speed = columns.of("speed");
    workspace = columns.of("workspace_id");
    apiKey = columns.of("api_key_id");
    serviceAccount = columns.of("service_account_id");
    account = columns.of("account_id");
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
    pages.learn("messages", record.text(more));
    List<TokenLines.Usage> used = used(record);
    for (int part = 0; isPaid(record) && part < used.size(); part++) {
      TokenLines.Usage usage = used.get(part);
      costs.usage(record.number(), part, usage.key(), usage.type(), usage.quantity(), usage.fast());
    }
  }

  /** What has priority was bought before and is not in the cost report. */
  private boolean isPaid(NativeRecord record) {
    return !record.text(tier).equals("priority");
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    for (int field : classes.values()) {
      TokenLines.count(record, charge, field);
    }
    charge.control(BigDecimal.ZERO);
    List<TokenLines.Usage> used = used(record);
    if (used.isEmpty()) {
      charge.fault(
          ProblemCode.NOT_A_TIME, start, "the start of the bucket that holds it cannot be read");
    }
    lines.requireBilled(record, charge, start, "");
    for (int part = 0; part < used.size(); part++) {
      if (part > 0) {
        charge.another();
      }
      TokenLines.Usage usage = used.get(part);
      lines.writeBase(record, charge, start, end, "");
      lines.writeSku(charge, usage.key(), usage.fast());
      lines.writeUsed(record, charge, usage, part, isPaid(record));
      charge.extra(TokenLines.PRINCIPAL, record.firstText(apiKey, serviceAccount));
      charge.extra(TokenLines.CONSUMER, record.text(account));
    }
    if (pages.lacks("messages", record.text(more))) {
      lines.noteMore(charge);
    }
  }

  /** The classes that were used; input alone where none was, so that the record is stored. */
  private List<TokenLines.Usage> used(NativeRecord record) {
    Optional<LocalDate> day = TokenLines.day(record, start);
    List<TokenLines.Usage> used = new ArrayList<>();
    if (day.isEmpty()) {
      return used;
    }
    classes.forEach(
        (type, field) -> {
          BigDecimal count = record.fact(field).orElse(BigDecimal.ZERO);
          if (count.signum() > 0) {
            used.add(usage(record, day.get(), type, count));
          }
        });
    if (used.isEmpty()) {
      used.add(usage(record, day.get(), TokenClass.INPUT, BigDecimal.ZERO));
    }
    return used;
  }

  private TokenLines.Usage usage(
      NativeRecord record, LocalDate day, TokenClass type, BigDecimal count) {
    String own = record.text(workspace);
    TokenKey key =
        type == TokenClass.WEB_SEARCH
            ? new TokenKey(day.toString(), "", own, "", type.text(), "", "", "")
            : new TokenKey(
                day.toString(),
                "",
                own,
                record.text(model),
                type.text(),
                record.text(tier),
                record.text(context),
                record.text(geo));
    return new TokenLines.Usage(key, type, count, record.text(speed).equals("fast"));
  }
}
