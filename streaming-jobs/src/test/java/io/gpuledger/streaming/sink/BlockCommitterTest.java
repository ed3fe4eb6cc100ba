package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCommitterTest {
  @TempDir Path directory;

  private final FakeStore store = new FakeStore();
  private final List<Integer> waits = new ArrayList<>();

  @Test
  void a_checkpoint_is_recorded_once_after_all_its_tables() throws Exception {
    SpooledBlock charges = TestBlocks.block(directory, "charges", 4, 3);
    SpooledBlock more = TestBlocks.block(directory, "charges", 4, 2);

    committer(0).commit(requests(charges, more));

    assertThat(store.table("charges")).hasSize(5);
    assertThat(store.table("sink_commits"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).containsEntry("checkpoint", "4"));
    assertThat(Path.of(java.net.URI.create(charges.path()))).doesNotExist();
  }

  @Test
  void committing_again_changes_nothing() throws Exception {
    SpooledBlock block = TestBlocks.block(directory, "charges", 4, 3);
    Path file = Path.of(java.net.URI.create(block.path()));
    byte[] bytes = Files.readAllBytes(file);
    committer(0).commit(requests(block));
    Files.write(file, bytes);

    committer(0).commit(requests(block));

    assertThat(store.table("charges")).hasSize(3);
    assertThat(store.table("sink_commits")).hasSize(1);
  }

  @Test
  void a_restored_block_known_as_committed_is_not_inserted_even_if_its_token_is_forgotten()
      throws Exception {
    SpooledBlock block = TestBlocks.block(directory, "charges", 4, 3);
    store.committed.add(block.tokenId());
    Files.delete(Path.of(java.net.URI.create(block.path())));

    committer(4).commit(requests(block));

    assertThat(store.inserts).isZero();
  }

  @Test
  void the_committer_waits_as_long_as_the_ledger_is_away() throws Exception {
    for (int i = 0; i < 50; i++) {
      store.away.add(new BlockStore.AwayException("away", new IOException("away")));
    }

    committer(0).commit(requests(TestBlocks.block(directory, "charges", 4, 3)));

    assertThat(waits).hasSize(50);
    assertThat(store.table("charges")).hasSize(3);
    assertThat(store.table("sink_commits")).hasSize(1);
  }

  @Test
  void a_refused_block_is_split_down_to_its_bad_rows_which_become_rejects() throws Exception {
    store.badNumbers.add("17");
    store.badNumbers.add("900");

    committer(0).commit(requests(TestBlocks.block(directory, "charges", 4, 1_000)));

    assertThat(store.table("charges")).hasSize(998);
    assertThat(store.table("charges"))
        .extracting(row -> row.get("row_no"))
        .doesNotContain("17", "900")
        .doesNotHaveDuplicates();
    assertThat(store.table("rejects"))
        .extracting(row -> row.get("row_no"), row -> row.get("code"), row -> row.get("raw_text"))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "17",
                "LEDGER_REFUSED",
                "{\"source\":\"s\",\"delivery_id\":\"d\",\"row_no\":\"17\"}"),
            org.assertj.core.groups.Tuple.tuple(
                "900",
                "LEDGER_REFUSED",
                "{\"source\":\"s\",\"delivery_id\":\"d\",\"row_no\":\"900\"}"));
    assertThat(store.table("sink_commits")).hasSize(1);
  }

  @Test
  void a_damaged_spool_file_is_never_inserted() throws Exception {
    SpooledBlock block = TestBlocks.block(directory, "charges", 4, 3);
    Path file = Path.of(java.net.URI.create(block.path()));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> committer(0).commit(requests(block)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(store.inserts).isZero();
  }

  @Test
  void spool_folders_of_earlier_launches_go_after_the_first_commit_of_this_one() throws Exception {
    Path orphan = directory.resolve("billing/launch-0/orphan");
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "left over");

    committer(0).commit(requests(TestBlocks.block(directory, "charges", 4, 3)));

    assertThat(orphan.getParent()).doesNotExist();
  }

  private BlockCommitter committer(long restoredCheckpointId) {
    return new BlockCommitter(
        TestBlocks.settings(directory, 1_000),
        store,
        restoredCheckpointId,
        Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC),
        waits::add);
  }

  private static Collection<CommitRequest<SpooledBlock>> requests(SpooledBlock... blocks) {
    List<CommitRequest<SpooledBlock>> requests = new ArrayList<>();
    for (SpooledBlock block : blocks) {
      requests.add(new Request(block));
    }
    return requests;
  }

  private record Request(SpooledBlock block) implements CommitRequest<SpooledBlock> {
    @Override
    public SpooledBlock getCommittable() {
      return block;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("the committer waits by itself");
    }

    @Override
    public void updateAndRetryLater(SpooledBlock committable) {
      throw new AssertionError("the committer waits by itself");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("the committer waits by itself");
    }
  }
}
