package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.launcher.Doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelCheckTest {
  @TempDir Path folder;

  private List<Finding> examine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("gpuledger.yaml"), text);
    return LedgerConfiguration.check(folder, Optional.of(file));
  }

  @Test
  void each_channel_is_looked_at_and_every_fault_says_how_to_mend_it() throws IOException {
    Path here = Files.writeString(folder.resolve("here"), "http://127.0.0.1:9/hook");
    Path there = Files.writeString(folder.resolve("there"), "https://127.0.0.1/hook");
    Path key = Files.writeString(folder.resolve("key"), "k");
    List<Finding> findings =
        examine(
            """
            alerts:
              channels:
                - name: lacks
                  webhook: ${file:%1$s/nowhere}
                - name: private
                  kind: teams
                  webhook: ${file:%2$s}
                - name: permitted
                  kind: webhook
                  webhook: ${file:%3$s}
                  signingKey: ${file:%4$s}
                  allowPrivateAddresses: true
                - name: unknown
                  kind: email
                  host: no-such-host.invalid
                  from: a@example.com
                  to: [b@example.com]
            """
                .formatted(folder, there, here, key));

    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "configuration",
            "server.publicUrl",
            "channel lacks",
            "channel private",
            "channel permitted",
            "channel unknown");
    assertThat(findings)
        .extracting(Finding::ok)
        .containsExactly(true, false, false, false, true, false);
    assertThat(findings.get(2).mend()).contains("/nowhere}");
    assertThat(findings.get(3).mend()).contains("allowPrivateAddresses");
    assertThat(findings.get(5).mend()).contains("channels test unknown");
    assertThat(findings.toString()).doesNotContain("127.0.0.1");
  }

  @Test
  void without_a_channel_no_link_is_needed() throws IOException {
    assertThat(examine("server: {port: 0}")).allMatch(Finding::ok);
  }
}
