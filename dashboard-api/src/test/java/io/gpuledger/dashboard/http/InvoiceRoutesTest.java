package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.auth.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for invoices, who may state them, and what is refused. */
class InvoiceRoutesTest {
  private static final String GOOD =
      "{\"source\":\"aws-main\",\"issuer\":\"AWS\",\"invoiceId\":\"INV-1\",\"period\":\"2026-10\","
          + "\"currency\":\"USD\",\"payable\":\"123.45\"}";

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

  private int status(Role role, String method, String path, String body) throws Exception {
    String token = role == Role.LEAD ? api.token(role, "search") : api.token(role);
    return api.call(token, method, path, body).statusCode();
  }

  @Test
  void invoices_and_bridge_are_read_by_roles_that_see_every_team() throws Exception {
    for (String path :
        List.of(
            "/api/v1/invoices?period=2026-10",
            "/api/v1/bridge?period=2026-10",
            "/api/v1/bridge/charges?period=2026-10")) {
      for (Role role : Role.values()) {
        assertThat(status(role, "GET", path, ""))
            .as(role + " " + path)
            .isEqualTo(role == Role.LEAD ? 403 : 200);
      }
      assertThat(api.get("", path).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void totals_are_typed_and_withdrawn_by_finance_and_admin_only() throws Exception {
    String key = "{\"issuer\":\"AWS\",\"invoiceId\":\"INV-1\",\"currency\":\"USD\"}";
    for (Role role : Role.values()) {
      boolean may = role == Role.ADMIN || role == Role.FINANCE;
      assertThat(status(role, "POST", "/api/v1/invoices", GOOD))
          .as(role.code())
          .isEqualTo(may ? 201 : 403);
      assertThat(status(role, "POST", "/api/v1/invoices/withdraw", key))
          .as(role.code())
          .isEqualTo(may ? 200 : 403);
    }
    String audit = api.get(api.token(Role.ADMIN), "/api/v1/audit").body();
    assertThat(audit).contains("invoice.add", "AWS INV-1 USD", "123.45", "invoice.withdraw");
  }

  @Test
  void the_total_is_recorded_with_who_typed_it() throws Exception {
    HttpResponse<String> answer =
        api.call(api.token(Role.FINANCE), "POST", "/api/v1/invoices", GOOD);

    assertThat(ApiFixture.json(answer).path("by").asText()).isEqualTo("finance-user");
  }

  @Test
  void every_fault_of_a_total_is_told_with_its_field() throws Exception {
    HttpResponse<String> answer =
        api.call(
            api.token(Role.FINANCE),
            "POST",
            "/api/v1/invoices",
            "{\"source\":\"a/b\",\"issuer\":\"\",\"invoiceId\":\"INV-1\",\"period\":\"October\","
                + "\"currency\":\"usd\",\"payable\":-5,\"extra\":\"x\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode problems = ApiFixture.json(answer).path("problems");
    assertThat(problems.findValuesAsText("field"))
        .containsExactlyInAnyOrder("extra", "source", "issuer", "currency", "period", "payable");
    for (String body :
        List.of("{}", "{\"payable\":{\"a\":1}}", "[]", GOOD.replace("\"123.45\"", "[1]"))) {
      assertThat(status(Role.FINANCE, "POST", "/api/v1/invoices", body)).as(body).isEqualTo(400);
    }
  }

  @Test
  void a_number_keeps_all_of_its_digits() throws Exception {
    assertThat(
            status(
                Role.FINANCE,
                "POST",
                "/api/v1/invoices",
                GOOD.replace("\"123.45\"", "123456789.123456789012345678")))
        .isEqualTo(201);
    assertThat(
            status(
                Role.FINANCE,
                "POST",
                "/api/v1/invoices",
                GOOD.replace("\"123.45\"", "0.0000000000000000001")))
        .isEqualTo(400);
  }

  @Test
  void what_is_withdrawn_must_be_named_and_be_there() throws Exception {
    String path = "/api/v1/invoices/withdraw";
    assertThat(status(Role.ADMIN, "POST", path, "{\"issuer\":\"AWS\",\"row\":1}")).isEqualTo(400);
    assertThat(
            status(
                Role.ADMIN,
                "POST",
                path,
                "{\"issuer\":\"AWS\",\"invoiceId\":\"INV-7\",\"currency\":\"USD\"}"))
        .isEqualTo(404);
  }

  @Test
  void questions_with_faults_are_refused() throws Exception {
    for (String query :
        List.of(
            "/api/v1/invoices",
            "/api/v1/invoices?period=2026-13",
            "/api/v1/invoices?period=2026-10&team=search",
            "/api/v1/bridge?period=2026-10&periodBasis=fly",
            "/api/v1/bridge/charges?period=2026-10&line=fly",
            "/api/v1/bridge/charges?period=2026-10&currency=dollar")) {
      assertThat(status(Role.VIEWER, "GET", query, "")).as(query).isEqualTo(400);
    }
  }
}
