package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may export, what is refused, and what a reader of a broken export sees. */
@Timeout(120)
class ExportRoutesTest {
  private static final String OCTOBER = "/api/v1/export/focus?start=2026-10-01&end=2026-11-01";

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
  void every_role_exports_what_it_may_see_and_it_is_audited() throws Exception {
    for (Role role : Role.values()) {
      String token = role == Role.LEAD ? api.token(role, "search") : api.token(role);

      HttpResponse<String> answer = api.get(token, OCTOBER + "&focusVersion=1.3&source=aws");

      assertThat(answer.statusCode()).as(role.code()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
      assertThat(answer.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"focus-1.3-2026-10-01-2026-11-01.csv\"");
      assertThat(answer.body())
          .isEqualTo(role == Role.LEAD ? "row of search\n" : "row of search\nrow of vision\n");
      assertThat(api.queries.lastExportScope.allTeams()).isEqualTo(role != Role.LEAD);
      AuditLog.Entry entry = api.audit.newest(1).get(0);
      assertThat(entry.action()).isEqualTo("export.focus");
      assertThat(entry.who()).isEqualTo(role.code() + "-user");
      assertThat(entry.toString())
          .contains("2026-10-01 to 2026-11-01")
          .contains("FOCUS 1.3, source aws");
    }
    assertThat(api.get("", OCTOBER).statusCode()).isEqualTo(401);
  }

  @Test
  void the_newest_release_is_written_unless_another_is_named() throws Exception {
    String token = api.token(Role.VIEWER);

    api.get(token, OCTOBER);

    assertThat(api.queries.lastExport.version()).isEqualTo(FocusVersion.V1_4);
    assertThat(api.queries.lastExport.source()).isEmpty();
    assertThat(api.queries.lastExport.asOf()).isEqualTo(Optional.empty());
  }

  @Test
  void a_summary_tells_what_the_file_will_hold() throws Exception {
    JsonNode summary = ApiFixture.json(api.get(api.token(Role.VIEWER), OCTOBER + "&format=json"));

    assertThat(summary.path("rows").asInt()).isEqualTo(2);
    assertThat(summary.at("/snapshot/asOf").asText()).isEqualTo("2026-10-24T08:00:00Z");
  }

  @Test
  void wrong_questions_are_refused_with_every_fault() throws Exception {
    String token = api.token(Role.VIEWER);
    for (String query :
        List.of(
            "start=2026-10-01",
            "start=October&end=2026-11-01",
            "start=2026-11-01&end=2026-10-01",
            "start=2026-10-01&end=2026-10-01",
            "start=2026-10-01&end=2026-11-01&focusVersion=1.1",
            "start=2026-10-01&end=2026-11-01&format=xlsx",
            "start=2026-10-01&end=2026-11-01&asOf=yesterday",
            "start=2026-10-01&end=2026-11-01&team=vision")) {
      assertThat(api.get(token, "/api/v1/export/focus?" + query).statusCode())
          .as(query)
          .isEqualTo(400);
    }
    JsonNode all =
        ApiFixture.json(
            api.get(
                token, "/api/v1/export/focus?start=x&end=2026-10-01&focusVersion=2&format=xlsx"));
    assertThat(all.get("problems").findValuesAsText("field"))
        .contains("start", "focusVersion", "format");
  }

  @Test
  void an_export_that_breaks_off_never_looks_whole() throws Exception {
    api.queries.export = new Broken("x".repeat(1 << 20));

    assertThatThrownBy(() -> api.get(api.token(Role.ADMIN), OCTOBER))
        .isInstanceOf(IOException.class);

    api.queries.export = new FakeExport(List.of("row"));
    assertThat(api.get(api.token(Role.ADMIN), OCTOBER).body()).isEqualTo("row\n");
  }

  @Test
  void an_export_that_fails_before_its_first_rows_left_tells_why() throws Exception {
    api.queries.export = new Broken("BilledCost\n");

    HttpResponse<String> answer = api.get(api.token(Role.ADMIN), OCTOBER);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(ApiFixture.json(answer).path("detail").asText()).contains("must be checked");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
  }

  /** Writes some text and fails. */
  private record Broken(String text) implements ExportQueries.Export {
    @Override
    public Object summary() {
      return List.of();
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      throw new ApiException(ErrorCode.CONFLICT, "the ledger must be checked");
    }
  }

  @Test
  void exports_beyond_the_limit_are_asked_to_wait() throws Exception {
    CountDownLatch begun = new CountDownLatch(ExportRoutes.EXPORTS_LIMIT);
    CountDownLatch go = new CountDownLatch(1);
    api.queries.export =
        new ExportQueries.Export() {
          @Override
          public Object summary() {
            return List.of();
          }

          @Override
          public void write(OutputStream out) throws IOException {
            begun.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write('\n');
          }
        };
    String token = api.token(Role.ADMIN);
    ExecutorService callers = Executors.newFixedThreadPool(ExportRoutes.EXPORTS_LIMIT);
    try {
      List<Future<HttpResponse<String>>> running = new ArrayList<>();
      for (int i = 0; i < ExportRoutes.EXPORTS_LIMIT; i++) {
        running.add(callers.submit(() -> api.get(token, OCTOBER)));
      }
      begun.await();

      HttpResponse<String> third = api.get(token, OCTOBER);

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("Retry-After")).isPresent();
      go.countDown();
      for (Future<HttpResponse<String>> one : running) {
        assertThat(one.get().statusCode()).isEqualTo(200);
      }
      assertThat(api.get(token, OCTOBER).statusCode()).isEqualTo(200);
    } finally {
      go.countDown();
      callers.shutdownNow();
    }
  }
}
