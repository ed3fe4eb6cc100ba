package io.gpuledger.cost.commitment;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static io.gpuledger.cost.commitment.CommitmentFixture.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitmentRegisterTest {
  private static final Commitment OLD =
      block(Optional.of(Ending.exchanged(at("2026-09-15"), Amount.of(34_752), "c-2")));

  @Test
  void an_exchange_moves_the_rest_into_the_successor_and_only_the_new_money_is_a_purchase() {
    Commitment successor = successor("34752");
    new CommitmentRegister(List.of(OLD, successor));

    TimeRange september = range("2026-09-01", "2026-10-01");
    PrepaidPosition from = PrepaidPosition.of(OLD);
    PrepaidPosition to = PrepaidPosition.of(successor);
    assertThat(to.purchases().within(september)).hasToString("5248");
    assertThat(to.adjustmentsWithin(september)).hasToString("34752");
    assertThat(from.adjustmentsWithin(september).plus(to.adjustmentsWithin(september)))
        .isEqualTo(Amount.ZERO);
    assertThat(to.balance(at("2027-09-15"))).isEqualTo(Amount.ZERO);
    assertThat(to.amortisation().within(range("2026-01-01", "2028-01-01"))).hasToString("40000");
  }

  @Test
  void a_successor_that_is_not_there_or_was_begun_with_another_credit_is_refused() {
    assertThatThrownBy(() -> new CommitmentRegister(List.of(OLD)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("c-2: was exchanged for with a credit of 34752");
    assertThatThrownBy(() -> new CommitmentRegister(List.of(OLD, successor("34751"))))
        .hasMessageContaining("and is not begun with it");
    assertThatThrownBy(() -> new CommitmentRegister(List.of(successor("1"), successor("1"))))
        .hasMessageContaining("c-2: stands in the register twice");
    assertThatThrownBy(() -> successor("40001"))
        .hasMessageContaining("40001 is not between 0 and 40000");
  }

  @Test
  void what_ends_soon_is_listed_the_first_first() {
    Commitment whole = block(Optional.empty());
    CommitmentRegister register = new CommitmentRegister(List.of(successor("0"), whole));

    assertThat(register.endingWithin(at("2027-01-15"), Duration.ofDays(60))).containsExactly(whole);
    assertThat(register.endingWithin(at("2027-01-15"), Duration.ofDays(300)))
        .containsExactly(whole, successor("0"));
    assertThat(register.endingWithin(at("2027-03-15"), Duration.ofDays(60))).isEmpty();
    assertThat(register.find("c-1")).contains(whole);
    assertThat(register.find("c-3")).isEmpty();
  }

  @Test
  void a_register_takes_as_many_as_its_limit_and_no_more() {
    List<Commitment> many =
        Collections.nCopies(CommitmentRegister.COMMITMENTS_LIMIT + 1, successor("0"));

    assertThatThrownBy(() -> new CommitmentRegister(many))
        .hasMessageContaining("100001 commitments, at most 100000 are allowed");
  }

  private static Commitment successor(String transferred) {
    TimeRange term = range("2026-09-15", "2027-09-15");
    HourlyTerms terms =
        new HourlyTerms(
            List.of(new HourlyTerms.Phase(term, Amount.of(16), Amount.ZERO)),
            Optional.of(new Upfront(Amount.of(40_000), Amount.parse(transferred), term.start())));
    return new Commitment(
        new CommitmentKey("c-2", "contract-1", "CoreWeave"),
        CommitmentKind.RESERVED_BLOCK,
        "USD",
        term,
        new Parties("research", "platform"),
        terms,
        Optional.empty());
  }
}
