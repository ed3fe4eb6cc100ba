package io.gpuledger.streaming.telemetry;

/** Takes what the telemetry job makes, by table. */
interface TelemetryOutput {
  void samples(EncodedRows rows);

  void lateSamples(EncodedRows rows);

  void usage(UsageRow row);

  void holder(HolderRow row);

  void inventory(InventoryRow row);
}
