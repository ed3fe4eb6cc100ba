package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price with what it is a price of. The unit is a type, so a price of a month cannot stand where
 * one of an hour is meant.
 */
public sealed interface TypedPrice {
  /** What one unit costs; not negative. */
  Money perUnit();

  /** The unit as it is written: {@code hour}, {@code month}, {@code kWh}. */
  String unit();

  /**
   * A price of an hour.
   *
   * @param perUnit what an hour costs
   */
  record PerHour(Money perUnit) implements TypedPrice {
    public PerHour {
      refuseNegative(perUnit, "hour");
    }

    @Override
    public String unit() {
      return "hour";
    }

    @Override
    public String toString() {
      return perUnit + "/hour";
    }
  }

  /**
   * A price of a calendar month, however long.
   *
   * @param perUnit what a month costs
   */
  record PerMonth(Money perUnit) implements TypedPrice {
    public PerMonth {
      refuseNegative(perUnit, "month");
    }

    @Override
    public String unit() {
      return "month";
    }

    @Override
    public String toString() {
      return perUnit + "/month";
    }
  }

  /**
   * A price of a kilowatt-hour.
   *
   * @param perUnit what a kilowatt-hour costs
   */
  record PerKwh(Money perUnit) implements TypedPrice {
    public PerKwh {
      refuseNegative(perUnit, "kWh");
    }

    @Override
    public String unit() {
      return "kWh";
    }

    @Override
    public String toString() {
      return perUnit + "/kWh";
    }
  }

  /**
   * Reads what {@code toString} prints, such as {@code 2.95 USD/hour}. There is no price without a
   * unit.
   *
   * @throws RefusedException saying what is missing
   */
  static TypedPrice read(String text) {
    Matcher matcher = Pattern.compile("(\\S+) ([A-Z]{3})/(\\w+)").matcher(text.strip());
    if (!matcher.matches()) {
      throw refusal(text, "has no amount, currency and unit; write it as 2.95 USD/hour");
    }
    Optional<Amount> amount = decimal(matcher.group(1));
    if (amount.isEmpty()) {
      throw refusal(text, "begins with no decimal of at most 18 digits after the point");
    }
    Money money = new Money(matcher.group(2), amount.get());
    return switch (matcher.group(3)) {
      case "hour" -> new PerHour(money);
      case "month" -> new PerMonth(money);
      case "kWh" -> new PerKwh(money);
      default -> throw refusal(text, "is of no known unit; use hour, month or kWh");
    };
  }

  /**
   * Reads a price that must be of one unit.
   *
   * @throws RefusedException also if it is of another unit: nothing is converted
   */
  static <T extends TypedPrice> T read(String text, Class<T> wanted) {
    TypedPrice price = read(text);
    if (!wanted.isInstance(price)) {
      throw refusal(
          text, "is a price per " + price.unit() + ", expected is " + wanted.getSimpleName());
    }
    return wanted.cast(price);
  }

  private static Optional<Amount> decimal(String text) {
    try {
      return Optional.of(Amount.parse(text));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void refuseNegative(Money price, String unit) {
    Faults.of("price per " + unit)
        .check(
            price.amount().signum() >= 0, ProblemCode.NOT_ALLOWED_VALUE, "", price + " is below 0")
        .orRefuse();
  }

  private static RefusedException refusal(String text, String message) {
    return new RefusedException(
        List.of(
            new Problem(
                ProblemCode.NOT_ALLOWED_VALUE,
                Location.ofInput("price"),
                "",
                "'" + text + "' " + message,
                text)));
  }
}
