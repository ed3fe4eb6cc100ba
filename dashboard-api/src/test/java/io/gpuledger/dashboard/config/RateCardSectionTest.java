package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.neocloud.CoreWeave;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class RateCardSectionTest {
  @Test
  void the_example_declares_rates_that_price_coreweave() throws Exception {
    LedgerConfig config =
        ConfigReader.read("f.yaml", Files.readString(ConfigReaderTest.EXAMPLE)).values().get(0);

    assertThat(config.findSource("coreweave").orElseThrow().declared().map(Object::getClass))
        .hasValue(CoreWeave.class);
  }

  /** The day of a date ends at 17:00 in New York: 21:00 UTC in summer, 22:00 in winter. */
  @Test
  void days_of_rates_are_those_of_the_bill_whatever_the_season() {
    String text =
        """
        sources:
          - name: s
            kind: bills
            format: coreweave%s
            rateCard:
              currency: USD
              rates: [{sku: a, unit: GPU-Hours, price: 1, from: 2026-10-31, to: 2026-11-02}]
        """;

    assertThat(declared(text.formatted("")))
        .contains("start=2026-10-30T21:00:00Z, end=2026-11-01T22:00:00Z");
    assertThat(declared(text.formatted("\n    billingZone: UTC")))
        .contains("start=2026-10-31T00:00:00Z, end=2026-11-02T00:00:00Z");
  }

  private static String declared(String text) {
    CoreWeave format =
        (CoreWeave)
            ConfigReader.read("f.yaml", text).values().get(0).sources().get(0).declared().get();
    return format.card().toString();
  }

  @Test
  void every_fault_is_named_with_its_place() {
    assertThat(
            ConfigReader.read(
                    "f.yaml",
                    """
                    sources:
                      - {name: a, kind: bills, format: coreweave}
                      - name: b
                        kind: bills
                        rateCard:
                          currency: usd
                          rates:
                            - {sku: a, unit: GPU-Hours, price: -1}
                            - {sku: a, unit: GPU-Hours, price: 1, from: 2026-10-02, to: 2026-10-01}
                            - {unit: GPU-Hours, price: 1, plans: x}
                          invoices:
                            - {id: i, month: October, amount: "1,5"}
                      - name: c
                        kind: bills
                        format: coreweave
                        rateCard:
                          currency: USD
                          rates:
                            - {sku: a, unit: GPU-Hours, price: 1, plan: On-Demand}
                            - {sku: a, unit: gpu hour, price: 2, plan: on demand}
                    """)
                .problems()
                .stream()
                .map(Problem::toString))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:2:", "no \"rateCard\""))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:6:", "with format: coreweave"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:6:", "a currency code"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:8:", "not below zero"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:9:", "later than"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:10:", "\"sku\" is missing"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:10:", "unknown key \"plans\""))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:12:", "a month such as"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:12:", "an amount"))
        .anySatisfy(fault -> assertThat(fault).contains("two rates of a hold at the same time"));
  }
}
