package io.gpuledger.ingest.custom;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.stream.Stream;

/** The format that a source declares. */
public final class CustomFormat implements BillFormat {
  private final CustomMapping mapping;

  public CustomFormat(CustomMapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public String format() {
    return "custom";
  }

  /** The same files under another mapping are another delivery. */
  @Override
  public String parserVersion() {
    return "custom-2/" + ContentId.of(List.of(mapping.toString()));
  }

  @Override
  public RawLayout layout() {
    return mapping.layout();
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return FormatFit.of(columns, needed());
  }

  private List<String> needed() {
    return Stream.concat(
            mapping.required().stream(),
            mapping.columns().stream()
                .filter(column -> column.column().required())
                .flatMap(column -> column.source().stream()))
        .distinct()
        .toList();
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new CustomCharges(mapping, columns);
  }
}
