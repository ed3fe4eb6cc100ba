package io.gpuledger.ingest.openai;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.tokens.TokenCosts;
import io.gpuledger.ingest.tokens.TokenFormat;
import java.util.List;

/** Answers of OpenAI's costs and usage; {@code docs/formats/tokens.md} has the rules. */
public final class OpenAi extends TokenFormat {
  static final String NAME = "OpenAI";

  public OpenAi() {
    this(List.of());
  }

  private OpenAi(List<SetPart> parts) {
    super(NAME, parts);
  }

  @Override
  public String format() {
    return "openai";
  }

  @Override
  public String parserVersion() {
    return "openai-2";
  }

  @Override
  public BillFormat ofSet(List<SetPart> parts) {
    return new OpenAi(parts);
  }

  @Override
  protected FormatFit fit(Kind kind, NativeColumns columns) {
    return kind == Kind.COSTS
        ? FormatFit.of(columns, CostResults.NEEDED)
        : UsageResults.fit(columns);
  }

  @Override
  protected Records records(Kind kind, NativeColumns columns, TokenCosts costs, Pages pages) {
    return kind == Kind.COSTS
        ? new CostResults(columns, costs, pages)
        : new UsageResults(columns, costs, pages);
  }
}
