package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.backup.BackupWriter;
import io.gpuledger.dashboard.launcher.LedgerBackups;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes all of an instance, running or not, into one file. */
@Command(
    name = "backup",
    description = {
      "Write everything that a data directory holds, as of one published instant, into one file.",
      "A running instance goes on: its jobs pause for some seconds, readers and scrapes do not.",
      "The file is as secret as the directory, and appears only once it is whole."
    },
    footer = {"", "Example: ./gpuledger backup -o gpuledger-2026-11-29.zip"})
final class BackupCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "file to write")
  private Path output = Path.of("");

  BackupCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!Files.isDirectory(options.data())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no data directory " + options.data() + "; name one with --data");
    }
    try (NewFile file = NewFile.at(output);
        Instance instance = Instance.connect(options, console)) {
      Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
      console.say("  copying; the jobs pause");
      JsonNode copy = instance.api().post("/api/v1/backups", JsonNodeFactory.instance.objectNode());
      String id = copy.path("id").asText();
      BackupWriter.Written written;
      try {
        written = write(LedgerBackups.folder(options.data(), id), file.path());
      } finally {
        instance.api().delete("/api/v1/backups/" + ApiClient.encode(id));
      }
      file.publish();
      print(copy, written);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_FAILED, "the backup to " + output + " failed: " + e.getMessage());
    }
  }

  private BackupWriter.Written write(Path copy, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      return new BackupWriter(copy, console::progress).write(out);
    }
  }

  private void print(JsonNode copy, BackupWriter.Written written) throws IOException {
    long bytes = Files.size(output);
    if (options.json()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("file", output.toString()).put("bytes", bytes);
      answer.put("files", written.files()).put("fileBytes", written.bytes());
      answer.put("pausedMillis", copy.path("pausedMillis").asLong());
      answer.set("point", written.point().toJson());
      console.json(answer);
    } else {
      console.result(
          "%s: %d files, %.1f MiB of %.1f MiB, as of %s; the jobs paused for %.1f s"
              .formatted(
                  output,
                  written.files(),
                  bytes / 1048576.0,
                  written.bytes() / 1048576.0,
                  written.point().asOf(),
                  copy.path("pausedMillis").asLong() / 1000.0));
    }
  }
}
