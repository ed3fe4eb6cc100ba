package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.Finding;
import io.gpuledger.cost.reconcile.HourPart;
import io.gpuledger.cost.reconcile.MoneyPart;
import io.gpuledger.cost.reconcile.ReconciledTotal;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A reconciliation as the API answers it. */
final class ReconcileView {
  /** Findings of an answer at most; the gravest stand first. */
  static final int FINDINGS_LIMIT = 200;

  private ReconcileView() {}

  static Map<String, Object> of(ReconcileFigures figures, Snapshot snapshot) {
    ReconcileQuery query = figures.query();
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, ReconciledTotal> shown = new TreeMap<>();
    for (ReconcileFigures.Row row : figures.rows()) {
      String currency = row.group().currency();
      Map<String, Object> answer =
          Answers.fields("group", row.group().keys(), "currency", currency);
      answer.putAll(fields(row.total()));
      rows.add(answer);
      shown.computeIfAbsent(currency, key -> new ReconciledTotal()).add(row.total());
    }
    List<Finding> findings = figures.findings();
    return Answers.fields(
        "by",
        query.by().name().toLowerCase(Locale.ROOT),
        "metric",
        query.metric().name().toLowerCase(Locale.ROOT),
        "rows",
        rows,
        "totalRows",
        figures.groups(),
        "totals",
        byCurrency(figures.totals()),
        "others",
        byCurrency(others(figures.totals(), shown)),
        "findings",
        findings.stream().limit(FINDINGS_LIMIT).map(ReconcileView::finding).toList(),
        "totalFindings",
        findings.size(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static Map<String, ReconciledTotal> others(
      Map<String, ReconciledTotal> totals, Map<String, ReconciledTotal> shown) {
    Map<String, ReconciledTotal> others = new TreeMap<>();
    totals.forEach(
        (currency, total) ->
            others.put(currency, total.minus(shown.getOrDefault(currency, new ReconciledTotal()))));
    return others;
  }

  private static List<Map<String, Object>> byCurrency(Map<String, ReconciledTotal> totals) {
    List<Map<String, Object>> answers = new ArrayList<>();
    totals.forEach(
        (currency, total) -> {
          Map<String, Object> answer = Answers.fields("currency", currency);
          answer.putAll(fields(total));
          answers.add(answer);
        });
    return answers;
  }

  private static Map<String, Object> fields(ReconciledTotal total) {
    Map<String, String> money = new LinkedHashMap<>();
    for (MoneyPart part : MoneyPart.values()) {
      Amount amount = total.money().getOrDefault(part, Amount.ZERO);
      if (part != MoneyPart.ATTRIBUTED && (!amount.isZero() || part == MoneyPart.UNEXPLAINED)) {
        money.put(part.code(), amount.toString());
      }
    }
    Map<String, String> states = new LinkedHashMap<>();
    for (State state : State.values()) {
      states.put(state.code(), total.states().getOrDefault(state, Amount.ZERO).toString());
    }
    Map<String, String> hours = new LinkedHashMap<>();
    for (HourPart part : HourPart.values()) {
      BigInteger nanos = total.hours().getOrDefault(part, BigInteger.ZERO);
      if (nanos.signum() != 0
          || part.side() == HourPart.Side.SEEN
          || part == HourPart.UNEXPLAINED) {
        hours.put(part.code(), nanos.toString());
      }
    }
    return Answers.fields(
        "billed",
        total.billed().toString(),
        "attributed",
        total.attributed().toString(),
        "residuals",
        money,
        "states",
        states,
        "nanos",
        Answers.fields(
            "billed", total.paidNanos().toString(),
            "valid", total.validNanos().toString(),
            "seen", total.seenNanos().toString(),
            "paidMinusValid", total.paidMinusValidNanos().toString(),
            "unpriced", total.unpricedNanos().toString(),
            "parts", hours));
  }

  private static Map<String, Object> finding(Finding of) {
    return Answers.fields(
        "severity", of.severity().code(),
        "residual", of.part(),
        "source", of.key().source(),
        "invoice", of.key().invoice(),
        "sku", of.key().sku(),
        "resource", of.key().resource(),
        "cluster", of.cluster(),
        "node", of.node(),
        "firstDay", of.firstDay().toString(),
        "lastDay", of.lastDay().toString(),
        "nanos", of.nanos().toString(),
        "worth", of.worth().map(Amount::toString).orElse(null),
        "currency", of.key().currency(),
        "text", of.text(),
        "action", of.action());
  }
}
