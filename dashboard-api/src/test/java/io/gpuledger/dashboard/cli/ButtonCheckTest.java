package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class ButtonCheckTest {
  private static List<Finding> of(String state, String error) throws Exception {
    return ButtonCheck.of(
        new ObjectMapper()
            .readTree(
                """
                {"rows": [
                  {"name": "mail", "buttons": null},
                  {"name": "bot", "buttons":
                    {"state": "%s", "since": "2026-10-24T08:15:00Z", "error": %s}}]}
                """
                    .formatted(state, error)));
  }

  @Test
  void a_channel_whose_socket_mode_is_switched_off_is_a_fault_with_what_to_do() throws Exception {
    assertThat(of("switched_off", "\"Socket Mode is switched off in Slack\""))
        .containsExactly(
            new Finding(
                "buttons of channel bot",
                false,
                "Socket Mode is switched off in Slack since 2026-10-24T08:15:00Z",
                "switch Socket Mode on in the settings of the app at Slack, then start GpuLedger"
                    + " anew or change a setting of gpuledger.yaml"));
  }

  @Test
  void a_connection_that_fails_is_a_fault_and_one_that_stands_or_begins_is_none() throws Exception {
    assertThat(of("failing", "\"Slack answered invalid_auth\"").get(0).ok()).isFalse();
    assertThat(of("connected", "null")).extracting(Finding::ok).containsExactly(true);
    assertThat(of("connecting", "null")).extracting(Finding::ok).containsExactly(true);
  }

  @Test
  void an_instance_that_does_not_answer_is_a_fault() {
    assertThat(ButtonCheck.of("http://127.0.0.1:1", "t"))
        .extracting(Finding::check, Finding::ok)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("running instance", false));
  }
}
