package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.watch.WatchFixtures;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What time alone does to alerts, against servers of every kind and across restarts. */
class CareRoundsTest extends CareBed {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void a_snooze_keeps_the_wall_clock_over_the_end_of_daylight_saving() {
    Alert alert = raise(SLACK);
    // 24 October 10:10 in Berlin is 08:10 UTC; the day after it is 09:10 UTC.
    LocalDateTime tomorrow = ledger.care().inDays(1, BERLIN);
    assertThat(tomorrow).isEqualTo("2026-10-25T10:10");

    Alert snoozed = ledger.care().snooze(alert.id(), tomorrow, BERLIN, "ada").orElseThrow();

    assertThat(snoozed.status()).isEqualTo("snoozed");
    assertThat(snoozed.care().snoozedUntil()).isEqualTo("2026-10-25T09:10:00.000000Z");
    assertThat(snoozed.care().snoozeZone()).isEqualTo("Europe/Berlin");
    at("2026-10-25T09:09:59Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    at("2026-10-25T09:10:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.SLACK).get(1))
        .contains("Still open: search-gpus: 82 % of October 2026")
        .contains("USD 1,250.00 per hour");
    assertThat(now(alert).status()).isEqualTo("open");
  }

  @Test
  void a_time_that_the_zone_skips_counts_as_long_after_the_gap_began() {
    assertThat(AlertCare.end(LocalDateTime.parse("2027-03-28T02:30"), BERLIN))
        .isEqualTo("2027-03-28T01:30:00Z");
    assertThat(AlertCare.end(LocalDateTime.parse("2026-10-25T02:30"), BERLIN))
        .isEqualTo("2026-10-25T00:30:00Z");
    assertThat(ledger.care().refusal(LocalDateTime.parse("2026-10-24T10:10"), BERLIN))
        .contains("the time is over already");
    assertThat(ledger.care().refusal(LocalDateTime.parse("2028-10-24T10:10"), BERLIN))
        .contains("at most 366 days from now");
  }

  @Test
  void a_snooze_survives_a_restart_and_ends_once() {
    Alert alert = raise(SLACK, BOT);
    assertThat(
            ledger
                .care()
                .snooze(alert.id(), LocalDateTime.parse("2026-10-24T10:00"), ZoneId.of("UTC"), "a"))
        .isPresent();
    restart();

    at("2026-10-24T10:00:00Z");
    restart();
    pass(Duration.ofMinutes(5));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    // Raised, changed to snoozed, and told once more as a message of its own.
    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(3);
    assertThat(now(alert).deliveries())
        .filteredOn(d -> d.step() == Step.REMINDED)
        .extracting(Delivery::state)
        .containsOnly(DeliveryState.DELIVERED);
  }

  @Test
  void what_is_over_meanwhile_is_not_told_at_the_end_of_its_snooze() {
    Alert alert = raise(SLACK);
    assertThat(
            ledger
                .care()
                .snooze(alert.id(), LocalDateTime.parse("2026-10-24T10:00"), ZoneId.of("UTC"), "a"))
        .isPresent();
    assertThat(ledger.recover(alert.id(), "the restated bill is at 70 %")).isPresent();

    at("2026-10-24T11:00:00Z");

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.SLACK).get(1)).contains("Recovered");
  }

  @Test
  void each_further_snooze_ends_with_a_message_of_its_own() {
    Alert alert = raise(SLACK);
    for (String until : List.of("2026-10-24T10:00", "2026-10-24T12:00")) {
      assertThat(
              ledger.care().snooze(alert.id(), LocalDateTime.parse(until), ZoneId.of("UTC"), "a"))
          .isPresent();
      at(until + ":00Z");
    }

    assertThat(now(alert).deliveries())
        .filteredOn(d -> d.step() == Step.REMINDED)
        .extracting(d -> d.waiting().sequence())
        .containsExactly(1, 2);
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(3);
  }

  @Test
  void nobody_who_answers_in_time_is_escalated_and_everybody_else_once() {
    config = config("escalation: {after: 30m, channel: slack-bot, owner: U0FALLBACK}");
    Alert taken = raise(1, SLACK);
    Alert left = raise(2, SLACK);
    assertThat(ledger.acknowledge(taken.id(), "ada")).isPresent();

    pass(Duration.ofMinutes(29));
    assertThat(bed.taken(ChannelKind.SLACK_BOT)).isEmpty();
    pass(Duration.ofMinutes(1));
    restart();
    pass(Duration.ofHours(5));

    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(1);
    String message = bed.http.taken.get(bed.http.taken.size() - 1).body();
    assertThat(java.net.URLDecoder.decode(message, java.nio.charset.StandardCharsets.UTF_8))
        .contains("Escalated: budget-2")
        .contains("Nobody took it on since 24 Oct 2026 08:10 UTC; asked now: U0FALLBACK");
    assertThat(now(left).care().assignee()).isEqualTo("U0FALLBACK");
    assertThat(now(left).care().escalatedAt()).isNotEmpty();
    assertThat(now(taken).care().escalatedAt()).isEmpty();
  }

  @Test
  void a_snooze_puts_the_escalation_off() {
    config = config("escalation: {after: 30m}");
    Alert alert = raise(SLACK);
    assertThat(
            ledger
                .care()
                .snooze(alert.id(), LocalDateTime.parse("2026-10-24T12:00"), ZoneId.of("UTC"), "a"))
        .isPresent();

    at("2026-10-24T11:00:00Z");
    assertThat(now(alert).care().escalatedAt()).isEmpty();
    at("2026-10-24T12:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    at("2026-10-24T12:29:59Z");
    assertThat(now(alert).care().escalatedAt()).isEmpty();
    at("2026-10-24T12:30:00Z");
    assertThat(now(alert).care().escalatedAt()).isNotEmpty();
  }

  @Test
  void the_time_to_escalate_runs_from_the_first_message_that_was_delivered() {
    config =
        config(
            """
            escalation: {after: 30m}
            quietHours: [{zone: UTC, from: "08:00", to: "10:00", channels: [slack]}]
            digests: [{zone: UTC, at: "12:00", channels: [slack]}]
            """);
    Alert quiet = raise(1, SLACK);
    restart();

    // Two hours after it was raised, and nobody was told.
    at("2026-10-24T09:59:59Z");
    assertThat(now(quiet).care().escalatedAt()).isEmpty();
    at("2026-10-24T10:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    restart();
    at("2026-10-24T10:29:59Z");
    assertThat(now(quiet).care().escalatedAt()).isEmpty();
    at("2026-10-24T10:30:00Z");
    assertThat(now(quiet).care().escalatedAt()).isNotEmpty();
  }

  @Test
  void a_channel_that_does_not_take_a_message_lets_the_time_to_escalate_run() {
    config = config("escalation: {after: 30m, channel: slack-bot}");
    bed.script(ChannelKind.SLACK, "404");
    Alert alert = raise(SLACK);
    assertThat(now(alert).state()).isEqualTo("failed");

    pass(Duration.ofMinutes(30));

    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(1);
  }

  @Test
  void what_is_gathered_into_a_message_that_never_arrives_is_escalated() {
    config =
        config(
            """
            escalation: {after: 30m, channel: slack-bot}
            quietHours: [{zone: UTC, from: "08:00", to: "10:00", channels: [slack]}]
            """);
    Alert alert = raise(SLACK);
    bed.script(ChannelKind.SLACK, "404");
    at("2026-10-24T10:00:00Z");
    assertThat(of(AlertKind.DIGEST)).extracting(Alert::state).containsExactly("failed");

    at("2026-10-24T10:29:59Z");
    assertThat(bed.taken(ChannelKind.SLACK_BOT)).isEmpty();
    at("2026-10-24T10:30:00Z");

    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(1);
    assertThat(now(alert).care().escalatedAt()).isNotEmpty();
  }

  @Test
  void a_gathering_that_arrives_late_begins_the_time_to_escalate_anew() {
    config =
        config(
            """
            escalation: {after: 30m}
            quietHours: [{zone: UTC, from: "08:00", to: "10:00", channels: [slack]}]
            """);
    Alert alert = raise(SLACK);
    bed.script(ChannelKind.SLACK, "500");
    at("2026-10-24T10:00:00Z");
    at("2026-10-24T10:20:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);

    at("2026-10-24T10:49:59Z");
    assertThat(now(alert).care().escalatedAt()).isEmpty();
    at("2026-10-24T10:50:00Z");
    assertThat(now(alert).care().escalatedAt()).isNotEmpty();
  }

  @Test
  void maintenance_swallows_no_reminder_or_escalation_of_what_was_raised_before_it() {
    config =
        config(
            """
            escalation: {after: 1h}
            maintenance:
              - name: driver upgrade
                owner: ada
                from: 2026-10-24T09:00:00Z
                to: 2026-10-24T13:00:00Z
            """);
    Alert escalates = raise(1, SLACK);
    Alert snoozed = raise(2, SLACK);
    assertThat(
            ledger
                .care()
                .snooze(
                    snoozed.id(), LocalDateTime.parse("2026-10-24T10:00"), ZoneId.of("UTC"), "a"))
        .isPresent();

    at("2026-10-24T10:00:00Z");

    assertThat(now(escalates).care().escalatedAt()).isNotEmpty();
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(4);
    assertThat(bed.taken(ChannelKind.SLACK).subList(2, 4).toString())
        .contains("Escalated: budget-1")
        .contains("Still open: budget-2");
  }

  @Test
  void a_digest_names_what_an_earlier_one_told_until_somebody_takes_it_on() {
    config =
        config(
            """
            digests: [{zone: UTC, at: "11:00", channels: [slack]}]
            quietHours: [{zone: UTC, from: "08:00", to: "10:00", channels: [slack]}]
            """);
    Alert alert = raise(1, SLACK);
    Alert taken = raise(2, SLACK);
    at("2026-10-24T10:00:00Z");
    at("2026-10-24T11:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK).get(1))
        .contains("Digest of 24 Oct 2026: 0 new, 2 open")
        .contains("Open: budget-1");

    assertThat(ledger.acknowledge(taken.id(), "ada")).isPresent();
    at("2026-10-25T11:00:00Z");

    // As many as stand behind its link, the screen of what is open.
    assertThat(bed.taken(ChannelKind.SLACK).get(2))
        .contains("Digest of 25 Oct 2026: 0 new, 1 open")
        .contains("Open: budget-1")
        .doesNotContain("budget-2");
    assertThat(
            ledger.list(
                io.gpuledger.dashboard.auth.AccessScope.EVERYTHING,
                new AlertFilter(Optional.of("open"), Optional.empty(), Optional.empty()),
                10))
        .extracting(Alert::id)
        .containsExactly(alert.id());
  }

  @Test
  void what_maintenance_kept_for_good_asks_nobody() {
    config =
        config(
            """
            escalation: {after: 30m}
            maintenance:
              - name: driver upgrade
                owner: ada
                from: 2026-10-24T08:00:00Z
                to: 2026-10-24T09:00:00Z
            """);
    Alert alert = raise(SLACK);

    pass(Duration.ofHours(5));

    assertThat(now(alert).care().escalatedAt()).isEmpty();
    assertThat(bed.taken(ChannelKind.SLACK)).isEmpty();
  }

  @Test
  void a_message_counts_an_alert_once_though_two_messages_about_it_waited() {
    config =
        config(
            """
            escalation: {after: 30m}
            quietHours: [{zone: UTC, from: "08:00", to: "10:00", channels: [slack]}]
            """);
    Alert alert = raise(SLACK, BOT);
    at("2026-10-24T09:00:00Z");
    assertThat(now(alert).deliveries()).filteredOn(d -> d.state() == DeliveryState.HELD).hasSize(2);

    at("2026-10-24T10:00:00Z");

    assertThat(of(AlertKind.DIGEST))
        .extracting(digest -> digest.about().title())
        .containsExactly("1 alert waited for slack");
  }

  @Test
  void what_a_digest_told_is_over_in_the_next_one_and_only_there() {
    config = config("digests: [{zone: UTC, at: \"09:00\", channels: [slack]}]");
    Notice informs = WatchFixtures.all().get(AlertKind.COMMITMENT_EXPIRING);
    Alert told = ledger.raise(informs, List.of(SLACK), id -> Optional.empty()).orElseThrow();
    at("2026-10-24T09:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK).get(0)).contains("1 new, 0 open");

    assertThat(ledger.recover(told.id(), "it was made longer")).isPresent();
    pass(Duration.ofHours(1));
    restart();
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    at("2026-10-25T09:00:00Z");

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.SLACK).get(1))
        .contains("Digest of 25 Oct 2026: 0 new, 0 open, 1 over")
        .contains("Over: Commitment cw-h100-2026 ends in 5 days")
        .contains("over: it was made longer");
    at("2026-10-26T09:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
  }

  @Test
  void a_quiet_channel_is_told_at_its_end_in_one_message_and_a_page_at_once() {
    config =
        config(
            "quietHours: [{zone: Europe/Berlin, from: \"22:00\", to: \"07:00\","
                + " channels: [slack]}]");
    at("2026-10-24T20:30:00Z");
    Alert first = raise(1, SLACK);
    Alert second = raise(2, SLACK, BOT);
    Notice page = WatchFixtures.all().get(AlertKind.RUNAWAY_JOB);
    Alert paged = ledger.raise(page, List.of(SLACK, DUTY), id -> Optional.empty()).orElseThrow();
    sender.sendDue();

    assertThat(now(first).state()).isEqualTo("held");
    assertThat(now(first).deliveries().get(0).waiting().heldFor()).isEqualTo("quiet");
    // 07:00 in Berlin, which has changed to standard time in this night.
    assertThat(now(first).deliveries().get(0).waiting().heldUntil())
        .isEqualTo("2026-10-25T06:00:00.000000Z");
    assertThat(now(paged).state()).isEqualTo("delivered");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(1);

    restart();
    at("2026-10-25T05:59:59Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    at("2026-10-25T06:00:00Z");
    restart();
    pass(Duration.ofMinutes(1));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.SLACK).get(1))
        .contains("2 alerts waited for slack")
        .contains("budget-1: 82 %")
        .contains("budget-2: 82 %");
    assertThat(now(second).deliveries().get(0).state()).isEqualTo(DeliveryState.GATHERED);
    assertThat(of(AlertKind.DIGEST)).hasSize(1);
    assertThat(ledger.list(100)).hasSize(3);
  }

  @Test
  void maintenance_records_what_is_in_its_scope_and_sends_nothing_of_it() {
    config =
        config(
            """
            maintenance:
              - name: driver upgrade
                owner: ada
                from: 2026-10-24T08:00:00Z
                to: 2026-10-24T10:00:00Z
                teams: [search]
            """);
    Alert within = raise(SLACK);
    Notice other = WatchFixtures.all().get(AlertKind.UNPRICED);
    Alert beside = ledger.raise(other, List.of(SLACK), id -> Optional.empty()).orElseThrow();
    sender.sendDue();

    assertThat(now(within).state()).isEqualTo("suppressed");
    assertThat(now(within).deliveries().get(0).waiting().heldFor()).isEqualTo("driver upgrade");
    assertThat(now(beside).state()).isEqualTo("delivered");
    at("2026-10-24T12:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    assertThat(ledger.recover(within.id(), "over")).isPresent();
    sender.sendDue();
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
  }

  @Test
  void a_flood_is_capped_and_the_rest_of_the_hour_is_one_message() {
    config = config("floodPerHour: 3");
    for (int i = 0; i < 10; i++) {
      raise(i, SLACK);
    }
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(3);

    at("2026-10-24T08:59:59Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(3);
    restart();
    at("2026-10-24T09:00:00Z");
    restart();
    pass(Duration.ofMinutes(1));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(4);
    assertThat(bed.taken(ChannelKind.SLACK).get(3))
        .contains("7 more alerts for slack")
        .contains("beyond the 3 messages");
    raise(20, SLACK);
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(5);
  }

  @Test
  void a_page_is_not_held_back_by_a_flood() {
    config = config("floodPerHour: 1");
    raise(1, SLACK);
    raise(2, SLACK);
    Notice page = WatchFixtures.all().get(AlertKind.RUNAWAY_JOB);
    assertThat(ledger.raise(page, List.of(SLACK, DUTY), id -> Optional.empty())).isPresent();
    sender.sendDue();

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(2);
    assertThat(bed.taken(ChannelKind.PAGERDUTY)).hasSize(1);
  }

  @Test
  void the_digest_of_a_day_comes_once_at_its_wall_clock_time_and_names_new_and_open() {
    config = config("digests: [{zone: Europe/Berlin, at: \"09:00\", channels: [slack]}]");
    raise(1, SLACK);
    Alert over = raise(2, SLACK);
    assertThat(ledger.recover(over.id(), "it fell")).isPresent();
    Notice informs = WatchFixtures.all().get(AlertKind.COMMITMENT_EXPIRING);
    Alert waits = ledger.raise(informs, List.of(SLACK), id -> Optional.empty()).orElseThrow();
    sender.sendDue();
    int before = bed.taken(ChannelKind.SLACK).size();
    assertThat(now(waits).state()).isEqualTo("held");

    // 09:00 of Sunday is 08:00 UTC: the clocks have been put back.
    at("2026-10-25T07:59:59Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(before);
    at("2026-10-25T08:00:00Z");
    restart();
    pass(Duration.ofMinutes(10));

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(before + 1);
    assertThat(bed.taken(ChannelKind.SLACK).get(before))
        .contains("Digest of 25 Oct 2026: 1 new, 1 open")
        .contains("New: Commitment cw-h100-2026 ends in 5 days")
        .contains("Open: budget-1: 82 %")
        .doesNotContain("budget-2");
    assertThat(now(waits).state()).isEqualTo("delivered");
    at("2026-10-26T08:00:00Z");
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(before + 2);
  }

  @Test
  void a_day_without_anything_to_tell_has_no_digest() {
    config = config("digests: [{zone: UTC, at: \"09:00\", channels: [slack]}]");

    at("2026-10-24T09:00:00Z");
    at("2026-10-25T09:00:00Z");

    assertThat(bed.taken(ChannelKind.SLACK)).isEmpty();
    assertThat(of(AlertKind.DIGEST)).isEmpty();
  }

  @Test
  void who_did_what_is_kept_in_order() {
    Alert alert = raise(BOT);
    assertThat(ledger.acknowledge(alert.id(), "ada")).isPresent();
    assertThat(ledger.care().assign(alert.id(), "bob", "ada")).isPresent();
    assertThat(ledger.care().note(alert.id(), "the nightly build", "bob")).isPresent();
    assertThat(ledger.recover(alert.id(), "it fell")).isPresent();
    sender.sendDue();

    assertThat(ledger.care().history(alert.id()))
        .extracting(AlertCare.Event::what)
        .containsExactly("raised", "acknowledged", "assigned", "reason", "recovered");
    assertThat(now(alert).care().reason()).isEqualTo("the nightly build");
    // The bot's one message is changed each time.
    assertThat(bed.taken(ChannelKind.SLACK_BOT)).hasSize(4);
    assertThat(bed.http.taken)
        .extracting(request -> request.path())
        .containsExactly(
            "/api/chat.postMessage", "/api/chat.update", "/api/chat.update", "/api/chat.update");
    assertThat(ledger.care().assign(99, "bob", "ada")).isEmpty();
    assertThat(ledger.care().note(99, "x", "ada")).isEmpty();
  }
}
