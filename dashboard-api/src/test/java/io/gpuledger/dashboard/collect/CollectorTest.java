package io.gpuledger.dashboard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.collect.Collector.StoreOpener;
import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.collect.ObjectStore;
import io.gpuledger.ingest.collect.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One collector over a folder, with what was taken in a real state file. */
class CollectorTest {
  private static final Instant START = Instant.parse("2026-11-02T06:00:00Z");

  /** Every look comes a minute after the one before. */
  private final AtomicInteger minutes = new AtomicInteger();

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
          return START.plusSeconds(60L * minutes.get());
        }
      };

  @TempDir Path root;

  private final List<String> loads = new ArrayList<>();
  private Outcome outcome = Outcome.LOADED;
  private RuntimeException failure;
  private Predicate<String> fails = content -> true;
  private StoreOpener stores = Places::open;
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
    return collector(more, "");
  }

  private Collector collector(String more, String set) {
    String yaml =
        "sources: [{name: aws, kind: bills%s, collect: {folder: %s, every: 1h%s}}]"
            .formatted(more, bills, set);
    LedgerConfig.Source source =
        ConfigReader.read("f", yaml).values().get(0).findSource("aws").orElseThrow();
    CollectedStore collected = new CollectedStore(state, clock);
    collected.forgetRefused("aws");
    return new Collector(
        source,
        source.collect().orElseThrow(),
        place -> {
          minutes.incrementAndGet();
          return stores.open(place);
        },
        collected,
        (from, files) -> load(files),
        root.resolve("staging"),
        clock);
  }

  private Loaded load(List<Path> files) {
    String content = files.stream().map(CollectorTest::content).collect(Collectors.joining("+"));
    if (failure != null && fails.test(content)) {
      throw failure;
    }
    loads.add(content);
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

  private void lookTwice(Collector collector) {
    collector.look();
    collector.look();
  }

  @Test
  void a_source_that_adds_does_not_take_a_folder_again_that_has_grown() throws IOException {
    write("oct/a.csv", "one");
    Collector collector = collector(", deliveryKind: append", ", set: folder");
    lookTwice(collector);
    write("oct/b.csv", "two");
    lookTwice(collector);

    assertThat(loads).containsExactly("one");
    assertThat(collector.status().waiting())
        .singleElement()
        .matches(set -> set.reason().contains("count it twice"));
  }

  @Test
  void a_file_that_adds_by_its_format_alone_is_not_taken_again_under_its_name() throws IOException {
    String oci =
        "lineItem/referenceNo,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,product/service,usage/billedQuantity,cost/subscriptionId,cost/productSku,cost/myCost,cost/currencyCode\n";
    write("a.csv", oci + "1\n");
    Collector collector = collector("", ", set: file");
    lookTwice(collector);
    assertThat(loads).hasSize(1);
    write("a.csv", oci + "1\n2\n");
    lookTwice(collector);

    assertThat(loads).hasSize(1);
    assertThat(collector.status().error()).contains("count it twice");
  }

  @Test
  void a_set_whose_loading_was_cut_off_is_loaded_again_and_only_as_it_was() throws IOException {
    write("a.csv", "one");
    write("b.csv", "two");
    Collector killed = collector(", deliveryKind: append");
    failure = new IllegalStateException("killed");
    lookTwice(killed);
    failure = null;

    write("a.csv", "changed");
    Collector next = collector(", deliveryKind: append");
    lookTwice(next);

    assertThat(loads).containsExactly("two");
    assertThat(next.status().waiting())
        .singleElement()
        .matches(set -> set.reason().contains("count it twice"));
  }

  @Test
  void a_refusal_that_shares_an_object_with_a_loaded_set_takes_nothing_from_it()
      throws IOException {
    write("oct/a.csv", "one");
    Collector collector = collector("");
    lookTwice(collector);
    write("oct/b.csv", "two");
    outcome = Outcome.REFUSED;
    lookTwice(collector);
    assertThat(loads).containsExactly("one", "one+two");

    // A restart forgets the refusal. The file that was loaded stands alone again.
    Files.delete(bills.resolve("oct/b.csv"));
    outcome = Outcome.LOADED;
    lookTwice(collector(""));
    assertThat(loads).containsExactly("one", "one+two");
  }

  @Test
  void sets_that_fail_do_not_keep_back_the_others() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      write(name + "/bill.csv", "bad");
    }
    failure = new IllegalStateException("no");
    fails = content -> content.equals("bad");
    Collector collector = collector("");
    lookTwice(collector);
    write("z/bill.csv", "good");
    lookTwice(collector);

    assertThat(loads).containsExactly("good");
    assertThat(collector.status().error()).contains("no");
  }

  @Test
  void a_manifest_that_cannot_be_copied_does_not_end_the_look() throws IOException {
    for (String export : List.of("one", "two")) {
      String month = export + "/20261001-20261101/";
      write(month + "1.csv", export);
      write(month + export + "-Manifest.json", "{\"reportKeys\":[\"" + month + "1.csv\"]}");
    }
    stores =
        place ->
            new ObjectStore() {
              private final ObjectStore folder = Places.open(place);

              @Override
              public String place() {
                return folder.place();
              }

              @Override
              public List<StoredObject> list() throws IOException {
                return folder.list();
              }

              @Override
              public InputStream open(StoredObject object) throws IOException {
                if (object.name().equals("one-Manifest.json")) {
                  throw new IOException("access is refused (403)");
                }
                return folder.open(object);
              }
            };
    Collector collector = collector(", format: aws-cur");
    lookTwice(collector);

    assertThat(loads).hasSize(1);
    assertThat(collector.status().waiting())
        .extracting(Waiting::reason)
        .contains("the manifest cannot be read: access is refused (403)");
  }

  @Test
  void an_error_is_told_and_the_next_look_is_set() {
    stores =
        place -> {
          throw new NoClassDefFoundError("some/Thing");
        };
    Collector collector = collector("");

    assertThat(collector.look()).isEqualTo(Duration.ofMinutes(1));
    assertThat(collector.status().error()).contains("some/Thing");
    assertThat(collector.status().nextLookAt()).isPresent();
  }

  @Test
  void a_collector_that_is_stopped_takes_no_further_set() throws IOException {
    write("a/x.csv", "one");
    write("b/x.csv", "two");
    Collector collector = collector("");
    collector.look();
    failure = new IllegalStateException("no");
    fails =
        content -> {
          collector.stop();
          return false;
        };
    collector.look();

    assertThat(loads).hasSize(1);
  }

  @Test
  void a_source_with_a_declared_format_is_the_same_until_its_section_changes() {
    String yaml =
        """
        sources:
          - name: aws
            kind: bills
            custom:
              columns:
                - {column: BilledCost, from: %s}
                - {column: BillingCurrency, value: EUR}
                - {column: BillingAccountId, value: K-7}
                - {column: BillingPeriodStart, from: Tag, part: month-start}
                - {column: BillingPeriodEnd, from: Tag, part: next-month}
                - {column: ChargePeriodStart, from: Tag}
                - {column: ChargePeriodEnd, from: Tag, part: next-day}
        """;
    assertThat(SameSource.is(declared(yaml, "Cost"), declared(yaml, "Cost"))).isTrue();
    assertThat(SameSource.is(declared(yaml, "Cost"), declared(yaml, "Price"))).isFalse();
  }

  private static LedgerConfig.Source declared(String yaml, String column) {
    return ConfigReader.read("f", yaml.formatted(column))
        .values()
        .get(0)
        .findSource("aws")
        .orElseThrow();
  }
}
