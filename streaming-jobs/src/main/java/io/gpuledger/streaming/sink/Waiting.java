package io.gpuledger.streaming.sink;

/** How long to wait before asking the ledger again. */
interface Waiting {
  /** Returns when the attempt may be made. */
  void beforeAttempt(int attempt) throws InterruptedException;

  /** 100 ms doubling to 10 s. */
  static Waiting backOff() {
    return attempt -> Thread.sleep(Math.min(10_000L, 100L << Math.min(attempt - 1, 7)));
  }
}
