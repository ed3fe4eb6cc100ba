package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir Path folder;

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_file_appears_with_all_of_its_content_and_nothing_beside_it() throws IOException {
    Path target = Files.writeString(folder.resolve("out.csv"), "old");

    try (NewFile file = NewFile.at(target)) {
      Files.writeString(file.path(), "csv");
      Path aside = file.moveAside();
      Files.writeString(file.path(), "new from " + Files.readString(aside));
      assertThat(target).hasContent("old");
      file.publish();
    }

    assertThat(target).hasContent("new from csv");
    assertThat(left()).containsExactly("out.csv");
  }

  @Test
  void what_fails_half_way_leaves_the_old_file_and_nothing_else() throws IOException {
    Path target = Files.writeString(folder.resolve("out.csv"), "old");

    try (NewFile file = NewFile.at(target)) {
      Files.writeString(file.path(), "half");
      Files.writeString(file.moveAside(), "half");
    }

    assertThat(target).hasContent("old");
    assertThat(left()).containsExactly("out.csv");
  }

  @Test
  void a_place_that_cannot_hold_a_file_is_a_fault_of_usage() {
    for (Path place :
        List.of(folder, folder.resolve("missing/out.csv"), Path.of("/dev/null"), Path.of("/"))) {
      assertThatThrownBy(() -> NewFile.at(place).close())
          .as(place.toString())
          .isInstanceOfSatisfying(
              CommandFailure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
          .hasMessageContaining("cannot write " + place);
    }
  }
}
