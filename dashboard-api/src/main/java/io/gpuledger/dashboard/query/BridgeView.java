package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bridges as the API answers them. */
final class BridgeView {
  private BridgeView() {}

  static Map<String, Object> of(BridgeQuery query, BridgeFigures figures, Snapshot snapshot) {
    List<Map<String, Object>> bridges = new ArrayList<>();
    for (Bridge bridge : figures.bridges()) {
      bridges.add(
          Answers.fields(
              "currency",
              bridge.currency(),
              "invoices",
              InvoiceFigures.view(bridge.currency(), figures.tie(bridge.currency())),
              "lines",
              lines(bridge),
              "effectiveKnown",
              bridge.effectiveKnown().toString()));
    }
    return Answers.fields(
        "period",
        query.period(),
        "periodBasis",
        query.byInvoice() ? "invoice" : "usage",
        "source",
        query.source().orElse(null),
        "account",
        query.account().orElse(null),
        "bridges",
        bridges,
        "waitingDeliveries",
        figures.waitingDeliveries(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static List<Map<String, Object>> lines(Bridge bridge) {
    List<Map<String, Object>> lines = new ArrayList<>();
    lines.add(
        line(
            BridgeLine.PAYABLE, Optional.of(bridge.payable()), bridge.payableCharges(), List.of()));
    for (Bridge.Step step : bridge.steps()) {
      lines.add(line(step.line(), step.amount(), step.charges(), step.parts()));
    }
    Map<String, Object> unexplained =
        line(BridgeLine.UNEXPLAINED, bridge.unexplained(), bridge.unexplainedCharges(), List.of());
    unexplained.put("ofCharges", bridge.unexplainedOfCharges().toString());
    lines.add(unexplained);
    Map<String, Object> effective = line(BridgeLine.EFFECTIVE, bridge.effective(), 0, List.of());
    effective.remove("charges");
    lines.add(effective);
    return lines;
  }

  private static Map<String, Object> line(
      BridgeLine line, Optional<Amount> amount, long charges, List<Bridge.Part> parts) {
    return Answers.fields(
        "line",
        line.code(),
        "words",
        line.words(),
        "amount",
        text(amount),
        "charges",
        charges,
        "parts",
        parts.stream()
            .map(
                part ->
                    Answers.fields(
                        "class", part.kind().code(),
                        "amount", text(part.amount()),
                        "charges", part.charges()))
            .toList());
  }

  private static @Nullable String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse(null);
  }
}
