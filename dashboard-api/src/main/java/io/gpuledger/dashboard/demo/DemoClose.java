package io.gpuledger.dashboard.demo;

import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.close.CloseService;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a month of the demo, prepared by one of its users and signed off by another. */
final class DemoClose {
  /** Who gives the month to review. */
  static final String PREPARER = "demo-finance";

  /** Who signs it off. */
  static final String SIGNER = "demo-approver";

  private static final Logger LOG = LoggerFactory.getLogger(DemoClose.class);

  /** What is delivered has to be allocated first, which takes some seconds a month. */
  private static final int ATTEMPTS_MAX = 120;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CloseService close;

  DemoClose(CloseService close) {
    this.close = close;
  }

  /**
   * Closes the month as soon as its checklist allows it; a month that is closed stays as it is.
   *
   * @return whether it is closed now
   * @throws InterruptedException if the demo is stopped meanwhile
   */
  boolean close(YearMonth month) throws InterruptedException {
    String period = month.toString();
    String refusal = "the book has no such period";
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      String state = state(period);
      if (state.equals("closed")) {
        return true;
      }
      try {
        if (!state.equals("in_review")) {
          close.prepare(period, PREPARER, Map.of());
        }
        close.signOff(period, SIGNER, Optional.empty());
      } catch (RefusedException notYet) {
        refusal = String.valueOf(notYet.getMessage());
        Thread.sleep(PAUSE.toMillis());
      }
    }
    LOG.error("the demo's month {} could not be closed: {}", month, refusal);
    return false;
  }

  private String state(String period) {
    return close
        .detail(period, Optional.empty())
        .map(detail -> String.valueOf(detail.get("state")))
        .orElse("");
  }
}
