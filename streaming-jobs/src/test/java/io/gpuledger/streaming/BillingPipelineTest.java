package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class BillingPipelineTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  void a_delivery_is_published_once_with_its_exact_totals(@TempDir Path directory)
      throws Exception {
    TestDelivery delivery = new TestDelivery("plain", 5_300);
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      pipeline.launcher().launch(LedgerPipeline.BILLING);
      delivery.send(pipeline.producer());
      delivery.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(delivery));

      assertThat(pipeline.truthOf(delivery)).isEqualTo(LedgerPipeline.expectedOf(delivery));
      LedgerPipeline.await(LIMIT, () -> pipeline.publisher().pending().isEmpty());
      assertThat(pipeline.ask("SELECT rows_accepted, rows_rejected FROM deliveries"))
          .isEqualTo(delivery.rows() + "\t" + delivery.rejects());
      assertThat(
              pipeline.ask(
                  "SELECT count() FROM charges WHERE (job_generation, checkpoint_id) NOT IN"
                      + " (SELECT job_generation, checkpoint_id FROM sink_commits)"))
          .isEqualTo("0");
      assertThat(
              pipeline.ask(
                  "SELECT x_extra['x_Odd'], tags['team'], resource_id, list_cost IS NULL"
                      + " FROM charges WHERE row_no = 41"))
          .isEqualTo("v2\tteam-1\tresource-ı-41\t1");
    }
  }
}
