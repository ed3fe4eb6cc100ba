package io.gpuledger.streaming.publish;

import java.util.List;

/** Told that allocation has something to do. Returns at once; the work is done elsewhere. */
public interface AllocationTrigger {
  /** Deliveries became visible, so the cells of their scopes have changed. */
  void cellsChanged(List<String> deliveryIds);
}
