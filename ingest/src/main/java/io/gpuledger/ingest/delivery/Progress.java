package io.gpuledger.ingest.delivery;

import io.gpuledger.ingest.focus.BillFile;
import java.io.IOException;
import java.nio.file.Files;

/** Counts bytes and rows and tells the listener once a mebibyte. */
final class Progress {
  private static final long STEP_BYTES = 1 << 20;

  private final ImportListener listener;
  private final long total;
  private long bytes;
  private long told;
  private long rows;

  Progress(ImportRequest request, int passes, ImportListener listener) throws IOException {
    long size = 0;
    for (BillFile file : request.files()) {
      size += Files.size(file.path());
    }
    this.total = passes * size;
    this.listener = listener;
  }

  void bytes(long read) {
    bytes += read;
    if (bytes - told >= STEP_BYTES) {
      told = bytes;
      listener.progress(Math.min(bytes, total), total, rows);
    }
  }

  void row() {
    rows++;
  }

  void done() {
    listener.progress(total, total, rows);
  }
}
