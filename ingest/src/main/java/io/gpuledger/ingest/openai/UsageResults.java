package io.gpuledger.ingest.openai;

import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.FormatFit;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The results of the usage of an interface, which bill nothing by themselves. */
final class UsageResults implements TokenFormat.Records {
  private static final List<String> NEEDED = List.of("$.data.start_time", "$.data.end_time");

  private static final String INPUT = "input_tokens";

  /** What is counted beside tokens; the names of sessions and calls are [K]. */
  private static final Map<String, TokenClass> COUNTS =
      Map.of(
          "images", TokenClass.IMAGES,
          "characters", TokenClass.CHARACTERS,
          "seconds", TokenClass.SECONDS,
          "usage_bytes", TokenClass.BYTES,
          "num_sessions", TokenClass.SESSIONS,
          "num_requests", TokenClass.CALLS);

  private static final Set<String> TAKEN =
      Set.of("output_tokens", "project_id", "organization_id", "api_key_id", "user_id");

  private final TokenCosts costs;
  private final TokenLines lines;
  private final Pages pages;
  private final Map<Integer, String> kept;
  private final Map<Integer, TokenClass> counts = new LinkedHashMap<>();
  private final int kind;
  private final int start;
  private final int end;
  private final int more;
  private final int input;
  private final int cached;
  private final int written;
  private final int output;
  private final int requests;
  private final int model;
  private final int batch;
  private final int tier;
  private final int project;
  private final int apiKey;
  private final int user;
  private final int organization;

  UsageResults(NativeColumns columns, TokenCosts costs, Pages pages) {
    this.costs = costs;
    this.pages = pages;
    lines = new TokenLines(OpenAi.NAME, costs, "");
    kept = columns.keptOfRecords(TAKEN);
    kind = columns.of("object");
    start = columns.of("$.data.start_time");
    end = columns.of("$.data.end_time");
    more = columns.of("$.has_more");
    input = columns.of(INPUT);
    cached = columns.of("input_cached_tokens");
    written = columns.of("input_cache_write_tokens");
    output = columns.of("output_tokens");
    COUNTS.keySet().stream()
        .sorted()
        .filter(columns::has)
        .forEach(name -> counts.put(columns.of(name), COUNTS.get(name)));
    requests = columns.of("num_model_requests");
    model = columns.of("model");
    batch = columns.of("batch");
    tier = columns.of("service_tier");
    project = columns.of("project_id");
    apiKey = columns.of("api_key_id");
    user = columns.of("user_id");
    organization = columns.of("organization_id");
  }

  static FormatFit fit(NativeColumns columns) {
    FormatFit fit = FormatFit.of(columns, NEEDED);
    boolean counted = columns.has(INPUT) || COUNTS.keySet().stream().anyMatch(columns::has);
    return fit.kind() == FormatFit.Kind.WHOLE && !counted
        ? new FormatFit(FormatFit.Kind.NEAR, List.of(INPUT))
        : fit;
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
    pages.learn(record.text(kind), record.text(more));
    costs.learnOrganization(record.text(organization));
    List<TokenLines.Usage> used = used(record);
    for (int part = 0; part < used.size(); part++) {
      TokenLines.Usage usage = used.get(part);
      costs.usage(record.number(), part, usage.key(), usage.type(), usage.quantity(), false);
    }
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    charge.control(BigDecimal.ZERO);
    IntStream.concat(
            IntStream.of(input, cached, written, output),
            counts.keySet().stream().mapToInt(Integer::intValue))
        .forEach(field -> TokenLines.count(record, charge, field));
    if (fresh(record).signum() < 0) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE,
          record.first(input, cached, written),
          "more tokens were cached than there were tokens of input");
    }
    List<TokenLines.Usage> used = used(record);
    if (used.isEmpty()) {
      charge.fault(
          ProblemCode.NOT_A_TIME, start, "the start of the bucket that holds it cannot be read");
    }
    lines.requireBilled(record, charge, start, record.text(organization));
    for (int part = 0; part < used.size(); part++) {
      TokenLines.Usage usage = used.get(part);
      if (part > 0) {
        charge.another();
      }
      lines.writeBase(record, charge, start, end, costs.organization(record.text(organization)));
      lines.writeSku(charge, usage.key(), false);
      lines.writeUsed(record, charge, usage, part, true);
      charge.extra(TokenLines.PRINCIPAL, record.text(apiKey));
      charge.extra(TokenLines.CONSUMER, record.text(user));
      if (part == 0) {
        charge.extra(TokenLines.REQUESTS, record.text(requests));
      }
    }
    if (pages.lacks(record.text(kind), record.text(more))) {
      lines.noteMore(charge);
    }
  }

  /** The classes that were used; one of zero where none was, so that the record is stored. */
  private List<TokenLines.Usage> used(NativeRecord record) {
    Optional<LocalDate> day = TokenLines.day(record, start);
    List<TokenLines.Usage> used = new ArrayList<>();
    if (day.isEmpty()) {
      return used;
    }
    add(used, record, day.get(), TokenClass.INPUT, fresh(record));
    add(used, record, day.get(), TokenClass.CACHED_INPUT, count(record, cached));
    add(used, record, day.get(), TokenClass.CACHE_WRITE, count(record, written));
    add(used, record, day.get(), TokenClass.OUTPUT, count(record, output));
    counts.forEach((field, type) -> add(used, record, day.get(), type, count(record, field)));
    if (used.isEmpty()) {
      used.add(usage(record, day.get(), TokenClass.INPUT, BigDecimal.ZERO));
    }
    return used;
  }

  /** Input holds what was read from the cache and what was written into it. */
  private BigDecimal fresh(NativeRecord record) {
    return count(record, input).subtract(count(record, cached)).subtract(count(record, written));
  }

  private static BigDecimal count(NativeRecord record, int field) {
    return record.fact(field).orElse(BigDecimal.ZERO);
  }

  private void add(
      List<TokenLines.Usage> used,
      NativeRecord record,
      LocalDate day,
      TokenClass type,
      BigDecimal count) {
    if (count.signum() != 0) {
      used.add(usage(record, day, type, count));
    }
  }

  private TokenLines.Usage usage(
      NativeRecord record, LocalDate day, TokenClass type, BigDecimal count) {
    String service = record.text(batch).equals("true") ? "batch" : record.text(tier);
    return new TokenLines.Usage(
        new TokenKey(
            day.toString(),
            record.text(organization),
            record.text(project),
            record.text(model),
            type.text(),
            service,
            "",
            ""),
        type,
        count,
        false);
  }
}
