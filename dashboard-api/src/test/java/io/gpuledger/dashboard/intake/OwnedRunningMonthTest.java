package io.gpuledger.dashboard.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.owned.OwnedEstate;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.OwnedSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the charges of own hardware go in a month that still runs. */
class OwnedRunningMonthTest {
  private static final TimeRange NOVEMBER =
      new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

  private static OwnedSource example() throws Exception {
    return ConfigReader.read(Path.of("../docs/gpuledger.example.yaml"))
        .values()
        .get(0)
        .owned()
        .get(0);
  }

  private static Optional<TimeRange> at(String instant) {
    return OwnedIntake.completeDays(NOVEMBER, Instant.parse(instant));
  }

  @Test
  void only_whole_days_that_are_over_are_computed() {
    assertThat(at("2026-10-20T00:00:00Z")).as("the month is to come").isEmpty();
    assertThat(at("2026-11-01T23:59:59Z")).as("no day is over").isEmpty();
    assertThat(at("2026-11-02T00:00:00Z").orElseThrow().end())
        .isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
    assertThat(at("2026-11-11T17:03:09.5Z").orElseThrow().end())
        .isEqualTo(Instant.parse("2026-11-11T00:00:00Z"));
    assertThat(at("2026-12-01T00:00:00Z")).contains(NOVEMBER);
    assertThat(at("2027-05-01T00:00:00Z")).contains(NOVEMBER);
  }

  @Test
  void no_charge_goes_beyond_the_days_that_are_over_and_power_is_that_of_them() throws Exception {
    OwnedEstate estate = example().estate();
    TimeRange ten = at("2026-11-11T12:00:00Z").orElseThrow();

    List<OwnedCharge> toDate = estate.chargesOf(ten);

    assertThat(toDate).isNotEmpty();
    for (OwnedCharge charge : toDate) {
      assertThat(charge.period().end()).as(charge.description()).isBeforeOrEqualTo(ten.end());
    }
    assertThat(sum(toDate)).isLessThan(sum(estate.chargesOf(NOVEMBER)));
    assertThat(sum(toDate)).isGreaterThan(Amount.ZERO);
  }

  @Test
  void the_days_to_date_and_the_rest_are_the_month_to_rounding() throws Exception {
    OwnedEstate estate = example().estate();
    TimeRange ten = at("2026-11-11T12:00:00Z").orElseThrow();
    Amount parts =
        sum(estate.chargesOf(ten))
            .plus(sum(estate.chargesOf(new TimeRange(ten.end(), NOVEMBER.end()))));

    Amount off = parts.minus(sum(estate.chargesOf(NOVEMBER)));

    // Each band of a tariff is rounded once a range; the spread costs fit without a rest.
    assertThat(off.unscaled().abs().longValueExact()).isLessThanOrEqualTo(100);
  }

  @Test
  void at_any_hour_of_a_day_the_bill_has_the_same_bytes(@TempDir Path folder) throws Exception {
    OwnedSource owned = example();
    Path morning = folder.resolve("morning.csv");
    Path evening = folder.resolve("evening.csv");

    new OwnedBill(owned, NOVEMBER)
        .write(owned.estate().chargesOf(at("2026-11-11T06:00:00Z").orElseThrow()), morning);
    new OwnedBill(owned, NOVEMBER)
        .write(owned.estate().chargesOf(at("2026-11-11T22:00:00Z").orElseThrow()), evening);

    assertThat(Files.readString(morning)).isEqualTo(Files.readString(evening)).contains("Power");
  }

  private static Amount sum(List<OwnedCharge> charges) {
    return charges.stream()
        .map(charge -> charge.amount().amount())
        .reduce(Amount.ZERO, Amount::plus);
  }
}
