package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    try (ConfigWatcher watcher = ConfigWatcher.start(file, first, Duration.ofDays(1), listener)) {
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
}
