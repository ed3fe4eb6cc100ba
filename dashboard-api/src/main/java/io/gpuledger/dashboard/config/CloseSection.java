package io.gpuledger.dashboard.config;

import io.gpuledger.cost.close.FiscalCalendar;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.Optional;

/** Reads section {@code close}: the fiscal calendar and the accounts of the journal. */
final class CloseSection {
  private static final String CALENDAR = "calendar";

  private CloseSection() {}

  static CloseConfig read(YamlMapping top) {
    YamlMapping close = top.mapping("close");
    FiscalCalendar calendar = calendar(close.mapping(CALENDAR));
    CloseConfig.Accounts accounts = accounts(close.mapping("accounts"));
    close.done();
    return new CloseConfig(calendar, accounts);
  }

  private static FiscalCalendar calendar(YamlMapping item) {
    Month first =
        item.optional(
                "startMonth", Scalars.words(Month.class), text -> Scalars.word(Month.class, text))
            .orElse(Month.JANUARY);
    ZoneId zone =
        item.optional("zone", "a time zone such as Europe/Berlin or UTC", ZoneId::of)
            .orElse(ZoneId.of("UTC"));
    Optional<Optional<FiscalCalendar.Pattern>> pattern =
        item.optional(
            "pattern", "one of calendar, 4-4-5, 4-5-4, 5-4-4", CloseSection::patternOfText);
    Optional<DayOfWeek> lastDay =
        item.optional(
            "lastDay", Scalars.words(DayOfWeek.class), text -> Scalars.word(DayOfWeek.class, text));
    Optional<FiscalCalendar.YearEnd> yearEnd =
        item.optional(
            "yearEnd",
            Scalars.words(FiscalCalendar.YearEnd.class),
            text -> Scalars.word(FiscalCalendar.YearEnd.class, text));
    Optional<FiscalCalendar.Pattern> weeks = pattern.flatMap(text -> text);
    // A wrong pattern is told once; what belongs to weeks is not told on top of it.
    if (weeks.isEmpty() && (pattern.isPresent() || !item.has("pattern"))) {
      for (String key : new String[] {"lastDay", "yearEnd"}) {
        if (item.has(key)) {
          item.fault(key, "stands only with a pattern of weeks, such as 4-4-5");
        }
      }
    }
    item.done();
    return weeks
        .<FiscalCalendar>map(
            of ->
                new FiscalCalendar.Weeks(
                    of,
                    first.minus(1),
                    lastDay.orElse(DayOfWeek.SATURDAY),
                    yearEnd.orElse(FiscalCalendar.YearEnd.LAST_OF_MONTH),
                    zone))
        .orElseGet(() -> new FiscalCalendar.Months(first, zone));
  }

  /** Empty inside stands for calendar months. */
  private static Optional<FiscalCalendar.Pattern> patternOfText(String text) {
    if (text.equals(CALENDAR)) {
      return Optional.empty();
    }
    for (FiscalCalendar.Pattern pattern : FiscalCalendar.Pattern.values()) {
      if (pattern.text().equals(text)) {
        return Optional.of(pattern);
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static CloseConfig.Accounts accounts(YamlMapping item) {
    CloseConfig.Accounts names = CloseConfig.DEFAULT.accounts();
    CloseConfig.Accounts accounts =
        new CloseConfig.Accounts(
            text(item, "entity", names.entity()),
            text(item, "expense", names.expense()),
            text(item, "accruedLiability", names.accruedLiability()),
            text(item, "payable", names.payable()),
            text(item, "exchangeDifference", names.exchangeDifference()));
    item.done();
    return accounts;
  }

  private static String text(YamlMapping item, String key, String otherwise) {
    return item.has(key) ? item.requiredText(key) : otherwise;
  }
}
