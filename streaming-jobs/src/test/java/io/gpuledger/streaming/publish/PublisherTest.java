package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.streaming.LedgerPipeline;
import io.gpuledger.streaming.TestDelivery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher over the real broker and engine; the billing job does not run. */
class PublisherTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path directory;

  private static LedgerPipeline pipeline;

  @BeforeAll
  static void open() throws Exception {
    pipeline = LedgerPipeline.open(directory);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @Test
  void a_retraction_that_names_only_a_delivery_becomes_the_next_version_of_its_scope()
      throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    pipeline
        .publisher()
        .addListener(
            new PublishListener() {
              @Override
              public void deliveryPublished(PublishedDelivery delivery) {
                seen.add(delivery.kind() + " " + delivery.sequence());
              }
            });
    TestDelivery empty = new TestDelivery("empty", 0);
    empty.send(pipeline.producer());
    LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(empty));
    pipeline
        .producer()
        .send(
            DeliveryManifest.newBuilder()
                .setEvent(DeliveryManifest.Event.RETRACTED)
                .setDeliveryId("retraction")
                .setRetractedDeliveryId("empty")
                .build());
    pipeline.producer().flush();

    LedgerPipeline.await(LIMIT, () -> seen.size() == 2);
    assertThat(seen).containsExactly("overwrite 1", "retract 2");
    assertThat(
            pipeline.ask(
                "SELECT source, scope_account, retracted_delivery_id FROM deliveries"
                    + " WHERE delivery_kind = 'retract'"))
        .isEqualTo("test-empty\taccount\tempty");
  }

  @Test
  void an_account_of_any_characters_can_be_retracted_and_imported_again() throws Exception {
    String account = "Bob's \\ GPUs\tnew\nline";
    DeliveryManifest closed = new TestDelivery("odd", 0).manifest(DeliveryManifest.Event.CLOSED);
    DeliveryManifest bill =
        closed.toBuilder().setScope(closed.getScope().toBuilder().setAccount(account)).build();
    pipeline.producer().send(bill);
    awaitVersions("test-odd", 1);
    pipeline
        .producer()
        .send(
            DeliveryManifest.newBuilder()
                .setEvent(DeliveryManifest.Event.RETRACTED)
                .setDeliveryId("odd-retraction")
                .setRetractedDeliveryId("odd")
                .build());
    awaitVersions("test-odd", 2);

    assertThat(
            pipeline.ask("SELECT uniqExact(scope_account) FROM deliveries WHERE source='test-odd'"))
        .isEqualTo("1");
    assertThat(pipeline.ask("SELECT count() FROM current_deliveries WHERE source = 'test-odd'"))
        .isEqualTo("0");

    pipeline.producer().send(bill.toBuilder().setDeliveryId("odd-again").setSequence(3).build());
    awaitVersions("test-odd", 3);
    assertThat(
            pipeline.ask(
                "SELECT delivery_id, hex(scope_account) FROM current_deliveries"
                    + " WHERE source = 'test-odd'"))
        .isEqualTo(
            "odd-again\t"
                + HexFormat.of()
                    .withUpperCase()
                    .formatHex(account.getBytes(StandardCharsets.UTF_8)));
  }

  private static void awaitVersions(String source, int count) throws Exception {
    pipeline.producer().flush();
    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline
                .ask("SELECT count() FROM deliveries WHERE source = '" + source + "'")
                .equals(Integer.toString(count)));
  }

  @Test
  void two_imports_that_announced_the_same_sequence_get_different_ones() throws Exception {
    for (String id : List.of("twin-a", "twin-b")) {
      pipeline
          .producer()
          .send(
              new TestDelivery("twin", 0)
                  .manifest(DeliveryManifest.Event.CLOSED).toBuilder().setDeliveryId(id).build());
    }
    pipeline.producer().flush();

    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline.ask("SELECT count() FROM deliveries WHERE source = 'test-twin'").equals("2"));
    assertThat(
            pipeline.ask(
                "SELECT arraySort(groupArray(sequence)) FROM deliveries"
                    + " WHERE source = 'test-twin'"))
        .isEqualTo("[1,2]");
  }

  @Test
  void a_later_delivery_is_published_past_one_whose_rows_never_come() throws Exception {
    TestDelivery jam = new TestDelivery("jam", 10);
    DeliveryManifest stuck = jam.manifest(DeliveryManifest.Event.CLOSED);
    DeliveryManifest good =
        new TestDelivery("jam", 0)
            .manifest(DeliveryManifest.Event.CLOSED).toBuilder().setDeliveryId("jam-good").build();
    pipeline.producer().send(stuck);
    pipeline.producer().send(good);
    pipeline.producer().flush();

    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline
                .ask("SELECT delivery_id, sequence FROM deliveries WHERE source = 'test-jam'")
                .equals("jam-good\t2"));
  }

  @Test
  void a_delivery_whose_rows_have_not_come_is_pending_with_its_reason() throws Exception {
    TestDelivery missing = new TestDelivery("missing", 10);
    pipeline.producer().send(missing.manifest(DeliveryManifest.Event.CLOSED));
    pipeline.producer().flush();

    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline.publisher().pending().stream()
                .anyMatch(
                    each ->
                        each.deliveryId().equals("missing")
                            && each.rowsExpected() == 10
                            && each.reason().contains("0 of 10")));
    assertThat(pipeline.isPublished(missing)).isFalse();
  }

  @Test
  void a_run_published_again_keeps_its_instant() throws Exception {
    RunDraft run = new RunDraft(UUID.randomUUID(), 1, "test", "policy", 2, 3);

    Instant first = pipeline.publisher().publishRun(run).get();
    Instant second = pipeline.publisher().publishRun(run).get();

    assertThat(second).isEqualTo(first);
    assertThat(pipeline.ask("SELECT count() FROM allocation_runs")).isEqualTo("1");
  }

  @Test
  void committed_checkpoints_are_published_unless_a_later_generation_superseded_them()
      throws Exception {
    pipeline.publisher().publishGeneration(new Generation("made-up", 1, 0, 0)).get();
    pipeline.publisher().publishGeneration(new Generation("made-up", 2, 1, 5)).get();
    pipeline.publisher().publishGeneration(new Generation("made-up", 3, 1, 4)).get();
    commit(1, 4);
    commit(1, 5);
    commit(1, 6);
    commit(2, 6);
    commit(3, 5);

    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline
                .ask("SELECT count() FROM published_checkpoints WHERE job = 'made-up'")
                .equals("2"));
    pipeline.publisher().flush().get();
    assertThat(
            pipeline.ask(
                "SELECT arraySort(groupArray((job_generation, checkpoint_id)))"
                    + " FROM published_checkpoints WHERE job = 'made-up'"))
        .isEqualTo("[(1,4),(3,5)]");
  }

  private static void commit(int generation, int checkpointId) {
    pipeline.ask(
        "INSERT INTO sink_commits SELECT generateUUIDv4(), 'made-up', "
            + generation
            + ", "
            + checkpointId
            + ", 'gpu_usage', 202609, 1, 1, 1, now64(6, 'UTC')");
  }
}
