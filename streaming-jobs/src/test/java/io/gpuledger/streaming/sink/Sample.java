package io.gpuledger.streaming.sink;

/** A stream element of the sink's tests. */
public record Sample(int month, long number) {}
