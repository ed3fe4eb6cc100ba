package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that Google names FOCUS, whose own columns tell what it lacks. */
class GcpFocusTest {
  private static final String ROW =
      """
      {"BilledCost": 0.1, "EffectiveCost": 0.30000000000000004, "ListCost": "12", "ContractedCost": 10,
       "BillingAccountId": "01A2B3", "BillingAccountType": "Billing Account",
       "BillingCurrency": "USD", "BillingPeriodStart": "2026-10-01 07:00:00 UTC",
       "BillingPeriodEnd": "2026-11-01 07:00:00 UTC", "ChargeCategory": "Usage",
       "ChargePeriodStart": "2026-10-05 08:00:00 UTC", "ChargePeriodEnd": "2026-10-05 09:00:00 UTC",
       "ChargeDescription": "Nvidia H100 80GB GPU running in Americas", "ConsumedQuantity": 28800,
       "ConsumedUnit": "seconds", "PricingQuantity": 8, "PricingUnit": "hour",
       "ProviderName": "Google Cloud", "PublisherName": "Google Cloud",
       "ServiceName": "Compute Engine", "SubAccountId": "ml", "SkuId": "K-1",
       "x_Credits": [{"Name": "Committed Usage Discount", "Amount": -9.9, "FullName": "", "Id": "c-1",
         "Type": "COMMITTED_USAGE_DISCOUNT"}],
       "x_CostType": "regular", "x_ServiceId": "S-1", "x_ExportTime": "2026-10-05 10:00:00 UTC",
       "x_Project": {"id": "ml", "number": "42"},
       "x_SystemLabels": [{"key": "compute.googleapis.com/machine_spec", "value": "a3-highgpu-8g"}],
       "x_Labels": [{"key": "team", "value": "vision"}], "x_ProjectLabels": [],
       "x_Tags": [{"key": "env", "value": "prod"}], "x_SubscriptionInstanceId": null}
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void what_the_table_lacks_is_told_by_its_own_columns() throws IOException {
    ImportReport report = run(ROW);

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries().get(0).format()).isEqualTo("gcp-focus");
    assertThat(report.deliveries().get(0).nativeBilledCost()).hasToString("{USD=0.1}");
    assertThat(NativeBills.text(sink.charges(), true))
        .isEqualTo(NativeBills.golden("gcp-focus.txt"));
    Charge charge = sink.charges().get(0);
    assertThat(charge.text(FocusColumn.X_DEVICE_MODEL)).contains("NVIDIA H100");
    assertThat(charge.amount(FocusColumn.CONSUMED_QUANTITY)).hasToString("Optional[8]");
  }

  @Test
  void rows_with_faults_are_refused_alone_and_equal_ones_are_two() throws IOException {
    ImportReport report =
        run(
            ROW
                + ROW.replace("\"BilledCost\": 0.1", "\"BilledCost\": \"0,1\"")
                + ROW.replace("[{\"Name\"", "[{\"Amount\": \"x\"},{\"Name\"")
                + ROW);

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.NOT_A_DECIMAL, ProblemCode.NOT_JSON);
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=0.2}");
  }

  @Test
  void focus_of_others_is_not_taken_for_it() throws IOException {
    ImportReport report = run(ROW.replace("x_Credits", "x_Other"));

    assertThat(report.deliveries().get(0).format()).isEqualTo("focus");
  }

  @Test
  void a_doubled_column_is_told_whether_the_format_is_named_or_not() throws IOException {
    String doubled = ROW.replace("\"SkuId\": \"K-1\"", "\"SkuId\": \"K-1\", \"sku_id\": \"K-2\"");
    Path file = Files.writeString(directory.resolve("doubled.json"), doubled);
    for (String word : List.of("gcp-focus", "oci-focus", "auto")) {
      ImportReport report =
          NativeBills.run(
              sink,
              DeliveryHistory.EMPTY,
              ImportRequest.of("s", List.of(file)).as(Formats.choice(word, Optional.empty())));

      assertThat(sink.charges()).isEmpty();
      assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.DUPLICATE_COLUMN);
    }
  }

  private ImportReport run(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("table.json"), text);
    return NativeBills.run(sink, DeliveryHistory.EMPTY, ImportRequest.of("s", List.of(file)));
  }
}
