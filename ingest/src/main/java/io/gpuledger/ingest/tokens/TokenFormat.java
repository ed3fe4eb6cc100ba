package io.gpuledger.ingest.tokens;

import io.gpuledger.cost.charge.Scope;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.Optional;

/** Answers of a usage and of a cost interface, in pages of buckets of results. */
public abstract class TokenFormat implements BillFormat {
  /** What a file of the format is. */
  protected enum Kind {
    COSTS,
    USAGE
  }

  /** Reads the records of a file: for what they teach, and for their charges. */
  public interface Records extends RecordStudy, RecordCharges {}

  @Override
  public final RawLayout layout() {
    return RawLayout.json("data.results");
  }

  /** Answers are about some days, each of which is whole. */
  @Override
  public final Optional<Scope.Kind> scope() {
    return Optional.of(Scope.Kind.ACCOUNT_DAY);
  }

  @Override
  public final boolean studies() {
    return true;
  }

  @Override
  public final FormatFit fit(NativeColumns columns) {
    FormatFit costs = fit(Kind.COSTS, columns);
    FormatFit usage = fit(Kind.USAGE, columns);
    if (costs.kind() == FormatFit.Kind.WHOLE || usage.kind() == FormatFit.Kind.NONE) {
      return costs;
    }
    return usage.kind() == FormatFit.Kind.WHOLE || costs.kind() == FormatFit.Kind.NONE
        ? usage
        : costs;
  }

  @Override
  public final Optional<RecordStudy> study(NativeColumns columns) {
    return Optional.of(records(kind(columns), columns));
  }

  @Override
  public final RecordCharges mapper(NativeColumns columns) {
    return records(kind(columns), columns);
  }

  private Kind kind(NativeColumns columns) {
    return fit(Kind.COSTS, columns).kind() == FormatFit.Kind.WHOLE ? Kind.COSTS : Kind.USAGE;
  }

  /** How far a file is of a kind. */
  protected abstract FormatFit fit(Kind kind, NativeColumns columns);

  /** What reads a file of a kind. */
  protected abstract Records records(Kind kind, NativeColumns columns);
}
