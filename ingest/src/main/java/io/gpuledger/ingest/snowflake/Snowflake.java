package io.gpuledger.ingest.snowflake;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Three views of Snowflake; {@code docs/formats/snowflake.md} has the rules. */
public final class Snowflake implements BillFormat {
  private final SnowflakeSet set = new SnowflakeSet();
  private final List<SetPart> parts;

  public Snowflake() {
    this(List.of());
  }

  private Snowflake(List<SetPart> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public String format() {
    return "snowflake";
  }

  @Override
  public String parserVersion() {
    return "snowflake-2";
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    List<FormatFit> fits =
        Stream.of(CurrencyRecords.NEEDED, MeteringRecords.NEEDED, RateRecords.NEEDED)
            .map(needed -> FormatFit.of(columns, needed))
            .toList();
    for (FormatFit.Kind kind : List.of(FormatFit.Kind.WHOLE, FormatFit.Kind.NEAR)) {
      Optional<FormatFit> found = fits.stream().filter(fit -> fit.kind() == kind).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    return FormatFit.NONE;
  }

  @Override
  public BillFormat ofSet(List<SetPart> parts) {
    return new Snowflake(parts);
  }

  @Override
  public boolean studies() {
    return true;
  }

  /** A record of metering that is refused must not have taken money with it. */
  @Override
  public boolean learnsOfCharges() {
    return true;
  }

  @Override
  public Map<Integer, Problem> refusals() {
    Map<Integer, Problem> refusals = new TreeMap<>();
    set.settle()
        .forEach(
            (file, message) ->
                refusals.put(
                    file,
                    new Problem(
                        ProblemCode.INPUT_TOO_LARGE,
                        Location.ofInput(parts.get(file).file().name()),
                        "",
                        message,
                        "")));
    return refusals;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns) {
    if (has(columns, CurrencyRecords.NEEDED)) {
      return Optional.of(new CurrencyRecords(columns, set));
    }
    return has(columns, MeteringRecords.NEEDED)
        ? Optional.of(new MeteringRecords(columns, set))
        : Optional.of(new RateRecords(columns, set));
  }

  @Override
  public Optional<String> reference(NativeColumns columns) {
    if (has(columns, CurrencyRecords.NEEDED)) {
      return Optional.empty();
    }
    return has(columns, MeteringRecords.NEEDED) ? Optional.empty() : Optional.of("rates");
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    if (has(columns, CurrencyRecords.NEEDED)) {
      return new CurrencyRecords(columns, set);
    }
    return has(columns, MeteringRecords.NEEDED)
        ? new MeteringRecords(columns, set)
        : new RateRecords(columns, set);
  }

  private static boolean has(NativeColumns columns, List<String> needed) {
    return FormatFit.of(columns, needed).kind() == FormatFit.Kind.WHOLE;
  }
}
