package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.watch.WatchFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is gathered, escalated or kept, and where that goes. */
class CareGatheringTest extends CareBed {
  @Test
  void a_day_that_had_nothing_to_tell_at_its_time_has_no_digest_of_what_comes_later() {
    config = config("digests: [{zone: UTC, at: \"09:00\", channels: [slack]}]");
    at("2026-10-24T09:00:00Z");
    at("2026-10-24T11:00:00Z");
    raise(1, SLACK);

    pass(Duration.ofMinutes(1));
    restart();
    pass(Duration.ofMinutes(1));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    at("2026-10-25T09:00:00Z");
    assertThat(of(AlertKind.DIGEST))
        .extracting(alert -> alert.about().title())
        .containsExactly("Digest of 25 Oct 2026: 0 new, 1 open");
  }

  @Test
  void no_digest_opens_an_incident() {
    config = config("digests: [{zone: UTC, at: \"09:00\"}]");
    Notice page = WatchFixtures.all().get(AlertKind.RUNAWAY_JOB);
    assertThat(ledger.raise(page, List.of(SLACK, DUTY), id -> Optional.empty())).isPresent();
    sender.sendDue();

    at("2026-10-24T09:00:00Z");

    assertThat(bed.taken(ChannelKind.PAGERDUTY)).hasSize(1);
    assertThat(of(AlertKind.DIGEST)).extracting(Alert::channel).containsExactly("slack");
  }

  @Test
  void a_warning_is_never_escalated_to_pagerduty_and_a_page_is_acknowledged_and_resolved_there() {
    config = config("escalation: {after: 30m, channel: pagerduty}");
    Alert warning = raise(1, SLACK);
    Notice page = WatchFixtures.all().get(AlertKind.RUNAWAY_JOB);
    Alert paged = ledger.raise(page, List.of(SLACK), id -> Optional.empty()).orElseThrow();
    sender.sendDue();

    pass(Duration.ofMinutes(30));
    assertThat(bed.taken(ChannelKind.PAGERDUTY)).hasSize(1);
    assertThat(now(warning).deliveries())
        .extracting(Delivery::channel, Delivery::step)
        .contains(org.assertj.core.groups.Tuple.tuple("slack", Step.ESCALATED));
    assertThat(ledger.acknowledge(paged.id(), "ada")).isPresent();
    assertThat(ledger.recover(paged.id(), "it burns less")).isPresent();
    sender.sendDue();

    assertThat(bed.taken(ChannelKind.PAGERDUTY)).hasSize(3);
    assertThat(bed.taken(ChannelKind.PAGERDUTY).get(1)).contains("\"acknowledge\"");
    assertThat(bed.taken(ChannelKind.PAGERDUTY).get(2)).contains("\"resolve\"");
    assertThat(bed.taken(ChannelKind.PAGERDUTY))
        .extracting(event -> ChannelTestbed.json(event).path("dedup_key").asText())
        .containsOnly(
            ChannelTestbed.json(bed.taken(ChannelKind.PAGERDUTY).get(0))
                .path("dedup_key")
                .asText());
  }

  @Test
  void a_bot_changes_the_message_that_escalated_where_it_has_no_other() {
    config = config("escalation: {after: 30m, channel: slack-bot}");
    Alert alert = raise(SLACK);
    pass(Duration.ofMinutes(30));

    assertThat(ledger.acknowledge(alert.id(), "ada")).isPresent();
    sender.sendDue();

    assertThat(bed.http.taken)
        .extracting(request -> request.path())
        .containsExactly("/slack", "/api/chat.postMessage", "/api/chat.update");
  }

  @Test
  void maintenance_does_not_swallow_what_was_raised_before_it_and_waits() {
    config =
        config(
            """
            floodPerHour: 1
            maintenance:
              - name: driver upgrade
                owner: ada
                from: 2026-10-24T08:30:00Z
                to: 2026-10-24T10:00:00Z
            """);
    raise(1, SLACK);
    Alert waits = raise(2, SLACK);

    at("2026-10-24T09:00:00Z");

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.SLACK).get(1)).contains("1 more alert for slack");
    assertThat(now(waits).deliveries().get(0).state()).isEqualTo(DeliveryState.GATHERED);
  }

  private List<String> updates() {
    return bed.http.taken.stream()
        .filter(request -> request.path().equals("/api/chat.update"))
        .map(request -> ChannelTestbed.slackPayload(request).toString())
        .toList();
  }

  @Test
  void what_a_message_gathered_and_is_over_is_struck_in_that_message() {
    config = config("floodPerHour: 1");
    Alert first = raise(1, BOT);
    Alert second = raise(2, BOT);
    Alert third = raise(3, BOT);
    at("2026-10-24T09:00:00Z");
    assertThat(of(AlertKind.FLOOD)).hasSize(1);
    assertThat(updates()).isEmpty();

    assertThat(ledger.recover(second.id(), "the restated bill is at 40 %")).isPresent();
    pass(Duration.ofSeconds(5));
    pass(Duration.ofSeconds(5));
    restart();
    pass(Duration.ofSeconds(5));

    assertThat(updates()).hasSize(1);
    assertThat(updates().get(0))
        .contains("1 of 2 is over.")
        .containsPattern("• ~budget-2: [^~]+~ over")
        .contains("• budget-3: ")
        .contains("2 more alerts for slack-bot");
    // A webhook cannot change what it posted, and what was told by itself has a message of its own.
    assertThat(ledger.recover(first.id(), "it fell")).isPresent();
    assertThat(ledger.recover(third.id(), "it fell")).isPresent();
    pass(Duration.ofSeconds(5));
    assertThat(updates()).hasSize(3);
    assertThat(updates()).filteredOn(text -> text.contains("All 2 are over.")).hasSize(1);
    assertThat(of(AlertKind.FLOOD).get(0).deliveries())
        .extracting(Delivery::step)
        .containsExactly(Step.RAISED, Step.UPDATED, Step.UPDATED);
  }

  @Test
  void what_is_over_while_a_change_waits_is_told_with_it() {
    config = config("floodPerHour: 1");
    raise(1, BOT);
    Alert second = raise(2, BOT);
    Alert third = raise(3, BOT);
    at("2026-10-24T09:00:00Z");
    bed.script(ChannelKind.SLACK_BOT, "429");

    assertThat(ledger.recover(second.id(), "it fell")).isPresent();
    pass(Duration.ofSeconds(5));
    assertThat(ledger.recover(third.id(), "it fell")).isPresent();
    pass(Duration.ofSeconds(5));
    assertThat(updates()).isEmpty();
    pass(Duration.ofSeconds(30));

    assertThat(updates()).singleElement().asString().contains("All 2 are over.");
  }

  @Test
  void a_change_of_a_message_is_sent_after_what_tells_anew_and_its_retry_holds_no_page() {
    config = config("floodPerHour: 1");
    raise(1, BOT);
    Alert second = raise(2, BOT);
    at("2026-10-24T09:00:00Z");
    int before = bed.http.taken.size();
    assertThat(ledger.recover(second.id(), "it fell")).isPresent();
    bed.script(ChannelKind.SLACK_BOT, "take");
    bed.script(ChannelKind.SLACK_BOT, "429");
    clock.move(Duration.ofSeconds(5));
    rounds.run();
    clock.move(Duration.ofSeconds(5));
    raiseOnly(4, BOT);

    sender.sendDue();
    assertThat(bed.http.taken.subList(before, bed.http.taken.size()))
        .extracting(request -> request.path())
        .containsExactly("/api/chat.postMessage");

    // While the change waits for what Slack asked for, and when that is over.
    clock.move(Duration.ofSeconds(30));
    Notice page = WatchFixtures.all().get(AlertKind.RUNAWAY_JOB);
    assertThat(ledger.raise(page, List.of(BOT), id -> Optional.empty())).isPresent();
    sender.sendDue();
    assertThat(bed.http.taken.subList(before + 1, bed.http.taken.size()))
        .extracting(request -> request.path())
        .containsExactly("/api/chat.postMessage", "/api/chat.update");
  }

  @Test
  void what_was_over_for_more_than_a_day_when_the_process_starts_changes_no_message() {
    config = config("floodPerHour: 1");
    raise(1, BOT);
    Alert second = raise(2, BOT);
    Alert third = raise(3, BOT);
    at("2026-10-24T09:00:00Z");
    assertThat(ledger.recover(second.id(), "it fell")).isPresent();

    clock.move(Duration.ofHours(25));
    restart();
    pass(Duration.ofSeconds(5));
    assertThat(updates()).isEmpty();

    assertThat(ledger.recover(third.id(), "it fell")).isPresent();
    clock.move(Duration.ofHours(23));
    restart();
    pass(Duration.ofSeconds(5));
    assertThat(updates()).singleElement().asString().contains("All 2 are over.");
  }

  @Test
  void a_change_of_a_message_that_is_given_up_is_no_failure_of_the_channel() {
    config = config("floodPerHour: 1");
    raise(1, BOT);
    Alert second = raise(2, BOT);
    at("2026-10-24T09:00:00Z");
    assertThat(ledger.recover(second.id(), "it fell")).isPresent();
    bed.script(ChannelKind.SLACK_BOT, "404");
    pass(Duration.ofSeconds(5));

    DeliveryLedger.Standing standing =
        java.util.Objects.requireNonNull(ledger.deliveries().standing().get("slack-bot"));
    assertThat(standing.dead()).isEqualTo(1);
    assertThat(standing.failing()).isZero();
    bed.script(ChannelKind.SLACK_BOT, "404");
    clock.move(Duration.ofHours(1));
    raise(5, BOT);
    assertThat(
            java.util.Objects.requireNonNull(ledger.deliveries().standing().get("slack-bot"))
                .failing())
        .isEqualTo(1);
  }

  @Test
  void what_a_webhook_gathered_is_not_told_once_more() {
    config = config("floodPerHour: 1");
    raise(1, SLACK);
    Alert second = raise(2, SLACK);
    at("2026-10-24T09:00:00Z");

    assertThat(ledger.recover(second.id(), "it fell")).isPresent();
    pass(Duration.ofSeconds(5));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
  }

  @Test
  void a_full_message_all_of_whose_alerts_are_over_is_still_one_that_slack_takes() {
    List<Alert> alerts = new java.util.ArrayList<>();
    for (int i = 0; i < 500; i++) {
      alerts.add(raiseOnly(i, Target.PREVIEW));
    }
    Notice notice =
        Gathering.quiet(
            new Gathering.Gathered(
                "slack-bot",
                "e",
                new Gathering.Group(alerts, 500),
                Gathering.Group.NONE,
                Optional.empty()),
            AlertFixtures.NOW);
    String raised = SlackForm.BOT.raised(notice, AlertFixtures.envelope(Optional.empty()));
    int listed = raised.split("• budget-", -1).length - 1;

    String changed = SlackForm.BOT.gatheredOver(raised, alerts, 500, 500).orElseThrow();

    var slack = ChannelTestbed.json(changed);
    assertThat(SlackRules.faults(slack)).isEmpty();
    assertThat(slack.path("blocks").toString().length()).isLessThan(13_000);
    String blocks = slack.path("blocks").toString();
    assertThat(blocks.split("• ~budget-", -1).length - 1)
        .isEqualTo(raised.split("\"blocks\"", -1)[1].split("• budget-", -1).length - 1)
        .isLessThanOrEqualTo(listed)
        .isGreaterThan(60);
    assertThat(SlackForm.WEBHOOK.gatheredOver(raised, alerts, 500, 500)).isEmpty();
  }

  @Test
  void a_flood_of_more_than_a_message_has_lines_is_told_in_full_number() {
    config = config("floodPerHour: 1");
    int many = Gathering.LINES + 5;
    for (int i = 0; i <= many; i++) {
      raiseOnly(i, SLACK);
    }

    at("2026-10-24T09:00:00Z");

    assertThat(of(AlertKind.FLOOD))
        .extracting(alert -> alert.about().title())
        .containsExactly(many + " more alerts for slack");
    assertThat(held()).isZero();
    // Left by an earlier version: the rest of an hour that was told already.
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'held', told_by = 0"
                    + " WHERE state = 'gathered' AND delivery_id % 2 = 0"));
    pass(Duration.ofMinutes(1));

    assertThat(held()).isZero();
    assertThat(of(AlertKind.FLOOD)).hasSize(2);
  }

  private int held() {
    return store.transaction(
        connection ->
            Rows.first(
                    connection,
                    "SELECT count(*) FROM alert_deliveries WHERE state = 'held'",
                    row -> row.getInt(1))
                .orElse(-1));
  }

  @Test
  void a_message_lists_all_that_fits_and_says_how_many_more_there_are_and_where() {
    for (int many : List.of(40, 500)) {
      List<Alert> alerts = new java.util.ArrayList<>();
      for (int i = 0; i < many; i++) {
        alerts.add(raiseOnly(1_000 * many + i, Target.PREVIEW));
      }
      Notice notice =
          Gathering.quiet(
              new Gathering.Gathered(
                  "slack",
                  "e",
                  new Gathering.Group(alerts, many),
                  Gathering.Group.NONE,
                  Optional.of(
                      java.net.URI.create("https://g.example/#/alerts?select=status:open"))),
              AlertFixtures.NOW);

      var slack =
          ChannelTestbed.json(
              SlackForm.WEBHOOK.raised(notice, AlertFixtures.envelope(Optional.empty())));
      String blocks = slack.path("blocks").toString();
      int listed = blocks.split("• budget-", -1).length - 1;

      assertThat(SlackRules.faults(slack)).isEmpty();
      assertThat(blocks.length()).isLessThan(13_000);
      assertThat(listed).isGreaterThanOrEqualTo(Math.min(many, 70));
      assertThat(blocks.contains("and " + (many - listed) + " more")).isEqualTo(listed < many);
      assertThat(blocks)
          .contains("<https://g.example/#/alerts?select=status:open|All alerts that are open>");
      assertThat(
              AlertForm.of(ChannelKind.TEAMS)
                  .raised(notice, AlertFixtures.envelope(Optional.empty()))
                  .length())
          .isLessThan(TeamsForm.SIZE_LIMIT);
    }
  }

  @Test
  void a_digest_counts_all_that_are_open_also_those_that_it_has_no_line_for() {
    config =
        config("digests: [{zone: UTC, at: \"09:00\", channels: [slack]}]\nfloodPerHour: 10000");
    int many = Gathering.LINES + 7;
    for (int i = 0; i < many; i++) {
      Alert unused = raiseOnly(i, SLACK);
    }
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'delivered', delivered_at = ?",
                Rows.time(clock.instant())));

    at("2026-10-24T09:00:00Z");

    assertThat(of(AlertKind.DIGEST))
        .extracting(alert -> alert.about().title())
        .containsExactly("Digest of 24 Oct 2026: 0 new, " + many + " open");
  }

  @Test
  void a_channel_fails_until_the_next_message_gets_through() {
    bed.script(ChannelKind.SLACK, "404");
    raise(1, SLACK);
    assertThat(ledger.deliveries().standing().get("slack").failing()).isEqualTo(1);

    clock.move(Duration.ofSeconds(1));
    raise(2, SLACK);
    assertThat(ledger.deliveries().standing().get("slack").dead()).isEqualTo(1);
    assertThat(ledger.deliveries().standing().get("slack").failing()).isZero();

    clock.move(Duration.ofSeconds(1));
    bed.script(ChannelKind.SLACK, "404");
    raise(3, SLACK);
    assertThat(ledger.deliveries().standing().get("slack").dead()).isEqualTo(2);
    assertThat(ledger.deliveries().standing().get("slack").failing()).isEqualTo(1);
  }
}
