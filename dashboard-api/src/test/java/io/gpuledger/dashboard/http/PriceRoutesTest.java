package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.auth.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for prices, and what is refused. */
class PriceRoutesTest {
  private static final String PATH = "/api/v1/prices";

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
  void prices_are_read_by_roles_that_see_every_team() throws Exception {
    for (Role role : Role.values()) {
      String token = role == Role.LEAD ? api.token(role, "search") : api.token(role);
      assertThat(api.get(token, PATH).statusCode())
          .as(role.code())
          .isEqualTo(role == Role.LEAD ? 403 : 200);
    }
    assertThat(api.get("", PATH).statusCode()).isEqualTo(401);
  }

  @Test
  void rates_are_asked_for_whole_days_by_roles_that_see_every_team() throws Exception {
    String path = "/api/v1/rates?start=2026-10-01&end=2026-11-01";

    assertThat(api.get(api.token(Role.VIEWER), path + "&model=H100").statusCode()).isEqualTo(200);
    assertThat(api.get(api.token(Role.LEAD, "search"), path).statusCode()).isEqualTo(403);
    assertThat(api.get(api.token(Role.VIEWER), "/api/v1/rates").statusCode()).isEqualTo(400);
    assertThat(
            api.get(
                    api.token(Role.VIEWER),
                    "/api/v1/rates?start=2026-10-01T01:00:00Z&end=2026-11-01")
                .body())
        .contains("UTC days");
  }

  @Test
  void an_unknown_kind_or_field_is_refused() throws Exception {
    String token = api.token(Role.VIEWER);

    assertThat(api.get(token, PATH + "?kind=device&search=H100").body()).contains("H100");
    assertThat(api.get(token, PATH + "?kind=gpu").statusCode()).isEqualTo(400);
    assertThat(api.get(token, PATH + "?model=H100").body()).contains("model");
  }
}
