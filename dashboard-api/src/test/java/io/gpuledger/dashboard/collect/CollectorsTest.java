package io.gpuledger.dashboard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.collect.ObjectStore;
import io.gpuledger.ingest.collect.StoredObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collectors of all sources while the configuration changes. */
class CollectorsTest {
  @TempDir Path root;

  private final CountDownLatch listing = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch second = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** The first look lasts until it is let go. */
  private final class Slow implements ObjectStore {
    @Override
    public String place() {
      return "slow";
    }

    @Override
    public List<StoredObject> list() {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      try {
        if (opened.incrementAndGet() == 1) {
          listing.countDown();
          assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
        } else {
          second.countDown();
        }
        return List.of();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        atOnce.decrementAndGet();
      }
    }

    @Override
    public InputStream open(StoredObject object) {
      return InputStream.nullInputStream();
    }
  }

  private LedgerConfig config(String every) {
    return ConfigReader.read(
            "f",
            "sources: [{name: aws, kind: bills, collect: {folder: %s, every: %s}}]"
                .formatted(root, every))
        .values()
        .get(0);
  }

  @Test
  void a_source_that_changes_during_a_look_is_not_looked_at_twice_at_once() throws Exception {
    try (StateStore state = StateStore.open(root.resolve("operations.db"));
        Collectors collectors =
            new Collectors(
                new CollectedStore(state, Clock.systemUTC()),
                (source, files) -> new Loaded(Outcome.LOADED, "", List.of()),
                place -> new Slow(),
                root.resolve("staging"),
                Clock.systemUTC())) {
      collectors.retarget(config("1h"));
      assertThat(listing.await(30, TimeUnit.SECONDS)).isTrue();
      collectors.retarget(config("2h"));

      // The look of the new collector is due a second later and must not begin.
      assertThat(second.await(3, TimeUnit.SECONDS)).isFalse();
      go.countDown();
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(most).hasValue(1);
    }
  }
}
