package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Message;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import java.util.Optional;

/**
 * A CloudEvent 1.0 with the facts as data. Amounts are decimal text. The id stays the same when the
 * event is sent again, so a receiver that keeps ids takes each event once.
 */
final class CloudEventForm implements AlertForm {
  private static final String SOURCE = "urn:gpuledger:alerts";

  private static ObjectNode event(Envelope envelope) {
    ObjectNode event = PayloadJson.object();
    event.put("specversion", "1.0");
    event.put("id", new Message(envelope.key(), envelope.step(), "", "").id());
    event.put("source", SOURCE);
    event.put("type", "io.gpuledger.alert." + envelope.step().code());
    event.put("subject", "alert/" + envelope.alertId());
    event.put("time", envelope.at().toString());
    event.put("datacontenttype", "application/json");
    return event;
  }

  @Override
  public String raised(AlertFacts facts, Envelope envelope) {
    AlertWords words = new AlertWords(facts, envelope.link(), Markup.PLAIN);
    ObjectNode event = event(envelope);
    ObjectNode data = event.putObject("data");
    data.put("alertId", Long.toString(envelope.alertId()));
    data.put("title", words.title());
    AlertFacts.BudgetFacts budget = facts.budget();
    ObjectNode about = data.putObject("budget");
    about.put("id", budget.id());
    about.put("version", budget.version());
    about.put("name", budget.name());
    about.put("filter", budget.filter());
    about.put("owner", budget.owner());
    about.put("currency", budget.currency());
    about.put("limit", budget.limit().toString());
    strings(about.putArray("teams"), budget.teamScope());
    data.put("period", facts.period());
    ArrayNode thresholds = data.putArray("thresholdPercents");
    facts.thresholdPercents().forEach(thresholds::add);
    data.put("kind", facts.kind().code());
    ObjectNode spent = data.putObject("spent");
    spent.put("counted", facts.spent().counted().toString());
    spent.put("fromBill", facts.spent().fromBill().toString());
    spent.put("estimated", facts.spent().estimated().map(Amount::toString).orElse(null));
    data.put("burnPerHour", facts.burnPerHour().map(Amount::toString).orElse(null));
    facts.cause().ifPresent(cause -> cause(data.putObject("cause"), cause));
    ArrayNode drivers = data.putArray("drivers");
    facts
        .drivers()
        .forEach(
            driver ->
                drivers
                    .addObject()
                    .put("name", driver.name())
                    .put("amount", driver.amount().toString()));
    strings(data.putArray("unknowns"), facts.unknowns());
    data.put("text", String.join("\n", words.parts()));
    envelope.link().ifPresent(uri -> data.put("link", uri.toString()));
    return event.toString();
  }

  private static void strings(ArrayNode array, Iterable<String> values) {
    values.forEach(array::add);
  }

  private static void cause(ObjectNode node, AlertFacts.Cause cause) {
    node.put("holder", cause.holder());
    node.put("node", cause.node());
    node.put("user", cause.user());
    cause.since().ifPresent(since -> node.put("since", since.toString()));
    StopCommand.of(cause.holder())
        .ifPresent(stop -> node.put("command", stop.command()).put("dryRun", stop.dryRun()));
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    ObjectNode event = event(envelope);
    ObjectNode data = event.putObject("data");
    data.put("alertId", Long.toString(alert.id()));
    data.put("title", FollowUpWords.title(alert, envelope.step()));
    data.put("budgetId", alert.budgetId());
    data.put("period", alert.period());
    data.put("thresholdPercent", alert.threshold());
    if (!alert.acknowledgedBy().isEmpty()) {
      data.put("acknowledgedBy", alert.acknowledgedBy());
      data.put("acknowledgedAt", alert.acknowledgedAt());
    }
    if (!alert.recoveredAt().isEmpty()) {
      data.put("recoveredAt", alert.recoveredAt());
      data.put("recoveryReason", alert.recoveryReason());
    }
    return Optional.of(event.toString());
  }
}
