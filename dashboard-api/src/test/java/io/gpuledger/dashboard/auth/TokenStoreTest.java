package io.gpuledger.dashboard.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private StateStore store;
  private TokenStore tokens;
  private SessionStore sessions;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    tokens = new TokenStore(store, clock);
    sessions = new SessionStore(store, tokens, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_secret_is_told_once_and_stands_nowhere() throws Exception {
    assertThat(tokens.isEmpty()).isTrue();
    TokenStore.Created created =
        tokens.create("ada", Role.LEAD, List.of("search", "vision"), Optional.empty());
    String session = sessions.open(tokens.find(created.secret()).orElseThrow());

    assertThat(created.secret()).startsWith("glt_").hasSizeGreaterThan(40);
    assertThat(created.toString()).doesNotContain(created.secret());
    assertThat(tokens.isEmpty()).isFalse();
    for (String file : List.of("state.db", "state.db-wal")) {
      Path path = folder.resolve(file);
      String bytes =
          Files.exists(path)
              ? new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
              : "";
      assertThat(bytes).doesNotContain(created.secret()).doesNotContain(session);
    }
  }

  @Test
  void a_principal_sees_what_the_role_says() {
    Principal lead = principal(Role.LEAD, "search");
    Principal viewer = principal(Role.VIEWER);

    assertThat(lead.scope()).isEqualTo(AccessScope.ofTeams(List.of("search")));
    assertThat(viewer.scope()).isEqualTo(AccessScope.EVERYTHING);
    assertThatThrownBy(() -> principal(Role.LEAD)).hasMessageContaining("at least one team");
    assertThatThrownBy(() -> principal(Role.ADMIN, "search")).hasMessageContaining("only a lead");
    assertThatThrownBy(() -> AccessScope.ofTeams(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Principal principal(Role role, String... teams) {
    return tokens
        .find(tokens.create("x", role, List.of(teams), Optional.empty()).secret())
        .orElseThrow();
  }

  @Test
  void a_session_ends_with_time_with_sign_out_and_with_its_token() {
    TokenStore.Created created = tokens.create("ada", Role.ADMIN, List.of(), Optional.empty());
    Principal ada = tokens.find(created.secret()).orElseThrow();
    String byTime = sessions.open(ada);
    clock.move(SessionStore.LIFE);
    assertThat(sessions.find(byTime)).isEmpty();

    String bySignOut = sessions.open(ada);
    assertThat(sessions.find(bySignOut)).contains(ada);
    sessions.close(bySignOut);
    assertThat(sessions.find(bySignOut)).isEmpty();

    String byToken = sessions.open(ada);
    assertThat(tokens.revoke(created.token().id())).isTrue();
    assertThat(sessions.find(byToken)).isEmpty();
    assertThat(tokens.find(created.secret())).isEmpty();
  }

  @Test
  void the_csrf_value_belongs_to_one_session() {
    assertThat(SessionStore.isCsrf("gls_a", SessionStore.csrf("gls_a"))).isTrue();
    assertThat(SessionStore.isCsrf("gls_a", SessionStore.csrf("gls_b"))).isFalse();
    assertThat(SessionStore.isCsrf("gls_a", "")).isFalse();
  }

  @Test
  void failures_block_an_address_for_a_while_and_memory_is_bounded() {
    FailureLimit limit = new FailureLimit(clock);
    for (int i = 0; i < FailureLimit.FAILURES; i++) {
      assertThat(limit.isBlocked("10.0.0.1")).isFalse();
      limit.failed("10.0.0.1");
    }
    assertThat(limit.isBlocked("10.0.0.1")).isTrue();
    assertThat(limit.isBlocked("10.0.0.2")).isFalse();

    clock.move(FailureLimit.WINDOW);
    assertThat(limit.isBlocked("10.0.0.1")).isFalse();

    for (int i = 0; i < FailureLimit.FAILURES; i++) {
      limit.failed("10.0.0.1");
    }
    for (int i = 0; i < FailureLimit.ADDRESSES; i++) {
      limit.failed("2001:db8::" + i);
    }
    assertThat(limit.isBlocked("10.0.0.1")).isFalse();
  }
}
