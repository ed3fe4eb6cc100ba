package io.gpuledger.ingest.prometheus;

/**
 * How much of an exposition is read. Beyond the first two the exposition is refused as a whole;
 * beyond the others the line is.
 *
 * @param bytesMax most bytes of decompressed text
 * @param seriesMax most series
 * @param lineBytesMax longest line
 * @param labelsMax most labels of a series
 * @param problemsMax most problems kept; further ones are counted
 */
public record ExpositionLimits(
    long bytesMax, long seriesMax, int lineBytesMax, int labelsMax, int problemsMax) {
  /** Room for several thousand devices with every counter switched on. */
  public static final ExpositionLimits DEFAULT =
      new ExpositionLimits(64L << 20, 500_000, 64 << 10, 64, 100);

  public ExpositionLimits {
    if (bytesMax < 1 || seriesMax < 1 || lineBytesMax < 16 || labelsMax < 1 || problemsMax < 1) {
      throw new IllegalArgumentException("a limit of an exposition is too small to read anything");
    }
  }
}
