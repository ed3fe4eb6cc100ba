package io.gpuledger.ingest.azure;

import io.gpuledger.ingest.focus.TimeReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The days of a file: each is read once. */
final class AzurePeriods {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int MOST = 4_096;

  /** No day needs more characters; longer texts are not kept. */
  private static final int LONGEST = 64;

  private final Map<String, Optional<LocalDate>> days = new HashMap<>();

  /** The day of a text in any of the forms that bills use; empty where it is none. */
  Optional<LocalDate> day(String text) {
    Optional<LocalDate> known = days.get(text);
    if (known == null) {
      if (text.length() > LONGEST) {
        return Optional.empty();
      }
      OptionalLong micros = TimeReader.micros(text.getBytes(StandardCharsets.UTF_8));
      known =
          micros.isPresent()
              ? Optional.of(LocalDate.ofEpochDay(Math.floorDiv(micros.getAsLong(), DAY_MICROS)))
              : Optional.empty();
      if (days.size() >= MOST) {
        days.clear();
      }
      days.put(text, known);
    }
    return known;
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The instant at which a day is over. */
  static Instant end(LocalDate day) {
    return start(day).plus(1, ChronoUnit.DAYS);
  }

  /**
   * The first day of a billing period: as it is told, else of the calendar month of the usage.
   *
   * @param told text of the period's start, may be empty
   * @param date text of the day of usage
   */
  Optional<LocalDate> periodStart(String told, String date) {
    return told.isEmpty() ? day(date).map(day -> day.withDayOfMonth(1)) : day(told);
  }

  /** The last day of a billing period. */
  Optional<LocalDate> periodLast(String told, String date) {
    return told.isEmpty()
        ? day(date).map(day -> day.withDayOfMonth(day.lengthOfMonth()))
        : day(told);
  }
}
