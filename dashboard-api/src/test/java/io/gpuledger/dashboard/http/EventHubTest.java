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
}
