package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command's own look at the file that it has written. */
class FocusSumsTest {
  private static final String CSV =
      """
      BillingCurrency,BilledCost,EffectiveCost,ListCost,ContractedCost
      USD,1.5,1.5,,2
      EUR,7,7,,7
      USD,-0.000000000000000001,0,,0
      """;

  @TempDir Path folder;

  private FocusSums sums(String csv) throws IOException {
    return FocusSums.read(Files.writeString(folder.resolve("f.csv"), csv), bytes -> {});
  }

  private static JsonNode ledger(long rows, String billed) throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {"rows":%d,"sums":{
              "USD":{"billed":"%s","effective":"1.5","list":null,"contracted":"2"},
              "EUR":{"billed":"7","effective":"7","list":null,"contracted":"7"}}}"""
                .formatted(rows, billed));
  }

  @Test
  void a_file_with_the_sums_of_the_ledger_is_kept() throws IOException {
    sums(CSV).compare(ledger(3, "1.499999999999999999"));
  }

  @ParameterizedTest
  @CsvSource({"4,1.499999999999999999", "3,1.5", "2,1.499999999999999999"})
  void any_other_file_is_not_kept(long rows, String billed) {
    assertThatThrownBy(() -> sums(CSV).compare(ledger(rows, billed)))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED))
        .hasMessageContaining("it is not kept");
  }

  @Test
  void a_file_that_ends_early_is_not_kept() {
    assertThatThrownBy(
            () ->
                sums(CSV.substring(0, CSV.length() - 9)).compare(ledger(3, "1.499999999999999999")))
        .hasMessageContaining("it is not kept");
  }
}
