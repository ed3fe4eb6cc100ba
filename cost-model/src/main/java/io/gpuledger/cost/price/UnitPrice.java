package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price with what it is a price of. The unit is a type: a price of a month cannot stand where one
 * of an hour is meant, and there is no price without a unit.
 */
public sealed interface UnitPrice {
  /** Most accelerators of one instance. */
  int DEVICES_LIMIT = 1_024;

  /** What one unit costs; not negative. */
  Money price();

  /** The unit as it is written, such as {@code GPU-hour}. */
  String unit();

  /** What an hour of one device costs; empty where the price is not one of hours. */
  default Optional<Money> perDeviceHour() {
    return Optional.empty();
  }

  /** Of one device for an hour. */
  record PerDeviceHour(Money price) implements UnitPrice {
    public PerDeviceHour {
      refuseNegative(price);
    }

    @Override
    public String unit() {
      return "GPU-hour";
    }

    @Override
    public Optional<Money> perDeviceHour() {
      return Optional.of(price);
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * Of a whole machine for an hour.
   *
   * @param devices how many accelerators it holds, from 1
   */
  record PerInstanceHour(Money price, int devices) implements UnitPrice {
    public PerInstanceHour {
      refuseNegative(price);
      if (devices < 1 || devices > DEVICES_LIMIT) {
        throw refusal(
            price + "/instance-hour of " + devices,
            "must hold 1 to " + DEVICES_LIMIT + " accelerators");
      }
    }

    @Override
    public String unit() {
      return "instance-hour of " + devices;
    }

    /** The price divided by the devices, rounded once. */
    @Override
    public Optional<Money> perDeviceHour() {
      Amount each =
          Fraction.amount(
              price.amount().unscaled(),
              BigInteger.valueOf(devices),
              Rounding.QUANTITY_TIMES_PRICE);
      return Optional.of(new Money(price.currency(), each));
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** Of one device for a calendar month. Months differ in hours, so it is never one of an hour. */
  record PerDeviceMonth(Money price) implements UnitPrice {
    public PerDeviceMonth {
      refuseNegative(price);
    }

    @Override
    public String unit() {
      return "GPU-month";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** Of a million tokens. */
  record PerMillionTokens(Money price) implements UnitPrice {
    public PerMillionTokens {
      refuseNegative(price);
    }

    @Override
    public String unit() {
      return "1M tokens";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * Reads what {@code toString} prints, such as {@code 6.88 USD/GPU-hour}.
   *
   * @throws RefusedException saying what is wrong
   */
  static UnitPrice read(String text) {
    Matcher matcher = Pattern.compile("(\\S+) ([A-Z]{3})/(.+)").matcher(text.strip());
    if (!matcher.matches()) {
      throw refusal(text, "has no amount, currency and unit; write it as 6.88 USD/GPU-hour");
    }
    Money price = new Money(matcher.group(2), amount(text, matcher.group(1)));
    String unit = matcher.group(3);
    Matcher instance = Pattern.compile("instance-hour of ([1-9]\\d{0,3})").matcher(unit);
    if (instance.matches()) {
      return new PerInstanceHour(price, Integer.parseInt(instance.group(1)));
    }
    return switch (unit) {
      case "GPU-hour" -> new PerDeviceHour(price);
      case "GPU-month" -> new PerDeviceMonth(price);
      case "1M tokens" -> new PerMillionTokens(price);
      default ->
          throw refusal(
              text,
              "is of no known unit; use GPU-hour, instance-hour of 8, GPU-month or 1M tokens");
    };
  }

  private static Amount amount(String text, String number) {
    try {
      return Amount.parse(number);
    } catch (ArithmeticException | NumberFormatException e) {
      throw refusal(text, "begins with no decimal of at most 18 digits after the point");
    }
  }

  private static String text(UnitPrice price) {
    return price.price().amount() + " " + price.price().currency() + "/" + price.unit();
  }

  private static void refuseNegative(Money price) {
    if (price.amount().signum() < 0) {
      throw refusal(price.toString(), "is below 0");
    }
  }

  private static RefusedException refusal(String text, String message) {
    return RefusedException.of(
        ProblemCode.NOT_ALLOWED_VALUE, "price", "", "'" + text + "' " + message);
  }
}
