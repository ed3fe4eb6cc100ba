package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.MakeUpTerms;
import io.gpuledger.cost.commitment.TakeOrPayTerms;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitmentsSectionTest {
  private static Parsed<LedgerConfig> read(String text) {
    return ConfigReader.read("f", text);
  }

  private static List<String> messages(String text) {
    return read(text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void the_example_has_one_of_each_shape() throws Exception {
    List<CommitmentEntry> entries =
        ConfigReader.read(ConfigReaderTest.EXAMPLE).values().get(0).commitments();

    assertThat(entries)
        .extracting(entry -> entry.commitment().kind().name())
        .containsExactly("RESERVED_BLOCK", "PREPAID", "TAKE_OR_PAY", "SPEND_COMMITMENT");
    Commitment block = entries.get(0).commitment();
    assertThat(
            block.costWithin(
                new TimeRange(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"))))
        .hasToString("8160 USD");
    assertThat(((HourlyTerms) block.terms()).paymentModel()).isEqualTo("Partial Upfront");
    assertThat(entries.get(3).marketplace()).isPresent();
    assertThat(((TakeOrPayTerms) entries.get(2).commitment().terms()).makeUp())
        .contains(
            new MakeUpTerms(
                6,
                Optional.of(Amount.of(1_000)),
                Optional.of(Amount.parse("2.60")),
                MakeUpTerms.Booked.PREPAID));
  }

  @Test
  void faults_of_make_up_rights_stand_at_their_places_all_at_once() {
    assertThat(
            messages(
                """
                commitments:
                  - id: a
                    provider: P
                    kind: take-or-pay
                    currency: USD
                    from: 2026-01-01
                    to: 2027-01-01
                    purchaser: x
                    unusedOwner: y
                    monthly:
                      minimum: 100
                      unit: GPU-Hours
                      tiers: [{perUnit: 2}]
                      makeUp:
                        months: 0
                        maximumPerMonth: 0
                        price: 2.60 USD/hour
                        booked: asset
                        carry: 3
                """))
        .containsExactly(
            "f:15:17 commitments[0].monthly.makeUp.months: \"0\" is not a number of months from 1"
                + " to 120",
            "f:16:26 commitments[0].monthly.makeUp.maximumPerMonth: \"0\" is not a quantity such as"
                + " \"1000\", above 0",
            "f:17:16 commitments[0].monthly.makeUp.price: \"2.60 USD/hour\" is not a price of a"
                + " unit such as \"2.60\"",
            "f:18:17 commitments[0].monthly.makeUp.booked: \"asset\" is not one of expense,"
                + " prepaid",
            "f:19:9 commitments[0].monthly.makeUp.carry: unknown key \"carry\"; known here: months,"
                + " maximumPerMonth, price, booked");
  }

  @Test
  void a_price_of_a_month_where_one_of_an_hour_is_meant_is_a_fault_at_its_place() {
    assertThat(
            messages(
                """
                commitments:
                  - id: a
                    provider: P
                    kind: reserved-block
                    currency: USD
                    from: 2026-01-01
                    to: 2027-01-01
                    purchaser: x
                    unusedOwner: y
                    phases:
                      - committed: "8"
                        fee: 1500 USD/month
                      - committed: -1
                    alternative: 2.95
                """))
        .containsExactly(
            "f:12:14 commitments[0].phases[0].fee: \"1500 USD/month\" is not a price of an hour"
                + " such as 12.00 USD/hour",
            "f:13:20 commitments[0].phases[1].committed: \"-1\" is not a quantity such as \"8\","
                + " not negative",
            "f:14:18 commitments[0].alternative: \"2.95\" is not a price of an hour such as 12.00"
                + " USD/hour");
  }

  @Test
  void nobody_may_be_left_out_who_bears_the_unused_part() {
    assertThat(
            messages(
                """
                commitments:
                  - {id: a, provider: P, kind: reserved-block, currency: USD, from: 2026-01-01,
                     to: 2027-01-01, purchaser: x, phases: [{committed: 8}]}
                """))
        .containsExactly(
            "f:2:5 commitments[0].unusedOwner: \"unusedOwner\" is missing: expected a text");
  }

  @Test
  void terms_of_another_kind_and_a_kind_without_its_terms_are_faults() {
    assertThat(
            messages(
                """
                commitments:
                  - id: a
                    provider: P
                    kind: prepaid
                    currency: USD
                    from: 2026-01-01
                    to: 2027-01-01
                    purchaser: x
                    unusedOwner: y
                    phases: [{committed: 8}]
                """))
        .containsExactly(
            "f:4:11 commitments[0].kind: a prepaid tokens or credits needs \"stock\"",
            "f:10:13 commitments[0].phases: does not belong to a prepaid tokens or credits");
  }

  @Test
  void phases_that_are_not_the_term_are_refused_where_they_stand() {
    assertThat(
            messages(
                """
                commitments:
                  - id: a
                    provider: P
                    kind: reserved-block
                    currency: USD
                    from: 2026-01-01
                    to: 2027-01-01
                    purchaser: x
                    unusedOwner: y
                    phases:
                      - {committed: 8, from: 2026-01-01, to: 2026-06-01}
                      - {committed: 8, from: 2026-07-01}
                """))
        .containsExactly(
            "f:11:7 commitments[0].phases: the phase from 2026-07-01T00:00:00Z should begin at"
                + " 2026-06-01T00:00:00Z");
  }

  @Test
  void an_id_stands_once_and_devices_are_told_by_keys_of_telemetry() {
    String one =
        "{id: a, provider: P, kind: reserved-block, currency: USD, from: 2026-01-01,"
            + " to: 2027-01-01, purchaser: x, unusedOwner: y, phases: [{committed: 8}]";

    assertThat(
            messages("commitments:\n  - " + one + "}\n  - " + one + ", devices: 'team:\"x\"'}\n"))
        .anyMatch(text -> text.contains("commitments[1].id: \"a\" is taken by an entry above"))
        .anyMatch(text -> text.contains("team: devices are told by cluster, node and deviceModel"));
  }

  @Test
  void an_exchange_must_agree_with_its_successor() {
    String rest =
        ", provider: P, kind: reserved-block, currency: USD, to: 2027-01-01, purchaser: x,"
            + " unusedOwner: y, phases: [{committed: 8}]";

    assertThat(
            messages(
                "commitments:\n  - {id: a, from: 2026-01-01"
                    + rest
                    + ", ending: {at: 2026-06-01, kind: exchanged, credit: 100, successor: b}}\n"
                    + "  - {id: b, from: 2026-06-01"
                    + rest
                    + "}\n"))
        .containsExactly(
            "f:2:3 commitments: b was exchanged for with a credit of 100 and is not begun with it");
  }

  @Test
  void a_target_has_one_kind_of_limit() {
    assertThat(
            messages(
                """
                commitments:
                  - id: a
                    provider: P
                    kind: spend-commitment
                    currency: USD
                    from: 2026-01-01
                    to: 2027-01-01
                    purchaser: x
                    unusedOwner: y
                    targets:
                      - from: 2026-01-01
                        to: 2027-01-01
                        committed: 100
                        marketplaceLimit: 10
                        marketplaceShare: "0.1"
                """))
        .containsExactly(
            "f:15:27 commitments[0].targets[0].marketplaceShare: give either \"marketplaceLimit\""
                + " or \"marketplaceShare\"");
  }

  @Test
  void an_sla_credit_is_claimed_and_answered_whole_and_once() {
    String block =
        """
        commitments:
          - {id: a, provider: P, kind: prepaid, currency: USD, from: 2026-01-01, to: 2027-01-01, purchaser: x, unusedOwner: y,
             stock: {quantity: "1", unit: U, price: "1", paidAt: 2026-01-01},
             slaCredits: [%s]}
        """;
    String good = "{id: o, from: 2026-02-01, to: 2026-02-02, claimedOn: 2026-02-03, claimed: '5'}";
    String answered = good.replace("id: o,", "id: p, receivedOn: 2026-03-01, received: '3',");

    assertThat(messages(block.formatted(good + ", " + answered))).isEmpty();
    assertThat(messages(block.formatted(good + ", " + good)))
        .containsExactly("f:4:18 commitments[0].slaCredits: \"o\" stands there twice");
    assertThat(messages(block.formatted(answered.replace("received: '3',", ""))))
        .singleElement()
        .asString()
        .contains("give both \"receivedOn\" and \"received\", or neither while it is open");
    assertThat(messages(block.formatted(answered.replace("2026-03-01", "2026-02-01"))))
        .singleElement()
        .asString()
        .contains("is answered before it was claimed");
    assertThat(messages(block.formatted(good.replace("'5'", "'0'"))))
        .singleElement()
        .asString()
        .contains("\"0\" is not an amount");
  }
}
