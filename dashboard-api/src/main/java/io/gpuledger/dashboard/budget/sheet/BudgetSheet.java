package io.gpuledger.dashboard.budget.sheet;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.BudgetDraft;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Monthly limits by team. The first row is the head: {@code team} first, then in any order months
 * ({@code 2026-11}, or a date of the month), {@code currency} and {@code unit}. An empty cell says
 * nothing about its month.
 *
 * @param rows those that have no fault
 * @param faults all of them, by cell
 */
public record BudgetSheet(List<Limits> rows, List<Fault> faults) {
  /** The most faults that are told. */
  private static final int FAULTS_LIMIT = 200;

  /** Days of spreadsheets count from here, for dates of this century. */
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

  /** Digits before or after the point of a number that is looked at. */
  private static final int DIGITS_LIMIT = 400;

  private static final int CENTS = 2;

  public BudgetSheet {
    rows = List.copyOf(rows);
    faults = List.copyOf(faults);
  }

  /**
   * A row.
   *
   * @param row from 1
   * @param currency empty where hours are limited
   * @param byMonth at least one
   */
  public record Limits(
      int row, String team, BudgetUnit unit, String currency, SortedMap<String, Amount> byMonth) {
    /** Where a fault of the whole row stands. */
    public String address() {
      return Cell.address(0, row);
    }
  }

  /** What is wrong with a cell, such as {@code B3}. */
  public record Fault(String cell, String message) {}

  /**
   * Reads a CSV or XLSX file.
   *
   * @throws SheetRefusedException if it is neither, or too large
   * @throws IOException if it cannot be read at all
   */
  public static BudgetSheet read(Path file) throws IOException {
    return new Reading().of(SheetFile.read(file));
  }

  private enum Special {
    CURRENCY,
    UNIT
  }

  private static final class Reading {
    private final List<Fault> faults = new ArrayList<>();
    private final List<Limits> limits = new ArrayList<>();
    private final Map<Integer, YearMonth> months = new TreeMap<>();
    private final Map<Special, Integer> special = new HashMap<>();
    private final Map<String, String> taken = new HashMap<>();

    BudgetSheet of(List<List<Cell>> rows) {
      if (rows.isEmpty() || rows.get(0).isEmpty()) {
        fault("A1", "is empty; the first row is the head: team, then months such as 2026-11");
      } else {
        head(rows.get(0));
      }
      if (faults.isEmpty()) {
        rows.subList(1, rows.size()).stream().filter(row -> !row.isEmpty()).forEach(this::row);
      }
      if (faults.isEmpty() && limits.isEmpty()) {
        fault("A2", "is empty; each row below the head is a team");
      }
      return new BudgetSheet(limits, faults);
    }

    private void fault(String cell, String message) {
      if (faults.size() < FAULTS_LIMIT) {
        faults.add(new Fault(cell, message));
      }
    }

    private void head(List<Cell> head) {
      boolean team = head.get(0).column() == 0 && head.get(0).text().equalsIgnoreCase("team");
      if (!team) {
        fault("A1", "must be \"team\"");
      }
      for (Cell cell : head) {
        if (cell.column() == 0) {
          continue;
        }
        String text = cell.text().toLowerCase(Locale.ROOT);
        if (text.equals("currency")) {
          special(cell, Special.CURRENCY);
        } else if (text.equals("unit")) {
          special(cell, Special.UNIT);
        } else {
          month(cell);
        }
      }
      if (months.isEmpty() && faults.isEmpty()) {
        fault("B1", "no column is a month such as 2026-11");
      }
    }

    private void special(Cell cell, Special what) {
      if (special.putIfAbsent(what, cell.column()) != null) {
        fault(cell.address(), "\"" + cell.text() + "\" stands in the head twice");
      }
    }

    private void month(Cell cell) {
      Optional<YearMonth> month = monthOf(cell);
      if (month.isEmpty()) {
        fault(
            cell.address(),
            "\"" + cut(cell.text()) + "\" is not a month such as 2026-11, currency or unit");
      } else if (months.containsValue(month.get())) {
        fault(cell.address(), month.get() + " stands in the head twice");
      } else {
        months.put(cell.column(), month.get());
      }
    }

    private static Optional<YearMonth> monthOf(Cell cell) {
      try {
        if (cell.number()) {
          int days =
              plain(cell.text())
                  .orElseThrow(() -> new ArithmeticException("not a day"))
                  .setScale(0, RoundingMode.FLOOR)
                  .intValueExact();
          LocalDate day = DAY_ZERO.plusDays(days);
          return day.getYear() < 2000 || day.getYear() > 2099
              ? Optional.empty()
              : Optional.of(YearMonth.from(day));
        }
        return Optional.of(
            cell.text().length() == "2026-11-01".length()
                ? YearMonth.from(LocalDate.parse(cell.text()))
                : YearMonth.parse(cell.text()));
      } catch (DateTimeException | ArithmeticException e) {
        return Optional.empty();
      }
    }

    private void row(List<Cell> cells) {
      int before = faults.size();
      Map<Integer, Cell> byColumn = new HashMap<>();
      cells.forEach(cell -> byColumn.put(cell.column(), cell));
      int number = cells.get(0).row();
      String team = text(byColumn, 0);
      if (team.isEmpty()) {
        fault(Cell.address(0, number), "is empty; the team is missing");
      }
      BudgetUnit unit = unit(byColumn);
      String currency = text(byColumn, special.getOrDefault(Special.CURRENCY, -1));
      currencyFault(unit, currency, number);
      SortedMap<String, Amount> byMonth = new TreeMap<>();
      for (Cell cell : cells) {
        YearMonth month = months.get(cell.column());
        if (month != null) {
          amount(cell).ifPresent(amount -> byMonth.put(month.toString(), amount));
        } else if (cell.column() != 0 && !special.containsValue(cell.column())) {
          fault(cell.address(), "stands in a column without a head");
        }
      }
      if (faults.size() > before) {
        return;
      }
      if (byMonth.isEmpty()) {
        fault(Cell.address(0, number), "no month of the row has an amount");
        return;
      }
      String key = team + "\n" + unit + "\n" + currency;
      String address = Cell.address(0, number);
      String first = taken.putIfAbsent(key, address);
      if (first != null) {
        fault(address, "\"" + cut(team) + "\" stands in " + first + " already");
        return;
      }
      limits.add(new Limits(number, team, unit, currency, byMonth));
    }

    private BudgetUnit unit(Map<Integer, Cell> cells) {
      Cell cell = cells.get(special.getOrDefault(Special.UNIT, -1));
      if (cell == null) {
        return BudgetUnit.MONEY;
      }
      Optional<BudgetUnit> unit = BudgetUnit.of(cell.text().toLowerCase(Locale.ROOT));
      if (unit.isEmpty()) {
        fault(cell.address(), "\"" + cut(cell.text()) + "\" is not " + BudgetUnit.WORDS);
      }
      return unit.orElse(BudgetUnit.MONEY);
    }

    private void currencyFault(BudgetUnit unit, String currency, int row) {
      String address = Cell.address(special.getOrDefault(Special.CURRENCY, 0), row);
      if (unit == BudgetUnit.GPU_HOURS && !currency.isEmpty()) {
        fault(address, "hours have no currency; leave it empty");
      } else if (unit == BudgetUnit.MONEY && currency.isEmpty()) {
        fault(address, "the currency is missing; add a column \"currency\"");
      } else if (unit == BudgetUnit.MONEY && !currency.matches("[A-Z][A-Z0-9_]{2,15}")) {
        fault(address, "\"" + cut(currency) + "\" is not a currency code such as USD");
      }
    }

    private static Optional<String> cents(String number) {
      return plain(number)
          .map(n -> Amount.of(n.setScale(CENTS, RoundingMode.HALF_EVEN)).toString());
    }

    /** A few characters may stand for a number whose digits alone would fill the memory. */
    private static Optional<BigDecimal> plain(String number) {
      BigDecimal read = new BigDecimal(number);
      return Math.abs((long) read.precision() - read.scale()) > DIGITS_LIMIT
              || Math.abs((long) read.scale()) > DIGITS_LIMIT
          ? Optional.empty()
          : Optional.of(read);
    }

    private Optional<Amount> amount(Cell cell) {
      // A workbook holds numbers as binary fractions; a budget is meant to the cent.
      String text = cell.number() ? cents(cell.text()).orElse("") : cell.text();
      Optional<Amount> amount = BudgetDraft.amount(text);
      if (amount.isEmpty()) {
        fault(
            cell.address(),
            "\"" + cut(cell.text()) + "\" is not an amount above 0; write 250000 or 250000.50");
      }
      return amount;
    }

    private static String text(Map<Integer, Cell> cells, int column) {
      Cell cell = cells.get(column);
      return cell == null ? "" : cell.text();
    }

    private static String cut(String text) {
      return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
  }
}
