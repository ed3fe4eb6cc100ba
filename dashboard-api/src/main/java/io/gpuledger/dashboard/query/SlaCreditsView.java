package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.SlaCredit;
import io.gpuledger.cost.commitment.SlaPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SLA credits of a commitment as the API answers them, as they stand at an instant. */
final class SlaCreditsView {
  private SlaCreditsView() {}

  /** Null where none was claimed by then. */
  static @Nullable Map<String, Object> of(CommitmentFigures.Row row, Instant at) {
    List<SlaCredit> credits =
        row.entry().map(CommitmentEntry::slaCredits).orElse(List.of()).stream()
            .filter(credit -> credit.claimedAt().isBefore(at))
            .toList();
    if (credits.isEmpty()) {
      return null;
    }
    SlaPosition position = SlaPosition.of(credits, at);
    return Answers.fields(
        "claimed",
        position.claimed().toString(),
        "received",
        position.received().toString(),
        "refused",
        position.refused().toString(),
        "open",
        position.open().toString(),
        "credits",
        credits.stream().map(credit -> credit(credit, at)).toList());
  }

  private static Map<String, Object> credit(SlaCredit credit, Instant at) {
    var answered = credit.decision().filter(decision -> decision.at().isBefore(at));
    return Answers.fields(
        "id",
        credit.id(),
        "start",
        credit.outage().start().toString(),
        "end",
        credit.outage().end().toString(),
        "claimedOn",
        credit.claimedAt().toString(),
        "claimed",
        credit.claimed().amount().toString(),
        "receivedOn",
        answered.map(decision -> decision.at().toString()).orElse(null),
        "received",
        answered.map(decision -> decision.received().amount().toString()).orElse(null));
  }
}
