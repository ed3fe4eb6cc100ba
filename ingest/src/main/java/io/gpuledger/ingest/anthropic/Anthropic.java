package io.gpuledger.ingest.anthropic;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.tokens.TokenCosts;
import io.gpuledger.ingest.tokens.TokenFormat;
import java.util.List;

/** Answers of Anthropic's usage and cost reports; {@code docs/formats/tokens.md} has the rules. */
public final class Anthropic extends TokenFormat {
  static final String NAME = "Anthropic";

  /** The workspace that answers grouped by workspace leave out. */
  static final String DEFAULT_WORKSPACE = "default";

  public Anthropic() {
    this(List.of());
  }

  private Anthropic(List<SetPart> parts) {
    super(NAME, parts);
  }

  @Override
  public String format() {
    return "anthropic";
  }

  @Override
  public String parserVersion() {
    return "anthropic-2";
  }

  @Override
  public BillFormat ofSet(List<SetPart> parts) {
    return new Anthropic(parts);
  }

  @Override
  protected FormatFit fit(Kind kind, NativeColumns columns) {
    return FormatFit.of(columns, kind == Kind.COSTS ? CostResults.NEEDED : MessageResults.NEEDED);
  }

  @Override
  protected Records records(Kind kind, NativeColumns columns, TokenCosts costs, Pages pages) {
    return kind == Kind.COSTS
        ? new CostResults(columns, costs, pages)
        : new MessageResults(columns, costs, pages);
  }
}
