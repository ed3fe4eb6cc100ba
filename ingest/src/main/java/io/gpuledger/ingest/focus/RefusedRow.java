package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;
import java.util.Optional;

/**
 * A record, or a whole file, that cannot be read.
 *
 * @param rowNo file index x 2^32 + record, record 0 for the whole file
 * @param problem the first fault with its place and the raw text
 * @param row what could be read of the record, for its scope; empty where nothing could
 */
public record RefusedRow(long rowNo, Problem problem, Optional<FocusRow> row) {}
