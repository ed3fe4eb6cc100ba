package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a delivery that is in force away from readers. */
@Command(
    name = "retract",
    description =
        "Take a delivery that is in force away from readers; nothing is deleted, and what it"
            + " replaced does not come back.")
final class RetractCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "DELIVERY", description = "delivery id, as import prints it")
  private String deliveryId = "";

  RetractCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer =
          instance
              .api()
              .post(
                  "/api/v1/deliveries/" + ApiClient.encode(deliveryId) + "/retract",
                  JsonNodeFactory.instance.objectNode());
      if (options.json()) {
        console.json(answer);
      } else {
        console.result("retracted " + deliveryId);
      }
      return ExitCode.OK;
    }
  }
}
