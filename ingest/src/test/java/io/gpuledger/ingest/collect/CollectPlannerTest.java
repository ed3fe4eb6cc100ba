package io.gpuledger.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.SetManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectPlannerTest {
  private static final Instant MORNING = Instant.parse("2026-11-02T06:00:00Z");
  private static final String MONTH = "cur/20261001-20261101/";

  @TempDir Path folder;

  private final List<StoredObject> listed = new ArrayList<>();
  private final List<FoundManifest> manifests = new ArrayList<>();
  private final Taken taken = new Taken();

  /** What was taken, noted as the runner does. */
  private static final class Taken implements CollectedBefore {
    private final Set<StoredObject> objects = new HashSet<>();
    private final Map<String, Instant> runs = new HashMap<>();

    void add(Ready set) {
      objects.addAll(set.objects());
      if (set.period().isEmpty()) {
        return;
      }
      runs.merge(set.period(), set.changedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public boolean has(StoredObject object) {
      return objects.stream()
          .anyMatch(
              old -> old.key().equals(object.key()) && old.version().equals(object.version()));
    }

    @Override
    public boolean overlaps(Ready set) {
      return runs.containsKey(set.period())
          || set.objects().stream()
              .anyMatch(object -> objects.stream().anyMatch(old -> old.key().equals(object.key())));
    }

    @Override
    public Optional<Instant> newestRun(String period) {
      return Optional.ofNullable(runs.get(period));
    }
  }

  private StoredObject put(String key, String version, long bytes, int minute) {
    listed.removeIf(old -> old.key().equals(key));
    StoredObject object = new StoredObject(key, version, bytes, MORNING.plusSeconds(60L * minute));
    listed.add(object);
    return object;
  }

  private void putManifest(String key, String version, int minute, String json) throws IOException {
    StoredObject object = put(key, version, json.length(), minute);
    Path file = Files.writeString(folder.resolve("m" + manifests.size() + ".json"), json);
    manifests.removeIf(old -> old.object().key().equals(key));
    manifests.add(new FoundManifest(object, SetManifest.of(BillFile.of(file))));
  }

  private static String run(String assembly, String... parts) {
    return """
    {"assemblyId":"%s","account":"1000","billingPeriod":{"start":"20261001","end":"20261101"},
     "reportKeys":["%s"]}\
    """
        .formatted(assembly, String.join("\",\"", parts));
  }

  private CollectPlan look(SetBy setBy, boolean adds, boolean settled) {
    return new CollectPlanner(setBy, adds, false).plan(listed, object -> settled, manifests, taken);
  }

  private CollectPlan look() {
    return look(SetBy.FOLDER, false, true);
  }

  private static List<String> keys(CollectPlan plan) {
    return plan.ready().stream()
        .flatMap(set -> set.objects().stream())
        .map(StoredObject::key)
        .toList();
  }

  private static List<String> reasons(CollectPlan plan) {
    return plan.waiting().stream().map(Waiting::reason).toList();
  }

  @Test
  void half_a_manifest_waits_and_names_what_is_missing() throws IOException {
    putManifest(
        MONTH + "cur-Manifest.json", "m1", 5, run("a1", MONTH + "a1/1.gz", MONTH + "a1/2.gz"));
    put(MONTH + "a1/1.gz", "p1", 10, 1);

    CollectPlan plan = look();

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan))
        .containsExactly(
            "1 of 2 parts that the manifest names are not there: " + MONTH + "a1/2.gz");

    put(MONTH + "a1/2.gz", "p2", 10, 6);
    assertThat(keys(look()))
        .containsExactly(MONTH + "cur-Manifest.json", MONTH + "a1/1.gz", MONTH + "a1/2.gz");
  }

  @Test
  void a_part_of_another_run_does_not_stand_in_for_a_missing_one() throws IOException {
    put(MONTH + "a1/1.gz", "p1", 10, 1);
    putManifest(MONTH + "cur-Manifest.json", "m2", 5, run("a2", MONTH + "a2/1.gz"));

    CollectPlan plan = look();

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan).get(0)).contains("a2/1.gz");
  }

  @Test
  void a_file_that_is_still_being_written_waits_until_looks_find_the_same() {
    put("oct/a.csv", "v1", 10, 1);

    CollectPlan first = look(SetBy.FOLDER, false, false);
    assertThat(first.ready()).isEmpty();
    assertThat(first.waiting()).singleElement().matches(Waiting::settling);
    assertThat(keys(look())).containsExactly("oct/a.csv");
  }

  @Test
  void of_two_runs_that_race_the_newest_whole_one_counts_and_none_goes_back() throws IOException {
    put(MONTH + "a1/1.gz", "p1", 10, 1);
    putManifest(MONTH + "a1/cur-Manifest.json", "m1", 2, run("a1", MONTH + "a1/1.gz"));
    putManifest(MONTH + "a2/cur-Manifest.json", "m2", 9, run("a2", MONTH + "a2/1.gz"));

    CollectPlan early = look();
    assertThat(keys(early)).containsExactly(MONTH + "a1/cur-Manifest.json", MONTH + "a1/1.gz");
    assertThat(early.waiting()).hasSize(1);
    taken.add(early.ready().get(0));

    put(MONTH + "a2/1.gz", "p2", 10, 8);
    CollectPlan late = look();
    assertThat(keys(late)).containsExactly(MONTH + "a2/cur-Manifest.json", MONTH + "a2/1.gz");
    taken.add(late.ready().get(0));
    assertThat(look().ready()).isEmpty();

    // The newer run is tidied away; a third, older one appears late.
    listed.removeIf(object -> object.key().contains("/a2/"));
    manifests.removeIf(found -> found.object().key().contains("/a2/"));
    put(MONTH + "a0/1.gz", "p0", 10, 0);
    putManifest(MONTH + "a0/cur-Manifest.json", "m0", 1, run("a0", MONTH + "a0/1.gz"));
    assertThat(look().ready()).isEmpty();
    assertThat(reasons(look()))
        .singleElement()
        .asString()
        .contains("before the newest run of its period that was collected");
  }

  @Test
  void parts_that_change_under_a_collected_manifest_wait_for_its_new_version() throws IOException {
    put(MONTH + "1.gz", "p1", 10, 1);
    putManifest(MONTH + "cur-Manifest.json", "m1", 2, run("a1", MONTH + "1.gz"));
    taken.add(look().ready().get(0));

    put(MONTH + "1.gz", "p2", 12, 5);
    CollectPlan between = look();
    assertThat(between.ready()).isEmpty();
    assertThat(reasons(between).get(0)).contains("its new manifest is not there yet");

    putManifest(MONTH + "cur-Manifest.json", "m2", 6, run("a1", MONTH + "1.gz"));
    assertThat(keys(look())).containsExactly(MONTH + "cur-Manifest.json", MONTH + "1.gz");
  }

  @Test
  void two_exports_in_one_place_are_not_runs_of_each_other() throws IOException {
    for (String export : List.of("one", "two")) {
      String month = export + "/20261001-20261101/";
      put(month + "1.gz", "p", 10, 1);
      putManifest(month + export + "-Manifest.json", "m", 2, run("a", month + "1.gz"));
    }

    assertThat(look().ready()).hasSize(2);
  }

  @Test
  void a_part_smaller_than_its_manifest_says_waits() throws IOException {
    String azure =
        "{\"blobs\":[{\"blobName\":\"root/exp/20261001-20261031/r1/p.csv\",\"byteCount\":100}]}";
    putManifest("exp/20261001-20261031/r1/manifest.json", "m", 2, azure);
    put("exp/20261001-20261031/r1/p.csv", "p", 60, 1);

    assertThat(look().ready()).isEmpty();
    assertThat(reasons(look()).get(0)).contains("has 60 bytes and its manifest says 100");
    put("exp/20261001-20261031/r1/p.csv", "p2", 100, 1);
    assertThat(look().ready()).hasSize(1);
  }

  @Test
  void a_manifest_that_cannot_be_read_keeps_its_files_from_being_taken_as_a_folder()
      throws IOException {
    putManifest("oct/manifest.json", "m", 2, "{\"blobs\":[{\"blobNa");
    put("oct/p.csv", "p", 60, 1);

    assertThat(look().ready()).isEmpty();
    assertThat(reasons(look()))
        .containsExactly(
            "the manifest cannot be read, it is half written or none", "no manifest names it yet");
  }

  @Test
  void without_its_manifest_nothing_of_a_manifest_source_is_taken() {
    put("oct/1.csv.gz", "p", 60, 1);

    assertThat(look(SetBy.MANIFEST, false, true).ready()).isEmpty();
  }

  @Test
  void a_folder_is_one_delivery_and_waits_for_its_unfinished_files() {
    put("oct/1.csv", "p", 60, 1);
    put("oct/2.csv", "p", 60, 1);
    put("nov/1.csv", "p", 60, 1);
    put("oct/_SUCCESS", "p", 0, 1);
    put("oct/.1.csv.crc", "p", 8, 1);
    assertThat(look().ready()).extracting(Ready::name).containsExactly("nov/", "oct/");
    assertThat(look().ready().get(1).objects()).hasSize(2);

    put("oct/3.csv.tmp", "p", 60, 1);
    assertThat(look().ready()).extracting(Ready::name).containsExactly("nov/");
    assertThat(reasons(look())).containsExactly("oct/3.csv.tmp beside it is still being written");
  }

  @Test
  void an_empty_file_waits() {
    put("a.csv", "p", 0, 1);

    assertThat(look().ready()).isEmpty();
    assertThat(reasons(look())).containsExactly("a.csv is empty, so it is still being written");
  }

  @Test
  void a_file_that_adds_is_taken_once_and_a_changed_one_is_told() {
    put("a.csv", "v1", 5, 1);
    taken.add(look(SetBy.FILE, true, true).ready().get(0));
    put("b.csv", "v1", 5, 1);
    put("a.csv", "v2", 6, 2);

    CollectPlan plan = look(SetBy.FILE, true, true);

    assertThat(keys(plan)).containsExactly("b.csv");
    assertThat(reasons(plan).get(0)).contains("a source that adds would count it twice");
  }

  @Test
  void where_sets_add_a_newer_run_of_a_period_is_told_and_not_added_to_the_older()
      throws IOException {
    put(MONTH + "a1/1.gz", "p1", 10, 1);
    putManifest(MONTH + "a1/cur-Manifest.json", "m1", 2, run("a1", MONTH + "a1/1.gz"));
    taken.add(look(SetBy.FILE, true, true).ready().get(0));
    put(MONTH + "a2/1.gz", "p2", 10, 8);
    putManifest(MONTH + "a2/cur-Manifest.json", "m2", 9, run("a2", MONTH + "a2/1.gz"));

    CollectPlan plan = look(SetBy.FILE, true, true);

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan)).containsExactly(CollectPlanner.COUNTED_TWICE);
  }

  @Test
  void where_sets_add_a_folder_that_grows_is_told() {
    put("oct/a.csv", "v1", 5, 1);
    taken.add(look(SetBy.FOLDER, true, true).ready().get(0));
    put("oct/b.csv", "v1", 5, 2);

    CollectPlan plan = look(SetBy.FOLDER, true, true);

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan)).containsExactly(CollectPlanner.COUNTED_TWICE);
  }

  @Test
  void exports_that_name_their_parts_alike_have_each_its_own() throws IOException {
    for (String place : List.of("a", "b")) {
      put(place + "/" + MONTH + "1.gz", "p", 10, 1);
      putManifest(place + "/" + MONTH + "cur-Manifest.json", "m", 2, run("a", MONTH + "1.gz"));
    }

    assertThat(look().ready())
        .hasSize(2)
        .allSatisfy(
            set ->
                assertThat(set.objects())
                    .extracting(object -> object.key().substring(0, 2))
                    .containsOnly(set.name().substring(0, 2)));

    listed.removeIf(object -> object.key().equals("b/" + MONTH + "1.gz"));
    assertThat(look().ready())
        .extracting(Ready::name)
        .containsExactly("a/" + MONTH + "cur-Manifest.json");
  }

  @Test
  void an_equal_key_and_then_the_longest_common_end_goes_first() {
    StoredObject manifest = put("exp/m/manifest.json", "m", 1, 1);
    put("1.gz", "top", 1, 1);
    put("m/1.gz", "short", 1, 1);
    put("exp/m/1.gz", "equal", 1, 1);

    assertThat(new Parts(listed).find(manifest, "exp/m/1.gz"))
        .extracting(StoredObject::version)
        .containsExactly("equal");
    assertThat(new Parts(listed).find(manifest, "root/m/1.gz"))
        .extracting(StoredObject::version)
        .containsExactly("short");
  }

  @Test
  void a_part_that_may_be_either_of_two_objects_waits() throws IOException {
    put("a/b/1.gz", "p", 10, 1);
    put("a/b/b/1.gz", "p", 10, 1);
    putManifest("a/b/cur-Manifest.json", "m", 2, run("a", "b/1.gz"));

    CollectPlan plan = look();

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan))
        .singleElement()
        .asString()
        .contains("part b/1.gz may be a/b/1.gz or a/b/b/1.gz");
  }

  @Test
  void a_manifest_that_cannot_be_copied_waits_with_its_reason() {
    StoredObject manifest = put("cur-Manifest.json", "m", 2, 1);
    manifests.add(new FoundManifest(manifest, Optional.empty(), "access is refused (403)"));

    assertThat(reasons(look()))
        .containsExactly("the manifest cannot be read: access is refused (403)");
  }

  @Test
  void hidden_copies_keep_their_folder_waiting_and_leftovers_do_not() {
    put("oct/1.csv", "p", 60, 1);
    for (String leftover : List.of(".DS_Store", ".nfs0001", ".1.csv.crc")) {
      put("oct/" + leftover, "p", 1, 1);
    }
    assertThat(look().ready()).hasSize(1);

    for (String copy : List.of(".2.csv.Xy12Ab", ".azDownload-1-2.csv", ".~tmp~/2.csv")) {
      put("oct/" + copy, "p", 1, 1);
      assertThat(look().ready()).as(copy).isEmpty();
      listed.removeIf(object -> object.key().equals("oct/" + copy));
    }
  }

  @Test
  void where_manifests_are_written_last_a_later_part_awaits_its_manifest() throws IOException {
    put(MONTH + "1.gz", "p1", 10, 5);
    putManifest(MONTH + "cur-Manifest.json", "m1", 2, run("a1", MONTH + "1.gz"));

    CollectPlan plan =
        new CollectPlanner(SetBy.MANIFEST, false, true)
            .plan(listed, object -> true, manifests, taken);

    assertThat(plan.ready()).isEmpty();
    assertThat(reasons(plan)).singleElement().asString().contains("written after the manifest");
    assertThat(look().ready()).hasSize(1);
  }

  @Test
  void a_version_settles_when_looks_have_found_it_for_a_minute_however_often_they_come() {
    Sightings sightings = new Sightings();
    StoredObject first = put("a.csv", "v1", 1, 1);
    sightings.look(listed, MORNING);
    sightings.look(listed, MORNING.plusSeconds(59));
    assertThat(sightings.settled(first)).isFalse();

    StoredObject second = put("a.csv", "v2", 1, 1);
    sightings.look(listed, MORNING.plusSeconds(60));
    assertThat(sightings.settled(first)).isFalse();
    assertThat(sightings.settled(second)).isFalse();
    sightings.look(listed, MORNING.plusSeconds(120));
    assertThat(sightings.settled(second)).isTrue();
  }
}
