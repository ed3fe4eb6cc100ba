package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.auth.Role;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventHubTest {
  @TempDir Path folder;

  @Test
  void a_slow_listener_gets_a_gap_and_nobody_waits_for_it() throws Exception {
    EventHub hub = new EventHub();
    EventHub.Listener slow = hub.open(AccessScope.EVERYTHING);
    for (int i = 0; i <= EventHub.QUEUE; i++) {
      hub.publish("published", Map.of("n", i));
    }

    List<EventHub.Event> events = slow.take(Duration.ZERO);

    assertThat(events.get(0).name()).isEqualTo("gap");
    assertThat(events).hasSizeLessThanOrEqualTo(EventHub.QUEUE + 1);
    assertThat(events.get(events.size() - 1).data()).contains(String.valueOf(EventHub.QUEUE));
  }

  @Test
  void what_concerns_a_team_reaches_those_who_may_see_it() throws Exception {
    EventHub hub = new EventHub();
    EventHub.Listener all = hub.open(AccessScope.EVERYTHING);
    EventHub.Listener search = hub.open(AccessScope.ofTeams(List.of("search")));

    hub.publish("alert", Map.of("n", 1), List.of("vision"));
    hub.publish("alert", Map.of("n", 2), List.of("search"));
    hub.publish("alert", Map.of("n", 3), List.of());
    hub.publish("published", Map.of("n", 4));

    assertThat(all.take(Duration.ZERO)).hasSize(4);
    assertThat(search.take(Duration.ZERO))
        .extracting(EventHub.Event::data)
        .containsExactly("{\"n\":2}", "{\"n\":4}");
  }

  @Test
  void listeners_are_bounded_and_leave() {
    EventHub hub = new EventHub();
    EventHub.Listener first = hub.open(AccessScope.EVERYTHING);
    for (int i = 1; i < EventHub.CLIENTS; i++) {
      hub.open(AccessScope.EVERYTHING);
    }
    assertThatThrownBy(() -> hub.open(AccessScope.EVERYTHING)).isInstanceOf(ApiException.class);

    first.close();

    assertThat(hub.size()).isEqualTo(EventHub.CLIENTS - 1);
    hub.close();
    assertThat(hub.size()).isZero();
  }

  @Test
  void events_come_over_http_as_they_happen() throws Exception {
    try (ApiFixture api = new ApiFixture(folder)) {
      HttpResponse<java.io.InputStream> response =
          api.http.send(
              api.request("/api/v1/events")
                  .header("Accept", "text/event-stream")
                  .header("Authorization", "Bearer " + api.token(Role.LEAD, "search"))
                  .build(),
              BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo(": open");

        ApiAlerts.raise(api, "vision");
        ApiAlerts.raise(api, "search");

        String line = lines.readLine();
        StringBuilder seen = new StringBuilder();
        while (line != null && !line.startsWith("data:")) {
          seen.append(line).append('\n');
          line = lines.readLine();
        }
        assertThat(seen.toString()).contains("event: alert");
        assertThat(line).contains("b-search");
      }
    }
  }

  @Test
  void a_stream_ends_with_the_token_or_the_session_that_opened_it() throws Exception {
    try (ApiFixture api = new ApiFixture(folder)) {
      String admin = api.token(Role.ADMIN);
      var made = api.tokens.create("v", Role.VIEWER, List.of(), java.util.Optional.empty());
      String cookie =
          api.call("", "POST", "/api/v1/session", "{\"token\":\"" + admin + "\"}")
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow()
              .split(";", 2)[0];
      String csrf =
          ApiFixture.json(api.send(api.request("/api/v1/session").header("Cookie", cookie)))
              .get("csrf")
              .asText();
      try (BufferedReader byToken = stream(api, "Authorization", "Bearer " + made.secret());
          BufferedReader bySession = stream(api, "Cookie", cookie)) {
        String path = "/api/v1/tokens/" + made.token().id();
        assertThat(api.call(admin, "DELETE", path, "").statusCode()).isEqualTo(200);
        api.events.publish("published", Map.of("n", 1));

        assertThat(rest(byToken)).isEmpty();
        // What is told before the session ends must have been sent before it ends.
        String line = bySession.readLine();
        while (line != null && !line.contains("{\"n\":1}")) {
          line = bySession.readLine();
        }
        assertThat(line).isNotNull();
        api.send(
            api.request("/api/v1/session")
                .header("Cookie", cookie)
                .header("X-CSRF-Token", csrf)
                .DELETE());
        api.events.publish("published", Map.of("n", 2));
        assertThat(rest(bySession)).doesNotContain("{\"n\":2}");
      }
      assertThat(api.events.size()).isZero();
    }
  }

  @Test
  void nothing_is_sent_once_a_token_has_expired() throws Exception {
    try (ApiFixture api = new ApiFixture(folder)) {
      var made =
          api.tokens.create(
              "v",
              Role.VIEWER,
              List.of(),
              java.util.Optional.of(api.clock.instant().plusSeconds(60)));
      try (BufferedReader lines = stream(api, "Authorization", "Bearer " + made.secret())) {
        api.clock.move(Duration.ofMinutes(1));
        api.events.publish("published", Map.of("n", 1));

        assertThat(rest(lines)).isEmpty();
      }
    }
  }

  private static BufferedReader stream(ApiFixture api, String header, String value)
      throws Exception {
    HttpResponse<java.io.InputStream> response =
        api.http.send(
            api.request("/api/v1/events")
                .header("Accept", "text/event-stream")
                .header(header, value)
                .build(),
            BodyHandlers.ofInputStream());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(": open");
    return lines;
  }

  /** What comes until the stream ends. */
  private static String rest(BufferedReader lines) throws Exception {
    return String.join("\n", lines.lines().toList()).strip();
  }
}
