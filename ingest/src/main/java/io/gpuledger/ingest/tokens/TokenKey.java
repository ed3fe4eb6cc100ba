package io.gpuledger.ingest.tokens;

import java.util.List;

/**
 * What a line of a cost report or of usage is about. A value that is not told is empty.
 *
 * @param day UTC, as {@code 2026-10-05}
 * @param organization whose it is, which usage and costs never share
 * @param project project or workspace
 * @param type word of {@link TokenClass}
 * @param tier service tier, {@code batch} of batches
 * @param context window of the context, such as {@code 0-200k}
 * @param geo where it is computed
 */
public record TokenKey(
    String day,
    String organization,
    String project,
    String model,
    String type,
    String tier,
    String context,
    String geo) {
  static final int MODEL = 1;
  static final int TYPE = 2;
  static final int TIER = 3;
  static final int CONTEXT = 4;
  static final int GEO = 5;
  static final int SIZE = 6;

  /** What only one of usage and costs may tell. */
  List<String> parts() {
    return List.of(project, model, type, tier, context, geo);
  }
}
