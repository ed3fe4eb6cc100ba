package io.gpuledger.dashboard.dispute;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dispute as answers show it.
 *
 * @param amount what the line had left to dispute
 * @param granted what moves, null unless granted
 * @param bearerTeam who bears it, null unless granted; a lead is not told a foreign team
 * @param bookedIn the month whose statement shows it, null unless granted
 * @param remarks in order of time; the first opens it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DisputeView(
    String id,
    String period,
    String metric,
    String team,
    String costCenter,
    String currency,
    String component,
    String amount,
    String state,
    @Nullable String granted,
    @Nullable String bearerTeam,
    @Nullable String bearerCostCenter,
    @Nullable String bookedIn,
    List<Remark> remarks) {
  /** Something that was said. */
  public record Remark(String by, String at, String text) {}

  static DisputeView of(StoredDispute of, AccessScope scope) {
    StoredDispute.Line line = of.line();
    boolean seen =
        of.decision()
            .map(StoredDispute.Decision::bearer)
            .map(bearer -> scope.allTeams() || scope.teams().contains(bearer.team()))
            .orElse(false);
    return new DisputeView(
        of.dispute().id(),
        line.period().toString(),
        line.metric(),
        line.party().team(),
        line.party().costCenter(),
        line.currency(),
        line.component(),
        of.dispute().amount().toString(),
        of.dispute().state().text(),
        of.dispute().granted().map(Amount::toString).orElse(null),
        of.decision().map(d -> seen ? d.bearer().team() : "another team").orElse(null),
        of.decision()
            .map(StoredDispute.Decision::bearer)
            .filter(bearer -> seen)
            .map(Party::costCenter)
            .orElse(null),
        of.decision().map(d -> d.bookedIn().toString()).orElse(null),
        of.dispute().remarks().stream()
            .map(remark -> new Remark(remark.by(), remark.at().toString(), remark.text()))
            .toList());
  }
}
