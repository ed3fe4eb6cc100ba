package io.gpuledger.streaming.publish;

import java.util.UUID;

/**
 * An allocation run whose cells and lines are stored and that nobody sees yet.
 *
 * @param reason why it was made, for people
 */
public record RunDraft(
    UUID runId, long runNo, String reason, String policyVersion, long cells, long lines) {}
