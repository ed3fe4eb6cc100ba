package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.BilledDays;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.Pages;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.focus.RawLayout;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A format by its declared form; {@code docs/formats/platforms.md} has the rules. */
public final class PlatformFormat implements BillFormat {
  private final PlatformForm form;
  private final List<SetPart> parts;
  private final Learned learned =
      new Learned(new Pages(), new BilledDays(), new BitSet(), new TreeSet<>());

  /**
   * What the files of a set taught.
   *
   * @param hourly the files in which a record begins within a day
   * @param months the months that charges were made of so far, by their first day
   */
  record Learned(Pages pages, BilledDays days, BitSet hourly, Set<LocalDate> months) {}

  PlatformFormat(PlatformForm form, List<SetPart> parts) {
    this.form = form;
    this.parts = parts;
  }

  @Override
  public String format() {
    return form.word();
  }

  @Override
  public String parserVersion() {
    return form.version();
  }

  @Override
  public RawLayout layout() {
    return form.layout();
  }

  @Override
  public boolean computesWithFloats() {
    return form.floats();
  }

  @Override
  public BillFormat ofSet(List<SetPart> files) {
    return new PlatformFormat(form, files);
  }

  @Override
  public Optional<Scope.Kind> scope() {
    return Optional.of(form.scope());
  }

  /** What is told again is told whole, so adding to it would bill it twice. */
  @Override
  public Optional<DeliveryKind> deliveryKind() {
    return Optional.of(DeliveryKind.OVERWRITE);
  }

  @Override
  public boolean studies() {
    return true;
  }

  @Override
  public Map<Integer, Problem> refusals() {
    learned.days().settle(UnaryOperator.identity());
    return learned.days().refusals(parts);
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return form.fit(columns);
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns, int part, boolean repeated) {
    PlatformCharges records = new PlatformCharges(form, columns, learned, part);
    return Optional.of(record -> records.learn(record, repeated));
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return mapper(columns, 0);
  }

  @Override
  public RecordCharges mapper(NativeColumns columns, int part) {
    return new PlatformCharges(form, columns, learned, part);
  }
}
