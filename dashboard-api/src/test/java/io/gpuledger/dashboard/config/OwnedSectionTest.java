package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedSectionTest {
  private static final String HEAD =
      "sources: [{name: hall, kind: owned}, {name: aws, kind: bills}]\nowned:\n";

  private static List<String> messages(String text) {
    return ConfigReader.read("f", text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void the_example_makes_the_charges_of_a_month() throws Exception {
    OwnedSource owned = ConfigReader.read(ConfigReaderTest.EXAMPLE).values().get(0).owned().get(0);

    List<OwnedCharge> charges =
        owned
            .estate()
            .chargesOf(
                new TimeRange(
                    Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z")));

    assertThat(charges)
        .extracting(charge -> charge.description() + " " + charge.amount())
        .contains(
            "Depreciation of own-01 4500 USD",
            "Colocation: rack 12, 10 kW 1500 USD",
            "Lease: lease of leased-01 1368 USD",
            "Spare parts: two fans 300 USD");
    assertThat(owned.meters())
        .containsExactly(new OwnedSource.Meter("own-01", "slurm-1", "own-01", 8));
  }

  @Test
  void a_source_must_be_of_kind_owned_and_stand_once() {
    assertThat(messages(HEAD + "  - {source: aws}\n  - {source: hall}\n  - {source: hall}\n"))
        .containsExactly(
            "f:3:14 owned[0].source: \"aws\" is not a source of kind owned",
            "f:5:14 owned[2].source: \"hall\" is taken by an entry above");
  }

  @Test
  void prices_of_the_wrong_unit_and_amounts_without_currency_are_faults() {
    assertThat(
            messages(
                HEAD
                    + """
                      - source: hall
                        power:
                          pue: "0.9"
                          tariff:
                            base: 0.12 USD/hour
                        assets:
                          - {id: a, purchase: 240000, inService: 2026-01-01, lifeMonths: 400}
                        costs:
                          - {id: c, kind: staff, description: d, price: 0.12 USD/kWh, from: 2026-01-01}
                          - {id: d, kind: depreciation, description: d, price: 1 USD/month, from: 2026-01-01}
                    """
                        .indent(2)))
        .anyMatch(text -> text.contains("owned[0].power.tariff.base: \"0.12 USD/hour\" is not"))
        .anyMatch(text -> text.contains("owned[0].assets[0].purchase: \"240000\" is not an amount"))
        .anyMatch(text -> text.contains("owned[0].assets[0].lifeMonths: \"400\" is not months"))
        .anyMatch(text -> text.contains("owned[0].costs[1].kind: \"depreciation\" is not one of"))
        .allMatch(text -> text.matches("f:\\d+:\\d+ .*"));
  }

  @Test
  void a_pue_below_one_and_an_energy_price_of_a_fee_are_refused_where_they_stand() {
    assertThat(
            messages(
                HEAD
                    + """
                      - source: hall
                        power: {pue: "0.9", tariff: {base: 0.12 USD/kWh}}
                        costs:
                          - {id: c, kind: staff, description: d, price: 0.12 USD/kWh, from: 2026-01-01}
                    """
                        .indent(2)))
        .anyMatch(text -> text.contains("owned[0].power.pue: 0.9 is below 1"))
        .anyMatch(text -> text.contains("owned[0].costs[0].price: 0.12 USD/kWh is of energy"));
  }

  @Test
  void a_machine_with_power_needs_a_tariff_and_a_meter_needs_both_names() {
    assertThat(
            messages(
                HEAD
                    + """
                      - source: hall
                        assets:
                          - {id: a, purchase: 1 USD, inService: 2026-01-01, lifeMonths: 4, nameplateWatts: 100, node: n}
                    """
                        .indent(2)))
        .anyMatch(text -> text.contains("nameplateWatts: needs \"power\" with a tariff"))
        .anyMatch(text -> text.contains("node: give both \"cluster\" and \"node\""));
  }

  @Test
  void a_band_over_midnight_is_refused_with_what_to_do() {
    assertThat(
            messages(
                HEAD
                    + """
                      - source: hall
                        power:
                          pue: "1.2"
                          tariff:
                            base: 0.12 USD/kWh
                            bands:
                              - {name: night, from: "22:00", to: "06:00", price: 0.05 USD/kWh}
                    """
                        .indent(2)))
        .anyMatch(text -> text.contains("make two bands of one over midnight"));
  }

  @Test
  void real_invoices_are_of_one_month_and_one_kind_at_a_time() {
    assertThat(
            messages(
                HEAD
                    + """
                    - source: hall
                      invoices:
                        - {id: a, issuer: u, kind: power, amount: 7 USD, from: 2026-10-01, to: 2026-11-01}
                        - {id: b, issuer: u, kind: power, amount: 7 USD, from: 2026-10-31, to: 2026-11-01}
                        - {id: a, issuer: u, kind: power, amount: 7 USD, from: 2026-11-15, to: 2026-12-15}
                        - {id: c, issuer: u, kind: depreciation, amount: -7 USD, from: 2026-11-02, to: 2026-11-01}
                        - {from: 2026-11-01, to: 2026-11-02, due: 2026-12-01}
                    """
                        .indent(2)))
        .containsExactly(
            "f:6:34 owned[0].invoices[1].kind: an invoice of power above is for the same time:"
                + " give one entry with the sum of both",
            "f:7:14 owned[0].invoices[2].id: \"a\" of u is taken by an entry above",
            "f:7:78 owned[0].invoices[2].to: reaches into another calendar month of UTC: give each"
                + " month an entry of its own",
            "f:8:34 owned[0].invoices[3].kind: \"depreciation\" is not one of lease, power,"
                + " colocation, network, spares, maintenance, staff",
            "f:8:56 owned[0].invoices[3].amount: \"-7 USD\" is not an amount with its currency such"
                + " as 701.50 USD",
            "f:8:86 owned[0].invoices[3].to: must be later than \"from\"",
            "f:9:9 owned[0].invoices[4].id: \"id\" is missing: expected a text",
            "f:9:9 owned[0].invoices[4].issuer: \"issuer\" is missing: expected a text",
            "f:9:9 owned[0].invoices[4].kind: \"kind\" is missing: expected one of lease, power,"
                + " colocation, network, spares, maintenance, staff",
            "f:9:9 owned[0].invoices[4].amount: \"amount\" is missing: expected an amount with its"
                + " currency such as 701.50 USD",
            "f:9:44 owned[0].invoices[4].due: unknown key \"due\"; known here: id, issuer, kind,"
                + " amount, from, to");
  }
}
