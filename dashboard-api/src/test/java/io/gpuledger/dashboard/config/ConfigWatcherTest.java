package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  @TempDir Path folder;

  private final List<String> heard = new ArrayList<>();
  private final ConfigListener listener =
      new ConfigListener() {
        @Override
        public void changed(LedgerConfig before, LedgerConfig now) {
          heard.add(before.durability() + " -> " + now.durability());
        }

        @Override
        public void refused(List<Problem> problems) {
          heard.add(problems.get(0).toString());
        }
      };

  @Test
  void a_change_takes_effect_and_a_fault_keeps_the_old_one() throws Exception {
    Path file = Files.writeString(folder.resolve("gpuledger.yaml"), "durability: process\n");
    LedgerConfig first = ConfigReader.read(file).values().get(0);
    try (ConfigWatcher watcher =
        ConfigWatcher.start(file, first, Duration.ofDays(1), Clock.systemUTC(), listener)) {
      watcher.check();
      Files.writeString(file, "durability: power\n");
      watcher.check();
      Files.writeString(file, "durability: perhaps\n");
      watcher.check();
      watcher.check();
      Files.delete(file);
      watcher.check();
      watcher.check();

      assertThat(watcher.current().durability()).isEqualTo(LedgerConfig.Durability.POWER);
      assertThat(heard)
          .containsExactly(
              "PROCESS -> POWER",
              "gpuledger.yaml:1:13 durability: \"perhaps\" is not one of process, power",
              "gpuledger.yaml: cannot be read; the configuration read before stays in force");
    }
  }

  private static String rates(String rate) {
    return "date,from,to,rate,purpose\n2026-10-01,USD,EUR," + rate + ",monthly-average\n";
  }

  private Path withRates(String rate) throws Exception {
    Files.writeString(folder.resolve("rates.csv"), rates(rate));
    return Files.writeString(
        folder.resolve("gpuledger.yaml"), "currencies: {book: EUR, ratesFile: rates.csv}\n");
  }

  @Test
  void rates_that_are_written_between_two_readings_are_applied_at_the_first_look()
      throws Exception {
    Path file = withRates("0.92");
    LedgerConfig first = ConfigReader.read(file).values().get(0);
    Files.writeString(folder.resolve("rates.csv"), rates("0.93"));
    try (ConfigWatcher watcher =
        ConfigWatcher.start(file, first, Duration.ofDays(1), Clock.systemUTC(), listener)) {
      watcher.check();
      watcher.check();

      assertThat(heard).hasSize(1);
      assertThat(watcher.current().currencies().rates().rates().get(0).perUnit())
          .hasToString("0.93");
    }
  }

  @Test
  void a_faulty_file_of_rates_is_told_once_and_its_mending_is_taken() throws Exception {
    Path file = withRates("0.92");
    LedgerConfig first = ConfigReader.read(file).values().get(0);
    try (ConfigWatcher watcher =
        ConfigWatcher.start(file, first, Duration.ofDays(1), Clock.systemUTC(), listener)) {
      watcher.check();
      Files.writeString(folder.resolve("rates.csv"), rates("x.yz"));
      watcher.check();
      watcher.check();
      Files.delete(folder.resolve("rates.csv"));
      watcher.check();
      watcher.check();
      Files.writeString(folder.resolve("rates.csv"), rates("0.94"));
      watcher.check();

      assertThat(heard).hasSize(3);
      assertThat(heard.get(0)).startsWith("rates.csv:2:");
      assertThat(heard.get(1)).contains("is no file beside the configuration");
      assertThat(watcher.current().currencies().rates().rates().get(0).perUnit())
          .hasToString("0.94");
    }
  }

  @Test
  void a_fresh_file_is_read_again_and_an_older_one_only_where_its_size_or_time_has_changed()
      throws Exception {
    Path file = withRates("0.92");
    Path rates = folder.resolve("rates.csv");
    FileTime hourAgo = FileTime.from(Instant.now().minusSeconds(3_600));
    WatchedFiles files = new WatchedFiles(file, Clock.systemUTC());
    assertThat(files.text("rates.csv", 1_000)).isEqualTo(rates("0.92"));
    FileTime fresh = Files.getLastModifiedTime(rates);
    Files.writeString(rates, rates("0.93"));
    Files.setLastModifiedTime(rates, fresh);
    assertThat(files.haveChanged()).as("one size and one time, but another text").isTrue();

    Files.setLastModifiedTime(rates, hourAgo);
    WatchedFiles older = new WatchedFiles(file, Clock.systemUTC());
    assertThat(older.text("rates.csv", 1_000)).isEqualTo(rates("0.93"));
    assertThat(older.haveChanged()).isFalse();
    Files.setLastModifiedTime(rates, fresh);
    assertThat(older.haveChanged()).as("another time, the same text").isFalse();
    Files.writeString(rates, rates("0.9451"));
    assertThat(older.haveChanged()).isTrue();
  }
}
