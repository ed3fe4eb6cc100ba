package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.BridgeFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a period as of an instant.
 *
 * @param detail by metric, basis, source, account, team, cost centre and service
 * @param bridge its lines from top to bottom, a currency after the other
 */
public record SignedFigures(FigureSet detail, List<Line> bridge) {
  public SignedFigures {
    bridge = List.copyOf(bridge);
  }

  /** A line of a bridge; no amount where it is unknown. */
  public record Line(String currency, BridgeLine line, Optional<Amount> amount) {}

  static SignedFigures of(FigureSet detail, BridgeFigures figures) {
    List<Line> lines = new ArrayList<>();
    for (Bridge bridge : figures.bridges()) {
      lines.add(new Line(bridge.currency(), BridgeLine.PAYABLE, Optional.of(bridge.payable())));
      for (Bridge.Step step : bridge.steps()) {
        lines.add(new Line(bridge.currency(), step.line(), step.amount()));
      }
      lines.add(new Line(bridge.currency(), BridgeLine.UNEXPLAINED, bridge.unexplained()));
      lines.add(new Line(bridge.currency(), BridgeLine.EFFECTIVE, bridge.effective()));
    }
    return new SignedFigures(detail, lines);
  }

  /**
   * Sums of the figures by some of their keys, currency and metric. What no figure states is not
   * there.
   *
   * @param keys names of group keys, such as team; none for the totals
   */
  SortedMap<FigureKey, Amount> by(List<String> keys) {
    SortedMap<FigureKey, Amount> sums = new TreeMap<>();
    detail
        .figures()
        .forEach((key, amount) -> sums.merge(narrowed(key, keys), amount, Amount::plus));
    return sums;
  }

  private static FigureKey narrowed(FigureKey key, List<String> keys) {
    Map<String, String> groups = new TreeMap<>();
    groups.put("metric", key.groups().getOrDefault("metric", ""));
    keys.forEach(name -> groups.put(name, key.groups().getOrDefault(name, "-")));
    return FigureKey.of(groups, key.currency());
  }
}
