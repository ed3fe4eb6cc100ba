package io.gpuledger.ingest.custom;

import io.gpuledger.ingest.focus.TimeReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the dates of a file are written.
 *
 * @param pattern in the letters of {@link DateTimeFormatter}; empty for the forms that bills use
 * @param zone of dates and times that name none
 */
public record DateForm(String pattern, ZoneId zone) {
  /** The forms that bills use, in UTC. */
  public static final DateForm USUAL = new DateForm("", ZoneOffset.UTC);

  /** Reads by a pattern. */
  static final class Reader {
    private final DateForm form;
    private final Optional<DateTimeFormatter> formatter;

    Reader(DateForm form) {
      this.form = form;
      this.formatter =
          form.pattern().isEmpty() ? Optional.empty() : Optional.of(formatter(form.pattern()));
    }

    /** The instant that a part of the text's date is; empty where the text is none. */
    Optional<Instant> read(String text, CustomColumn.Part part) {
      return instant(text.strip()).map(at -> of(at, part));
    }

    private Optional<Instant> instant(String text) {
      if (formatter.isEmpty()) {
        OptionalLong micros = TimeReader.micros(text.getBytes(StandardCharsets.UTF_8));
        return micros.isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS));
      }
      try {
        TemporalAccessor read =
            formatter
                .get()
                .parseBest(
                    text,
                    ZonedDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from,
                    YearMonth::from);
        return Optional.of(instant(read));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private Instant instant(TemporalAccessor read) {
      if (read instanceof ZonedDateTime zoned) {
        return zoned.toInstant();
      }
      if (read instanceof LocalDateTime local) {
        return local.atZone(form.zone()).toInstant();
      }
      LocalDate date = read instanceof YearMonth month ? month.atDay(1) : LocalDate.from(read);
      return date.atStartOfDay(form.zone()).toInstant();
    }

    private Instant of(Instant at, CustomColumn.Part part) {
      LocalDate day = at.atZone(form.zone()).toLocalDate();
      return switch (part) {
        case AS_IS -> at;
        case DAY_START -> start(day);
        case NEXT_DAY -> start(day.plusDays(1));
        case MONTH_START -> start(day.withDayOfMonth(1));
        case NEXT_MONTH -> start(day.withDayOfMonth(1).plusMonths(1));
      };
    }

    private Instant start(LocalDate day) {
      return day.atStartOfDay(form.zone()).toInstant();
    }
  }

  public DateForm {
    if (!pattern.isEmpty()) {
      formatter(pattern);
    }
    if (pattern.isEmpty() && !zone.getRules().equals(ZoneOffset.UTC.getRules())) {
      throw new IllegalArgumentException(
          "a zone needs a format of dates, so that it is known which texts name none");
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    // A day that a month lacks is refused, which asks for the year's other letter.
    String[] parts = pattern.split("'", -1);
    for (int part = 0; part < parts.length; part += 2) {
      parts[part] = parts[part].replace('y', 'u');
    }
    return DateTimeFormatter.ofPattern(String.join("'", parts), Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
