package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.generate.CurGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated exports of CUR 2.0, read by the format's own rules, against what they were made of. */
class GeneratedCurTest {
  private static final FocusPlan PLAN =
      FocusPlan.of(11, FocusShape.AWS_1_2, YearMonth.of(2026, 10), 30_000);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(CurGenerator.Form.class)
  void an_export_comes_to_what_it_was_made_of(CurGenerator.Form form) throws IOException {
    CurGenerator.Export export = CurGenerator.write(PLAN, form, directory, 12_000);
    MemorySink sink = new MemorySink();

    ImportReport report =
        NativeBills.run(sink, DeliveryHistory.EMPTY, ImportRequest.of("aws", export.files()));

    assertThat(export.files()).hasSize(4);
    assertThat(report.rejects()).isEmpty();
    FocusTruth truth = export.truth();
    assertThat(sink.charges()).hasSize((int) truth.rows());
    for (ImportReport.Delivery delivery : report.deliveries()) {
      FocusTruth.Costs costs = truth.byAccount().get(delivery.scope().account());
      String currency = delivery.billedCost().keySet().iterator().next();
      assertThat(delivery.format()).isEqualTo("aws-cur");
      assertThat(delivery.rowsAccepted()).isEqualTo(costs.rows());
      assertThat(delivery.costs())
          .containsExactly(
              Map.of(currency, costs.billed()),
              Map.of(currency, costs.effective()),
              Map.of(currency, costs.list()),
              Map.of(currency, costs.contracted()));
      assertThat(delivery.nativeBilledCost()).containsOnlyKeys(currency);
      assertThat(delivery.nativeBilledCost().get(currency)).hasToString(costs.billed().toString());
    }
    assertThat(byTeam(sink, FocusColumn.EFFECTIVE_COST)).isEqualTo(effectiveByTeam(truth));
  }

  @Test
  void the_same_plan_gives_the_same_bytes_and_a_restatement_other_ones() throws IOException {
    Path first = Files.createDirectory(directory.resolve("1"));
    Path second = Files.createDirectory(directory.resolve("2"));
    Path restated = Files.createDirectory(directory.resolve("3"));
    CurGenerator.Export one = CurGenerator.write(PLAN, CurGenerator.Form.CSV, first, 50_000);
    CurGenerator.Export two = CurGenerator.write(PLAN, CurGenerator.Form.CSV, second, 50_000);
    CurGenerator.Export three =
        CurGenerator.write(PLAN.restated(1), CurGenerator.Form.CSV, restated, 50_000);

    assertThat(two.files().get(1)).hasSameBinaryContentAs(one.files().get(1));
    assertThat(two.truth()).isEqualTo(one.truth());
    assertThat(three.truth().rows()).isEqualTo(one.truth().rows());
    assertThat(
            three
                .truth()
                .byCurrency()
                .get("USD")
                .billed()
                .compareTo(one.truth().byCurrency().get("USD").billed()))
        .isNegative();
  }

  private static Map<String, Amount> byTeam(MemorySink sink, FocusColumn column) {
    Map<String, Amount> sums = new TreeMap<>();
    sink.charges()
        .forEach(
            charge -> {
              Object tags = charge.find(FocusColumn.TAGS).orElse(Map.of());
              String team =
                  ((Map<?, ?>) tags).containsKey("team") ? "" + ((Map<?, ?>) tags).get("team") : "";
              sums.merge(team, charge.amount(column).orElseThrow(), Amount::plus);
            });
    return sums;
  }

  private static Map<String, Amount> effectiveByTeam(FocusTruth truth) {
    Map<String, Amount> sums = new TreeMap<>();
    truth
        .byTeam()
        .forEach(
            (team, costs) ->
                costs.values().forEach(of -> sums.merge(team, of.effective(), Amount::plus)));
    return sums;
  }
}
