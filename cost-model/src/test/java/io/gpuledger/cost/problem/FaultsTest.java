package io.gpuledger.cost.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void a_thing_is_refused_once_with_all_that_is_wrong_with_it() {
    Faults faults =
        Faults.of("rate 7")
            .text(" ", "source")
            .check(true, ProblemCode.NOT_A_CURRENCY, "currency", "is missing")
            .check(false, ProblemCode.NOT_ALLOWED_VALUE, "", "is a thing of its own");

    assertThatThrownBy(faults::orRefuse)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::code)
                    .containsExactly(ProblemCode.MISSING_VALUE, ProblemCode.NOT_ALLOWED_VALUE))
        .hasMessage("rate 7 source: is missing; rate 7: is a thing of its own");
  }

  @Test
  void a_thing_without_faults_passes() {
    assertThatCode(() -> Faults.of("rate 7").text("bank", "source").orRefuse())
        .doesNotThrowAnyException();
  }

  @Test
  void faults_beyond_the_limit_are_counted_only() {
    Faults faults = Faults.of("rates");
    for (int i = 0; i < Faults.FAULTS_LIMIT + 7; i++) {
      faults.check(false, ProblemCode.NOT_ALLOWED_VALUE, "rate " + i, "is wrong");
    }

    assertThatThrownBy(faults::orRefuse)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problems()).hasSize(Faults.FAULTS_LIMIT + 1))
        .hasMessageEndingWith("rate 99: is wrong; rates: and 7 more");
  }
}
