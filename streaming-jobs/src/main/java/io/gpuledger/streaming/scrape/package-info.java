/** Records of nodes as they come from Kafka, keyed and still encoded. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.scrape;
