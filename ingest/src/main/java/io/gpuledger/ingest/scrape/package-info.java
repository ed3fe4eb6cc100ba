/**
 * Collects expositions from many targets at a steady pace and hands their samples to Kafka. A
 * target that is slow, endless, huge or broken costs itself and no other; everything held at once
 * has a limit.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.scrape;
