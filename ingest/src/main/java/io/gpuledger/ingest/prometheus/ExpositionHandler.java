package io.gpuledger.ingest.prometheus;

/** Takes the series of an exposition as they are read. */
@FunctionalInterface
public interface ExpositionHandler {
  /** One series, in the order of the text. */
  void accept(Series series);
}
