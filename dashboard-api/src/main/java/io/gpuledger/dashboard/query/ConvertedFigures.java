package io.gpuledger.dashboard.query;

import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a month in another currency, all by the rate of one day. What has no rate stays in
 * its own currency.
 */
public final class ConvertedFigures {
  private ConvertedFigures() {}

  /**
   * The parts of a chargeback.
   *
   * @param metric which of the four costs is the report's own; what of it has no rate is noted
   */
  public static List<ChargebackFigures.Part> parts(
      List<ChargebackFigures.Part> parts, int metric, YearMonth month, Exchange exchange) {
    LocalDate day = exchange.dayOf(month);
    List<List<Exchange.Exchanged>> byCost = new ArrayList<>();
    for (int m = 0; m < ChargebackFigures.ZEROS.size(); m++) {
      List<Exchange.Part> amounts = new ArrayList<>();
      for (ChargebackFigures.Part part : parts) {
        amounts.add(
            new Exchange.Part(new Exchange.Whole(part.currency(), day), part.costs().get(m)));
      }
      byCost.add(
          (m == metric ? exchange : exchange.again()).convert(sums(amounts), amounts).parts());
    }
    List<ChargebackFigures.Part> converted = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      ChargebackFigures.Part part = parts.get(i);
      int at = i;
      converted.add(
          new ChargebackFigures.Part(
              part.team(),
              part.costCenter(),
              byCost.get(metric).get(i).currency(),
              part.state(),
              byCost.stream().map(of -> of.get(at).amount()).toList(),
              part.deviceNanos(),
              part.linesWithout()));
    }
    return converted;
  }

  private static Map<Exchange.Whole, Amount> sums(List<Exchange.Part> parts) {
    Map<Exchange.Whole, Amount> sums = new LinkedHashMap<>();
    parts.forEach(part -> sums.merge(part.of(), part.amount(), Amount::plus));
    return sums;
  }

  /** A statement; its lines of a currency sum to the converted total exactly. */
  public static AppliedPolicies statement(
      AppliedPolicies applied, YearMonth month, Exchange exchange) {
    Exchange quiet = exchange.again();
    Statement statement = applied.statement();
    List<Exchange.Part> amounts = new ArrayList<>();
    for (StatementLine line : statement.lines()) {
      amounts.add(
          new Exchange.Part(
              new Exchange.Whole(line.currency(), exchange.dayOf(month)), line.amount()));
    }
    List<Exchange.Exchanged> done = quiet.convert(sums(amounts), amounts).parts();
    List<StatementLine> lines = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      StatementLine line = statement.lines().get(i);
      lines.add(
          new StatementLine(
              line.party(),
              done.get(i).currency(),
              line.component(),
              line.charged(),
              done.get(i).amount(),
              line.deviceNanos()));
    }
    return new AppliedPolicies(
        applied.available(),
        applied.policies(),
        Statement.together(
            List.of(
                new Statement(
                    lines,
                    statement.unpricedModels(),
                    statement.notSpread(),
                    statement.notRepriced()))));
  }

  /** The lines of one bridge, in order; no amount where it is not known. */
  public record BridgeLines(Map<BridgeLine, Optional<Amount>> lines) {}

  /**
   * One bridge of all bridges that convert; its lines sum as theirs do. Empty where none converts.
   *
   * @param differences what payments cost beyond the booked invoices: part of what is payable, and
   *     taken off again by the line of the currency, so that none of it is in the effective total
   */
  public static Optional<BridgeLines> bridge(
      BridgeFigures figures, YearMonth month, Exchange exchange, InvoiceDifferences differences) {
    Map<BridgeLine, Optional<Amount>> lines = new EnumMap<>(BridgeLine.class);
    boolean any = false;
    for (Bridge bridge : figures.bridges()) {
      Exchange.Whole whole = new Exchange.Whole(bridge.currency(), exchange.dayOf(month));
      List<Exchange.Part> parts = new ArrayList<>();
      parts.add(new Exchange.Part(whole, bridge.payable()));
      for (Bridge.Step step : bridge.steps()) {
        parts.add(new Exchange.Part(whole, step.amount().orElse(Amount.ZERO)));
      }
      Exchange.Result result = exchange.convert(Map.of(whole, bridge.effectiveKnown()), parts);
      List<Exchange.Exchanged> done = result.parts();
      if (!done.get(0).currency().equals(exchange.currency())) {
        continue;
      }
      any = true;
      Amount effective =
          result.wholes().values().stream()
              .map(Exchange.Exchanged::amount)
              .reduce(Amount.ZERO, Amount::plus);
      Amount rest = effective.minus(done.get(0).amount());
      add(lines, BridgeLine.PAYABLE, Optional.of(done.get(0).amount()));
      for (int i = 0; i < bridge.steps().size(); i++) {
        Bridge.Step step = bridge.steps().get(i);
        Amount amount = done.get(i + 1).amount();
        rest = rest.minus(amount);
        add(lines, step.line(), step.amount().map(known -> amount));
      }
      Amount left = rest;
      add(lines, BridgeLine.UNEXPLAINED, bridge.unexplained().map(known -> left));
      add(lines, BridgeLine.EFFECTIVE, bridge.effective().map(known -> effective));
    }
    if (any && !differences.entries().isEmpty()) {
      add(lines, BridgeLine.PAYABLE, Optional.of(differences.total()));
      add(lines, BridgeLine.CURRENCY, Optional.of(differences.total().negated()));
    }
    return any ? Optional.of(new BridgeLines(lines)) : Optional.empty();
  }

  /** A sum with an unknown amount in it is unknown. */
  private static void add(
      Map<BridgeLine, Optional<Amount>> lines, BridgeLine line, Optional<Amount> amount) {
    lines.merge(line, amount, (left, right) -> left.flatMap(of -> right.map(of::plus)));
  }

  /** The converted bridge as the API answers it; null where none converts. */
  static @Nullable Map<String, Object> view(
      BridgeFigures figures, YearMonth month, Exchange exchange, InvoiceDifferences differences) {
    return bridge(figures, month, exchange, differences)
        .map(
            of -> {
              List<Map<String, Object>> lines = new ArrayList<>();
              of.lines()
                  .forEach(
                      (line, amount) ->
                          lines.add(
                              Answers.fields(
                                  "line", line.code(),
                                  "words", line.words(),
                                  "amount", amount.map(Amount::toString).orElse(null))));
              return Answers.fields(
                  "currency",
                  exchange.currency(),
                  "lines",
                  lines,
                  "realised",
                  differences.entries().stream().map(ConvertedFigures::realised).toList(),
                  "notRealised",
                  differences.unknown().stream()
                      .map(each -> each.invoice() + ": " + each.reason())
                      .toList());
            })
        .orElse(null);
  }

  private static Map<String, Object> realised(InvoiceDifferences.Entry entry) {
    return Answers.fields(
        "issuer", entry.invoice().issuer(),
        "invoiceId", entry.invoice().invoiceId(),
        "currency", entry.invoice().currency(),
        "paidAt", entry.realised().payment().at().toString(),
        "booked", entry.realised().booked().amount().toString(),
        "paid", entry.realised().payment().paid().amount().toString(),
        "difference", entry.realised().difference().amount().toString());
  }
}
