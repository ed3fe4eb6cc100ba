package io.gpuledger.dashboard.alert.channel;

/** One way by which alerts leave. */
interface Channel {
  /** Sends once and tells what is known about the outcome. Throws for faults of ours only. */
  Outcome send(Message message);
}
