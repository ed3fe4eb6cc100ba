package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.ChannelDesk;
import io.gpuledger.dashboard.alert.channel.SlackLinks;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.auth.SessionStore;
import io.gpuledger.dashboard.auth.TokenStore;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.FakeCloseLedger;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.dispute.DisputeStore;
import io.gpuledger.dashboard.forecast.ForecastStore;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A real server on a free port, with real operational state and fakes for the engine's part. */
final class ApiFixture implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  final FakeQueries queries = new FakeQueries();
  final FakeWrites writes = new FakeWrites();
  final EventHub events = new EventHub();
  final FakeCloseLedger closing = new FakeCloseLedger();

  /** Channels of the file, as a test wants them. */
  LedgerConfig.Alerts channels = LedgerConfig.defaults().alerts();

  final StateStore store;
  final TokenStore tokens;
  final AlertLedger alerts;
  final BudgetService budgets;
  final AuditLog audit;
  final ApiServer server;
  final HttpClient http = HttpClient.newHttpClient();

  ApiFixture(Path folder) {
    this(folder, Optional.empty());
  }

  /** A server over figures that are not fakes. */
  ApiFixture(Path folder, LedgerQueries real, BudgetFigures figures) {
    this(folder, Optional.of(new Real(real, figures)));
  }

  private record Real(LedgerQueries queries, BudgetFigures figures) {}

  final FakeStatementBook statements = new FakeStatementBook();

  private ApiFixture(Path folder, Optional<Real> real) {
    store = StateStore.open(folder.resolve("state.db"));
    tokens = new TokenStore(store, clock);
    audit = new AuditLog(store, clock);
    alerts = new AlertLedger(store, clock, events::publish);
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new BudgetService.BudgetListener() {
              @Override
              public void changed(Budget budget) {}

              @Override
              public void deleted(Budget budget) {}
            });
    ApiServices services =
        new ApiServices(
            real.<LedgerQueries>map(Real::queries).orElse(queries),
            writes,
            new FakeBackups(),
            budgets,
            real.<BudgetFigures>map(Real::figures).orElse(queries),
            new LiveSpend(store),
            new ForecastStore(store),
            alerts,
            new ChannelDesk(
                () -> channels, Optional::empty, alerts.deliveries(), new SlackLinks(), clock),
            tokens,
            new SessionStore(store, tokens, clock),
            audit,
            new CloseService(
                new CloseStore(store),
                closing,
                new BookSettings(() -> CloseConfig.DEFAULT, List::of),
                BookCurrencies.NONE,
                GrantedDisputes.NONE,
                clock),
            new DisputeService(new DisputeStore(store), statements, clock),
            events,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> List.of("broker"),
            clock);
    server =
        ApiServer.start(
            services,
            new ApiOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of("ledger.example"),
                folder.resolve("staging"),
                true,
                "0.1.0"));
  }

  String token(Role role, String... teams) {
    return tokens.create(role.code() + "-user", role, List.of(teams), Optional.empty()).secret();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> call(String token, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return send(request);
  }

  HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
    return call(token, "GET", path, "");
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
