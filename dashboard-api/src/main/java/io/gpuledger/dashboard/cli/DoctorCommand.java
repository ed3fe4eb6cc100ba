package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.dashboard.launcher.Doctor;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import io.gpuledger.dashboard.launcher.RunFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what an instance needs and says how to mend each fault. */
@Command(name = "doctor", description = "Check what is needed and say how to mend each fault.")
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--port", paramLabel = "PORT", description = "port to check")
  private int port = 8080;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new ArrayList<>(Doctor.examine(options.data(), options.config(), port));
    RunFile.read(options.data())
        .ifPresent(running -> findings.addAll(ButtonCheck.of(running.url(), running.token())));
    if (options.json()) {
      ArrayNode checks = JsonNodeFactory.instance.arrayNode();
      findings.forEach(
          finding ->
              checks
                  .addObject()
                  .put("check", finding.check())
                  .put("ok", finding.ok())
                  .put("found", finding.found())
                  .put("mend", finding.mend()));
      console.json(JsonNodeFactory.instance.objectNode().set("checks", checks));
    } else {
      for (Finding finding : findings) {
        console.result(
            (finding.ok() ? "ok    " : "FAULT ") + finding.check() + ": " + finding.found());
        if (!finding.ok()) {
          console.result("      " + finding.mend());
        }
      }
    }
    return findings.stream().allMatch(Finding::ok) ? ExitCode.OK : ExitCode.OUTSIDE_FAILED;
  }
}
