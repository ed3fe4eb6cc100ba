package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.SessionStore;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sign-in and sign-out of browsers. */
final class SessionRoutes {
  private static final String PATH = "/api/v1/session";

  private final ApiServices services;
  private final ApiOptions options;
  private final Guard guard;

  SessionRoutes(ApiServices services, ApiOptions options, Guard guard) {
    this.services = services;
    this.options = options;
    this.guard = guard;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, Access.OPEN, (context, caller) -> open(context)),
        Route.get(
            PATH,
            Access.SCOPED,
            (context, caller) -> Answers.json(context, view(caller.principal(), caller.session()))),
        Route.delete(PATH, Access.SCOPED, this::close));
  }

  private void open(Context context) {
    JsonNode body = Answers.body(context);
    Principal principal = guard.signIn(context, body.path("token").asText(""));
    String secret = services.sessions().open(principal);
    context.cookie(cookie(secret, Math.toIntExact(SessionStore.LIFE.toSeconds())));
    services.audit().add(principal.user(), "session.open", principal.tokenId(), "");
    Answers.json(context, view(principal, secret));
  }

  private void close(Context context, Caller caller) {
    if (caller.isBrowser()) {
      services.sessions().close(caller.session());
      services.events().recheck();
    }
    context.cookie(cookie("", 0));
    context.status(204);
  }

  private Cookie cookie(String value, int maxAgeSeconds) {
    Cookie cookie = new Cookie(Guard.COOKIE, value, "/", maxAgeSeconds);
    cookie.setSecure(guard.isSecure());
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }

  private Map<String, Object> view(Principal principal, String session) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("user", principal.user());
    view.put("role", principal.role().code());
    view.put("teams", principal.teams());
    view.put("demo", options.demo());
    view.put("version", options.version());
    view.put("csrf", session.isEmpty() ? "" : SessionStore.csrf(session));
    return view;
  }
}
