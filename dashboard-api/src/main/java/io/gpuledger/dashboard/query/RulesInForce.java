package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.price.Pricing;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.ingest.delivery.FarLess;
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
  private final Map<String, Amount> farLess;
  private final Pricing pricing;
  private final SliceWeighting slices;

  private RulesInForce(Builder of) {
    this.ownership = of.ownership;
    this.chargeback = of.chargeback;
    of.thresholds.forEach((model, states) -> byModel.put(model, new StateRules(states)));
    this.defaults = byModel.getOrDefault(EVERY_MODEL, new StateRules(StateThresholds.DEFAULT));
    this.commitments = of.commitments;
    this.carbon = of.carbon;
    this.billing = of.billing;
    this.farLess = of.farLess;
    this.pricing = of.pricing;
    this.slices = of.slices;
  }

  /** Rules of ownership, with what holds where nothing else is configured. */
  public static RulesInForce of(OwnershipRules ownership) {
    return new Builder(ownership).build();
  }

  /** Rules, of which each has what holds where nothing is configured until it is given. */
  public static final class Builder {
    private final OwnershipRules ownership;
    private Map<String, StateThresholds> thresholds = Map.of();
    private ChargebackPolicies chargeback = ChargebackPolicies.NONE;
    private List<CommitmentEntry> commitments = List.of();
    private CarbonSites carbon = CarbonSites.NONE;
    private Map<String, BillingTerms> billing = Map.of();
    private Map<String, Amount> farLess = Map.of();
    private Pricing pricing = Pricing.NONE;
    private SliceWeighting slices = SliceWeighting.DOMINANT;

    public Builder(OwnershipRules ownership) {
      this.ownership = ownership;
    }

    /** By device model; {@link RulesInForce#EVERY_MODEL} is the default. */
    public Builder thresholds(Map<String, StateThresholds> of) {
      this.thresholds = Map.copyOf(of);
      return this;
    }

    /** By what teams are charged. */
    public Builder chargeback(ChargebackPolicies of) {
      this.chargeback = of;
      return this;
    }

    public Builder commitments(List<CommitmentEntry> of) {
      this.commitments = List.copyOf(of);
      return this;
    }

    /** Where clusters stand. */
    public Builder carbon(CarbonSites of) {
      this.carbon = of;
      return this;
    }

    /** How sources bill where it is configured, by source. */
    public Builder billing(Map<String, BillingTerms> of) {
      this.billing = Map.copyOf(of);
      return this;
    }

    /** By source, with less than what share of the version before a version has far less. */
    public Builder farLess(Map<String, Amount> of) {
      this.farLess = Map.copyOf(of);
      return this;
    }

    /** What prices accelerators, apart from bills and commitments. */
    public Builder pricing(Pricing of) {
      this.pricing = of;
      return this;
    }

    /** By what a slice of a device counts for a part of it. */
    public Builder slices(SliceWeighting of) {
      this.slices = of;
      return this;
    }

    public RulesInForce build() {
      return new RulesInForce(this);
    }
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

  /** With less than what share of the version before a version of a source has far less. */
  Amount farLess(String source) {
    return farLess.getOrDefault(source, FarLess.HALF);
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
