package io.gpuledger.dashboard.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.close.Dispute;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which disputes of operational state journals get, and when. */
class DisputeJournalTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final Instant GRANTED = Instant.parse("2026-11-12T10:00:00Z");

  @TempDir Path folder;
  private StateStore state;
  private DisputeStore store;

  @BeforeEach
  void open() {
    state = StateStore.open(folder.resolve("state.db"));
    store = new DisputeStore(state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private static Dispute.Remark remark(Instant at) {
    return new Dispute.Remark("lead", at, "not ours");
  }

  private void add(String id, String component) {
    StoredDispute.Line line =
        new StoredDispute.Line(OCTOBER, "effective", new Party("search", "CC-2"), "USD", component);
    store.add(
        new StoredDispute(
            line,
            Dispute.open(
                id, line.key(), line.statement(), Amount.of(50), remark(GRANTED.minusSeconds(60))),
            Optional.empty()));
  }

  private void grant(String id, String amount, YearMonth bookedIn) {
    store.change(
        id,
        of ->
            new StoredDispute(
                of.line(),
                of.dispute().grant(remark(GRANTED), Amount.parse(amount)),
                Optional.of(
                    new StoredDispute.Decision(new Party("platform", "CC-9"), bookedIn, GRANTED))));
  }

  private List<GrantedDisputes.Moved> moved(Instant until) {
    return new DisputeJournal(store).granted(until);
  }

  @Test
  void a_granted_dispute_lies_on_the_last_day_of_the_month_whose_statement_shows_it() {
    add("d1", "direct");
    grant("d1", "12.5", OCTOBER.plusMonths(1));

    List<GrantedDisputes.Moved> november = moved(GRANTED);
    assertThat(november).hasSize(1);
    assertThat(november.get(0).from()).isEqualTo("CC-2");
    assertThat(november.get(0).to()).isEqualTo("CC-9");
    assertThat(november.get(0).amount()).hasToString("12.5 USD");
    assertThat(november.get(0).date()).hasToString("2026-11-30");
    assertThat(november.get(0).reference())
        .isEqualTo("dispute d1 of 2026-10 (effective): direct of search, borne by platform");
  }

  @Test
  void open_and_refused_ones_move_nothing_and_none_is_known_before_it_was_granted() {
    add("d1", "direct");
    add("d2", "shared");
    add("d3", "support");
    grant("d1", "12.5", OCTOBER.plusMonths(1));
    store.change(
        "d2",
        of -> new StoredDispute(of.line(), of.dispute().reject(remark(GRANTED)), Optional.empty()));

    assertThat(moved(GRANTED)).hasSize(1);
    assertThat(moved(GRANTED.minusSeconds(1))).isEmpty();
  }
}
