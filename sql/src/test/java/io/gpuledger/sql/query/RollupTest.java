package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("live")
class RollupTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  private static final String SUM_HOURLY = "SELECT sum(state_nanos) FROM gpu_usage_hourly";

  @BeforeEach
  void empty() {
    for (String table :
        new String[] {"gpu_usage", "gpu_usage_hourly", "gpu_usage_daily", "job_generations"}) {
      LEDGER.client().execute("TRUNCATE TABLE " + table, Map.of());
    }
  }

  private static void usage(String token, String values) {
    LEDGER
        .client()
        .execute(
            "INSERT INTO gpu_usage (cluster, node, device_uuid, minute, state, team, state_nanos,"
                + " job_generation, checkpoint_id) SETTINGS insert_deduplication_token = '"
                + token
                + "' VALUES "
                + values,
            Map.of());
  }

  @Test
  void facts_flow_into_both_rollups_with_their_sign() {
    usage("t1", "('c', 'n', 'GPU-1', '2026-11-01 10:00:00', 'active', 'ml', 60, 1, 1)");
    usage("t2", "('c', 'n', 'GPU-1', '2026-11-01 10:59:00', 'active', 'ml', 40, 1, 2)");
    usage("t3", "('c', 'n', 'GPU-1', '2026-11-01 10:59:00', 'active', 'ml', -40, 1, 3)");
    usage("t4", "('c', 'n', 'GPU-1', '2026-11-01 11:00:00', 'active', 'ml', 5, 1, 3)");
    assertThat(
            LEDGER.query(
                "SELECT hour, sum(state_nanos) FROM gpu_usage_hourly GROUP BY hour ORDER BY hour"))
        .isEqualTo("2026-11-01 10:00:00\t60\n2026-11-01 11:00:00\t5");
    assertThat(LEDGER.query("SELECT day, team, sum(state_nanos) FROM gpu_usage_daily GROUP BY ALL"))
        .isEqualTo("2026-11-01\tml\t65");
  }

  @Test
  void the_same_token_counts_once_in_the_rollup_and_another_token_again() {
    String row = "('c', 'n', 'GPU-2', '2026-11-01 10:00:00', 'active', 'ml', 60, 1, 1)";
    usage("same", row);
    usage("same", row);
    assertThat(LEDGER.query(SUM_HOURLY)).isEqualTo("60");
    usage("other", row);
    assertThat(LEDGER.query(SUM_HOURLY)).isEqualTo("120");
    assertThat(LEDGER.query("SELECT count() FROM gpu_usage")).isEqualTo("2");
  }

  @Test
  void different_facts_that_roll_up_to_equal_blocks_are_both_counted() {
    usage("u1", "('c', 'n', 'GPU-3', '2026-11-01 10:00:00', 'active', 'ml', 60, 1, 1)");
    usage("u2", "('c', 'n', 'GPU-3', '2026-11-01 10:01:00', 'active', 'ml', 60, 1, 2)");
    assertThat(LEDGER.query(SUM_HOURLY)).isEqualTo("120");
    assertThat(LEDGER.query("SELECT sum(state_nanos) FROM gpu_usage_daily")).isEqualTo("120");
  }

  @Test
  void a_rebuild_leaves_out_what_a_later_start_replaced_and_may_be_repeated() {
    usage("r1", "('c', 'n', 'GPU-4', '2026-11-01 10:00:00', 'active', 'ml', 60, 1, 10)");
    usage("r2", "('c', 'n', 'GPU-4', '2026-11-01 10:01:00', 'active', 'ml', 60, 1, 20)");
    LEDGER
        .client()
        .execute(
            "INSERT INTO job_generations (job, job_generation, restored_generation,"
                + " restored_checkpoint_id, recorded_at) VALUES ('telemetry', 2, 1, 10,"
                + " '2026-11-03 00:00:00')",
            Map.of());
    for (int time = 0; time < 2; time++) {
      for (String rollup : new String[] {"gpu_usage_hourly", "gpu_usage_daily"}) {
        LEDGER.client().execute(SqlText.load("queries/" + rollup + "_clear"), Map.of());
        LEDGER.client().execute(SqlText.load("queries/" + rollup + "_rebuild"), Map.of());
      }
      assertThat(LEDGER.query(SUM_HOURLY)).isEqualTo("60");
      assertThat(LEDGER.query("SELECT sum(state_nanos) FROM gpu_usage_daily")).isEqualTo("60");
    }
    usage("r3", "('c', 'n', 'GPU-4', '2026-11-01 10:01:00', 'active', 'ml', 60, 2, 11)");
    assertThat(LEDGER.query(SUM_HOURLY)).isEqualTo("120");
  }

  @Test
  void minute_facts_are_visible_when_their_checkpoint_is_published() {
    usage("p1", "('c', 'n', 'GPU-5', '2026-11-01 10:00:00', 'active', 'ml', 60, 1, 10)");
    usage("p2", "('c', 'n', 'GPU-5', '2026-11-01 10:01:00', 'active', 'ml', 7, 1, 11)");
    LEDGER
        .client()
        .execute(
            "INSERT INTO published_checkpoints (job, job_generation, checkpoint_id, recorded_at)"
                + " VALUES ('telemetry', 1, 10, '2026-11-01 10:02:00'), ('telemetry', 1, 11,"
                + " '2026-11-01 10:03:00')",
            Map.of());
    String sql = "SELECT sum(state_nanos) FROM gpu_usage_as_of(as_of = {at:DateTime64(6, 'UTC')})";
    assertThat(LEDGER.client().query(sql, Map.of("at", "2026-11-01 10:02:00"))).isEqualTo("60\n");
    assertThat(LEDGER.client().query(sql, Map.of("at", "2026-11-01 10:03:00"))).isEqualTo("67\n");
    assertThat(LEDGER.query("SELECT sum(state_nanos) FROM current_gpu_usage")).isEqualTo("67");
  }
}
