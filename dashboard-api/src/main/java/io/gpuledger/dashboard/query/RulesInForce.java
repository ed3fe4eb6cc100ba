package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.price.Pricing;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configured rules that answers go by: owners of devices now, states, chargeback policies,
 * commitments.
 */
public final class RulesInForce {
  /** The model whose thresholds are those of every model without its own. */
  public static final String EVERY_MODEL = "*";

  private final OwnershipRules ownership;
  private final ChargebackPolicies chargeback;
  private final Map<String, StateRules> byModel = new HashMap<>();
  private final StateRules defaults;
  private final List<CommitmentEntry> commitments;
  private final CarbonSites carbon;
  private final Map<String, BillingTerms> billing;
  private final Pricing pricing;
  private final SliceWeighting slices;

  /**
   * Rules.
   *
   * @param thresholds by device model; {@link #EVERY_MODEL} is the default
   * @param chargeback by what teams are charged
   */
  public RulesInForce(
      OwnershipRules ownership,
      Map<String, StateThresholds> thresholds,
      ChargebackPolicies chargeback,
      List<CommitmentEntry> commitments) {
    this(ownership, thresholds, chargeback, commitments, CarbonSites.NONE, Map.of(), Pricing.NONE);
  }

  /**
   * Rules.
   *
   * @param thresholds by device model; {@link #EVERY_MODEL} is the default
   * @param chargeback by what teams are charged
   * @param carbon where clusters stand
   * @param billing how sources bill where it is configured, by source
   * @param pricing what prices accelerators, apart from bills and commitments
   */
  public RulesInForce(
      OwnershipRules ownership,
      Map<String, StateThresholds> thresholds,
      ChargebackPolicies chargeback,
      List<CommitmentEntry> commitments,
      CarbonSites carbon,
      Map<String, BillingTerms> billing,
      Pricing pricing) {
    this(
        ownership,
        thresholds,
        chargeback,
        commitments,
        carbon,
        billing,
        pricing,
        SliceWeighting.DOMINANT);
  }

  /**
   * Rules.
   *
   * @param thresholds by device model; {@link #EVERY_MODEL} is the default
   * @param chargeback by what teams are charged
   * @param carbon where clusters stand
   * @param billing how sources bill where it is configured, by source
   * @param pricing what prices accelerators, apart from bills and commitments
   * @param slices by what a slice of a device counts for a part of it
   */
  public RulesInForce(
      OwnershipRules ownership,
      Map<String, StateThresholds> thresholds,
      ChargebackPolicies chargeback,
      List<CommitmentEntry> commitments,
      CarbonSites carbon,
      Map<String, BillingTerms> billing,
      Pricing pricing,
      SliceWeighting slices) {
    this.slices = slices;
    this.billing = Map.copyOf(billing);
    this.pricing = pricing;
    this.ownership = ownership;
    this.chargeback = chargeback;
    this.commitments = List.copyOf(commitments);
    this.carbon = carbon;
    thresholds.forEach((model, of) -> byModel.put(model, new StateRules(of)));
    this.defaults = byModel.getOrDefault(EVERY_MODEL, new StateRules(StateThresholds.DEFAULT));
  }

  /** Rules of ownership, with what holds where nothing else is configured. */
  public static RulesInForce of(OwnershipRules ownership) {
    return new RulesInForce(ownership, Map.of(), ChargebackPolicies.NONE, List.of());
  }

  /** The configured commitments. */
  List<CommitmentEntry> commitments() {
    return commitments;
  }

  /** How a source bills: as configured, else as its provider does. */
  BillingTerms billing(String source, String provider) {
    BillingTerms configured = billing.get(source);
    return configured == null ? BillingTerms.ofProvider(provider) : configured;
  }

  /** Where clusters stand and what their energy emits. */
  CarbonSites carbon() {
    return carbon;
  }

  /** What prices accelerators, apart from bills and commitments. */
  Pricing pricing() {
    return pricing;
  }

  /** By what a slice of a device counts for a part of it. */
  SliceWeighting slices() {
    return slices;
  }

  OwnershipRules ownership() {
    return ownership;
  }

  ChargebackPolicies chargeback() {
    return chargeback;
  }

  /** The state rules of a device model. */
  StateRules states(String deviceModel) {
    return byModel.getOrDefault(deviceModel, defaults);
  }
}
