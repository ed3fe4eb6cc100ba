package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationInForceTest {
  @TempDir Path folder;

  private final List<String> heard = new ArrayList<>();

  private static LedgerConfig with(String durability) {
    return ConfigReader.read("gpuledger.yaml", "durability: " + durability + "\n").values().get(0);
  }

  @Test
  void who_could_not_take_a_change_keeps_no_other_from_it_and_is_told_again() throws Exception {
    LedgerConfig process = with("process");
    LedgerConfig power = with("power");
    List<String> failures = new ArrayList<>();
    try (StateStore store = StateStore.open(folder.resolve("operations.db"));
        ConfigurationInForce config =
            ConfigurationInForce.watch(
                process, Optional.empty(), new AuditLog(store, Clock.systemUTC()))) {
      config.onEach(
          now -> {
            if (!failures.isEmpty()) {
              failures.remove(0);
              throw new IllegalStateException("the engine is away");
            }
            heard.add("first " + now.durability());
          });
      config.onEach(now -> heard.add("second " + now.durability()));
      failures.addAll(List.of("once", "twice"));
      config.changed(process, power);
      config.unchanged();
      config.unchanged();
      config.unchanged();
    }
    assertThat(heard)
        .containsExactly("first PROCESS", "second PROCESS", "second POWER", "first POWER");
  }

  @Test
  void a_copy_has_the_file_of_rates_where_it_lies_below_the_configuration() throws IOException {
    assertThat(copied("rates.csv")).containsExactly("gpuledger.yaml", "rates.csv");
    assertThat(copied("finance/rates.csv")).containsExactly("finance/rates.csv", "gpuledger.yaml");
    assertThat(copied("../rates.csv")).containsExactly("gpuledger.yaml");
  }

  private List<String> copied(String rates) throws IOException {
    Path home = Files.createTempDirectory(folder, "home").resolve("conf");
    Path file = home.resolve(rates).normalize();
    Files.createDirectories(home);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "date,from,to,rate,purpose\n2026-10-01,USD,EUR,0.92,monthly-average\n");
    Path yaml =
        Files.writeString(
            home.resolve("other.yaml"), "currencies: {book: EUR, ratesFile: " + rates + "}\n");
    Path copy = Files.createTempDirectory(folder, "copy");
    try (StateStore store = StateStore.open(home.resolve("operations.db"));
        ConfigurationInForce config =
            ConfigurationInForce.watch(
                ConfigReader.read(yaml).values().get(0),
                Optional.of(yaml),
                new AuditLog(store, Clock.systemUTC()))) {
      config.copyTo(copy);
    }
    // The copy reads as what it was made of.
    assertThat(ConfigReader.read(copy.resolve(LedgerConfiguration.FILE_NAME)).problems().isEmpty())
        .isEqualTo(!rates.startsWith(".."));
    try (var files = Files.walk(copy)) {
      return files
          .filter(Files::isRegularFile)
          .map(each -> copy.relativize(each).toString())
          .sorted()
          .toList();
    }
  }
}
