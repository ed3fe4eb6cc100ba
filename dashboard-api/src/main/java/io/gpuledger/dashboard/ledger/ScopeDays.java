package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendRow;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.forecast.ScopeDay;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The days of one scope while rows are added up. */
final class ScopeDays {
  private final ScopeQuestion question;
  private final LocalDate from;
  private final Map<Part, SortedMap<Integer, Sum>> parts = new LinkedHashMap<>();

  /** What a day's rows are told apart by. */
  private record Part(String source, boolean committed, String category) {}

  private record Sum(Amount cost, BigInteger nanos) {}

  ScopeDays(ScopeQuestion question, LocalDate from) {
    this.question = question;
    this.from = from;
  }

  /** Adds a row that counts, if it is of the currency that is asked for. */
  void add(LocalDate day, String source, boolean committed, String category, SpendRow row) {
    boolean money = !question.currency().isEmpty();
    if (money && !row.currency().equals(question.currency())) {
      return;
    }
    Amount cost = money ? row.cost(question.question().counted().metric()) : Amount.ZERO;
    BigInteger nanos = money ? BigInteger.ZERO : row.deviceNanos();
    parts
        .computeIfAbsent(new Part(source, committed, category), none -> new TreeMap<>())
        .merge(
            (int) (day.toEpochDay() - from.toEpochDay()),
            new Sum(cost, nanos),
            (one, more) -> new Sum(one.cost().plus(more.cost()), one.nanos().add(more.nanos())));
  }

  /** Days that came to something. */
  List<ScopeDay> rows() {
    List<ScopeDay> rows = new ArrayList<>();
    parts.forEach(
        (part, days) ->
            days.forEach(
                (index, sum) -> {
                  Amount amount =
                      new SpendTotal(Map.of(question.currency(), sum.cost()), sum.nanos())
                          .of(question.unit(), question.currency());
                  if (!amount.isZero()) {
                    rows.add(
                        new ScopeDay(
                            from.plusDays(index),
                            part.source(),
                            part.committed(),
                            part.category(),
                            amount));
                  }
                }));
    return rows;
  }
}
