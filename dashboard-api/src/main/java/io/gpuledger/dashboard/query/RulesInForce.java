package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import java.util.HashMap;
import java.util.Map;

/** The configured rules that answers about the present go by: owners of devices, and states. */
public final class RulesInForce {
  /** The model whose thresholds are those of every model without its own. */
  public static final String EVERY_MODEL = "*";

  private final OwnershipRules ownership;
  private final Map<String, StateRules> byModel = new HashMap<>();
  private final StateRules defaults;

  /**
   * Rules.
   *
   * @param thresholds by device model; {@link #EVERY_MODEL} is the default
   */
  public RulesInForce(OwnershipRules ownership, Map<String, StateThresholds> thresholds) {
    this.ownership = ownership;
    thresholds.forEach((model, of) -> byModel.put(model, new StateRules(of)));
    this.defaults = byModel.getOrDefault(EVERY_MODEL, new StateRules(StateThresholds.DEFAULT));
  }

  /** Rules of ownership with the thresholds that hold where none are configured. */
  public static RulesInForce of(OwnershipRules ownership) {
    return new RulesInForce(ownership, Map.of());
  }

  OwnershipRules ownership() {
    return ownership;
  }

  /** The state rules of a device model. */
  StateRules states(String deviceModel) {
    return byModel.getOrDefault(deviceModel, defaults);
  }
}
