package io.gpuledger.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusedReadingsTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  private final RefusedReadings refused = new RefusedReadings(Duration.ofHours(1));

  @Test
  void every_refused_line_of_a_scrape_is_kept() {
    assertThat(refused.due(START, List.of(odd(1), odd(2), odd(3)), 3))
        .extracting(problem -> problem.location().line())
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_is_refused_within_the_pause_is_counted_and_told_when_it_is_over() {
    List<Problem> unused = refused.due(START, List.of(odd(1)), 1);
    assertThat(refused.due(START.plusSeconds(15), List.of(odd(1), odd(2)), 2)).isEmpty();
    assertThat(refused.due(START.plusSeconds(30), List.of(odd(1)), 1)).isEmpty();

    assertThat(refused.due(START.plusSeconds(3_600), List.of(), 0))
        .singleElement()
        .satisfies(count -> assertThat(count.message()).startsWith("3 refused since " + START));
    assertThat(refused.due(START.plusSeconds(3_615), List.of(), 0)).isEmpty();
  }

  @Test
  void those_beyond_what_an_exposition_lists_are_counted_at_once() {
    List<Problem> listed = IntStream.range(0, 100).mapToObj(RefusedReadingsTest::odd).toList();

    assertThat(refused.due(START, listed, 350))
        .hasSize(101)
        .last()
        .satisfies(count -> assertThat(count.message()).startsWith("250 refused"));
  }

  @Test
  void a_target_that_is_dropped_leaves_its_count() {
    List<Problem> unused = refused.due(START, List.of(odd(1)), 1);
    assertThat(refused.due(START.plusSeconds(15), List.of(odd(1)), 1)).isEmpty();

    assertThat(refused.rest())
        .singleElement()
        .satisfies(count -> assertThat(count.message()).startsWith("1 refused"));
    assertThat(refused.rest()).isEmpty();
  }

  @Test
  void kinds_beyond_the_limit_share_one() {
    for (int i = 0; i < 2 * RefusedReadings.KINDS_MAX; i++) {
      assertThat(refused.due(START, List.of(problem("field-" + i, 1)), 1))
          .hasSize(i <= RefusedReadings.KINDS_MAX ? 1 : 0);
    }
    assertThat(refused.rest())
        .singleElement()
        .satisfies(
            count ->
                assertThat(count.message())
                    .startsWith(RefusedReadings.KINDS_MAX - 1 + " refused since"));
  }

  private static Problem odd(int line) {
    return problem("DCGM_FI_DEV_GPU_UTIL", line);
  }

  private static Problem problem(String field, int line) {
    return new Problem(
        ProblemCode.NOT_ALLOWED_VALUE,
        new Location("target", line, 0),
        field,
        "7 is too much",
        "raw");
  }
}
