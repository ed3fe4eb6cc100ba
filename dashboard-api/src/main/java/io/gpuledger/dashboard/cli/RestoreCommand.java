package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.backup.BackupReader;
import io.gpuledger.dashboard.backup.BackupRefusedException;
import io.gpuledger.dashboard.backup.Restore;
import io.gpuledger.dashboard.launcher.LedgerBackups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a data directory of a backup. */
@Command(
    name = "restore",
    description = {
      "Make a data directory of a backup. The directory must be absent or empty; it may be another",
      "than the one that was backed up. Every file is checked, and nothing is half restored."
    },
    footer = {"", "Example: ./gpuledger restore gpuledger-2026-11-29.zip --data /srv/gpuledger"})
final class RestoreCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "as backup wrote it")
  private Path archive = Path.of("");

  RestoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(archive)) {
      throw new CommandFailure(ExitCode.USAGE, "there is no file " + archive);
    }
    Path data = options.data();
    try (BackupReader backup = BackupReader.open(archive, LedgerBackups.known())) {
      Restore.into(data, backup, console::progress);
      if (options.json()) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("data", data.toString());
        answer.put("files", backup.files()).put("fileBytes", backup.bytes());
        answer.set("point", backup.point().toJson());
        console.json(answer);
      } else {
        console.result(
            "%s holds the backup of %s, as of %s; start it with: ./gpuledger up --data %s"
                .formatted(data, backup.point().takenAt(), backup.point().asOf(), data));
      }
      return ExitCode.OK;
    } catch (BackupRefusedException refused) {
      throw new CommandFailure(
          ExitCode.INPUT_REFUSED, archive + " is not restored: " + refused.getMessage());
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_FAILED,
          archive
              + " could not be restored, and "
              + data
              + " is as it was: "
              + failed.getMessage());
    }
  }
}
