package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.close.FakeCloseLedger.Cost;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look at closes and take their steps, and what is refused. */
class CloseRoutesTest {
  private static final String OCTOBER = "/api/v1/close/2026-10";
  private static final String REASON = "{\"reason\":\"a bill came late\"}";

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder);
    api.clock.move(Duration.between(api.clock.instant(), Instant.parse("2026-11-05T09:00:00Z")));
    api.closing.publish(
        "2026-11-03T00:00:00Z",
        "FY2026-P10",
        new Cost("aws", "vision", "1000", true),
        new Cost("=cmd", "speech", "0.000000000000000001", false));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<String> call(Role role, String method, String path, String body)
      throws Exception {
    String token = role == Role.LEAD ? api.token(role, "vision") : api.token(role);
    return api.call(token, method, path, body);
  }

  private JsonNode taken(Role role, String step, String body) throws Exception {
    HttpResponse<String> answer = call(role, "POST", OCTOBER + step, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiFixture.json(answer);
  }

  @Test
  void closes_are_read_by_roles_that_see_every_team_and_a_lead_sees_none() throws Exception {
    for (String path :
        List.of("/api/v1/close", OCTOBER, "/api/v1/reports/accrual-journal?period=2026-10")) {
      for (Role role : Role.values()) {
        assertThat(call(role, "GET", path, "").statusCode())
            .as(role + " " + path)
            .isEqualTo(role == Role.LEAD ? 403 : 200);
      }
      assertThat(api.get("", path).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void finance_prepares_and_approvers_sign_and_reopen() throws Exception {
    for (Role role : List.of(Role.APPROVER, Role.VIEWER, Role.LEAD)) {
      assertThat(call(role, "POST", OCTOBER + "/prepare", "").statusCode())
          .as(role.code())
          .isEqualTo(403);
    }
    assertThat(taken(Role.FINANCE, "/prepare", "").path("preparedBy").asText())
        .isEqualTo("finance-user");
    for (Role role : List.of(Role.FINANCE, Role.VIEWER, Role.LEAD)) {
      for (String step : List.of("/sign-off", "/reopen")) {
        assertThat(call(role, "POST", OCTOBER + step, REASON).statusCode())
            .as(role + step)
            .isEqualTo(403);
      }
    }
    JsonNode closed = taken(Role.APPROVER, "/sign-off", "");
    assertThat(closed.path("state").asText()).isEqualTo("closed");
    assertThat(closed.path("signOff").path("by").asText()).isEqualTo("approver-user");
    assertThat(taken(Role.ADMIN, "/reopen", REASON).path("state").asText()).isEqualTo("reopened");

    String audit = api.get(api.token(Role.ADMIN), "/api/v1/audit").body();
    assertThat(audit)
        .contains("close.prepare", "close.sign-off", "close.reopen", "a bill came late");
  }

  @Test
  void the_preparer_does_not_sign_and_the_attempt_is_audited() throws Exception {
    taken(Role.ADMIN, "/prepare", "{}");

    HttpResponse<String> refused = call(Role.ADMIN, "POST", OCTOBER + "/sign-off", "");

    assertThat(refused.statusCode()).isEqualTo(409);
    JsonNode error = ApiFixture.json(refused);
    assertThat(error.path("code").asText()).isEqualTo("CONFLICT");
    assertThat(error.path("problems").get(0).path("field").asText()).isEqualTo("by");
    assertThat(error.path("detail").asText()).contains("another person must sign it");
    assertThat(api.get(api.token(Role.ADMIN), "/api/v1/audit").body())
        .contains("close.sign-off.refused");
  }

  @Test
  void what_is_open_comes_with_the_refusal() throws Exception {
    api.closing.rejected("aws", 3);
    api.closing.waiting(1);

    HttpResponse<String> refused = call(Role.FINANCE, "POST", OCTOBER + "/prepare", "");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(ApiFixture.json(refused).path("problems")).hasSize(2);
    assertThat(refused.body()).contains("still being allocated", "rows refused: aws 3");
    api.closing.waiting(0);
    assertThat(
            taken(Role.FINANCE, "/prepare", "{\"acknowledge\":{\"rejects\":\"test rows\"}}")
                .path("checklist")
                .findValuesAsText("note"))
        .contains("test rows");
  }

  @Test
  void bodies_with_faults_are_refused() throws Exception {
    taken(Role.FINANCE, "/prepare", "");
    for (String body :
        List.of("", "{}", "{\"reason\":\"  \"}", "{\"reason\":7}", "{\"why\":\"x\"}")) {
      assertThat(call(Role.ADMIN, "POST", OCTOBER + "/reopen", body).statusCode())
          .as("reopen " + body)
          .isEqualTo(400);
    }
    for (String body :
        List.of(
            "{\"acknowledge\":[]}",
            "{\"acknowledge\":{\"allocation\":\"go on\"}}",
            "{\"acknowledge\":{\"rejects\":\"\"}}",
            "{\"note\":\"x\"}",
            "[]")) {
      assertThat(call(Role.FINANCE, "POST", OCTOBER + "/prepare", body).statusCode())
          .as("prepare " + body)
          .isEqualTo(400);
    }
    assertThat(
            call(Role.APPROVER, "POST", OCTOBER + "/sign-off", "{\"asOf\":\"now\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_unknown_period_is_not_there() throws Exception {
    for (String period : List.of("2026-13", "FY2026-P13", "1999-01", "October")) {
      String path = "/api/v1/close/" + period;
      assertThat(call(Role.ADMIN, "GET", path, "").statusCode()).as(period).isEqualTo(404);
      assertThat(call(Role.ADMIN, "POST", path + "/prepare", "").statusCode()).isEqualTo(404);
      assertThat(call(Role.ADMIN, "POST", path + "/sign-off", "").statusCode()).isEqualTo(404);
      assertThat(call(Role.ADMIN, "POST", path + "/reopen", REASON).statusCode()).isEqualTo(404);
      assertThat(
              call(Role.ADMIN, "GET", "/api/v1/reports/accrual-journal?period=" + period, "")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void the_journal_is_a_file_that_balances_and_runs_nothing_in_a_spreadsheet() throws Exception {
    HttpResponse<String> answer =
        call(
            Role.VIEWER, "GET", "/api/v1/reports/accrual-journal?period=FY2026-P10&format=csv", "");

    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"accrual-journal-FY2026-P10.csv\"");
    List<String> rows = answer.body().lines().toList();
    assertThat(rows).hasSize(5);
    assertThat(rows.get(0))
        .isEqualTo(
            "entry_id,kind,period,date,reference,entity,account,cost_center,currency,debit,credit");
    assertThat(rows.get(1))
        .contains(
            ",accrual,FY2026-P10,2026-10-31,'=cmd / a / cc-speech / USD,main,expense,cc-speech,",
            "USD,0.000000000000000001,");
    assertThat(rows.get(4)).contains("accrual_reversal,FY2026-P11,2026-11-01");
    JsonNode json =
        ApiFixture.json(
            call(Role.VIEWER, "GET", "/api/v1/reports/accrual-journal?period=2026-10", ""));
    assertThat(json.path("balance").get(0).path("debit").asText())
        .isEqualTo(json.path("balance").get(0).path("credit").asText())
        .isEqualTo("0.000000000000000002");
    assertThat(rows.get(1)).startsWith(json.path("entries").get(0).path("id").asText());
    assertThat(
            call(
                    Role.VIEWER,
                    "GET",
                    "/api/v1/reports/accrual-journal?period=2026-10&format=docx",
                    "")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_import_into_a_closed_period_is_not_refused_but_told() throws Exception {
    taken(Role.FINANCE, "/prepare", "");
    taken(Role.APPROVER, "/sign-off", "");
    ObjectNode report = ApiFixture.JSON.createObjectNode();
    for (String start : List.of("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")) {
      ObjectNode delivery = report.withArray("deliveries").addObject();
      delivery.put("visible", true).put("unchanged", false);
      delivery.putObject("scope").put("start", start).put("end", start.replace("01T", "30T"));
    }
    api.writes.report = report;
    String boundary = "b";
    HttpResponse<String> answer =
        api.send(
            api.request("/api/v1/deliveries?source=aws")
                .header("Authorization", "Bearer " + api.token(Role.FINANCE))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(
                    BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.csv\""
                            + "\r\n\r\nx\r\n--b--\r\n")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(ApiFixture.json(answer).path("closedPeriods")).hasSize(1);
    assertThat(answer.body()).contains("\"closedPeriods\":[\"FY2026-P10\"]");
  }

  @Test
  void a_typed_invoice_and_own_hardware_of_a_closed_period_are_told_too() throws Exception {
    taken(Role.FINANCE, "/prepare", "");
    taken(Role.APPROVER, "/sign-off", "");
    String invoice =
        "{\"source\":\"aws\",\"issuer\":\"AWS\",\"invoiceId\":\"INV-1\",\"period\":\"2026-10\","
            + "\"currency\":\"USD\",\"payable\":\"5\"}";
    for (String month : List.of("2026-10", "2026-11")) {
      String closed = month.equals("2026-10") ? "\"FY2026-P10\"" : "";
      HttpResponse<String> typed =
          api.call(
              api.token(Role.FINANCE),
              "POST",
              "/api/v1/invoices",
              invoice.replace("2026-10", month));
      HttpResponse<String> owned =
          api.call(
              api.token(Role.ADMIN), "POST", "/api/v1/owned?source=hall-1&period=" + month, "{}");

      assertThat(typed.body()).contains("\"closedPeriods\":[" + closed + "]");
      assertThat(owned.body()).contains("\"closedPeriods\":[" + closed + "]");
    }
  }
}
