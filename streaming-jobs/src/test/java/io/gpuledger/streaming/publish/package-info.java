/** Tests of the publisher: its rules alone, and over the real broker and engine. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.publish;
