package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.energy.CarbonSite;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarbonSectionTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

  private static List<String> messages(String text) {
    return ConfigReader.read("f", text).problems().stream().map(Problem::toString).toList();
  }

  private static CarbonSites sites(String text) {
    assertThat(messages(text)).isEmpty();
    return ConfigReader.read("f", text).values().get(0).carbon();
  }

  @Test
  void a_cloud_region_has_the_published_factor_and_building() {
    CarbonSite site =
        sites("carbon: {sites: [{cluster: eks, provider: aws, region: eu-north-1}]}")
            .find("eks", NOVEMBER)
            .orElseThrow();

    assertThat(site.pue()).hasToString("1.135");
    assertThat(site.hostFactor()).hasToString("1");
    assertThat(site.factor().orElseThrow().gramsPerKwh()).hasToString("8");
    assertThat(site.factor().orElseThrow().source()).contains("Cloud Carbon Footprint");
  }

  @Test
  void an_own_factor_comes_before_the_published_one() {
    CarbonSite site =
        sites(
                """
                carbon:
                  sites:
                    - cluster: eks
                      provider: aws
                      region: eu-north-1
                      pue: "1.2"
                      hostFactor: "1.6"
                      grid: {gramsPerKwh: "30", source: grid operator, date: 2026-03-01}
                """)
            .find("eks", NOVEMBER)
            .orElseThrow();

    assertThat(site.pue()).hasToString("1.2");
    assertThat(site.factor().orElseThrow().gramsPerKwh()).hasToString("30");
  }

  @Test
  void a_region_without_a_factor_is_unknown_and_no_fault() {
    CarbonSite site =
        sites("carbon: {sites: [{cluster: hall, region: oslo, pue: '1.2'}]}")
            .find("hall", NOVEMBER)
            .orElseThrow();

    assertThat(site.factor()).isEmpty();
  }

  @Test
  void every_fault_is_told_with_its_place() {
    assertThat(
            messages(
                """
                carbon:
                  sites:
                    - {cluster: hall, pue: "0.9"}
                    - {cluster: hall}
                    - {pue: "1.2", hostFactor: x, from: 2026-11-02, to: 2026-11-01}
                    - {cluster: a, pue: "1.2", grid: {gramsPerKwh: "-1", date: soon}}
                    - {cluster: b, pue: "1.2", factor: 3}
                """))
        .containsExactly(
            "f:3:28 carbon.sites[0].pue: 0.9 is below 1",
            "f:4:7 carbon.sites[1].pue: \"pue\" is missing: it is published for aws, azure and gcp"
                + " only",
            "f:5:7 carbon.sites[2].cluster: \"cluster\" is missing: expected a text",
            "f:5:32 carbon.sites[2].hostFactor: \"x\" is not a factor of 1 or more such as"
                + " \"1.25\"",
            "f:5:57 carbon.sites[2].to: must be later than \"from\"",
            "f:6:38 carbon.sites[3].grid.source: \"source\" is missing: expected a text",
            "f:6:52 carbon.sites[3].grid.gramsPerKwh: \"-1\" is not grams such as \"30\"",
            "f:6:64 carbon.sites[3].grid.date: \"soon\" is not a date such as 2026-10-01",
            "f:7:32 carbon.sites[4].factor: unknown key \"factor\"; known here: cluster, provider,"
                + " region, from, to, hostFactor, pue, grid");
  }

  @Test
  void one_cluster_has_one_site_at_a_time() {
    assertThat(
            messages(
                """
                carbon:
                  sites:
                    - {cluster: hall, pue: "1.2", to: 2026-11-02}
                    - {cluster: hall, pue: "1.3", from: 2026-11-01}
                """))
        .containsExactly("f:3:5 carbon.sites: two sites of \"hall\" hold at 2026-11-01T00:00:00Z");
  }
}
