package io.gpuledger.ingest.tokens;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers of a usage and of a cost interface, in pages of buckets of results. */
public abstract class TokenFormat implements BillFormat {
  /** What a file of the format is. */
  protected enum Kind {
    COSTS,
    USAGE
  }

  private final TokenCosts costs;
  private final Pages pages = new Pages();
  private final List<SetPart> parts;

  /** Answers of a provider, the files of a set in their order. */
  protected TokenFormat(String provider, List<SetPart> parts) {
    costs = new TokenCosts(provider);
    this.parts = List.copyOf(parts);
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

  /** A day that is told again is told whole, so adding to it would bill it twice. */
  @Override
  public final Optional<DeliveryKind> deliveryKind() {
    return Optional.of(DeliveryKind.OVERWRITE);
  }

  @Override
  public final boolean studies() {
    return true;
  }

  /** Usage that is refused must not have taken money with it. */
  @Override
  public final boolean learnsOfCharges() {
    return true;
  }

  @Override
  public final Map<Integer, Problem> refusals() {
    return costs.settle(parts);
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
    return Optional.of(records(kind(columns), columns, costs, pages));
  }

  @Override
  public final RecordCharges mapper(NativeColumns columns) {
    return records(kind(columns), columns, costs, pages);
  }

  private Kind kind(NativeColumns columns) {
    return fit(Kind.COSTS, columns).kind() == FormatFit.Kind.WHOLE ? Kind.COSTS : Kind.USAGE;
  }

  /** How far a file is of a kind. */
  protected abstract FormatFit fit(Kind kind, NativeColumns columns);

  /** What reads a file of a kind. */
  protected abstract Records records(
      Kind kind, NativeColumns columns, TokenCosts costs, Pages pages);
}
