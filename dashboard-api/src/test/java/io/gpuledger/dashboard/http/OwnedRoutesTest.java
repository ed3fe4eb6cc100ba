package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.auth.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may load the charges of own hardware, and what is refused. */
class OwnedRoutesTest {
  private static final String PATH = "/api/v1/owned?source=hall-1&period=2026-10";

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
  void charges_of_own_hardware_are_loaded_by_writers_and_audited() throws Exception {
    for (Role role : Role.values()) {
      String token = role == Role.LEAD ? api.token(role, "search") : api.token(role);
      boolean may = role == Role.ADMIN || role == Role.FINANCE || role == Role.APPROVER;
      assertThat(api.call(token, "POST", PATH, "{}").statusCode())
          .as(role.code())
          .isEqualTo(may ? 200 : 403);
    }
    assertThat(api.get(api.token(Role.ADMIN), "/api/v1/audit").body())
        .contains("owned.charge", "hall-1", "2026-10");
  }

  @Test
  void a_source_without_own_hardware_is_not_found_and_a_month_is_needed() throws Exception {
    String token = api.token(Role.ADMIN);

    assertThat(
            api.call(token, "POST", "/api/v1/owned?source=aws&period=2026-10", "{}").statusCode())
        .isEqualTo(404);
    assertThat(api.call(token, "POST", "/api/v1/owned?source=hall-1", "{}").statusCode())
        .isEqualTo(400);
  }
}
