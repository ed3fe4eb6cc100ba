package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.dashboard.close.FakeCloseLedger.Cost;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.http.JsonOf;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fiscal calendar changes when periods are closed already. */
@Timeout(30)
class CalendarChangeTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @TempDir Path folder;
  private CloseTestbed books;

  @BeforeEach
  void open() {
    books = new CloseTestbed(folder);
    books.ledger.publish("2026-10-02T00:00:00Z", "FY2026-P09", new Cost("aws", "v", "900", true));
  }

  @AfterEach
  void close() {
    books.close();
  }

  private void calendar(FiscalCalendar calendar) {
    books.config = new CloseConfig(calendar, books.config.accounts());
  }

  private void closeOctober(String name) {
    books.ledger.publish("2026-11-03T00:00:00Z", name, new Cost("aws", "v", "1000", true));
    books.closePeriod(name);
    books.ledger.publish("2026-11-04T00:00:00Z", name, new Cost("aws", "v", "1005", true));
  }

  private List<String> periods() {
    List<String> periods = new ArrayList<>();
    for (JsonNode row : JsonOf.value(books.service.list(120, 0, false)).path("rows")) {
      periods.add(
          row.path("period").asText()
              + " "
              + row.path("firstDay").asText()
              + " "
              + row.path("lastDay").asText());
    }
    return periods;
  }

  @Test
  void from_months_to_weeks_no_two_periods_share_a_day() {
    closeOctober("FY2026-P10");
    calendar(
        new FiscalCalendar.Weeks(
            FiscalCalendar.Pattern.FOUR_FOUR_FIVE,
            Month.DECEMBER,
            DayOfWeek.SATURDAY,
            FiscalCalendar.YearEnd.LAST_OF_MONTH,
            UTC));

    assertThat(periods())
        .as("the weeks begin where the closed month ends, and end where it begins")
        .containsExactly(
            "FY2026-P11 2026-11-01 2026-11-21",
            "FY2026-P10 2026-10-01 2026-10-31",
            "FY2026-P10-2 2026-09-27 2026-09-30",
            "FY2026-P09 2026-08-23 2026-09-26");
    assertThat(books.corrections("FY2026-P11")).containsExactly("cc-v DEBIT 5");
    assertThat(books.journal("FY2026-P10").next().name()).isEqualTo("FY2026-P11");
  }

  @Test
  void a_name_that_a_closed_period_has_is_given_to_other_days_with_a_number() {
    calendar(new FiscalCalendar.Months(Month.FEBRUARY, UTC));
    closeOctober("FY2027-P09");
    calendar(new FiscalCalendar.Months(Month.JANUARY, UTC));
    books.until("2027-10-05T09:00:00Z");

    List<String> periods = periods();

    assertThat(periods.get(0)).isEqualTo("FY2027-P10 2027-10-01 2027-10-31");
    assertThat(periods.get(1)).isEqualTo("FY2027-P09-2 2027-09-01 2027-09-30");
    assertThat(periods).contains("FY2027-P09 2026-10-01 2026-10-31");
    assertThat(periods).hasSize(14).doesNotHaveDuplicates();
    assertThat(books.detail("2027-09").path("period").asText()).isEqualTo("FY2027-P09-2");
    assertThat(books.corrections("FY2026-P11")).containsExactly("cc-v DEBIT 5");

    books.ledger.publish("2027-10-02T00:00:00Z", "FY2027-P09-2", new Cost("aws", "v", "7", true));
    books.ledger.publish("2027-10-02T00:00:01Z", "FY2027-P08", new Cost("aws", "v", "7", true));
    books.closePeriod("FY2027-P09-2");
    assertThat(books.detail("FY2027-P09-2").path("words").asText()).isEqualTo("closed");
    assertThat(books.detail("FY2027-P09").path("firstDay").asText()).isEqualTo("2026-10-01");
    assertThat(periods()).isEqualTo(periods);
  }

  @Test
  void the_period_before_a_name_that_is_taken_finds_who_bears_its_corrections() {
    calendar(new FiscalCalendar.Months(Month.FEBRUARY, UTC));
    closeOctober("FY2027-P09");
    calendar(new FiscalCalendar.Months(Month.DECEMBER, UTC));
    books.until("2027-08-05T09:00:00Z");

    assertThat(books.detail("2027-07").path("period").asText()).isEqualTo("FY2027-P08");
    books.ledger.publish("2027-08-02T00:00:00Z", "FY2027-P08", new Cost("aws", "v", "7", true));
    books.closePeriod("FY2027-P08");
    books.ledger.publish("2027-08-03T00:00:00Z", "FY2027-P08", new Cost("aws", "v", "9", true));

    assertThat(books.detail("2027-07").path("correctedIn").path("rows").get(0).path("bookedIn"))
        .hasToString("\"FY2027-P09-2\"");
    assertThat(books.corrections("FY2027-P09-2")).containsExactly("cc-v DEBIT 2");
  }
}
