package io.gpuledger.dashboard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One collector over a folder, with what was taken in a real state file. */
class CollectorTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-02T06:00:00Z"), ZoneOffset.UTC);

  @TempDir Path root;

  private final List<String> loads = new ArrayList<>();
  private Outcome outcome = Outcome.LOADED;
  private RuntimeException failure;
  private Path bills;
  private StateStore state;

  @BeforeEach
  void open() throws IOException {
    bills = Files.createDirectories(root.resolve("bills"));
    state = StateStore.open(root.resolve("operations.db"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  /** A collector as a start of the product makes it. */
  private Collector collector(String more) {
    String yaml =
        "sources: [{name: aws, kind: bills%s, collect: {folder: %s, every: 1h}}]"
            .formatted(more, bills);
    LedgerConfig.Source source =
        ConfigReader.read("f", yaml).values().get(0).findSource("aws").orElseThrow();
    CollectedStore collected = new CollectedStore(state, CLOCK);
    collected.forgetRefused("aws");
    return new Collector(
        source,
        source.collect().orElseThrow(),
        Places::open,
        collected,
        (name, files) -> load(files),
        root.resolve("staging"),
        CLOCK);
  }

  private Loaded load(List<Path> files) {
    if (failure != null) {
      throw failure;
    }
    loads.add(files.stream().map(CollectorTest::content).collect(Collectors.joining("+")));
    return new Loaded(outcome, outcome == Outcome.REFUSED ? "no format" : "2 rows", List.of("d1"));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String key, String content) throws IOException {
    Path file = bills.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void a_file_is_loaded_once_over_looks_and_restarts() throws IOException {
    write("oct/a.csv", "one");
    Collector collector = collector("");

    assertThat(collector.look()).isEqualTo(Duration.ofMinutes(1));
    assertThat(loads).isEmpty();
    assertThat(collector.status().waiting()).extracting(Waiting::name).containsExactly("oct/");
    assertThat(collector.look()).isEqualTo(Duration.ofHours(1));
    collector.look();
    assertThat(loads).containsExactly("one");
    assertThat(collector.status().waiting()).isEmpty();
    assertThat(collector.status().last().orElseThrow().detail()).isEqualTo("2 rows");

    state.close();
    state = StateStore.open(root.resolve("operations.db"));
    Collector next = collector("");
    next.look();
    next.look();
    assertThat(loads).containsExactly("one");
    assertThat(next.status().last().orElseThrow().outcome()).isEqualTo("loaded");
  }

  @Test
  void a_changed_file_and_a_new_one_load_their_folder_anew() throws IOException {
    write("oct/a.csv", "one");
    Collector collector = collector("");
    collector.look();
    collector.look();
    write("oct/a.csv", "other");
    write("oct/b.csv", "more");
    collector.look();
    collector.look();

    assertThat(loads).containsExactly("one", "other+more");
  }

  @Test
  void where_deliveries_add_each_file_is_one_and_is_taken_once() throws IOException {
    write("a.csv", "one");
    Collector collector = collector(", deliveryKind: append");
    collector.look();
    collector.look();
    write("b.csv", "two");
    write("a.csv", "changed");
    collector.look();
    collector.look();

    assertThat(loads).containsExactly("one", "two");
    assertThat(collector.status().waiting())
        .singleElement()
        .matches(set -> set.reason().contains("count it twice"));
  }

  @Test
  void a_delivery_that_is_being_loaded_when_the_process_is_killed_is_loaded_again()
      throws IOException {
    write("oct/a.csv", "one");
    Collector killed = collector("");
    killed.look();
    failure = new IllegalStateException("interrupted while waiting for publication");
    killed.look();
    assertThat(killed.status().error()).contains("oct/: interrupted");

    failure = null;
    Collector next = collector("");
    next.look();
    next.look();
    assertThat(loads).containsExactly("one");
    assertThat(next.status().error()).isEmpty();
  }

  @Test
  void a_refusal_is_told_until_its_files_change_and_tried_again_by_the_next_start()
      throws IOException {
    write("oct/a.csv", "one");
    outcome = Outcome.REFUSED;
    Collector collector = collector("");
    collector.look();
    collector.look();
    collector.look();
    assertThat(loads).hasSize(1);
    assertThat(collector.status().error()).isEqualTo("oct/: no format");

    Collector next = collector("");
    next.look();
    next.look();
    assertThat(loads).hasSize(2);

    outcome = Outcome.LOADED;
    write("oct/a.csv", "mended");
    next.look();
    next.look();
    assertThat(next.status().error()).isEmpty();
  }

  @Test
  void half_a_manifest_is_told_and_what_was_loaded_before_stays() throws IOException {
    String month = "cur/20261001-20261101/";
    write(month + "1.csv", "one");
    write(month + "cur-Manifest.json", "{\"reportKeys\":[\"" + month + "1.csv\"]}");
    Collector collector = collector(", format: aws-cur");
    collector.look();
    collector.look();
    assertThat(loads).hasSize(1);

    write(
        month + "cur-Manifest.json",
        "{\"reportKeys\":[\"%1$s1.csv\",\"%1$s2.csv\"]}".formatted(month));
    collector.look();
    collector.look();
    assertThat(loads).hasSize(1);
    assertThat(collector.status().waiting().get(0).reason()).contains("1 of 2 parts");

    write(month + "2.csv", "two");
    collector.look();
    collector.look();
    assertThat(loads).hasSize(2);
    assertThat(loads.get(1)).endsWith("+one+two");
  }

  @Test
  void a_place_that_is_gone_is_told_and_asked_less_and_less_often() throws IOException {
    Files.delete(bills);
    Collector collector = collector("");

    assertThat(collector.look()).isEqualTo(Duration.ofMinutes(1));
    assertThat(collector.look()).isEqualTo(Duration.ofMinutes(2));
    for (int i = 0; i < 10; i++) {
      collector.look();
    }
    assertThat(collector.look()).isEqualTo(Duration.ofHours(1));
    assertThat(collector.status().error()).contains("is not there, or no folder");

    Files.createDirectories(bills);
    collector.look();
    assertThat(collector.status().error()).isEmpty();
  }

  @Test
  void nothing_stays_in_the_staging_folder() throws IOException {
    write("oct/a.csv", "one");
    Collector collector = collector("");
    collector.look();
    failure = new IllegalStateException("no");
    collector.look();
    failure = null;
    collector.look();

    try (Stream<Path> left = Files.list(root.resolve("staging"))) {
      assertThat(left).isEmpty();
    }
  }
}
