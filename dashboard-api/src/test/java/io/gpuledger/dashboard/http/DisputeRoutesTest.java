package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.dispute.DisputeStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisputeRoutesTest {
  private static final String PATH = "/api/v1/disputes";
  private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  @TempDir Path folder;
  private ApiFixture api;
  private String lead;
  private String finance;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder);
    lead = api.token(Role.LEAD, "vision");
    finance = api.token(Role.FINANCE);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String line(String team, String component) {
    return "{\"period\":\"2026-09\",\"team\":\""
        + team
        + "\",\"costCenter\":\"CC-1\",\"currency\":\"USD\",\"component\":\""
        + component
        + "\",\"reason\":\"the node was search's\"}";
  }

  private static String decide(String decision, String more) {
    return "{\"decision\":\"" + decision + "\",\"text\":\"looked into it\"" + more + "}";
  }

  private HttpResponse<String> post(String token, String path, String body) throws Exception {
    return api.call(token, "POST", path, body);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private String opened() throws Exception {
    HttpResponse<String> response = post(lead, PATH, line("vision", "direct"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return PATH + "/" + json(response).path("id").asText() + "/reply";
  }

  private List<StatementLine> corrections(YearMonth month) {
    return new DisputeService(new DisputeStore(api.store), api.statements, api.clock)
        .corrections(month, "effective", api.clock.instant());
  }

  @Test
  void a_granted_part_moves_to_the_bearer_in_the_next_statement_and_sums_to_zero()
      throws Exception {
    String reply = opened();
    JsonNode granted =
        json(
            post(
                finance,
                reply,
                decide(
                    "partial",
                    ",\"amount\":\"30.25\",\"bearerTeam\":\"search\",\"bearerCostCenter\":\"CC-1\"")));

    assertThat(granted.path("state").asText()).isEqualTo("granted");
    assertThat(granted.path("amount").asText()).isEqualTo("100");
    assertThat(granted.path("granted").asText()).isEqualTo("30.25");
    assertThat(granted.path("bookedIn").asText()).isEqualTo("2026-10");
    assertThat(granted.path("remarks")).hasSize(2);
    List<StatementLine> lines = corrections(OCTOBER);
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .extracting(of -> of.party().team() + " " + of.amount())
        .containsExactlyInAnyOrder("vision -30.25", "search 30.25");
    assertThat(lines.get(0).component()).startsWith("correction of 2026-09, dispute ");
    assertThat(lines.stream().map(StatementLine::amount).reduce(Amount.ZERO, Amount::plus))
        .isEqualTo(Amount.ZERO);
    assertThat(corrections(SEPTEMBER)).as("the disputed statement stands").isEmpty();
  }

  @Test
  void all_of_a_line_is_granted_to_no_owner_where_nobody_is_named() throws Exception {
    assertThat(post(finance, opened(), decide("accept", "")).statusCode()).isEqualTo(200);

    assertThat(corrections(OCTOBER))
        .extracting(of -> of.party().team() + " " + of.amount())
        .containsExactlyInAnyOrder("vision -100", "unattributed 100");
  }

  @Test
  void a_closed_period_bears_no_correction_the_first_open_one_does() throws Exception {
    String reply = opened();
    api.statements.closed.add(SEPTEMBER);
    api.statements.closed.add(OCTOBER);

    JsonNode granted = json(post(finance, reply, decide("accept", "")));

    assertThat(granted.path("bookedIn").asText()).isEqualTo("2026-11");
    assertThat(corrections(OCTOBER)).isEmpty();
    assertThat(corrections(YearMonth.of(2026, 11))).hasSize(2);
  }

  @Test
  void a_statement_as_known_before_the_decision_has_no_correction() throws Exception {
    String reply = opened();
    Instant before = api.clock.instant();
    api.clock.move(Duration.ofHours(1));
    post(finance, reply, decide("accept", ""));

    DisputeService service =
        new DisputeService(new DisputeStore(api.store), api.statements, api.clock);
    assertThat(service.corrections(OCTOBER, "effective", before)).isEmpty();
    assertThat(service.corrections(OCTOBER, "effective", api.clock.instant())).hasSize(2);
    assertThat(service.corrections(OCTOBER, "billed", api.clock.instant())).isEmpty();
    assertThat(service.newestDecision()).contains(api.clock.instant());
  }

  @Test
  void a_second_decision_is_refused_and_so_is_a_reply_after_one() throws Exception {
    String reply = opened();
    assertThat(post(finance, reply, decide("comment", "")).statusCode()).isEqualTo(200);
    assertThat(post(finance, reply, decide("reject", "")).statusCode()).isEqualTo(200);

    for (String again : List.of("accept", "reject", "comment")) {
      HttpResponse<String> response = post(finance, reply, decide(again, ""));
      assertThat(response.statusCode()).as(again).isEqualTo(409);
      assertThat(response.body()).contains("a dispute that is rejected does not change");
    }
    assertThat(corrections(OCTOBER)).isEmpty();
  }

  @Test
  void more_than_the_line_cannot_be_granted_at_once_or_in_turns() throws Exception {
    String reply = opened();
    for (String amount : List.of("100.000000000000000001", "-1", "0")) {
      HttpResponse<String> response =
          post(finance, reply, decide("partial", ",\"amount\":\"" + amount + "\""));
      assertThat(response.statusCode()).as(amount).isEqualTo(409);
      assertThat(response.body()).contains("is no part of the line's 100");
    }
    assertThat(post(finance, reply, decide("partial", ",\"amount\":\"60\"")).statusCode())
        .isEqualTo(200);

    JsonNode second = json(post(lead, PATH, line("vision", "direct")));
    assertThat(second.path("amount").asText()).as("what is left").isEqualTo("40");
    String next = PATH + "/" + second.path("id").asText() + "/reply";
    assertThat(post(finance, next, decide("accept", "")).statusCode()).isEqualTo(200);
    assertThat(post(lead, PATH, line("vision", "direct")).statusCode()).isEqualTo(409);
  }

  @Test
  void a_lead_disputes_lines_of_own_teams_and_decides_nothing() throws Exception {
    assertThat(post(lead, PATH, line("search", "direct")).statusCode()).isEqualTo(403);
    String reply = opened();
    for (String decision : List.of("accept", "reject")) {
      assertThat(post(lead, reply, decide(decision, "")).statusCode()).isEqualTo(403);
    }
    String other = api.token(Role.LEAD, "search");
    assertThat(post(other, reply, decide("comment", "")).statusCode())
        .as("a foreign dispute is not there")
        .isEqualTo(404);
    assertThat(json(api.get(other, PATH)).path("totalRows").asInt()).isZero();
    assertThat(json(api.get(lead, PATH)).path("totalRows").asInt()).isEqualTo(1);
    assertThat(post(lead, reply, decide("withdraw", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void viewers_and_approvers_read_and_do_not_speak() throws Exception {
    String reply = opened();
    for (Role role : List.of(Role.VIEWER, Role.APPROVER)) {
      String token = api.token(role);
      assertThat(post(token, PATH, line("vision", "shared")).statusCode()).isEqualTo(403);
      assertThat(post(token, reply, decide("comment", "")).statusCode()).isEqualTo(403);
      assertThat(post(token, reply, decide("accept", "")).statusCode()).isEqualTo(403);
      assertThat(api.get(token, PATH).statusCode()).isEqualTo(200);
    }
    assertThat(api.get("", PATH).statusCode()).isEqualTo(401);
  }

  @Test
  void nobody_decides_on_the_own_dispute() throws Exception {
    JsonNode own = json(post(finance, PATH, line("search", "direct")));
    String reply = PATH + "/" + own.path("id").asText() + "/reply";

    HttpResponse<String> response = post(finance, reply, decide("accept", ""));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("another person decides");
    assertThat(post(api.token(Role.ADMIN), reply, decide("accept", "")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_lead_is_not_told_which_foreign_team_bears_it() throws Exception {
    post(finance, opened(), decide("accept", ",\"bearerTeam\":\"search\""));

    JsonNode seen = json(api.get(lead, PATH + "?period=2026-10")).at("/rows/0");
    assertThat(seen.path("bearerTeam").asText()).isEqualTo("another team");
    assertThat(seen.path("bearerCostCenter").isNull()).isTrue();
    assertThat(json(api.get(finance, PATH + "?state=granted")).at("/rows/0/bearerTeam").asText())
        .isEqualTo("search");
    assertThat(json(api.get(finance, PATH + "?state=open")).path("totalRows").asInt()).isZero();
  }

  @Test
  void what_is_no_line_or_is_not_over_or_is_disputed_already_is_refused() throws Exception {
    opened();
    assertThat(post(lead, PATH, line("vision", "direct")).body()).contains("open dispute already");
    assertThat(post(lead, PATH, line("vision", "nothing")).body()).contains("no such line");
    HttpResponse<String> running =
        post(lead, PATH, line("vision", "shared").replace("2026-09", "2026-10"));
    assertThat(running.statusCode()).isEqualTo(409);
    assertThat(running.body()).contains("2026-10 is not over");
  }

  @Test
  void the_bearer_is_another_than_the_line() throws Exception {
    HttpResponse<String> response =
        post(
            finance,
            opened(),
            decide("accept", ",\"bearerTeam\":\"vision\",\"bearerCostCenter\":\"CC-1\""));
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("is the line itself");
    assertThat(json(api.get(finance, PATH)).at("/rows/0/state").asText()).isEqualTo("open");
  }

  @Test
  void all_faults_of_a_request_are_told_at_once_and_acts_stand_in_the_audit() throws Exception {
    HttpResponse<String> faults =
        post(lead, PATH, "{\"period\":\"2026-13\",\"metric\":\"paid\",\"colour\":\"red\"}");
    assertThat(faults.statusCode()).isEqualTo(400);
    assertThat(json(faults).path("problems").findValuesAsText("field"))
        .contains("period", "metric", "colour", "team", "currency", "component", "reason");
    assertThat(post(finance, opened(), "{\"decision\":\"maybe\"}").body())
        .contains("is not one of accept, partial");
    post(lead, PATH, line("search", "direct"));
    assertThat(api.audit.newest(10))
        .extracting(entry -> entry.action())
        .contains("dispute.open", "dispute.open.refused");
  }
}
