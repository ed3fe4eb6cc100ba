package io.gpuledger.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest {
  @TempDir Path root;

  private Path bills;
  private Path staging;
  private FolderStore store;

  @BeforeEach
  void folders() throws IOException {
    bills = Files.createDirectories(root.resolve("bills"));
    staging = Files.createDirectories(root.resolve("staging"));
    store = new FolderStore(bills);
  }

  private static Ready set(List<StoredObject> objects) {
    return new Ready("set", objects, "", objects.get(0).changedAt());
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> each = Files.list(staging)) {
      return each.toList();
    }
  }

  @Test
  void it_lists_what_is_below_and_follows_no_link() throws IOException {
    Files.createDirectories(bills.resolve("oct"));
    Files.writeString(bills.resolve("oct/b.csv"), "bb");
    Files.writeString(bills.resolve("a.csv"), "a");
    Path secret = Files.writeString(root.resolve("secret"), "s");
    Files.createSymbolicLink(bills.resolve("link.csv"), secret);
    Files.createSymbolicLink(bills.resolve("up"), root);

    assertThat(store.list()).extracting(StoredObject::key).containsExactly("a.csv", "oct/b.csv");
  }

  @Test
  void a_folder_that_is_named_by_a_link_is_listed_and_read() throws IOException {
    Files.writeString(bills.resolve("a.csv"), "a");
    FolderStore linked = new FolderStore(Files.createSymbolicLink(root.resolve("link"), bills));

    List<StoredObject> listed = linked.list();

    assertThat(listed).extracting(StoredObject::key).containsExactly("a.csv");
    try (InputStream in = linked.open(listed.get(0))) {
      assertThat(in.readAllBytes()).asString().isEqualTo("a");
    }
  }

  @Test
  void a_folder_that_is_not_there_is_said() {
    FolderStore gone = new FolderStore(root.resolve("gone"));

    assertThatThrownBy(gone::list)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone is not there, or no folder");
  }

  @Test
  void a_copy_has_the_same_bytes_and_folders_and_goes_when_closed() throws IOException {
    Files.createDirectories(bills.resolve("oct"));
    Files.writeString(bills.resolve("oct/b.csv"), "bb");

    try (StagedSet staged = StagedSet.copy(store, set(store.list()), staging, bytes -> {})) {
      assertThat(staged.files()).singleElement().satisfies(f -> assertThat(f).hasContent("bb"));
      assertThat(staged.files().get(0)).endsWithRaw(Path.of("oct/b.csv"));
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void a_file_that_grew_since_the_listing_is_refused_and_nothing_is_left() throws IOException {
    Files.writeString(bills.resolve("a.csv"), "a");
    List<StoredObject> listed = store.list();
    Files.writeString(bills.resolve("a.csv"), "a and more");

    assertThatThrownBy(() -> StagedSet.copy(store, set(listed), staging, bytes -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the listing says 1 bytes and more came");
    assertThat(left()).isEmpty();
  }

  @Test
  void a_file_that_was_replaced_by_one_of_the_same_size_is_refused() throws IOException {
    Path file = Files.writeString(bills.resolve("a.csv"), "a");
    List<StoredObject> listed = store.list();
    Files.writeString(file, "b");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(listed.get(0).changedAt().plusSeconds(5)));

    assertThatThrownBy(
            () -> {
              try (InputStream in = store.open(listed.get(0))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a\\..\\b", "a\nb", ""})
  void a_key_never_leaves_the_staging_folder(String key) {
    assertThatThrownBy(() -> StagedSet.place(staging, key)).isInstanceOf(IOException.class);
  }
}
