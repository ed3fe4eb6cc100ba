package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;
import java.util.Map;

/** Publishes a run as the publisher does, with instants that only rise. */
final class DirectPublication implements RunPublication {
  private final LedgerClient client;
  private long second = Instant.parse("2026-11-01T00:00:00Z").getEpochSecond();

  DirectPublication(LedgerClient client) {
    this.client = client;
  }

  @Override
  public Instant publish(RunDraft run) {
    second++;
    client.execute(
        "INSERT INTO allocation_runs SELECT {id:UUID}, {no:UInt64}, {reason:String},"
            + " {policy:String}, {cells:UInt64}, {lines:UInt64}, toDateTime64({at:Int64}, 6,"
            + " 'UTC')",
        Map.of(
            "id",
            run.runId().toString(),
            "no",
            String.valueOf(run.runNo()),
            "reason",
            run.reason(),
            "policy",
            run.policyVersion(),
            "cells",
            String.valueOf(run.cells()),
            "lines",
            String.valueOf(run.lines()),
            "at",
            String.valueOf(second)));
    return Instant.ofEpochSecond(second);
  }
}
