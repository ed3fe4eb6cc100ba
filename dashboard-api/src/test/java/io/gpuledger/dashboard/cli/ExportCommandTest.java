package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.export.CleanBill;
import io.gpuledger.dashboard.launcher.LedgerRuntime;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills go in, the ledger comes out as FOCUS, and the check of FOCUS finds nothing in it. */
@Tag("live")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VERSIONS = List.of("1.2", "1.3", "1.4");

  private Path folder;
  private Path data;
  private LedgerRuntime runtime;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    data = folder.resolve("data");
    runtime = LedgerRuntime.start(RuntimeSettings.temporary(data, Optional.empty()), line -> {});
    for (String version : VERSIONS) {
      FocusVersion release = FocusVersion.parse(version).orElseThrow();
      Path bill = CleanBill.write(folder.resolve("bill-" + version + ".csv"), release);
      assertThat(CleanBill.broken(bill, release)).isEmpty();
      assertThat(run("import --source clean-" + version + " " + bill).exit()).isZero();
    }
  }

  @AfterAll
  void stop() {
    runtime.close();
  }

  private record Ended(int exit, String out, String err) {}

  private Ended run(String line) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
    arguments.add("--data");
    arguments.add(data.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true);
    int exit = Main.run(console, arguments.toArray(String[]::new));
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Amount sum(List<Map<String, String>> rows, String column) {
    return rows.stream()
        .map(row -> Amount.parse(row.getOrDefault(column, "0")))
        .reduce(Amount.ZERO, Amount::plus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void a_clean_bill_of_any_release_is_a_clean_file_of_any_release(String format)
      throws IOException {
    for (String from : VERSIONS) {
      for (String to : VERSIONS) {
        String name = from + " to " + to;
        Path file = folder.resolve(from + "-" + to + "." + format);
        Ended ended =
            run(
                "export focus --from 2026-10-01 --to 2026-11-01 --json --source clean-"
                    + from
                    + " --format "
                    + format
                    + " --focus-version "
                    + to
                    + " -o "
                    + file);
        assertThat(ended.exit()).as(name + ended.err()).isZero();

        assertThat(CleanBill.broken(file, FocusVersion.parse(to).orElseThrow())).as(name).isEmpty();
        List<Map<String, String>> rows = CleanBill.read(file);
        for (String column :
            List.of(
                "BilledCost",
                "EffectiveCost",
                "ListCost",
                "ContractedCost",
                "PricingQuantity",
                "ConsumedQuantity",
                "CommitmentDiscountQuantity",
                "PricingCurrencyEffectiveCost")) {
          assertThat(sum(rows, column)).as(name + column).isEqualTo(sum(CleanBill.rows(), column));
        }
        JsonNode told = JSON.readTree(ended.out());
        assertThat(told.path("rows").asInt()).isEqualTo(rows.size());
        assertThat(told.path("focusVersion").asText()).isEqualTo(to);
        assertThat(told.at("/sums/USD/billed").asText())
            .isEqualTo(sum(rows, "BilledCost").toString());
        assertThat(rows).anySatisfy(row -> assertThat(row).containsEntry("x_LineItemId", "line-2"));
        assertThat(rows.get(0).get("ChargeDescription"))
            .isEqualTo(CleanBill.usage().get("ChargeDescription"));
      }
    }
  }

  @Test
  void an_export_is_a_bill_again_with_the_same_sums() throws IOException {
    Path file = folder.resolve("again.csv");
    assertThat(
            run("export focus --from 2026-10-01 --to 2026-11-01 --source clean-1.4 -o " + file)
                .exit())
        .isZero();

    Ended imported = run("import --json --source again " + file);

    assertThat(imported.exit()).as(imported.err()).isZero();
    JsonNode report = JSON.readTree(imported.out());
    assertThat(report.path("rejects")).isEmpty();
    assertThat(report.at("/deliveries/0/billedCost/USD").asText())
        .isEqualTo(sum(CleanBill.rows(), "BilledCost").toString());
    assertThat(report.at("/deliveries/0/focusVersion").asText()).isEqualTo("1.4");
  }

  @Test
  void a_generated_bill_keeps_its_four_costs_in_each_currency() throws IOException {
    Path bill = folder.resolve("generated.csv");
    FocusTruth truth =
        FocusGenerator.write(FocusPlan.of(3, FocusShape.AWS_1_2, YearMonth.of(2026, 8), 400), bill);
    assertThat(run("import --source generated " + bill).exit()).isZero();
    Path file = folder.resolve("generated-out.csv");

    Ended ended =
        run("export focus --from 2026-08-01 --to 2026-09-01 --source generated -o " + file);

    assertThat(ended.exit()).as(ended.err()).isZero();
    truth
        .byCurrency()
        .forEach(
            (currency, costs) ->
                assertThat(ended.out())
                    .contains(
                        "as in the ledger: invoiced %s, amortised %s, list %s, contracted %s"
                            .formatted(
                                costs.billed(),
                                costs.effective(),
                                costs.list(),
                                costs.contracted()))
                    .contains("  " + currency + "  "));
    assertThat(ended.err()).contains("exporting [").contains("checking [");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export",
        "export fly",
        "export focus",
        "export focus --from 2026-10-01 --to 2026-11-01",
        "export focus --from October --to 2026-11-01 -o OUT",
        "export focus --from 2026-10-01T00:00:00Z --to 2026-11-01 -o OUT",
        "export focus --from 2026-11-01 --to 2026-10-01 -o OUT",
        "export focus --from 2026-10-01 --to 2026-10-01 -o OUT",
        "export focus --from 2001-10-01 --to 2026-10-01 -o OUT",
        "export focus --from 2026-10-01 --to 2026-11-01 --focus-version 1.1 -o OUT",
        "export focus --from 2026-10-01 --to 2026-11-01 --format xlsx -o OUT",
        "export focus --from 2026-10-01 --to 2026-11-01 --as-of yesterday -o OUT",
        "export focus --from 2026-10-01 --to 2026-11-01 -o OUT/missing/out.csv",
        "export focus --from 2026-10-01 --to 2026-11-01 -o /dev/null",
      })
  void wrong_usage_ends_with_2_and_leaves_no_file(String line) throws IOException {
    Path place = Files.createDirectories(folder.resolve("wrong"));

    Ended ended = run(line.replace("OUT", place.resolve("out.csv").toString()));

    assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    try (Stream<Path> left = Files.list(place)) {
      assertThat(left).isEmpty();
    }
  }
}
