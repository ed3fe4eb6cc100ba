package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a delivery that is in force away from readers. */
@Command(
    name = "retract",
    description =
        "Take a delivery that is in force away from readers; nothing is deleted, and what it"
            + " replaced does not come back.")
final class RetractCommand extends ApiCommand {
  @Parameters(paramLabel = "DELIVERY", description = "delivery id, as import prints it")
  private String deliveryId = "";

  RetractCommand(Console console) {
    super(console);
  }

  @Override
  JsonNode ask(ApiClient api) {
    return api.post(
        "/api/v1/deliveries/" + ApiClient.encode(deliveryId) + "/retract",
        JsonNodeFactory.instance.objectNode());
  }

  @Override
  void print(JsonNode answer, Console console) {
    console.result("retracted " + deliveryId);
  }
}
