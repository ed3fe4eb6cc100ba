package io.gpuledger.dashboard.config;

import io.gpuledger.cost.budget.SpendKind;
import java.util.Locale;

/** What an alert is about. */
public enum AlertKind {
  BUDGET_ACTUAL("A bill passed a threshold of a budget", AlertSeverity.WARNING),
  BUDGET_ESTIMATED("The estimate to date passed a threshold of a budget", AlertSeverity.WARNING),
  BUDGET_FORECAST("A forecast passes a threshold of a budget", AlertSeverity.WARNING),
  BUDGET_BURN("A budget burns many times its even pace", AlertSeverity.WARNING),
  IDLE_GPU("GPUs are held and do nothing", AlertSeverity.WARNING),
  RUNAWAY_JOB("A job burns more than the gate for runaway burn", AlertSeverity.PAGE),
  STALE_SOURCE("A source no longer delivers", AlertSeverity.WARNING),
  COVERAGE_DROP("Telemetry coverage is below its goal", AlertSeverity.WARNING),
  UNPRICED("Something in use has no price", AlertSeverity.WARNING),
  REJECTS_RISING("More rows are refused than before", AlertSeverity.WARNING),
  INVOICE_ARRIVED("An invoice arrived", AlertSeverity.INFO),
  INVOICE_MISMATCH("An invoice does not tie to the ledger", AlertSeverity.WARNING),
  COMMITMENT_EXPIRING("A commitment ends soon", AlertSeverity.INFO),
  COMMITMENT_UNUSED("A commitment is not used enough", AlertSeverity.WARNING),
  SHORTFALL("A promised spend will not be reached", AlertSeverity.WARNING),
  DELIVERY_FAILURE("Alerts cannot be delivered to a channel", AlertSeverity.WARNING),
  /** What was held back for a channel, gathered: no cause of its own. */
  DIGEST("What waited for this channel", AlertSeverity.INFO),
  /** What was beyond a channel's cap of an hour, gathered. */
  FLOOD("More alerts than the channel takes in an hour", AlertSeverity.INFO);

  private final String words;
  private final AlertSeverity severity;

  AlertKind(String words, AlertSeverity severity) {
    this.words = words;
    this.severity = severity;
  }

  /** The word in the file, the ledger and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it says, a sentence without its end. */
  public String words() {
    return words;
  }

  public AlertSeverity severity() {
    return severity;
  }

  /** Whether it tells of a threshold of a budget. */
  public boolean isBudget() {
    return this == BUDGET_ACTUAL || this == BUDGET_ESTIMATED || this == BUDGET_FORECAST;
  }

  /** Whether it only gathers other alerts. */
  public boolean isGathering() {
    return this == DIGEST || this == FLOOD;
  }

  /** The kind of an alert about a budget. */
  public static AlertKind of(SpendKind kind) {
    return switch (kind) {
      case FROM_BILL -> BUDGET_ACTUAL;
      case ESTIMATED -> BUDGET_ESTIMATED;
      case FORECAST -> BUDGET_FORECAST;
    };
  }

  /**
   * The kind of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AlertKind of(String code) {
    for (AlertKind kind : values()) {
      if (kind.code().equals(code)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of alert \"" + code + "\"");
  }
}
