package io.gpuledger.cost.budget;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of periods in words. */
public final class PeriodWords {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final Pattern MONTH_KEY = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");
  private static final Pattern DAY_KEY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern WEEK_KEY = Pattern.compile("(\\d{4})-W(\\d\\d)");
  private static final Pattern QUARTER_KEY = Pattern.compile("(\\d{4})-(Q[1-4])");
  private static final Pattern ROLLING_KEY = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)/(\\d{1,3})d");

  private PeriodWords() {}

  /** Such as {@code October 2026}; a key that is of no known form stands as it is. */
  public static String of(String key) {
    if (MONTH_KEY.matcher(key).matches()) {
      return MONTH.format(YearMonth.parse(key));
    }
    if (DAY_KEY.matcher(key).matches()) {
      return DAY.format(LocalDate.parse(key));
    }
    Matcher week = WEEK_KEY.matcher(key);
    if (week.matches()) {
      return "week " + Integer.parseInt(week.group(2)) + " of " + week.group(1);
    }
    Matcher quarter = QUARTER_KEY.matcher(key);
    if (quarter.matches()) {
      return quarter.group(2) + " " + quarter.group(1);
    }
    Matcher rolling = ROLLING_KEY.matcher(key);
    if (rolling.matches()) {
      return "the "
          + rolling.group(2)
          + " days to "
          + DAY.format(LocalDate.parse(rolling.group(1)));
    }
    return key.equals(PeriodRule.PROJECT_KEY) ? "the whole project" : key;
  }
}
