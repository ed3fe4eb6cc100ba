package io.gpuledger.dashboard.http;

import static io.gpuledger.dashboard.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.auth.FailureLimit;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.state.Rows;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {
  private static final String COSTS = "/api/v1/costs?start=2026-10-01&end=2026-11-01";

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void every_route_stands_in_the_openapi_document_and_the_other_way_round() throws Exception {
    Set<String> routes = new TreeSet<>();
    api.server.routes().forEach(r -> routes.add(r.method() + " " + r.path()));
    Set<String> documented = new TreeSet<>();
    JsonNode document = json(api.get("", "/openapi.json"));
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            documented.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

    assertThat(documented).isEqualTo(routes);
  }

  @Test
  void questions_refuse_what_the_document_does_not_allow_and_document_that() throws Exception {
    String admin = api.token(Role.ADMIN);
    int limited = 0;
    for (Map.Entry<String, JsonNode> path :
        json(api.get("", "/openapi.json")).get("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      // A stream does not end.
      if (!path.getKey().startsWith("/api/v1/")
          || get.isMissingNode()
          || path.getKey().endsWith("/events")) {
        continue;
      }
      boolean documented = get.at("/responses/400").isObject();
      String address =
          path.getKey()
                  .replace("{id}", "1")
                  .replace("{kind}", "chargeback")
                  .replace("{period}", "2026-10")
                  .replace("{chargeId}", "d:1")
              + "?"
              + needed(get);
      int unknown = api.get(admin, address + "nonsense=1").statusCode();
      assertThat(unknown == 400).as(address + " says 400").isEqualTo(documented);
      for (JsonNode parameter : get.get("parameters")) {
        JsonNode maximum = parameter.at("/schema/maximum");
        if (maximum.isInt()) {
          limited++;
          String at = address + parameter.get("name").asText() + "=";
          HttpResponse<String> beyond = api.get(admin, at + (maximum.asInt() + 1));
          assertThat(beyond.statusCode()).as(at).isEqualTo(400);
          assertThat(json(beyond).get("problems").findValuesAsText("field"))
              .containsExactly(parameter.get("name").asText());
          assertThat(api.get(admin, at + maximum.asInt()).statusCode()).as(at).isEqualTo(200);
          assertThat(documented).as(at).isTrue();
        }
      }
    }
    assertThat(limited).isGreaterThanOrEqualTo(7);
  }

  private static String needed(JsonNode operation) {
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.get("parameters")) {
      if (parameter.get("in").asText().equals("query") && parameter.get("required").asBoolean()) {
        String name = parameter.get("name").asText();
        String value =
            switch (name) {
              case "start" -> "2026-10-01";
              case "end" -> "2026-11-01";
              case "period" -> "2026-10";
              default -> throw new IllegalStateException("no value for " + name);
            };
        query.append(name).append('=').append(value).append('&');
      }
    }
    return query.toString();
  }

  @Test
  void every_error_code_is_published() throws Exception {
    JsonNode codes =
        json(api.get("", "/openapi.json")).at("/components/schemas/Error/properties/code/enum");

    assertThat(ApiFixture.JSON.convertValue(codes, String[].class))
        .containsExactly(
            java.util.Arrays.stream(ErrorCode.values()).map(Enum::name).toArray(String[]::new));
  }

  @Test
  void without_a_token_only_what_tells_no_figure_answers() throws Exception {
    for (Route route : api.server.routes()) {
      String path =
          route
              .path()
              .replace("{id}", "1")
              .replace("{kind}", "chargeback")
              .replace("{period}", "2026-10");
      String body = route.method().name().equals("GET") ? "" : "{}";
      HttpResponse<String> response =
          api.call("", route.method().name(), path.replace("{chargeId}", "d:1"), body);
      if (route.access() == Access.OPEN) {
        // What is not configured, such as buttons of Slack, is not there.
        assertThat(response.statusCode()).as(path).isIn(200, 401, 404, 503);
      } else {
        assertThat(response.statusCode()).as(route.method() + path).isEqualTo(401);
        assertThat(json(response).get("code").asText()).isEqualTo("NOT_SIGNED_IN");
      }
    }
  }

  @Test
  void readiness_says_what_is_waited_for() throws Exception {
    HttpResponse<String> response = api.get("", "/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("waitingFor").get(0).asText()).isEqualTo("broker");
    assertThat(api.get("", "/healthz").statusCode()).isEqualTo(200);
    assertThat(api.get("", "/metrics").body()).contains("gpuledger_http_requests_seconds_count");
  }

  @Test
  void a_browser_signs_in_with_a_cookie_and_writes_need_the_csrf_value() throws Exception {
    String token = api.token(Role.ADMIN);
    HttpResponse<String> opened =
        api.call("", "POST", "/api/v1/session", "{\"token\":\"" + token + "\"}");
    String setCookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(setCookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
    String cookie = setCookie.substring(0, setCookie.indexOf(';'));
    String csrf = json(opened).get("csrf").asText();
    assertThat(json(opened).get("role").asText()).isEqualTo("admin");
    assertThat(json(opened).get("demo").asBoolean()).isTrue();

    assertThat(api.send(api.request(COSTS).header("Cookie", cookie)).statusCode()).isEqualTo(200);
    HttpResponse<String> forged =
        api.send(
            api.request("/api/v1/deliveries/d1/retract")
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody()));
    assertThat(json(forged).get("code").asText()).isEqualTo("CSRF_REQUIRED");
    assertThat(
            api.send(
                    api.request("/api/v1/deliveries/d1/retract")
                        .header("Cookie", cookie)
                        .header("X-CSRF-Token", csrf)
                        .POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);

    api.send(
        api.request("/api/v1/session")
            .header("Cookie", cookie)
            .header("X-CSRF-Token", csrf)
            .DELETE());
    assertThat(api.send(api.request(COSTS).header("Cookie", cookie)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_revoked_or_expired_token_ends_its_sessions() throws Exception {
    String admin = api.token(Role.ADMIN);
    JsonNode made =
        json(
            api.call(
                admin,
                "POST",
                "/api/v1/tokens",
                "{\"role\":\"viewer\",\"expires\":\"2026-10-25\"}"));
    String viewer = made.get("secret").asText();
    HttpResponse<String> opened =
        api.call("", "POST", "/api/v1/session", "{\"token\":\"" + viewer + "\"}");
    String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    assertThat(api.get(viewer, COSTS).statusCode()).isEqualTo(200);

    api.clock.move(Duration.ofHours(16));
    assertThat(api.get(viewer, COSTS).statusCode()).isEqualTo(401);
    assertThat(api.send(api.request(COSTS).header("Cookie", cookie)).statusCode()).isEqualTo(401);

    assertThat(api.get(admin, "/api/v1/tokens").body()).doesNotContain(viewer);
    String id = made.get("id").asText();
    assertThat(api.call(admin, "DELETE", "/api/v1/tokens/" + id, "").statusCode()).isEqualTo(200);
    assertThat(api.call(admin, "DELETE", "/api/v1/tokens/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void guessing_is_slowed_down_and_audited_and_costs_nobody_else() throws Exception {
    String good = api.token(Role.VIEWER);
    for (int i = 0; i < FailureLimit.FAILURES; i++) {
      assertThat(api.get("glt_guess" + i, COSTS).statusCode()).isEqualTo(401);
    }
    assertThat(api.get("glt_guess", COSTS).statusCode()).isEqualTo(429);
    assertThat(api.get(good, COSTS).statusCode())
        .as("whoever has a token is not kept out by a guesser behind the same address")
        .isEqualTo(200);
    assertThat(api.audit.newest(1).get(0).action()).isEqualTo("session.refused");
    api.clock.move(FailureLimit.WINDOW);
    assertThat(api.get("glt_guess", COSTS).statusCode()).isEqualTo(401);
  }

  @Test
  void a_lead_never_gets_a_foreign_figure_by_any_route() throws Exception {
    String admin = api.token(Role.ADMIN);
    for (String team : List.of("search", "vision")) {
      api.call(
          admin,
          "POST",
          "/api/v1/budgets",
          "{\"name\":\"b-%s\",\"filter\":\"team:\\\"%s\\\"\",\"currency\":\"USD\",\"limit\":\"9\"}"
              .formatted(team, team));
    }
    String everything = "{\"name\":\"all of vision\",\"currency\":\"USD\",\"limit\":9}";
    assertThat(api.call(admin, "POST", "/api/v1/budgets", everything).statusCode()).isEqualTo(201);
    ApiAlerts.raise(api, "vision");
    ApiAlerts.raise(api, "search");
    String lead = api.token(Role.LEAD, "search");

    String range = "start=2026-10-01&end=2026-11-01";
    String foreign = "&filter=team:%22vision%22&groupBy=team";
    for (Route route : api.server.routes()) {
      for (String id : List.of("1", "2", "vision-gpu", "search-gpu")) {
        String path =
            route
                .path()
                .replace("{id}", id)
                .replace("{kind}", "chargeback")
                .replace("{period}", "2026-10")
                .replace("{chargeId}", "d:1");
        // A stream does not end; a wrong token would block this address for the rest of the test.
        if (path.endsWith("/events") || (path.endsWith("/session") && route.writes())) {
          continue;
        }
        for (String query :
            List.of(
                "",
                "?" + range,
                "?" + range + foreign,
                "?" + range + "&filter=explode:%22",
                "?" + range + "&filter=team:%22explode%22",
                "?period=2026-10",
                "?period=2026-10&format=csv")) {
          HttpResponse<String> response =
              api.call(lead, route.method().name(), path + query, route.writes() ? "{}" : "");
          assertThat(response.body().replace(query, "").replace("\\\"vision\\\"", ""))
              .as(route.method() + " " + path + query)
              .doesNotContain("1313.37")
              .doesNotContain("vision ")
              .doesNotContain("b-vision");
          if (route.access() == Access.ALL_TEAMS
              || route.access() == Access.WRITERS
              || route.access() == Access.BOOKKEEPERS
              || route.access() == Access.APPROVERS
              || route.access() == Access.ADMINS) {
            assertThat(response.statusCode()).as(path).isEqualTo(403);
          }
        }
      }
    }
    assertThat(api.get(lead, "/api/v1/budgets").body()).contains("b-search");
    assertThat(api.get(lead, "/api/v1/alerts").body()).contains("b-search");
    assertThat(api.get(lead, COSTS).body()).contains("205000.119");
  }

  @Test
  void a_format_of_bills_that_is_not_read_is_refused() throws Exception {
    HttpResponse<String> response =
        api.call(
            api.token(Role.FINANCE),
            "POST",
            "/api/v1/deliveries?source=aws-main&format=cost-export",
            "x");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("is not one of auto, focus");
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER, GET, /api/v1/deliveries, 200",
    "VIEWER, POST, /api/v1/deliveries/d1/retract, 403",
    "VIEWER, GET, /api/v1/tokens, 403",
    "FINANCE, POST, /api/v1/deliveries/d1/retract, 200",
    "FINANCE, POST, /api/v1/deliveries/d2/retract, 404",
    "FINANCE, GET, /api/v1/audit, 403",
    "APPROVER, POST, /api/v1/demo/runaway, 404",
    "ADMIN, GET, /api/v1/audit, 200",
    "ADMIN, GET, /api/v1/reports/none?period=2026-10, 404",
    "VIEWER, GET, /api/v1/reports/variance?period=2026-10&against=2025-10, 200",
    "ADMIN, GET, /api/v1/reports/variance?period=2026-10&against=2026-10, 400",
    "ADMIN, GET, /api/v1/allocations/trace/d:7, 200",
    "ADMIN, GET, /api/v1/allocations/trace/d, 404",
    "ADMIN, GET, /api/v1/allocations/trace/d:99999999999999999999, 404",
    "ADMIN, GET, /api/v1/nothing, 404",
    "ADMIN, PATCH, /api/v1/budgets, 405",
    "ADMIN, HEAD, /api/v1/sources, 200",
    "ADMIN, HEAD, /api/v1/nothing, 404",
    "ADMIN, POST, /nothing, 404",
  })
  void roles_and_addresses(String role, String method, String path, int status) throws Exception {
    HttpResponse<String> response = api.call(api.token(Role.valueOf(role)), method, path, "");

    assertThat(response.statusCode()).isEqualTo(status);
    if (status >= 400 && !method.equals("HEAD")) {
      assertThat(json(response).get("status").asInt()).isEqualTo(status);
    }
  }

  @Test
  void all_faults_of_a_question_come_at_once() throws Exception {
    HttpResponse<String> response =
        api.get(
            api.token(Role.VIEWER),
            "/api/v1/costs?start=yesterday&groupBy=team,colour&metric=blended&limit=0"
                + "&filter=team%3A&asOf=1&currency=usd&fliter=x&includeTax=maybe");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("problems").findValuesAsText("field"))
        .contains(
            "start",
            "end",
            "groupBy",
            "metric",
            "limit",
            "filter",
            "asOf",
            "currency",
            "fliter",
            "includeTax");
  }

  @ParameterizedTest
  @CsvSource({
    "start=2026-10-01&end=2026-10-01",
    "start=2000-01-01&end=2026-10-01",
    "start=0001-01-01&end=2026-10-01",
    "start=2026-10-01&end=+999999999-12-31T23:59:59Z",
    "start=2026-10-01&start=2026-10-02&end=2026-10-03",
    "start=2026-10-01&end=2026-10-03&groupBy=team';DROP TABLE charges;--",
    "start=2026-10-01&end=2026-10-03&groupBy=team)+UNION+ALL+SELECT+1",
    "start=2026-10-01&end=2026-10-03&currency=USD'--",
    "start=2026-10-01'&end=2026-10-03",
    "start=2026-10-01&end=2026-10-03&limit=1e9",
    "start=2026-10-01&end=2026-10-03&granularity=day'",
  })
  void hostile_parameters_are_refused_by_name(String query) throws Exception {
    String encoded = query.replace(" ", "%20").replace("'", "%27").replace("+", "%2B");

    HttpResponse<String> response = api.get(api.token(Role.VIEWER), "/api/v1/costs?" + encoded);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("problems")).isNotEmpty();
  }

  @Test
  void an_unforeseen_failure_is_told_by_its_id_only() throws Exception {
    HttpResponse<String> response =
        api.get(api.token(Role.LEAD, "search"), COSTS + "&filter=team:%22explode%22");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .doesNotContain("secret")
        .contains(response.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void a_foreign_host_is_not_answered() throws Exception {
    assertThat(statusWithHost("evil.example")).contains("421");
    assertThat(statusWithHost("ledger.example:443")).contains("200");
    assertThat(statusWithHost("localhost")).contains("200");
  }

  private String statusWithHost(String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      socket.setSoTimeout(5_000);
      String request = "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .split("\r\n", 2)[0];
    }
  }

  @Test
  void answers_carry_the_security_headers() throws Exception {
    var headers = api.get("", "/healthz").headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'")
        .contains("script-src 'self'")
        .contains("frame-ancestors 'none'");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Server")).isEmpty();
    assertThat(api.get(api.token(Role.VIEWER), COSTS).headers().firstValue("Cache-Control"))
        .contains("no-store");
  }

  @Test
  void an_upload_is_staged_in_order_under_safe_names_and_removed() throws Exception {
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="file"; filename="../../etc/a.csv"\r
        \r
        first\r
        --x\r
        Content-Disposition: form-data; name="file"; filename="a.csv"\r
        \r
        second\r
        --x--\r
        """;
    HttpResponse<String> response =
        api.send(
            api.request("/api/v1/deliveries?source=aws-main&replacePeriod=true")
                .header("Authorization", "Bearer " + api.token(Role.FINANCE))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("a.csv").asText()).isEqualTo("second");
    assertThat(json(response).get("replacePeriod").asBoolean()).isTrue();
    // The file is gone by now: its name is looked at, not the place.
    assertThat(api.writes.lastFile).startsWithRaw(folder.resolve("staging"));
    try (var left = Files.list(folder.resolve("staging"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
    assertThat(api.audit.newest(1).get(0).action()).isEqualTo("delivery.import");
  }

  @Test
  void a_body_beyond_the_limit_is_refused() throws Exception {
    String large = "{\"name\":\"" + "x".repeat((int) ApiOptions.BODY_LIMIT) + "\"}";

    HttpResponse<String> response =
        api.call(api.token(Role.ADMIN), "POST", "/api/v1/budgets", large);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(json(response).get("code").asText()).isEqualTo("TOO_LARGE");
  }

  /** Without reading on, the server breaks the connection under the sender. */
  @ParameterizedTest
  @CsvSource({
    "admin, /api/v1/deliveries?source=a/b, multipart/form-data; boundary=x, 400",
    "admin, /api/v1/replays?cluster=c&at=soon, multipart/form-data; boundary=x, 400",
    "admin, /api/v1/deliveries?source=a, text/csv, 415",
    "viewer, /api/v1/deliveries?source=a, multipart/form-data; boundary=x, 403",
    "'', /api/v1/deliveries?source=a, multipart/form-data; boundary=x, 401",
  })
  void whoever_is_refused_early_in_a_long_upload_hears_the_reason(
      String role, String path, String type, int status) throws Exception {
    String token = role.isEmpty() ? "" : api.token(Role.valueOf(role.toUpperCase(Locale.ROOT)));
    byte[] body = new byte[64 << 20];

    HttpResponse<String> response =
        api.send(
            api.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).get("title").asText()).isNotEmpty();
  }

  @Test
  void a_budget_is_kept_as_versions_and_every_fault_is_named() throws Exception {
    String token = api.token(Role.FINANCE);
    HttpResponse<String> refused =
        api.call(
            token,
            "POST",
            "/api/v1/budgets",
            "{\"name\":\"\",\"filter\":\"nope\",\"currency\":\"x\",\"limit\":\"1e3\","
                + "\"thresholds\":[80,50],\"channel\":\"none\"}");
    assertThat(json(refused).get("problems").findValuesAsText("field"))
        .containsOnly("name", "filter", "currency", "limit", "thresholds", "channel");

    JsonNode made =
        json(
            api.call(
                token,
                "POST",
                "/api/v1/budgets",
                "{\"name\":\"s\",\"filter\":\"\",\"currency\":\"USD\",\"limit\":410000.238}"));
    assertThat(made.get("limit").asText()).isEqualTo("410000.238");
    assertThat(made.get("spentRatio").asDouble()).isEqualTo(0.5);
    assertThat(made.at("/spent/fromBill").asText()).isEqualTo("205000.119");
    assertThat(made.at("/spent/counted").asText()).isEqualTo("205000.119");
    assertThat(made.at("/spent/estimated").isNull()).isTrue();
    String id = made.get("id").asText();
    String changed = "{\"name\":\"s\",\"currency\":\"USD\",\"limit\":\"5\"}";
    assertThat(
            json(api.call(token, "PUT", "/api/v1/budgets/" + id, changed)).get("version").asInt())
        .isEqualTo(2);
    assertThat(api.call(token, "DELETE", "/api/v1/budgets/" + id, "").statusCode()).isEqualTo(204);
    assertThat(api.call(token, "DELETE", "/api/v1/budgets/" + id, "").statusCode()).isEqualTo(404);
    assertThat(api.audit.newest(3))
        .extracting(entry -> entry.action())
        .containsExactly("budget.delete", "budget.update", "budget.create");
  }

  @Test
  void budgets_are_listed_by_pages_out_of_one_snapshot() throws Exception {
    String token = api.token(Role.FINANCE);
    for (String name : List.of("a", "b", "c")) {
      String budget = "{\"name\":\"" + name + "\",\"currency\":\"USD\",\"limit\":\"5\"}";
      assertThat(api.call(token, "POST", "/api/v1/budgets", budget).statusCode()).isEqualTo(201);
    }
    api.queries.snapshots.set(6);

    JsonNode all = json(api.get(token, "/api/v1/budgets"));
    assertThat(all.get("rows").findValuesAsText("name")).containsExactly("a", "b", "c");
    assertThat(api.queries.snapshots).hasValue(7);
    assertThat(all.at("/snapshot/run").asInt()).isEqualTo(7);

    JsonNode page = json(api.get(token, "/api/v1/budgets?limit=1&offset=1"));
    assertThat(page.get("rows").findValuesAsText("name")).containsExactly("b");
    assertThat(page.get("totalRows").asInt()).isEqualTo(3);
    assertThat(api.get(token, "/api/v1/budgets?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void alerts_of_others_take_no_place_from_those_of_a_lead() throws Exception {
    ApiAlerts.raise(api, "search");
    api.store.change(
        connection -> {
          Rows.update(
              connection,
              "INSERT INTO alerts (budget_id, budget_version, budget_name, team_scope, period,"
                  + " threshold, kind, currency, spent, limit_amount, raised_at, alert_kind,"
                  + " subject, episode)"
                  + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                  + " SELECT 'b', i, 'b', 'vision', period, threshold, kind, currency, spent,"
                  + " limit_amount, raised_at, alert_kind, 'b', i FROM alerts, n",
              AlertLedger.PAGE_LIMIT);
          Rows.update(
              connection,
              "INSERT INTO alert_deliveries (alert_id, channel, kind, step, delivery_key,"
                  + " idempotency, payload, state, attempts, attempts_allowed, uncertain,"
                  + " next_attempt_at, last_error, external_id, delivered_at) SELECT a.alert_id,"
                  + " channel, d.kind, step, delivery_key, idempotency, payload, state, attempts,"
                  + " attempts_allowed, uncertain, next_attempt_at, last_error, external_id,"
                  + " delivered_at FROM alerts a, alert_deliveries d WHERE a.alert_id > 1 AND"
                  + " d.alert_id = 1");
        });

    JsonNode own = json(api.get(api.token(Role.LEAD, "search"), "/api/v1/alerts")).get("rows");
    assertThat(own).hasSize(1);
    assertThat(own.get(0).get("id").asText()).isEqualTo("1");
    assertThat(json(api.get(api.token(Role.LEAD, "nobody"), "/api/v1/alerts")).get("rows"))
        .isEmpty();
    assertThat(
            json(api.get(api.token(Role.FINANCE), "/api/v1/alerts?limit=1000"))
                .get("rows")
                .findValuesAsText("budgetId"))
        .hasSize(AlertLedger.PAGE_LIMIT)
        .containsOnly("b");
  }

  @Test
  void the_preview_is_the_payload() throws Exception {
    ApiAlerts.raise(api, "search");

    JsonNode preview = json(api.get(api.token(Role.LEAD, "search"), "/api/v1/alerts/1/preview"));

    JsonNode payload =
        ApiFixture.JSON.readTree(api.alerts.deliveries().payload(1, "").orElseThrow().text());
    assertThat(preview.get("blocks")).isEqualTo(payload.get("blocks"));
    assertThat(preview.get("text")).isEqualTo(payload.get("text"));
    assertThat(api.get(api.token(Role.LEAD, "vision"), "/api/v1/alerts/1/preview").statusCode())
        .isEqualTo(404);
  }
}
