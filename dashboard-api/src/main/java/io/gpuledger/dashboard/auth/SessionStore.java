package io.gpuledger.dashboard.auth;

import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Browsers that signed in with a token. The cookie holds the session's secret; the CSRF value is
 * derived from it, so a page of another origin, which cannot read the cookie, cannot make it.
 */
public final class SessionStore {
  /** How long a session lives. */
  public static final Duration LIFE = Duration.ofHours(12);

  private final StateStore store;
  private final TokenStore tokens;
  private final Clock clock;

  public SessionStore(StateStore store, TokenStore tokens, Clock clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Opens a session and returns its secret. Expired ones are removed on the way. */
  public String open(Principal principal) {
    String secret = TokenSecret.random("gls_");
    store.change(
        connection -> {
          String now = Rows.time(clock.instant());
          Rows.update(connection, "DELETE FROM sessions WHERE expires_at <= ?", now);
          Rows.update(
              connection,
              "INSERT INTO sessions (secret_hash, token_id, created_at, expires_at)"
                  + " VALUES (?, ?, ?, ?)",
              TokenSecret.hash(secret),
              principal.tokenId(),
              now,
              Rows.time(clock.instant().plus(LIFE)));
        });
    return secret;
  }

  /** The principal of a live session whose token is still valid. */
  public Optional<Principal> find(String secret) {
    return store.transaction(
        connection -> {
          Optional<String> tokenId =
              Rows.first(
                  connection,
                  "SELECT token_id FROM sessions WHERE secret_hash = ? AND expires_at > ?",
                  row -> row.getString(1),
                  TokenSecret.hash(secret),
                  Rows.time(clock.instant()));
          return tokenId.isEmpty() ? Optional.empty() : tokens.findById(connection, tokenId.get());
        });
  }

  public void close(String secret) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "DELETE FROM sessions WHERE secret_hash = ?",
                TokenSecret.hash(secret)));
  }

  /** The value that writes of this session carry in {@code X-CSRF-Token}. */
  public static String csrf(String secret) {
    return TokenSecret.hash("csrf/" + secret);
  }

  public static boolean isCsrf(String secret, String value) {
    return TokenSecret.same(csrf(secret), value);
  }
}
