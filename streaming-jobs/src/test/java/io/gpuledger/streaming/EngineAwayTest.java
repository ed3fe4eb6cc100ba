package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class EngineAwayTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void rows_that_come_while_the_engine_is_away_are_stored_once_when_it_is_back(
      @TempDir Path directory) throws Exception {
    TestDelivery before = new TestDelivery("before", 1_200);
    TestDelivery during = new TestDelivery("during", 2_300);
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      pipeline.launcher().launch(LedgerPipeline.BILLING);
      before.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(before));
      assertThat(
              pipeline.ask(
                  "SELECT mapKeys(billed_cost), effective_cost, list_cost, contracted_cost"
                      + " FROM deliveries"))
          .as("a cost that no row has")
          .isEqualTo("['USD']\t{}\t{}\t{}");

      pipeline.engineAway();
      during.send(pipeline.producer());
      pipeline.engineBack();
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(during));

      assertThat(pipeline.truthOf(before)).isEqualTo(LedgerPipeline.expectedOf(before));
      assertThat(pipeline.truthOf(during)).isEqualTo(LedgerPipeline.expectedOf(during));
    }
  }
}
