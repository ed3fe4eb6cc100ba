package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is already published of a source. */
public interface DeliveryHistory {
  /** Nothing is published yet. */
  DeliveryHistory EMPTY =
      new DeliveryHistory() {
        @Override
        public ScopeHistory of(String source, Scope scope) {
          return ScopeHistory.NONE;
        }

        @Override
        public List<Scope> inForce(String source) {
          return List.of();
        }

        @Override
        public Set<String> filesInForce(String source, Scope scope) {
          return Set.of();
        }
      };

  /** The history of one scope of a source. */
  ScopeHistory of(String source, Scope scope);

  /** Scopes of the source that hold charges now. */
  List<Scope> inForce(String source);

  /** SHA-256 of the files whose deliveries are in force in a scope and brought it charges. */
  Set<String> filesInForce(String source, Scope scope);

  /**
   * The history of a scope.
   *
   * @param lastSequence highest published sequence, 0 where there is none
   * @param inForce the newest overwrite or retract and the appends after it, in their order
   */
  record ScopeHistory(long lastSequence, List<InForce> inForce) {
    public static final ScopeHistory NONE = new ScopeHistory(0, List.of());

    public ScopeHistory {
      inForce = List.copyOf(inForce);
    }
  }

  /**
   * A delivery in force.
   *
   * @param contentHash all of its identity but the sequence
   * @param rowsAccepted its rows that could be read
   * @param billedCost what they came to, by currency
   */
  record InForce(
      String deliveryId, String contentHash, long rowsAccepted, Map<String, Amount> billedCost) {
    public InForce {
      billedCost = Map.copyOf(billedCost);
    }
  }
}
