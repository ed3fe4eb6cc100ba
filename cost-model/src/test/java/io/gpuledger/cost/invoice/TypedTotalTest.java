package io.gpuledger.cost.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedTotalTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "source", "aws-main",
          "issuer", "AWS",
          "invoiceId", "INV-1",
          "period", "2026-10",
          "currency", "USD",
          "payable", "123.45");

  private static Parsed<TypedTotal> with(String field, String value) {
    Map<String, String> fields = new HashMap<>(GOOD);
    fields.put(field, value);
    return TypedTotal.read(fields);
  }

  @Test
  void a_total_becomes_lines_that_sum_to_it_with_the_tax_apart() {
    Map<String, String> fields = new HashMap<>(GOOD);
    fields.put("tax", "23.45");
    fields.put("paymentCurrency", "EUR");
    fields.put("paymentPayable", "110");
    TypedTotal total = TypedTotal.read(fields).values().get(0);

    assertThat(total.lines())
        .extracting(InvoiceLine::payable)
        .containsExactly(Amount.of(100), Amount.parse("23.45"));
    assertThat(total.lines())
        .extracting(InvoiceLine::tax)
        .containsExactly(Amount.ZERO, Amount.parse("23.45"));
    assertThat(total.lines().get(0).payment())
        .contains(new Payment("EUR", Optional.of(Amount.of(110))));
    assertThat(total.lines().get(1).payment()).isEmpty();
    assertThat(total.lines().get(0).billingPeriod().end()).hasToString("2026-11-01T00:00:00Z");
  }

  @Test
  void every_fault_is_told_at_once() {
    Parsed<TypedTotal> parsed = TypedTotal.read(Map.of("payable", "1,5", "colour", "red"));

    assertThat(parsed.values()).isEmpty();
    assertThat(parsed.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "colour", "source", "issuer", "invoiceId", "currency", "period", "payable");
  }

  @ParameterizedTest
  @CsvSource({
    "payable,'',is missing",
    "payable,-5,creditNote",
    "payable,1e3,not a decimal",
    "payable,'12,50',not a decimal",
    "payable,1000000000000,not below",
    "payable,0.0000000000000000001,18th",
    "currency,usd,ISO 4217",
    "currency,BITCOIN,ISO 4217",
    "period,2026-13,month such as",
    "period,1999-12,month such as",
    "issuer,' AWS',space",
    "source,a/b,letters",
    "creditNote,yes,true or false",
    "creditNote,true,not negative",
    "tax,200,not a part",
    "tax,-1,not a part",
    "paymentPayable,5,paymentCurrency"
  })
  void a_bad_field_is_refused_and_named(String field, String value, String words) {
    List<Problem> problems = with(field, value).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).field() + " " + problems.get(0).message()).contains(words);
  }

  @Test
  void control_characters_and_endless_texts_are_refused_and_other_texts_are_texts() {
    assertThat(with("issuer", "A\nWS").problems()).hasSize(1);
    assertThat(with("invoiceId", "x".repeat(257)).problems()).hasSize(1);
    assertThat(with("issuer", "=1+1 <b> ' \\").values().get(0).key().issuer())
        .isEqualTo("=1+1 <b> ' \\");
  }

  @Test
  void a_credit_note_is_negative_and_says_so() {
    Map<String, String> fields = new HashMap<>(GOOD);
    fields.put("payable", "-12.5");
    fields.put("tax", "-2.5");
    fields.put("creditNote", "true");

    assertThat(TypedTotal.read(fields).values().get(0).payable()).isEqualTo(Amount.parse("-12.5"));
  }
}
