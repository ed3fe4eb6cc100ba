/**
 * Bills of platforms and vector databases that answer with records of a time, an amount and labels:
 * RunPod, Modal, Vast.ai, Together, Pinecone, Zilliz. Each is a declared form over one reading.
 *
 * <p>Invariants: the amount of a record is what is billed, to the last digit; parts of it are told
 * apart only where they and what is left of it come to it. A unit, a device or a bucket that a
 * record does not name is absent, not guessed.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.platform;
