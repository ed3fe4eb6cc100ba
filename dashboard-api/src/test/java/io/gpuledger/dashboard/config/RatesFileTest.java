package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatesFileTest {
  private static final String NAMED = "currencies: {book: EUR, ratesFile: rates.csv}\n";
  private static final String HEAD = "date,from,to,rate,purpose\n";

  @TempDir Path folder;

  private Path configuration(String yaml, String csv) throws IOException {
    Files.writeString(folder.resolve("rates.csv"), csv);
    return Files.writeString(folder.resolve("gpuledger.yaml"), yaml);
  }

  private CurrenciesConfig read(String yaml, String csv) throws IOException {
    return ConfigReader.read(configuration(yaml, csv)).values().get(0).currencies();
  }

  private List<String> faults(String yaml, String csv) throws IOException {
    return ConfigReader.read(configuration(yaml, csv)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private static String euros(CurrenciesConfig config, RatePurpose purpose, String day) {
    Conversion conversion =
        config
            .rates()
            .convert(
                new Money("USD", Amount.parse("100")),
                "EUR",
                purpose,
                Instant.parse(day + "T00:00:00Z"));
    return conversion instanceof Conversion.Converted done
        ? done.converted().amount() + " " + done.rate()
        : "unconverted";
  }

  @Test
  void a_monthly_average_holds_for_its_month_and_never_for_another() throws IOException {
    CurrenciesConfig config =
        read(
            NAMED,
            HEAD
                + "2026-10-01,USD,EUR,0.92,monthly-average\n"
                + "2026-12-01,USD,EUR,0.95,monthly-average\n");

    assertThat(euros(config, RatePurpose.MONTHLY_AVERAGE, "2026-10-31"))
        .isEqualTo("92 0.92 (rates.csv)");
    assertThat(euros(config, RatePurpose.MONTHLY_AVERAGE, "2026-11-01")).isEqualTo("unconverted");
    assertThat(euros(config, RatePurpose.MONTHLY_AVERAGE, "2026-12-01")).startsWith("95 ");
    assertThat(euros(config, RatePurpose.CLOSING, "2026-10-31")).isEqualTo("unconverted");
  }

  @Test
  void a_rate_of_a_day_holds_until_the_next_of_its_pair_and_purpose() throws IOException {
    CurrenciesConfig config =
        read(
            NAMED,
            String.join(
                "\r\n",
                "\uFEFF# by the treasury",
                "Purpose,Source,Rate,To,From,Date",
                "closing,ECB,0.93,EUR,USD,2026-10-30",
                "closing,ECB,0.94,EUR,USD,2026-11-30",
                "closing,,1.15,EUR,GBP,2026-11-02",
                "",
                ""));

    assertThat(euros(config, RatePurpose.CLOSING, "2026-10-29")).isEqualTo("unconverted");
    assertThat(euros(config, RatePurpose.CLOSING, "2026-11-29")).isEqualTo("93 0.93 (ECB)");
    assertThat(euros(config, RatePurpose.CLOSING, "2027-03-31")).isEqualTo("94 0.94 (ECB)");
    assertThat(config.rates().rates()).hasSize(3);
  }

  @Test
  void every_fault_stands_at_its_line_and_field() throws IOException {
    assertThat(
            faults(
                NAMED + "servr: {}\n",
                HEAD
                    + "2026-10-02,USD,EUR,0.92,monthly-average\n"
                    + "2026-10-01,usd,EUR,\"0,92\",monthly-average\n"
                    + "01.10.2026,USD,USD,0.92,spot\n"
                    + "2026-10-01,USD,EUR,0,invoice\n"
                    + "2026-10-01,USD,USD,1,invoice\n"
                    + "2026-10-01,USD\n"
                    + "2026-10-01,USD,EUR,1,budget\n"
                    + "2026-10-01,USD,EUR,2,budget\n"))
        .containsExactly(
            "gpuledger.yaml:2:1 servr: unknown key \"servr\"; did you mean \"server\"?",
            "rates.csv:2:1 date: a monthly average begins on the first of its month",
            "rates.csv:3:2 from: \"usd\" is not a currency code such as USD",
            "rates.csv:3:4 rate: \"0,92\" is not a decimal above 0 with a point, such as 0.92",
            "rates.csv:4:1 date: \"01.10.2026\" is not a date such as 2026-10-01",
            "rates.csv:4:5 purpose: \"spot\" is not one of invoice, monthly-average, closing,"
                + " budget",
            "rates.csv:5:4 rate: \"0\" is not a decimal above 0 with a point, such as 0.92",
            "rates.csv:6:3 to: USD is the same currency as \"from\"",
            "rates.csv:7:3 to: is missing: expected a currency code such as EUR",
            "rates.csv:7:4 rate: is missing: expected a decimal above 0 with a point, such as 0.92",
            "rates.csv:7:5 purpose: is missing: expected one of invoice, monthly-average, closing,"
                + " budget",
            "rates.csv:9:1 date: the same rate stands on line 8 already");
  }

  @Test
  void a_file_without_its_head_or_without_a_file_is_told() throws IOException {
    assertThat(faults(NAMED, "when,from,to,rate\n2026-10-01,USD,EUR,1\n"))
        .containsExactly(
            "rates.csv:1 date: the head lacks column \"date\"",
            "rates.csv:1 purpose: the head lacks column \"purpose\"",
            "rates.csv:1:1: \"when\" is not one column of date,from,to,rate,purpose");
    assertThat(faults(NAMED, "\n"))
        .containsExactly("rates.csv: is empty: expected a head of date,from,to,rate,purpose");
    assertThat(faults("currencies: {book: EUR, ratesFile: gone.csv}\n", HEAD))
        .containsExactly(
            "gpuledger.yaml:1:36 currencies.ratesFile: \"gone.csv\" is no file beside the"
                + " configuration");
    assertThat(faults("currencies: {ratesFile: rates.csv}\n", HEAD))
        .containsExactly(
            "gpuledger.yaml:1:25 currencies.ratesFile: need \"book\", the currency of own books");
    assertThat(ConfigReader.read("f", NAMED).problems().toString())
        .contains("this configuration stands in no folder");
  }

  @Test
  void a_rate_that_contradicts_a_typed_one_is_refused_and_others_stand_beside_it()
      throws IOException {
    String typed =
        "currencies: {book: EUR, ratesFile: rates.csv, rates: [{rate: 0.9 EUR/USD, purpose:"
            + " monthly-average, from: 2026-10-01, to: 2026-11-01, source: ECB}]}\n";
    assertThat(faults(typed, HEAD + "2026-10-01,USD,EUR,0.92,monthly-average\n"))
        .containsExactly(
            "gpuledger.yaml:1:36 currencies.ratesFile: \"rates.csv\" has a monthly average rate of"
                + " USD to EUR from 2026-10-01 that holds at the same time as one of \"rates\"");

    CurrenciesConfig both = read(typed, HEAD + "2026-11-01,USD,EUR,0.92,monthly-average\n");
    assertThat(euros(both, RatePurpose.MONTHLY_AVERAGE, "2026-10-01")).startsWith("90 ");
    assertThat(euros(both, RatePurpose.MONTHLY_AVERAGE, "2026-11-01")).startsWith("92 ");
  }

  @Test
  void a_change_of_the_file_alone_takes_effect_and_a_fault_keeps_the_old_rates()
      throws IOException {
    Path file = configuration(NAMED, HEAD + "2026-10-01,USD,EUR,0.92,monthly-average\n");
    List<String> heard = new ArrayList<>();
    ConfigListener listener =
        new ConfigListener() {
          @Override
          public void changed(LedgerConfig before, LedgerConfig now) {
            heard.add(euros(now.currencies(), RatePurpose.MONTHLY_AVERAGE, "2026-10-01"));
          }

          @Override
          public void refused(List<Problem> problems) {
            heard.add(problems.get(0).toString());
          }
        };
    LedgerConfig first = ConfigReader.read(file).values().get(0);
    try (ConfigWatcher watcher =
        ConfigWatcher.start(file, first, Duration.ofDays(1), Clock.systemUTC(), listener)) {
      watcher.check();
      configuration(NAMED, HEAD + "2026-10-01,USD,EUR,0.93,monthly-average\n");
      watcher.check();
      configuration(NAMED, HEAD + "2026-10-01,USD,EUR,much,monthly-average\n");
      watcher.check();
      watcher.check();

      assertThat(heard)
          .containsExactly(
              "93 0.93 (rates.csv)",
              "rates.csv:2:4 rate: \"much\" is not a decimal above 0 with a point, such as 0.92");
      assertThat(euros(watcher.current().currencies(), RatePurpose.MONTHLY_AVERAGE, "2026-10-01"))
          .startsWith("93 ");
    }
  }

  @Test
  void a_cell_that_no_column_names_is_refused_and_no_comma_cuts_a_rate() throws IOException {
    assertThat(
            faults(NAMED, "date,from,to,purpose,rate\n2026-10-01,USD,EUR,monthly-average,1,08\n"))
        .hasSize(1)
        .allSatisfy(fault -> assertThat(fault).startsWith("rates.csv:2:6"));
  }

  @Test
  void a_date_beyond_every_calendar_is_a_fault_and_no_failure() throws IOException {
    for (String date :
        List.of("2100-01-01", "+999999999-12-01", "-999999999-01-01", "1969-12-01")) {
      for (String purpose : List.of("closing", "monthly-average")) {
        assertThat(faults(NAMED, HEAD + date + ",USD,EUR,0.92," + purpose + "\n"))
            .as(date + " " + purpose)
            .hasSize(1)
            .allSatisfy(fault -> assertThat(fault).startsWith("rates.csv:2:1"));
      }
    }
  }

  @Test
  void what_is_no_regular_file_is_not_read() throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    for (String name : List.of("folder", "/dev/zero")) {
      assertThat(faults("currencies: {book: EUR, ratesFile: " + name + "}\n", ""))
          .as(name)
          .hasSize(1)
          .allSatisfy(fault -> assertThat(fault).contains("\"" + name + "\" is no"));
    }
  }
}
