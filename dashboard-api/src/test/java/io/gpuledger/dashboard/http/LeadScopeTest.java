package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Target;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.ledger.SqlBudgetFigures;
import io.gpuledger.dashboard.ledger.SqlLedgerQueries;
import io.gpuledger.dashboard.ledger.TestLedger;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lead of team search gets by the whole way from the tables to the wire. */
@Tag("live")
class LeadScopeTest {
  private static final Instant MINUTE = Instant.parse("2026-10-20T10:00:00Z");
  private static final String RANGE = "start=2026-10-01&end=2026-11-01";

  /** Figures, holders and names of team vision and of the organisation. */
  private static final List<String> FOREIGN =
      List.of(
          "19.5", "22.25", "secret-job", "lone-gpu", "613.29", "0.777313", "\"rejectedRows\":0");

  @TempDir static Path folder;
  private static TestLedger ledger;
  private static ApiFixture api;
  private static String lead;
  private static String finance;

  @BeforeAll
  static void open() throws Exception {
    Files.createDirectories(folder.resolve("api"));
    ledger = new TestLedger(folder.resolve("engine"));
    ledger.usage("shared-gpu", MINUTE, "productive", "pod:search/train-0", "search");
    ledger.usage("shared-gpu", MINUTE, "productive", "pod:vision/secret-job", "vision");
    ledger.usage("lone-gpu", MINUTE, "held_idle", "pod:vision/secret-job", "vision");
    ledger.usage(
        "shared-gpu", MINUTE.plusSeconds(60), "productive", "pod:search/train-0", "search");
    ledger.usage("shared-gpu", MINUTE.plusSeconds(60), "unallocated", "-", "-");
    ledger.checkpoint();
    ledger.sample("shared-gpu", 0.777313, "pod:vision/secret-job", "pod:search/train-0");
    ledger.sample("lone-gpu", 0.777313, "pod:vision/secret-job");
    ledger.sample("own-gpu", 0.25, "pod:search/train-1");
    Clock clock = Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC);
    LedgerReader reader = new LedgerReader(ledger.client, LeadScopeTest::rules, LIVE, clock);
    api =
        new ApiFixture(
            folder.resolve("api"), new SqlLedgerQueries(reader), new SqlBudgetFigures(reader));
    budgets();
    lead = api.token(Role.LEAD, "search");
    finance = api.token(Role.FINANCE);
  }

  private static final LiveFacts LIVE =
      new LiveFacts() {
        @Override
        public List<Progress> progress() {
          return List.of(new Progress("import of secret-job", 1, 2));
        }

        @Override
        public List<String> unpriced() {
          return List.of("secret-job card");
        }
      };

  private static RulesInForce rules() {
    OwnershipRules owners =
        OwnershipRules.of(
            List.of(
                new OwnershipRule(
                    "pods",
                    Filter.everything(),
                    "{namespace}",
                    "",
                    "",
                    "",
                    Instant.MIN,
                    Instant.MAX)));
    return new RulesInForce.Builder(owners)
        .thresholds(
            Map.of(
                RulesInForce.EVERY_MODEL, new StateThresholds(0.30, 0.40, 0.10, 0.70, 500 << 20)))
        .build();
  }

  /** A budget over everything that passed a threshold, and was then confined to team search. */
  private static void budgets() {
    BudgetDraft whole = new BudgetDraft("b", "", "USD", "22", List.of(50), "", "");
    Budget first = api.budgets.create(whole, "ada");
    raise(first, List.of(), "22.25");
    BudgetDraft confined = new BudgetDraft("b", "team:\"search\"", "USD", "5", List.of(50), "", "");
    Budget second = api.budgets.update(first.id(), confined, "ada").orElseThrow();
    raise(second, List.of("search"), "2.75");
    api.budgets.create(
        new BudgetDraft("of lone-gpu", "team:\"vision\"", "USD", "19.5", List.of(50), "", ""),
        "ada");
  }

  private static void raise(Budget budget, List<String> teams, String spent) {
    AlertFacts.BudgetFacts of =
        new AlertFacts.BudgetFacts(
            budget.id(),
            budget.version(),
            budget.name(),
            budget.filter(),
            teams,
            "USD",
            budget.limit(),
            "",
            "");
    AlertFacts facts =
        new AlertFacts(
            of,
            "2026-10",
            List.of(50),
            SpendKind.FROM_BILL,
            new Spent(Amount.parse(spent), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            MINUTE);
    api.alerts.raise(facts, List.of(Target.PREVIEW), id -> Optional.empty());
  }

  @AfterAll
  static void close() {
    api.close();
    ledger.close();
  }

  @Test
  void no_route_tells_a_lead_of_another_team_or_of_the_whole() throws Exception {
    for (Route route : api.server.routes()) {
      for (String id : List.of("1", "c~shared-gpu~~", "c~lone-gpu~~")) {
        String path =
            route
                .path()
                .replace("{id}", id)
                .replace("{kind}", "chargeback")
                .replace("{period}", "2026-10")
                .replace("{chargeId}", "d1:1");
        // A stream does not end; durations may look like any figure.
        if (path.endsWith("/events") || path.equals("/metrics")) {
          continue;
        }
        for (String query :
            List.of(
                "",
                "?" + RANGE,
                "?" + RANGE + "&groupBy=team",
                "?" + RANGE + "&groupBy=node&granularity=day",
                "?" + RANGE + "&filter=team:%22vision%22%7Cteam:%22search%22",
                "?filter=holder~:%22secret%22",
                "?filter=team!:%22search%22",
                "?period=2026-10",
                "?period=2026-10&format=csv")) {
          HttpResponse<String> response =
              api.call(lead, route.method().name(), path + query, route.writes() ? "{}" : "");
          assertThat(response.statusCode()).as(path + query).isNotEqualTo(500);
          assertThat(response.body().replace(id, "").replace(query, ""))
              .as(route.method() + " " + path + query)
              .doesNotContain(FOREIGN)
              .doesNotContain("\"vision\"");
        }
        if (!path.contains(id)) {
          break;
        }
      }
    }
  }

  @Test
  void a_shared_device_shows_a_lead_the_own_holders_and_not_what_all_of_them_did()
      throws Exception {
    JsonNode rows = rows(lead, "/api/v1/gpus");

    assertThat(rows.findValuesAsText("uuid")).containsExactly("own-gpu", "shared-gpu");
    JsonNode shared = rows.get(1);
    assertThat(shared.get("holders").toString()).isEqualTo("[\"pod:search/train-0\"]");
    assertThat(shared.get("team").asText()).isEqualTo("search");
    assertThat(shared.get("shared").asBoolean()).isTrue();
    assertThat(shared.get("busyRatio").isNull()).isTrue();
    assertThat(rows.get(0).get("busyRatio").asDouble()).isEqualTo(0.25);
    assertThat(rows(lead, "/api/v1/gpus?filter=holder~:%22secret%22")).isEmpty();

    JsonNode all = rows(finance, "/api/v1/gpus?filter=team:%22search%22");
    assertThat(all.findValuesAsText("uuid")).containsExactly("own-gpu", "shared-gpu");
    assertThat(all.get(1).get("teams").toString()).isEqualTo("[\"vision\",\"search\"]");
    assertThat(all.get(1).get("holders")).hasSize(2);
    assertThat(all.get(1).get("busyRatio").asDouble()).isEqualTo(0.777313);

    JsonNode timeline = rows(lead, "/api/v1/gpus/c~shared-gpu~~/timeline?" + RANGE);
    assertThat(timeline).hasSize(2);
    assertThat(timeline.toString()).contains("train-0").doesNotContain("secret-job");
    assertThat(timeline.get(0).get("shared").asBoolean()).isTrue();
    assertThat(timeline.get(0).get("busyRatio").isNull()).isTrue();
    assertThat(timeline.get(1).get("shared").asBoolean()).as("nobody else holds it").isFalse();
    assertThat(timeline.get(1).get("busyRatio").asDouble()).isEqualTo(0.654321);
    assertThat(rows(finance, "/api/v1/gpus/c~shared-gpu~~/timeline?" + RANGE).toString())
        .contains("\"busyRatio\":0.654321")
        .doesNotContain("\"busyRatio\":null");
  }

  @Test
  void the_state_of_a_device_now_is_by_the_configured_thresholds() throws Exception {
    JsonNode rows = rows(finance, "/api/v1/gpus?filter=holder:%22pod:search%2Ftrain-1%22");

    assertThat(rows.get(0).get("state").asText())
        .as("busy 0.25 is below the configured 0.30")
        .isEqualTo("held_idle");
  }

  @Test
  void crossings_of_a_wider_version_stay_with_those_who_might_see_it() throws Exception {
    JsonNode own = rows(lead, "/api/v1/budgets").get(0).get("crossings");
    JsonNode all = rows(finance, "/api/v1/budgets").get(0).get("crossings");

    assertThat(own.findValuesAsText("spent")).containsExactly("2.75");
    assertThat(all.findValuesAsText("spent")).containsExactlyInAnyOrder("2.75", "22.25");
  }

  @Test
  void periods_of_a_wider_version_stay_with_those_who_might_see_it() throws Exception {
    String id = rows(lead, "/api/v1/budgets").get(0).get("id").asText();
    String path = "/api/v1/budgets/" + id;
    JsonNode all = ApiFixture.json(api.get(finance, path));
    HttpResponse<String> seen = api.get(lead, path);
    JsonNode own = ApiFixture.json(seen);

    assertThat(all.get("history").findValuesAsText("version")).contains("1", "2");
    assertThat(own.get("history").findValuesAsText("version")).containsOnly("2");
    assertThat(own.get("original").isNull()).isTrue();
    FOREIGN.forEach(foreign -> assertThat(seen.body()).doesNotContain(foreign));
    for (JsonNode period : all.get("history")) {
      boolean earlier = period.get("version").asText().equals("1");
      String variance = path + "/variance?period=" + period.get("key").asText();
      assertThat(api.get(lead, variance).statusCode()).isEqualTo(earlier ? 404 : 200);
    }
  }

  /** Vision has 19.5, search 2.75 of what both share. */
  @Test
  void a_lead_sees_the_own_part_of_a_shared_budget_and_nothing_that_tells_the_others()
      throws Exception {
    String body =
        """
        {"name": "both", "filter": "team:\\"search\\",\\"vision\\"", "currency": "USD",
         "limit": "100", "shared": true, "from": null}
        """;
    HttpResponse<String> made = api.call(finance, "POST", "/api/v1/budgets", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String path = "/api/v1/budgets/" + ApiFixture.json(made).get("id").asText();

    HttpResponse<String> seen = api.get(lead, path);
    JsonNode own = ApiFixture.json(seen);
    JsonNode all = ApiFixture.json(api.get(finance, path));

    assertThat(own.get("whole").asBoolean()).isFalse();
    assertThat(own.get("parts").findValuesAsText("team")).containsExactly("search");
    assertThat(own.get("limitOfPeriod").isNull()).isTrue();
    assertThat(own.get("spent").isNull()).isTrue();
    assertThat(own.get("spentRatio").isNull()).isTrue();
    assertThat(own.get("versions")).isEmpty();
    assertThat(own.get("history")).isEmpty();
    FOREIGN.forEach(foreign -> assertThat(seen.body()).doesNotContain(foreign));
    assertThat(all.get("parts").findValuesAsText("team")).containsExactly("search", "vision");
    assertThat(api.get(lead, path + "/variance").statusCode()).isEqualTo(404);
    assertThat(api.call(finance, "DELETE", path, "").statusCode()).isEqualTo(204);
  }

  @Test
  void the_status_of_a_lead_has_no_figure_of_the_organisation() throws Exception {
    JsonNode status = ApiFixture.json(api.get(lead, "/api/v1/status"));

    assertThat(status.get("rejectedRows").isNull()).isTrue();
    assertThat(status.get("progress")).isEmpty();
    assertThat(status.get("unpriced")).isEmpty();
    assertThat(ApiFixture.json(api.get(finance, "/api/v1/status")).get("rejectedRows").asInt())
        .isZero();
  }

  @Test
  void device_time_beyond_the_rows_is_in_other() throws Exception {
    JsonNode answer =
        ApiFixture.json(api.get(finance, "/api/v1/utilization?" + RANGE + "&groupBy=team"));

    assertThat(answer.get("rows").findValuesAsText("productive"))
        .containsExactly("0", "60000000000", "30000000000");
    assertThat(answer.at("/other/stateNanos/productive").asText()).isEqualTo("0");
    assertThat(answer.at("/coverage/telemetry").asDouble()).isEqualTo(1);
  }

  private static JsonNode rows(String token, String path) throws Exception {
    HttpResponse<String> response = api.get(token, path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ApiFixture.json(response).get("rows");
  }
}
