package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all nodes in a budget's scope cost per hour now.
 *
 * @param topNode the node on which one holder costs most, or empty where no device is held
 * @param top what was seen there
 */
public record ScopeBurn(Amount perHour, String topNode, Burn top) {
  /**
   * The sum over the nodes heard of lately. Where two holders cost the same, the node that comes
   * first by name stands.
   */
  public static ScopeBurn of(Map<String, Burn> byNode, long nowMicros) {
    SortedMap<String, Burn> sorted = new TreeMap<>(byNode);
    Amount sum = Amount.ZERO;
    String topNode = "";
    Burn top = Burn.NONE;
    for (Map.Entry<String, Burn> entry : sorted.entrySet()) {
      Burn burn = entry.getValue();
      if (!burn.isHeardAt(nowMicros)) {
        continue;
      }
      sum = sum.plus(burn.perHour());
      if (burn.topPerHour().compareTo(top.topPerHour()) > 0) {
        topNode = entry.getKey();
        top = burn;
      }
    }
    return new ScopeBurn(sum, topNode, top);
  }
}
