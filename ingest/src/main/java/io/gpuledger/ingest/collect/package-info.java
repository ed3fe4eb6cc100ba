/**
 * What is collected from folders and buckets: what stands there, which of it is a whole delivery,
 * and its copy on this machine. Nothing here loads anything or remembers anything over a restart.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.collect;
