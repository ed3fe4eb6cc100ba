package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.auth.FailureLimit;
import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.SessionStore;
import io.javalin.http.Context;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What every request passes: host, sign-in, role, and the proof that a browser's write is meant.
 */
final class Guard {
  static final String COOKIE = "gpuledger_session";
  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String BEARER = "Bearer ";

  private final ApiServices services;
  private final FailureLimit failures;
  private final Set<String> hosts = new HashSet<>();
  private final boolean secure;

  Guard(ApiServices services, ApiOptions options) {
    this.services = services;
    this.failures = new FailureLimit(services.clock());
    this.secure =
        options.publicUrl().filter(url -> "https".equalsIgnoreCase(url.getScheme())).isPresent();
    hosts.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
    hosts.add(options.bind().toLowerCase(Locale.ROOT));
    options.publicUrl().map(URI::getHost).ifPresent(h -> hosts.add(h.toLowerCase(Locale.ROOT)));
    options.allowedHosts().forEach(h -> hosts.add(h.toLowerCase(Locale.ROOT)));
  }

  /** Whether cookies are for https only. */
  boolean isSecure() {
    return secure;
  }

  /**
   * Refuses a request whose Host header names somebody else: a page that made its own name point
   * here (DNS rebinding) must not read the ledger.
   */
  void checkHost(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("").toLowerCase(Locale.ROOT);
    String name = host.replaceFirst(":[0-9]{1,5}$", "");
    if (!hosts.contains(name)) {
      throw new ApiException(
          ErrorCode.HOST_NOT_ALLOWED,
          "Reach this server by its configured name, or add the name to server.allowedHosts.");
    }
  }

  /** The caller of a route, if the route may be called by them. */
  Caller admit(Context context, Route route) {
    if (route.access() == Access.OPEN) {
      return Caller.NOBODY;
    }
    Caller caller = identify(context);
    if (route.writes() && caller.isBrowser()) {
      checkCsrf(context, caller);
    }
    if (!route.access().allows(caller.principal())) {
      throw new ApiException(
          ErrorCode.NOT_ALLOWED,
          "The role " + caller.principal().role().code() + " may not call this.");
    }
    return caller;
  }

  private Caller identify(Context context) {
    String authorization = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Caller(signIn(context, authorization.substring(BEARER.length()).strip()), "");
    }
    String session = Optional.ofNullable(context.cookie(COOKIE)).orElse("");
    Optional<Principal> principal =
        session.isEmpty() ? Optional.empty() : services.sessions().find(session);
    return new Caller(
        principal.orElseThrow(
            () -> new ApiException(ErrorCode.NOT_SIGNED_IN, "Send an API token, or sign in.")),
        session);
  }

  /** The principal of a token; wrong ones are counted by address, and refused beyond a limit. */
  Principal signIn(Context context, String token) {
    Optional<Principal> principal = services.tokens().find(token);
    if (principal.isPresent()) {
      // Whoever guesses from the same address, behind a proxy say, keeps nobody else out.
      return principal.get();
    }
    String address = context.ip();
    if (failures.isBlocked(address)) {
      context.header("Retry-After", String.valueOf(FailureLimit.WINDOW.toSeconds()));
      throw new ApiException(
          ErrorCode.TOO_MANY_REQUESTS, "Too many wrong tokens from this address; wait a minute.");
    }
    failures.failed(address);
    services.audit().add("-", "session.refused", address, "");
    throw new ApiException(ErrorCode.NOT_SIGNED_IN, "The token is not valid.");
  }

  /** Whether a caller that was admitted once would be identified as the same now. */
  boolean isStillAdmitted(Caller caller) {
    Optional<Principal> now =
        caller.isBrowser()
            ? services.sessions().find(caller.session())
            : services.tokens().findById(caller.principal().tokenId());
    return now.filter(caller.principal()::equals).isPresent();
  }

  private static void checkCsrf(Context context, Caller caller) {
    String value = Optional.ofNullable(context.header(CSRF_HEADER)).orElse("");
    if (!SessionStore.isCsrf(caller.session(), value)) {
      throw new ApiException(
          ErrorCode.CSRF_REQUIRED, "Send the value of GET /api/v1/session in " + CSRF_HEADER + ".");
    }
  }
}
