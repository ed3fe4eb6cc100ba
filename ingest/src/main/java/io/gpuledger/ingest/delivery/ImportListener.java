package io.gpuledger.ingest.delivery;

/** Told how far an import is; called from the importing thread, a few times a second. */
public interface ImportListener {
  /** Nobody listens. */
  ImportListener NONE = (bytesDone, bytesTotal, rows) -> {};

  /**
   * Progress over both passes.
   *
   * @param bytesDone bytes of the files on disk that were read, each byte counted in either pass
   * @param bytesTotal bytes that will have been read at the end
   * @param rows records read so far
   */
  void progress(long bytesDone, long bytesTotal, long rows);
}
