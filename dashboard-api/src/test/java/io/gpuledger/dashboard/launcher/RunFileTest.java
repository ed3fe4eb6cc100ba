package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @TempDir Path folder;

  private static RunFile runFile(long pid) {
    return new RunFile(pid, "http://127.0.0.1:1", "glt_x", "b:1", "http://127.0.0.1:2", "http://f");
  }

  @Test
  void what_a_killed_instance_left_is_not_trusted_though_its_number_belongs_to_a_process_again()
      throws Exception {
    try (DataDirectory first = DataDirectory.open(folder)) {
      assertThat(first.root()).isEqualTo(folder);
    }
    // As after kill -9: the file stays, the lock is free, and a process with the number lives.
    runFile(ProcessHandle.current().pid()).write(folder);

    assertThat(RunFile.read(folder)).isEmpty();
    try (DataDirectory next = DataDirectory.open(folder)) {
      assertThat(RunFile.read(folder)).as("not that of the one before").isEmpty();
      runFile(7).write(next.root());
      assertThat(RunFile.read(folder).orElseThrow().pid()).isEqualTo(7);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("process 7");
      assertThat(RunFile.read(folder)).as("asking does not let go of the lock").isPresent();
    }
    assertThat(RunFile.read(folder)).isEmpty();
  }

  @Test
  void another_process_that_holds_the_directory_is_found_until_it_dies() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");

      assertThat(RunFile.read(folder).orElseThrow().pid()).isEqualTo(holder.pid());
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(RunFile.read(folder)).isEmpty();
    DataDirectory.open(folder).close();
  }

  /** Holds a directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      DataDirectory directory = DataDirectory.open(Path.of(args[0]));
      runFile(ProcessHandle.current().pid()).write(directory.root());
      System.out.println("held");
      int unused = System.in.read();
    }
  }
}
