package io.gpuledger.streaming.sink;

/** One row an element, with the columns of charges that name a row. */
final class SampleTable implements RowEncoder<Sample> {
  private static final long serialVersionUID = 1L;

  static final TableLayout LAYOUT =
      TableLayout.of("charges", "source String", "delivery_id String", "row_no UInt64");

  @Override
  public TableLayout layout() {
    return LAYOUT;
  }

  @Override
  public void encode(Sample element, RowSink rows) {
    rows.startRow(element.month()).string("s").string("d").uint64(element.number());
    rows.endRow();
  }
}
