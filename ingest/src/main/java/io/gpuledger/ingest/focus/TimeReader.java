package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * Reads an instant, UTC unless the text says otherwise: ISO with T or a space, minutes only,
 * fractions down to microseconds, {@code Z}, {@code UTC} or an offset; a date alone; {@code
 * yyyyMMdd}; US dates {@code M/d/yyyy} and {@code M/d/yy}, with or without a time; epoch seconds
 * and milliseconds.
 */
public final class TimeReader {
  private static final long EARLIEST = micros(FocusLimits.EARLIEST);
  private static final long LATEST = micros(FocusLimits.LATEST);

  private final byte[] text;
  private final int end;
  private int at;

  private TimeReader(byte[] text) {
    this.text = text;
    int to = text.length;
    while (to > 0 && text[to - 1] == ' ') {
      to--;
    }
    end = to;
    while (at < end && text[at] == ' ') {
      at++;
    }
  }

  static ColumnValue read(ColumnValue.Slice slice) {
    long micros;
    try {
      micros = new TimeReader(slice.bytes()).micros();
    } catch (UnreadableException | java.time.DateTimeException | ArithmeticException e) {
      return ColumnValue.ofFault(
          slice,
          ProblemCode.NOT_A_TIME,
          Shown.quoted(slice.bytes())
              + " is not a time; expected a form such as 2026-10-01T00:00:00Z");
    }
    return ofMicros(slice, micros);
  }

  /** Microseconds since 1970 of a text in any of the forms above; empty where it is none. */
  public static OptionalLong micros(byte[] text) {
    try {
      return OptionalLong.of(new TimeReader(text).micros());
    } catch (UnreadableException | java.time.DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  static ColumnValue ofMicros(ColumnValue.Slice slice, long micros) {
    if (micros < EARLIEST || micros >= LATEST) {
      return ColumnValue.ofFault(
          slice,
          ProblemCode.TIME_OUT_OF_RANGE,
          Shown.quoted(slice.bytes()) + " is not between the years 2000 and 2100");
    }
    return ColumnValue.ofNumber(slice, 0, micros, null);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private long micros() {
    int start = at;
    long first = digits(1, 19);
    int length = at - start;
    if (at == end) {
      return alone(first, length);
    }
    long day;
    switch (text[at]) {
      case '-' -> {
        at++;
        long month = digits(1, 2);
        expect('-');
        day = LocalDate.of(year(first, length), (int) month, (int) digits(1, 2)).toEpochDay();
      }
      case '/' -> {
        at++;
        long dayOfMonth = digits(1, 2);
        expect('/');
        int yearStart = at;
        long year = digits(2, 4);
        day = LocalDate.of(year(year, at - yearStart), (int) first, (int) dayOfMonth).toEpochDay();
      }
      default -> throw new UnreadableException();
    }
    return Math.addExact(Math.multiplyExact(day, 86_400_000_000L), timeOfDay());
  }

  private static int year(long year, int length) {
    if (length == 4) {
      return (int) year;
    }
    if (length == 2) {
      return 2000 + (int) year;
    }
    throw new UnreadableException();
  }

  private static long alone(long number, int length) {
    return switch (length) {
      case 8 ->
          LocalDate.of((int) (number / 10_000), (int) (number / 100 % 100), (int) (number % 100))
                  .toEpochDay()
              * 86_400_000_000L;
      case 9, 10 -> number * 1_000_000;
      case 13 -> number * 1_000;
      case 16 -> number;
      default -> throw new UnreadableException();
    };
  }

  /** Microseconds after midnight UTC, negative or past a day where an offset says so. */
  private long timeOfDay() {
    if (at == end) {
      return 0;
    }
    if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') {
      throw new UnreadableException();
    }
    at++;
    long hour = digits(1, 2);
    expect(':');
    long minute = digits(2, 2);
    long second = 0;
    long fraction = 0;
    if (at < end && text[at] == ':') {
      at++;
      second = digits(2, 2);
      if (at < end && text[at] == '.') {
        at++;
        fraction = fraction();
      }
    }
    if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second + fraction > 0)) {
      throw new UnreadableException();
    }
    long zone = zoneSeconds();
    return ((hour * 60 + minute) * 60 + second - zone) * 1_000_000 + fraction;
  }

  private long fraction() {
    int start = at;
    long value = digits(1, 9);
    int length = at - start;
    for (int i = length; i < 9; i++) {
      value *= 10;
    }
    if (value % 1_000 != 0) {
      throw new UnreadableException();
    }
    return value / 1_000;
  }

  private long zoneSeconds() {
    if (at < end && text[at] == ' ') {
      at++;
    }
    int left = end - at;
    if (left == 0 || (left == 1 && (text[at] == 'Z' || text[at] == 'z'))) {
      return 0;
    }
    if (left == 3 && text[at] == 'U' && text[at + 1] == 'T' && text[at + 2] == 'C') {
      return 0;
    }
    int sign = text[at] == '+' ? 1 : text[at] == '-' ? -1 : 0;
    if (sign == 0) {
      throw new UnreadableException();
    }
    at++;
    long hours = digits(2, 2);
    if (at < end && text[at] == ':') {
      at++;
    }
    long minutes = at < end ? digits(2, 2) : 0;
    if (at != end || hours > 18 || minutes > 59) {
      throw new UnreadableException();
    }
    return sign * (hours * 60 + minutes) * 60;
  }

  private long digits(int least, int most) {
    int start = at;
    long value = 0;
    while (at < end && at - start < most && text[at] >= '0' && text[at] <= '9') {
      value = Math.addExact(Math.multiplyExact(value, 10L), text[at] - '0');
      at++;
    }
    if (at - start < least) {
      throw new UnreadableException();
    }
    return value;
  }

  private void expect(char expected) {
    if (at == end || text[at] != expected) {
      throw new UnreadableException();
    }
    at++;
  }

  /** Distinct texts only reach this; it carries no stack. */
  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException() {
      super("unreadable", null, false, false);
    }
  }
}
