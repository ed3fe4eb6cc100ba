package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated bills, compared with the generator's exact truth. */
class GeneratedBillTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(FocusShape.class)
  void sums_by_currency_account_and_team_equal_the_truth(FocusShape shape) throws IOException {
    Path file = directory.resolve("bill.csv");
    FocusTruth truth =
        FocusGenerator.write(FocusPlan.of(11, shape, YearMonth.of(2026, 10), 5_000), file);
    MemorySink sink = new MemorySink();

    ImportReport report = run(sink, file);

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).hasSize(2);
    for (ImportReport.Delivery delivery : report.deliveries()) {
      assertThat(delivery.focusVersion()).isEqualTo(shape.version());
      FocusTruth.Costs costs = truth.byAccount().get(delivery.scope().account());
      assertThat(delivery.rowsAccepted()).isEqualTo(costs.rows());
      assertThat(delivery.billedCost().values()).containsExactly(costs.billed());
      assertThat(delivery.effectiveCost().values()).containsExactly(costs.effective());
      assertThat(delivery.listCost().values()).containsExactly(costs.list());
      assertThat(delivery.contractedCost().values()).containsExactly(costs.contracted());
    }
    assertThat(effectiveByTeam(sink.charges())).isEqualTo(effectiveByTeam(truth));
    assertThat(sink.charges())
        .filteredOn(c -> c.text(FocusColumn.X_ACCELERATOR).orElse("").equals("known"))
        .hasSize((int) truth.gpuRows());
  }

  @Test
  void a_repeated_import_sends_the_same_blocks() throws IOException {
    Path file = directory.resolve("bill.csv");
    FocusGenerator.write(FocusPlan.of(3, FocusShape.AWS_1_2, YearMonth.of(2026, 10), 7_000), file);
    MemorySink first = new MemorySink();
    MemorySink second = new MemorySink();

    run(first, file);
    run(second, file);

    assertThat(second.blocks).isEqualTo(first.blocks);
    assertThat(second.manifests).isEqualTo(first.manifests);
    assertThat(first.blocks).hasSizeGreaterThan(6).allMatch(b -> b.getRowNoCount() <= 1_000);
  }

  private static ImportReport run(MemorySink sink, Path file) throws IOException {
    return new BillImport(sink, CLOCK)
        .run(
            ImportRequest.of("generated", List.of(file)),
            DeliveryHistory.EMPTY,
            ImportListener.NONE);
  }

  private static Map<String, Amount> effectiveByTeam(List<Charge> charges) {
    Map<String, Amount> sums = new TreeMap<>();
    for (Charge charge : charges) {
      Object tags = charge.find(FocusColumn.TAGS).orElse(Map.of());
      Object team = ((Map<?, ?>) tags).get("team");
      sums.merge(
          (team == null ? "" : team) + " " + charge.billingCurrency(),
          charge.amount(FocusColumn.EFFECTIVE_COST).orElse(Amount.ZERO),
          Amount::plus);
    }
    return sums;
  }

  private static Map<String, Amount> effectiveByTeam(FocusTruth truth) {
    Map<String, Amount> sums = new TreeMap<>();
    truth
        .byTeam()
        .forEach(
            (team, byCurrency) ->
                byCurrency.forEach(
                    (currency, costs) -> sums.put(team + " " + currency, costs.effective())));
    return sums;
  }
}
