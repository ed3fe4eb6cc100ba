package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.TokenType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricesSectionTest {
  private static PricingConfig read(String yaml) {
    var parsed = ConfigReader.read("f", yaml);
    assertThat(parsed.problems()).isEmpty();
    return parsed.values().get(0).pricing();
  }

  private static List<String> faults(String yaml) {
    return ConfigReader.read("f", yaml).problems().stream().map(Object::toString).toList();
  }

  @Test
  void prices_without_a_provider_are_rates_as_before() {
    LedgerConfig config =
        ConfigReader.read(
                "f",
                "prices: [{deviceModel: H100, currency: USD, perDeviceHour: '2.95'},"
                    + " {deviceModel: H100, currency: EUR, perDeviceHour: 2}]")
            .values()
            .get(0);

    assertThat(config.prices()).hasSize(2);
    assertThat(config.pricing()).isEqualTo(PricingConfig.NONE);
  }

  @Test
  void prices_of_a_provider_override_the_price_book() {
    PricingConfig pricing =
        read(
            """
            prices:
              - {provider: gcp, region: us-central1, deviceModel: NVIDIA H100 80GB HBM3,
                 option: spot, price: 4.00 USD/GPU-hour, from: 2026-10-01, to: 2026-11-01}
              - {provider: gcp, region: us-central1, deviceModel: NVIDIA H100,
                 option: spot, price: 4.50 USD/GPU-hour, from: 2026-11-01}
              - {provider: Lambda, deviceModel: NVIDIA H100, currency: USD, perDeviceHour: 3}
            tokenPrices:
              - {provider: OpenAI, model: gpt-5, type: cached-input, price: 0.10 USD/1M tokens}
            """);

    assertThat(pricing.devices()).hasSize(3);
    assertThat(pricing.devices().get(0).provider()).isEqualTo("Google Cloud");
    assertThat(pricing.devices().get(0).deviceModel()).isEqualTo("NVIDIA H100");
    assertThat(pricing.devices().get(0).option()).isEqualTo(PriceOption.SPOT);
    assertThat(pricing.devices().get(2).price()).hasToString("3 USD/GPU-hour");
    assertThat(pricing.tokens().get(0).type()).isEqualTo(TokenType.CACHED_INPUT);
  }

  /** The complaint of opencost#3781: what a price is a price of must be said. */
  @Test
  void a_price_without_its_unit_or_of_the_wrong_kind_is_a_fault() {
    assertThat(faults("prices: [{provider: AWS, deviceModel: H100, price: '6.88 USD'}]"))
        .singleElement()
        .asString()
        .contains("price", "GPU-hour");
    assertThat(faults("prices: [{provider: AWS, deviceModel: H100, price: '3 USD/1M tokens'}]"))
        .hasSize(1);
    assertThat(
            faults(
                "tokenPrices: [{provider: OpenAI, model: m, type: input, price: '3"
                    + " USD/GPU-hour'}]"))
        .hasSize(1);
    assertThat(faults("prices: [{deviceModel: H100, price: '2150 USD/GPU-month'}]"))
        .anySatisfy(fault -> assertThat(fault).contains("stands only with a \"provider\""));
  }

  @Test
  void two_prices_of_one_thing_never_hold_together() {
    assertThat(
            faults(
                """
                prices:
                  - {provider: AWS, deviceModel: H100, price: 5 USD/GPU-hour}
                  - {provider: aws, deviceModel: NVIDIA H100, price: 6 USD/GPU-hour, from: 2026-01-01}
                """))
        .singleElement()
        .asString()
        .contains("f:3", "holds at the same time");
    assertThat(
            faults(
                """
                tokenPrices:
                  - {provider: OpenAI, model: m, type: input, price: 3 USD/1M tokens}
                  - {provider: OpenAI, model: m, type: input, price: 4 USD/1M tokens}
                """))
        .hasSize(1);
  }

  @Test
  void a_priced_cluster_names_its_bill_once() {
    PricingConfig pricing =
        read(
            "pricedClusters: [{cluster: east, source: aws-main, account: 1234, provider: gcp,"
                + " option: spot}]");

    assertThat(pricing.clusters().get(0).provider()).isEqualTo("Google Cloud");
    assertThat(pricing.clusters().get(0).account()).isEqualTo("1234");
    assertThat(pricing.clusters().get(0).option()).isEqualTo(PriceOption.SPOT);
    assertThat(
            faults(
                """
                sources: [{name: dcgm, kind: telemetry}]
                pricedClusters:
                  - {cluster: east, source: dcgm, account: a, provider: AWS}
                  - {cluster: east, source: s, account: a, provider: AWS}
                  - {cluster: west, source: s, provider: AWS}
                """))
        .hasSize(3);
  }

  @Test
  void a_priced_cluster_may_have_several_bills_that_do_not_overlap() {
    PricingConfig pricing =
        read(
            """
            pricedClusters:
              - {cluster: east, source: s, account: a, provider: AWS, to: 2026-10-11}
              - {cluster: east, source: s, account: b, provider: AWS, from: 2026-10-11}
            """);

    assertThat(pricing.clusters().get(0).to()).contains(LocalDate.parse("2026-10-11"));
    assertThat(pricing.clusters().get(1).from()).contains(LocalDate.parse("2026-10-11"));
    assertThat(
            faults(
                """
                pricedClusters:
                  - {cluster: east, source: s, account: a, provider: AWS, to: 2026-10-12}
                  - {cluster: east, source: s, account: b, provider: AWS, from: 2026-10-11}
                """))
        .singleElement()
        .asString()
        .contains("f:3:", "\"east\" is taken on some of these days by an entry above");
    assertThat(
            faults(
                """
                pricedClusters:
                  - {cluster: east, source: s, account: a, provider: AWS, from: 2026-10-11,
                     to: 2026-10-11}
                  - {cluster: west, source: s, account: a, provider: AWS, from: October}
                """))
        .satisfiesExactly(
            fault -> assertThat(fault).contains("f:3:", "must be later than \"from\""),
            fault -> assertThat(fault).contains("f:4:", "a UTC day such as 2026-10-01"));
  }

  @Test
  void an_unknown_option_type_or_key_is_a_fault() {
    assertThat(
            faults(
                "prices: [{provider: A, deviceModel: H100, option: 2-year, price: 5"
                    + " USD/GPU-hour}]"))
        .singleElement()
        .asString()
        .contains("on-demand, spot, 1-year, 3-year");
    assertThat(
            faults("tokenPrices: [{provider: A, model: m, type: thought, price: 5 USD/1M tokens}]"))
        .hasSize(1);
    assertThat(
            faults(
                "prices: [{provider: A, deviceModel: H100, price: 5 USD/GPU-hour, currency: USD}]"))
        .singleElement()
        .asString()
        .contains("stands in \"price\" already");
  }
}
