package io.gpuledger.dashboard.http;

import static io.gpuledger.dashboard.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.state.AuditLog;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertCareRoutesTest {
  @TempDir Path folder;
  private ApiFixture api;
  private String finance;

  @BeforeEach
  void open() {
    api = new ApiFixture(folder);
    finance = api.token(Role.FINANCE);
    ApiAlerts.raise(api, "search");
    ApiAlerts.raise(api, "vision");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpResponse<String> answer = api.call(finance, "POST", "/api/v1/alerts/1" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private String refused(String path, String body) throws Exception {
    HttpResponse<String> answer = api.call(finance, "POST", "/api/v1/alerts/1" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return json(answer).get("problems").toString();
  }

  @Test
  void a_snooze_names_its_zone_and_keeps_the_wall_clock() throws Exception {
    JsonNode alert = post("/snooze", "{\"days\":1,\"zone\":\"Europe/Berlin\"}");

    assertThat(alert.path("status").asText()).isEqualTo("snoozed");
    assertThat(alert.path("snoozedLocal").asText()).isEqualTo("2026-10-25T10:10");
    assertThat(alert.path("snoozeZone").asText()).isEqualTo("Europe/Berlin");
    // The clocks are put back in this night: a day and an hour.
    assertThat(alert.path("snoozedUntil").asText()).isEqualTo("2026-10-25T09:10:00.000000Z");
    JsonNode until = post("/snooze", "{\"until\":\"2026-10-24T12:00\",\"zone\":\"UTC\"}");
    assertThat(until.path("snoozedUntil").asText()).isEqualTo("2026-10-24T12:00:00.000000Z");
  }

  @Test
  void a_snooze_that_cannot_be_is_refused_with_every_fault() throws Exception {
    assertThat(refused("/snooze", "{\"until\":\"yesterday\",\"zone\":\"Mars/Base\",\"x\":1}"))
        .contains("not a wall clock time")
        .contains("not a time zone")
        .contains("known: until, days, zone");
    assertThat(refused("/snooze", "{\"until\":\"2026-10-24T08:10\",\"zone\":\"UTC\"}"))
        .contains("the time is over already");
    assertThat(refused("/snooze", "{\"days\":367,\"zone\":\"UTC\"}")).contains("from 1 to 366");
    assertThat(refused("/snooze", "{\"days\":1,\"until\":\"2026-10-25T10:00\",\"zone\":\"UTC\"}"))
        .contains("stands only without days");
    assertThat(refused("/snooze", "{\"zone\":\"UTC\"}")).contains("is missing");
  }

  @Test
  void who_is_responsible_and_why_are_kept_with_who_said_it() throws Exception {
    assertThat(post("/assign", "{\"assignee\":\"bob\"}").path("assignee").asText())
        .isEqualTo("bob");
    assertThat(post("/reason", "{\"reason\":\"the nightly build\"}").path("reason").asText())
        .isEqualTo("the nightly build");
    assertThat(refused("/assign", "{\"assignee\":7}")).contains("is not a text");
    assertThat(refused("/reason", "{\"reason\":\"" + "x".repeat(1_001) + "\"}"))
        .contains("longer than 1000");

    JsonNode history = json(api.get(finance, "/api/v1/alerts/1")).get("history");
    assertThat(history.findValuesAsText("what")).containsExactly("raised", "assigned", "reason");
    assertThat(history.findValuesAsText("who"))
        .containsExactly("gpuledger", "finance-user", "finance-user");
    assertThat(api.audit.newest(10))
        .extracting(AuditLog.Entry::action)
        .contains("alert.assign", "alert.reason");
  }

  @Test
  void the_list_takes_status_kind_and_team() throws Exception {
    post("/acknowledge", "");

    assertThat(ids("?status=acknowledged")).containsExactly("1");
    assertThat(ids("?status=open")).containsExactly("2");
    assertThat(ids("?team=search")).containsExactly("1");
    assertThat(ids("?kind=budget_actual")).containsExactly("2", "1");
    assertThat(ids("?kind=idle_gpu")).isEmpty();
    assertThat(api.get(finance, "/api/v1/alerts?status=lost").statusCode()).isEqualTo(400);
    assertThat(api.get(finance, "/api/v1/alerts?kind=lost").statusCode()).isEqualTo(400);
  }

  private java.util.List<String> ids(String query) throws Exception {
    return json(api.get(finance, "/api/v1/alerts" + query))
        .get("rows")
        .findValuesAsText("id")
        .stream()
        .filter(id -> id.length() < 3)
        .distinct()
        .toList();
  }

  @Test
  void a_lead_cares_for_the_own_teams_only_and_a_viewer_for_nothing() throws Exception {
    String lead = api.token(Role.LEAD, "vision");
    String viewer = api.token(Role.VIEWER);
    String body = "{\"assignee\":\"eve\"}";

    assertThat(api.call(lead, "POST", "/api/v1/alerts/1/assign", body).statusCode()).isEqualTo(404);
    assertThat(api.call(lead, "POST", "/api/v1/alerts/2/assign", body).statusCode()).isEqualTo(200);
    assertThat(api.get(lead, "/api/v1/alerts/1").statusCode()).isEqualTo(404);
    assertThat(api.call(viewer, "POST", "/api/v1/alerts/1/assign", body).statusCode())
        .isEqualTo(403);
    assertThat(api.call(viewer, "POST", "/api/v1/alerts/1/acknowledge", "").statusCode())
        .isEqualTo(403);
    assertThat(api.get(viewer, "/api/v1/alerts/1").statusCode()).isEqualTo(200);
  }
}
