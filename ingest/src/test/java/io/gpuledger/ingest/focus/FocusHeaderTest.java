package io.gpuledger.ingest.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocusHeaderTest {
  private static final List<String> REQUIRED =
      List.of(
          "BilledCost",
          "BillingAccountId",
          "BillingCurrency",
          "BillingPeriodStart",
          "BillingPeriodEnd",
          "ChargePeriodStart",
          "ChargePeriodEnd");

  private static FocusHeader header(String... more) {
    List<String> names = new ArrayList<>(REQUIRED);
    names.addAll(List.of(more));
    return FocusHeader.of(names).header().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Provider,Region,UsageQuantity,ChargeSubcategory | 1.0-preview",
        "ProviderName,ConsumedQuantity,ContractedCost | 1.0",
        "ProviderName,ConsumedQuantity,SkuMeter | 1.1",
        "ProviderName,SkuMeter,InvoiceId | 1.2",
        "ProviderName,ServiceProviderName,InvoiceId | 1.3",
        "ServiceProviderName,InvoiceId | 1.4",
        "ServiceProviderName,InvoiceDetailId | 1.4"
      })
  void the_release_is_told_by_the_columns(String columns, String version) {
    assertThat(header(columns.split(",", -1)).version().text()).isEqualTo(version);
  }

  @Test
  void names_of_older_releases_become_those_of_today() {
    FocusHeader header =
        header("Provider", "Publisher", "Region", "usage_quantity", "AmortizedCost", "Charge Type");

    assertThat(header.columns())
        .extracting(FocusHeader.Target::column)
        .extracting(column -> column.orElseThrow())
        .endsWith(
            FocusColumn.SERVICE_PROVIDER_NAME,
            FocusColumn.X_PUBLISHER_NAME,
            FocusColumn.REGION_ID,
            FocusColumn.CONSUMED_QUANTITY,
            FocusColumn.EFFECTIVE_COST,
            FocusColumn.CHARGE_CATEGORY);
  }

  @Test
  void the_newer_name_wins_and_the_older_column_is_kept() {
    FocusHeader header = header("ProviderName", "ServiceProviderName", "Id", "X_Thing");

    assertThat(header.columns())
        .extracting(FocusHeader.Target::name)
        .endsWith("x_ProviderName", "ServiceProviderName", "x_Id", "x_Thing");
  }
}
