package io.gpuledger.streaming.sink;

import java.io.Serializable;

/**
 * Turns the elements of a stream into rows of one table.
 *
 * @param <T> the stream's type
 */
public interface RowEncoder<T> extends Serializable {
  /** The table and the columns that {@link #encode} writes, in order. */
  TableLayout layout();

  /** Appends the rows of an element: none, one or many. */
  void encode(T element, RowSink rows);
}
