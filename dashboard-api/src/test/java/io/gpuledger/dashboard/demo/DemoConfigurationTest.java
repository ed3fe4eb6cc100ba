package io.gpuledger.dashboard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoConfigurationTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void the_demo_names_what_its_bills_have_reserved_and_who_pays_for_its_cluster(
      @TempDir Path folder) throws Exception {
    Path file = folder.resolve("gpuledger.yaml");
    DemoConfiguration.writeIfAbsent(file, NOW);

    Parsed<LedgerConfig> parsed = ConfigReader.read(file);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.values().get(0).commitments())
        .extracting(entry -> entry.commitment().key().id())
        .contains("aws-edp")
        .anyMatch(id -> id.startsWith("commitment-gd-8x"))
        .anyMatch(id -> id.endsWith(":reserved-instances/p5-48xlarge"))
        .contains("arn:aws:savingsplans::100000000001:savingsplan/compute")
        .anyMatch(id -> id.startsWith("commitment-Standard_"));
    assertThat(parsed.values().get(0).pricing().clusters())
        .singleElement()
        .satisfies(
            paid -> {
              assertThat(paid.cluster()).isEqualTo(DemoPlan.CLUSTER);
              assertThat(paid.source()).isEqualTo("aws-main");
              assertThat(paid.account()).isEqualTo("100000000001");
            });
  }

  @Test
  void an_edited_configuration_stays(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("gpuledger.yaml");
    Files.writeString(file, "sources: []\n");

    DemoConfiguration.writeIfAbsent(file, NOW);

    assertThat(file).hasContent("sources: []\n");
  }
}
