package io.gpuledger.dashboard.auth;

import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** API tokens. The secret is shown once, when the token is made, and stored as a hash. */
public final class TokenStore {
  /** Tokens that are neither revoked nor expired, at most. */
  public static final int LIMIT = 10_000;

  private final StateStore store;
  private final Clock clock;

  public TokenStore(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A token without its secret.
   *
   * @param expiresAt empty for never
   * @param revokedAt empty while valid
   */
  public record Token(
      String id,
      String name,
      Role role,
      List<String> teams,
      String createdAt,
      String expiresAt,
      String revokedAt) {
    public Token {
      teams = List.copyOf(teams);
    }

    Principal principal() {
      return new Principal(name, role, teams, id);
    }
  }

  /** A new token with its secret, which is told once and never again. */
  public record Created(Token token, String secret) {
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /**
   * Makes a token.
   *
   * @param name whom it stands for in the audit
   * @param teams the teams of a lead; must be empty for other roles
   * @param expiresAt first instant at which it is refused, or empty
   * @throws IllegalArgumentException if the parts do not fit
   */
  public Created create(String name, Role role, List<String> teams, Optional<Instant> expiresAt) {
    check(name, role, teams);
    String secret = TokenSecret.random(TokenSecret.PREFIX);
    String id = TokenSecret.hash(secret).substring(0, 12);
    String now = Rows.time(clock.instant());
    Token token = new Token(id, name, role, teams, now, expiresAt.map(Rows::time).orElse(""), "");
    store.change(
        connection -> {
          if (count(connection) >= LIMIT) {
            throw new IllegalArgumentException("there are " + LIMIT + " tokens; revoke some first");
          }
          Rows.update(
              connection,
              "INSERT INTO tokens (token_id, secret_hash, name, role, teams, created_at,"
                  + " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
              id,
              TokenSecret.hash(secret),
              name,
              role.code(),
              String.join("\n", teams),
              now,
              token.expiresAt());
        });
    return new Created(token, secret);
  }

  private static void check(String name, Role role, List<String> teams) {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("a token needs a name of at most 200 characters");
    }
    if ((role == Role.LEAD) == teams.isEmpty()) {
      throw new IllegalArgumentException(
          role == Role.LEAD
              ? "a lead needs at least one team"
              : "only a lead is bound to teams; " + role.code() + " sees all of them");
    }
    if (teams.stream().anyMatch(team -> team.isBlank() || team.contains("\n"))) {
      throw new IllegalArgumentException("a team name is blank or has a line break");
    }
  }

  private static int count(Connection connection) throws SQLException {
    return Rows.first(
            connection, "SELECT count(*) FROM tokens WHERE revoked_at = ''", row -> row.getInt(1))
        .orElse(0);
  }

  /** Whether no token was ever made: the first start. */
  public boolean isEmpty() {
    return store.transaction(
        connection ->
            Rows.first(connection, "SELECT count(*) FROM tokens", row -> row.getInt(1)).orElse(0)
                == 0);
  }

  /** All tokens, newest first. */
  public List<Token> list() {
    return store.transaction(
        connection ->
            Rows.list(
                connection, SELECT + " ORDER BY created_at DESC, token_id", TokenStore::read));
  }

  /** Takes a token back with the sessions it opened; tells whether it was valid until now. */
  public boolean revoke(String id) {
    return store.transaction(
        connection -> {
          Rows.update(connection, "DELETE FROM sessions WHERE token_id = ?", id);
          return Rows.update(
                  connection,
                  "UPDATE tokens SET revoked_at = ? WHERE token_id = ? AND revoked_at = ''",
                  Rows.time(clock.instant()),
                  id)
              == 1;
        });
  }

  /** The principal of a valid secret. */
  public Optional<Principal> find(String secret) {
    String hash = TokenSecret.hash(secret);
    return store
        .transaction(
            connection ->
                Rows.first(connection, SELECT + " WHERE secret_hash = ?", TokenStore::read, hash))
        .filter(this::isValid)
        .map(Token::principal);
  }

  /** The principal of a token that is still valid. */
  public Optional<Principal> findById(String id) {
    return store.transaction(connection -> findById(connection, id));
  }

  Optional<Principal> findById(Connection connection, String id) throws SQLException {
    return Rows.first(connection, SELECT + " WHERE token_id = ?", TokenStore::read, id)
        .filter(this::isValid)
        .map(Token::principal);
  }

  private boolean isValid(Token token) {
    return token.revokedAt().isEmpty()
        && (token.expiresAt().isEmpty()
            || token.expiresAt().compareTo(Rows.time(clock.instant())) > 0);
  }

  private static final String SELECT =
      "SELECT token_id, name, role, teams, created_at, expires_at, revoked_at FROM tokens";

  private static Token read(ResultSet row) throws SQLException {
    return new Token(
        row.getString(1),
        row.getString(2),
        Role.ofCode(row.getString(3)),
        row.getString(4).lines().toList(),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }
}
