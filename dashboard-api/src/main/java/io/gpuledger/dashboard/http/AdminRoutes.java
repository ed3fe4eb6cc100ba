package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.auth.TokenStore;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens and the audit, for admins. */
final class AdminRoutes {
  private final ApiServices services;

  AdminRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tokens", Access.ADMINS, this::list),
        Route.post("/api/v1/tokens", Access.ADMINS, this::create),
        Route.delete("/api/v1/tokens/{id}", Access.ADMINS, this::revoke),
        Route.get("/api/v1/audit", Access.ADMINS, this::audit));
  }

  private void list(Context context, Caller caller) {
    new QueryInput(context, services.clock()).check();
    Answers.json(
        context, Json.rows(services.tokens().list().stream().map(AdminRoutes::view).toList()));
  }

  private void create(Context context, Caller caller) {
    JsonNode body = Answers.body(context);
    List<ApiException.Fault> faults = new ArrayList<>();
    Optional<Role> role = role(body, faults);
    Optional<Instant> expires = expires(body, faults);
    List<String> teams = new ArrayList<>();
    body.path("teams").forEach(team -> teams.add(team.asText("")));
    if (role.isEmpty() || !faults.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "The token cannot be made.", faults);
    }
    String given = body.path("name").asText("").strip();
    String name =
        given.isEmpty() ? role.get().code() + (teams.isEmpty() ? "" : " " + teams) : given;
    try {
      TokenStore.Created created = services.tokens().create(name, role.get(), teams, expires);
      services
          .audit()
          .add(
              caller.user(), "token.create", created.token().id(), role.get().code() + " " + teams);
      Map<String, Object> view = view(created.token());
      view.put("secret", created.secret());
      context.status(201);
      Answers.json(context, view);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Role> role(JsonNode body, List<ApiException.Fault> faults) {
    try {
      return Optional.of(Role.ofCode(body.path("role").asText("")));
    } catch (IllegalArgumentException e) {
      faults.add(
          new ApiException.Fault("NOT_ALLOWED_VALUE", "role", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** A date is refused from its first instant in UTC on. */
  private Optional<Instant> expires(JsonNode body, List<ApiException.Fault> faults) {
    String text = body.path("expires").asText("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant at =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      if (at.isAfter(services.clock().instant())) {
        return Optional.of(at);
      }
      faults.add(new ApiException.Fault("NOT_ALLOWED_VALUE", "expires", "lies in the past"));
    } catch (DateTimeException e) {
      faults.add(
          new ApiException.Fault("NOT_A_TIME", "expires", "is not a date such as 2027-01-31"));
    }
    return Optional.empty();
  }

  private void revoke(Context context, Caller caller) {
    String id = context.pathParam("id");
    if (!services.tokens().revoke(id)) {
      throw ApiException.notFound();
    }
    services.events().recheck();
    services.audit().add(caller.user(), "token.revoke", id, "");
    Answers.json(context, Map.of("id", id, "revoked", true));
  }

  private void audit(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    int limit = input.number("limit", 1, 1_000, 200);
    input.check();
    Answers.json(context, Json.rows(services.audit().newest(limit)));
  }

  private static Map<String, Object> view(TokenStore.Token token) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", token.id());
    view.put("name", token.name());
    view.put("role", token.role().code());
    view.put("teams", token.teams());
    view.put("created", token.createdAt());
    if (!token.expiresAt().isEmpty()) {
      view.put("expires", token.expiresAt());
    }
    view.put("revoked", !token.revokedAt().isEmpty());
    return view;
  }
}
