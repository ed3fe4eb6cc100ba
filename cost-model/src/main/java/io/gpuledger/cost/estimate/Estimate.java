package io.gpuledger.cost.estimate;

import java.time.LocalDate;
import java.util.List;

/**
 * What a bill will presumably say of an account's accelerators on a UTC day.
 *
 * @param source the source of the bill
 * @param account the billing account there
 * @param day UTC
 * @param charges in a fixed order; also those that nothing prices
 */
public record Estimate(
    String source, String account, LocalDate day, List<EstimatedCharge> charges) {
  /** Scope kind of its deliveries. */
  public static final String SCOPE_KIND = "estimate-day";

  /** Each id of its deliveries begins with this, and no other does. */
  public static final String ID_PREFIX = "estimate-";

  public Estimate {
    charges = List.copyOf(charges);
  }
}
