package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.reconcile.BillingTerms;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BillingSectionTest {
  private static Optional<BillingTerms> read(String keys) {
    return ConfigReader.read("f.yaml", "sources: [{name: s, kind: bills" + keys + "}]")
        .values()
        .get(0)
        .sources()
        .get(0)
        .billing();
  }

  @Test
  void a_source_bills_as_its_provider_does_unless_it_says_so() {
    assertThat(read("")).isEmpty();
    assertThat(read(", billingStep: 1h"))
        .contains(
            new BillingTerms(
                ZoneOffset.UTC, LocalTime.MIDNIGHT, Duration.ofHours(1), BillingTerms.LAG));
    assertThat(read(", billingZone: America/New_York, billingDayStart: \"17:00\", billingLag: 5d"))
        .contains(
            new BillingTerms(
                ZoneId.of("America/New_York"),
                LocalTime.of(17, 0),
                BillingTerms.STEP,
                Duration.ofDays(5)));
  }

  @Test
  void every_fault_is_named_with_its_place() {
    assertThat(
            ConfigReader.read(
                    "f.yaml",
                    """
                    sources:
                      - name: s
                        kind: bills
                        billingZone: Atlantis
                        billingDayStart: five
                        billingStep: 0s
                        billingLag: 61d
                    """)
                .problems()
                .stream()
                .map(Problem::toString))
        .satisfiesExactly(
            fault -> assertThat(fault).contains("f.yaml:4:", "\"Atlantis\" is not a time zone"),
            fault -> assertThat(fault).contains("f.yaml:5:", "\"five\" is not a time of day"),
            fault -> assertThat(fault).contains("f.yaml:6:", "\"0s\" is not a duration"),
            fault -> assertThat(fault).contains("f.yaml:7:", "\"61d\" is not a duration"));
  }
}
