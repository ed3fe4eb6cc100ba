package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("live")
class UnpublishedCheckpointsTest {
  private static final String COMMITS =
      "INSERT INTO sink_commits (token, job, job_generation, checkpoint_id, table_name)"
          + " SELECT generateUUIDv4(), ";
  private static final String PUBLISHED =
      "INSERT INTO published_checkpoints (job, job_generation, checkpoint_id) SELECT ";
  private static final String GENERATIONS =
      "INSERT INTO job_generations"
          + " (job, job_generation, restored_generation, restored_checkpoint_id) VALUES ";

  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  @BeforeAll
  static void fill() {
    // Generation 1 was left at checkpoint 90,000; its commits past that were never published.
    execute(GENERATIONS + "('long', 1, 0, 0), ('long', 2, 1, 90000), ('new', 1, 0, 0)");
    execute(COMMITS + "'long', 1, number + 1, 'gpu_usage' FROM numbers(90010)");
    execute(PUBLISHED + "'long', 1, number + 1 FROM numbers(89990)");
    execute(COMMITS + "'long', 2, number + 90001, 'gpu_usage' FROM numbers(300000)");
    execute(COMMITS + "'long', 2, number + 90001, 'gpu_samples' FROM numbers(300000)");
    execute(PUBLISHED + "'long', 2, number + 90001 FROM numbers(299997)");
    execute(COMMITS + "'new', 1, 7, 'charges'");
  }

  @Test
  void committed_checkpoints_past_the_newest_published_one_are_answered_each_once() {
    assertThat(unpublished("long", 2)).isEqualTo("389998 389999 390000");
    assertThat(unpublished("new", 1)).isEqualTo("7");
  }

  @Test
  void a_superseded_generation_has_only_what_its_successor_was_restored_from() {
    assertThat(unpublished("long", 1))
        .isEqualTo("89991 89992 89993 89994 89995 89996 89997 89998 89999 90000");
  }

  @Test
  void the_question_reads_the_end_of_the_history_and_not_all_of_it() {
    String plan = ask("EXPLAIN ESTIMATE ", "long", 2);
    long rows =
        plan.lines()
            .filter(line -> line.contains("\tsink_commits\t"))
            .mapToLong(line -> Long.parseLong(line.split("\t", -1)[3]))
            .sum();

    assertThat(rows).as(plan).isBetween(1L, 40_000L);
  }

  private static String unpublished(String job, int generation) {
    return String.join(
        " ", ask("", job, generation).lines().map(line -> line.split("\t", -1)[2]).toList());
  }

  private static String ask(String prefix, String job, int generation) {
    return LEDGER
        .client()
        .query(
            prefix + SqlText.load("queries/unpublished_checkpoints"),
            Map.of("job", job, "generation", Integer.toString(generation)));
  }

  private static void execute(String sql) {
    LEDGER.client().execute(sql, Map.of());
  }
}
