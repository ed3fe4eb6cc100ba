package io.gpuledger.ingest.generate;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** The table of a cost and usage report while it is written, line by line. */
interface CurTable extends Closeable {
  /**
   * Writes a line.
   *
   * @param cells as long as {@link CurLayout#columns}; an empty one has no value
   * @param tags by the names of {@code resource_tags}
   * @param product facts by the names of the map {@code product}
   */
  void line(String[] cells, Map<String, String> tags, Map<String, String> product)
      throws IOException;
}
