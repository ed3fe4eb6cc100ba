package io.gpuledger.dashboard.http;

import static io.gpuledger.dashboard.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.ChannelTestbed;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.dashboard.state.Rows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelRoutesTest {
  @TempDir Path folder;
  private ChannelTestbed bed;
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    bed = new ChannelTestbed(folder);
    api = new ApiFixture(folder);
    api.channels = bed.settings();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
    bed.close();
  }

  @Test
  void channels_tell_what_they_promise_and_no_secret() throws Exception {
    JsonNode rows = json(api.get(api.token(Role.FINANCE), "/api/v1/channels")).get("rows");

    assertThat(rows.findValuesAsText("name"))
        .containsExactly("slack", "slack-bot", "email", "teams", "pagerduty", "webhook");
    assertThat(rows.findValuesAsText("idempotency"))
        .containsExactly("none", "none", "none", "none", "dedup_key", "event_id");
    assertThat(rows.toString()).doesNotContain("xoxb").doesNotContain(bed.http.url());
    assertThat(api.get(api.token(Role.VIEWER), "/api/v1/channels").statusCode()).isEqualTo(403);
  }

  @Test
  void a_secret_that_is_not_there_is_named_by_its_reference() throws Exception {
    api.channels =
        new LedgerConfig.Alerts(
            List.of(
                new ChannelConfig.Teams(
                    "t", false, new SecretReference(SecretReference.Kind.ENV, "NOT_SET"))));

    JsonNode row = json(api.get(api.token(Role.ADMIN), "/api/v1/channels")).at("/rows/0");

    assertThat(row.at("/missingSecrets/0").asText()).isEqualTo("${env:NOT_SET}");
  }

  @Test
  void an_admin_sends_each_channel_a_message_that_says_it_is_a_test() throws Exception {
    for (ChannelConfig channel : bed.settings().channels()) {
      JsonNode answer =
          json(
              api.call(
                  api.token(Role.ADMIN),
                  "POST",
                  "/api/v1/channels/" + channel.name() + "/test",
                  "{}"));

      assertThat(answer.get("delivered").asBoolean()).as(answer.toString()).isTrue();
      assertThat(bed.taken(channel.kind()).get(0)).as(channel.name()).contains("nothing");
    }
    // A test must wake nobody for longer than it takes to read it.
    assertThat(bed.http.taken.stream().filter(r -> r.path().equals("/v2/enqueue")))
        .extracting(
            request -> ApiFixture.JSON.readTree(request.body()).get("event_action").asText())
        .containsExactly("trigger", "resolve");
    assertThat(api.audit.newest(10)).filteredOn(e -> e.action().equals("channel.test")).hasSize(6);
  }

  @Test
  void a_test_that_fails_says_why_and_only_an_admin_sends_one() throws Exception {
    bed.http.script("404");

    JsonNode answer =
        json(api.call(api.token(Role.ADMIN), "POST", "/api/v1/channels/slack/test", "{}"));

    assertThat(answer.get("delivered").asBoolean()).isFalse();
    assertThat(answer.get("error").asText()).contains("404");
    assertThat(
            api.call(api.token(Role.FINANCE), "POST", "/api/v1/channels/slack/test", "{}")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            api.call(api.token(Role.ADMIN), "POST", "/api/v1/channels/none/test", "{}")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void deliveries_are_shown_to_who_sees_the_alert_and_revived_by_an_admin() throws Exception {
    ApiAlerts.raise(api, "search");
    String path = "/api/v1/alerts/1/deliveries";
    assertThat(api.get(api.token(Role.LEAD, "vision"), path).statusCode()).isEqualTo(404);
    assertThat(json(api.get(api.token(Role.LEAD, "search"), path)).at("/rows/0/state").asText())
        .isEqualTo("delivered");
    assertThat(api.call(api.token(Role.ADMIN), "POST", "/api/v1/alerts/1/retry", "{}").statusCode())
        .isEqualTo(409);

    api.store.change(
        connection ->
            Rows.update(
                connection, "UPDATE alert_deliveries SET state = 'dead', last_error = 'x'"));
    assertThat(
            json(api.get(api.token(Role.FINANCE), "/api/v1/alerts")).at("/rows/0/state").asText())
        .isEqualTo("failed");
    assertThat(
            api.call(api.token(Role.FINANCE), "POST", "/api/v1/alerts/1/retry", "{}").statusCode())
        .isEqualTo(403);
    JsonNode revived =
        json(api.call(api.token(Role.ADMIN), "POST", "/api/v1/alerts/1/retry", "{}"));

    assertThat(revived.get("state").asText()).isEqualTo("queued");
    assertThat(revived.at("/deliveries/0/state").asText()).isEqualTo("retrying");
    assertThat(revived.at("/deliveries/0/nextAttemptAt").isTextual()).isTrue();
  }
}
