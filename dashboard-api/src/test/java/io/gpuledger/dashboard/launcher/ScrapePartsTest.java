package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.scrape.ScrapeTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapePartsTest {
  @TempDir Path folder;

  @Test
  void a_target_is_asked_as_the_file_says() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "pass:wörd");
    String text =
        """
        sources:
          - {name: t, kind: telemetry}
        telemetry:
          targets:
            - source: t
              cluster: basic
              urls: ["http://h/metrics"]
              cadence: 5s
              maxBytes: 1MiB
              auth: {user: ada, password: "${file:SECRET}"}
            - source: t
              cluster: bearer
              urls: ["http://h/metrics"]
              auth: {bearer: "${file:SECRET}"}
            - source: t
              cluster: open
              urls: ["http://h/metrics"]
        """
            .replace("SECRET", secret.toString());
    LedgerConfig config = ConfigReader.read("gpuledger.yaml", text).values().get(0);

    List<ScrapeTarget> targets = ScrapeParts.targets(config);

    String basic =
        Base64.getEncoder().encodeToString("ada:pass:wörd".getBytes(StandardCharsets.UTF_8));
    assertThat(targets)
        .extracting(ScrapeTarget::authorization)
        .containsExactly("Basic " + basic, "Bearer pass:wörd", "");
    assertThat(targets.get(0).bytesMax()).isEqualTo(1 << 20);
    assertThat(targets.get(0).timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(targets.get(1).timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(targets.toString()).doesNotContain("wörd").doesNotContain(basic);
  }
}
