package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxSenderTest {
  private static final List<Target> SLACK = List.of(new Target("slack", ChannelKind.SLACK));

  @TempDir Path folder;

  private final TestClock clock = new TestClock(AlertFixtures.NOW);
  private final List<Alert> heard = new ArrayList<>();
  private SlackServer slack;
  private StateStore store;
  private AlertLedger ledger;
  private LedgerConfig.Alerts settings;
  private OutboxSender sender;

  @BeforeEach
  void open() throws Exception {
    slack = new SlackServer();
    Path secret = Files.writeString(folder.resolve("webhook"), slack.url() + "\n");
    settings =
        new LedgerConfig.Alerts(
            List.of(
                new ChannelConfig.SlackWebhook(
                    "slack", true, SecretReference.find("${file:" + secret + "}").orElseThrow())));
    reopen();
  }

  private void reopen() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, heard::add);
    sender = OutboxSender.idle(store, clock, () -> settings, new Random(7), Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    sender.close();
    store.close();
    slack.close();
  }

  private Alert raise(int... percents) {
    return ledger
        .raise(AlertFixtures.estimated(percents), SLACK, id -> Optional.empty())
        .orElseThrow();
  }

  private String payload(Alert alert) {
    return ledger.deliveries().payload(alert.id(), "").orElseThrow().text();
  }

  /** Sends what is due and tells how many requests that made. */
  private int sendDue() {
    int before = slack.received.size();
    sender.sendDue();
    return slack.received.size() - before;
  }

  private Alert now(Alert alert) {
    return ledger.find(alert.id()).orElseThrow();
  }

  @Test
  void what_is_posted_is_what_the_preview_shows_and_slack_takes_it() {
    Alert alert = raise(50);

    sender.sendDue();

    assertThat(slack.received).containsExactly(payload(alert));
    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).attempts()).isEqualTo(1);
    assertThat(now(alert).uncertain()).isZero();
  }

  @Test
  void several_thresholds_in_one_jump_are_one_message_and_each_is_known_afterwards() {
    Alert alert = raise(50, 80);

    assertThat(ledger.raise(AlertFixtures.estimated(50, 80), SLACK, id -> Optional.empty()))
        .isEmpty();
    assertThat(ledger.raise(AlertFixtures.estimated(50), SLACK, id -> Optional.empty())).isEmpty();
    sender.sendDue();

    assertThat(alert.threshold()).isEqualTo(80);
    assertThat(ledger.crossings().of("b-1")).extracting(c -> c.threshold()).containsExactly(80, 50);
    assertThat(slack.received).hasSize(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void a_later_threshold_is_a_message_of_its_own_that_names_only_the_new_step() {
    raise(50);
    Alert second = raise(50, 80);

    assertThat(payload(second)).contains("passed 80 %").doesNotContain("passed 50 %");
  }

  @Test
  void an_error_is_tried_again_later_and_only_later() {
    slack.script("500", "503");
    Alert alert = raise(50);

    assertThat(sendDue()).isEqualTo(1);
    assertThat(sendDue()).isZero();
    assertThat(now(alert).state()).isEqualTo("queued");
    assertThat(now(alert).lastError()).isEqualTo("the other side answered 500: no_service");
    clock.move(Duration.ofSeconds(1));
    assertThat(sendDue()).isEqualTo(1);
    clock.move(Duration.ofSeconds(2));
    assertThat(sendDue()).isEqualTo(1);

    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).attempts()).isEqualTo(3);
    assertThat(now(alert).uncertain()).isEqualTo(2);
  }

  @Test
  void a_rate_limit_is_honoured() {
    slack.script("429");
    Alert alert = raise(50);

    sender.sendDue();
    clock.move(Duration.ofSeconds(29));
    assertThat(sendDue()).isZero();
    clock.move(Duration.ofSeconds(1));
    assertThat(sendDue()).isEqualTo(1);

    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).uncertain()).isZero();
  }

  @Test
  void a_dropped_or_stalled_answer_is_sent_again_and_the_ledger_says_it_may_stand_twice() {
    slack.script("drop", "stall");
    Alert alert = raise(50);

    sender.sendDue();
    clock.move(Duration.ofSeconds(1));
    sender.sendDue();
    clock.move(Duration.ofSeconds(2));
    sender.sendDue();

    assertThat(slack.received).hasSize(3);
    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).uncertain()).isEqualTo(2);
  }

  @Test
  void a_refused_message_is_given_up_and_stays_in_the_ledger() {
    slack.script("404");
    Alert alert = raise(50);

    sender.sendDue();
    clock.move(Duration.ofDays(2));

    assertThat(sendDue()).isZero();
    assertThat(now(alert).state()).isEqualTo("failed");
    assertThat(now(alert).lastError()).contains("404");
  }

  @Test
  void a_redirect_is_not_followed() {
    slack.script("302");
    Alert alert = raise(50);

    sender.sendDue();

    assertThat(now(alert).state()).isEqualTo("failed");
  }

  @Test
  void attempts_end() {
    Alert alert = raise(50);
    for (int i = 0; i < DeliveryLedger.MAX_ATTEMPTS; i++) {
      slack.script("500");
      sender.sendDue();
      clock.move(Duration.ofHours(1));
    }

    assertThat(now(alert).state()).isEqualTo("failed");
    assertThat(now(alert).attempts()).isEqualTo(DeliveryLedger.MAX_ATTEMPTS);
  }

  @Test
  void a_crash_between_send_and_note_sends_again_and_a_crash_before_sends_once() {
    Alert alert = raise(50);
    // The process dies after the message was taken: its outcome is never noted.
    assertThat(AlertFixtures.outbox(store, clock).take("slack", Duration.ofSeconds(20)))
        .isPresent();
    sender.close();
    store.close();
    reopen();

    assertThat(sendDue()).isZero();
    clock.move(Duration.ofSeconds(20));
    sender.sendDue();

    assertThat(slack.received).hasSize(1);
    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).attempts()).isEqualTo(2);
    assertThat(now(alert).uncertain()).isEqualTo(1);
  }

  @Test
  void a_private_address_is_refused_unless_it_is_permitted() {
    ChannelConfig.SlackWebhook open = (ChannelConfig.SlackWebhook) settings.channels().get(0);
    settings =
        new LedgerConfig.Alerts(
            List.of(new ChannelConfig.SlackWebhook("slack", false, open.webhook())));
    Alert alert = raise(50);

    sender.sendDue();

    assertThat(slack.received).isEmpty();
    assertThat(now(alert).state()).isEqualTo("failed");
    assertThat(now(alert).lastError()).contains("https").doesNotContain("secret");
  }

  @Test
  void a_channel_that_is_not_there_yet_is_waited_for() {
    LedgerConfig.Alerts configured = settings;
    settings = new LedgerConfig.Alerts(List.of());
    Alert alert = raise(50);
    sender.sendDue();
    assertThat(now(alert).lastError()).isEqualTo("channel \"slack\" is not configured");

    settings = configured;
    clock.move(Duration.ofSeconds(1));
    sender.sendDue();

    assertThat(now(alert).state()).isEqualTo("delivered");
  }

  @Test
  void without_a_channel_the_preview_is_the_delivery() {
    Alert alert =
        ledger
            .raise(AlertFixtures.estimated(50), List.of(Target.PREVIEW), id -> Optional.empty())
            .orElseThrow();

    assertThat(sendDue()).isZero();
    assertThat(alert.state()).isEqualTo("delivered");
    assertThat(alert.channel()).isEqualTo("preview");
  }

  @Test
  void the_first_acknowledgement_stays() {
    Alert alert = raise(50);

    ledger.acknowledge(alert.id(), "ada");
    ledger.acknowledge(alert.id(), "bob");

    assertThat(now(alert).state()).isEqualTo("acknowledged");
    assertThat(now(alert).acknowledgedBy()).isEqualTo("ada");
    assertThat(ledger.acknowledge(99, "ada")).isEmpty();
  }

  @Test
  void a_rate_limit_holds_everything_of_the_channel() {
    slack.script("429");
    raise(50);
    raise(80);

    assertThat(sendDue()).isEqualTo(1);
    clock.move(Duration.ofSeconds(29));
    assertThat(sendDue()).isZero();
    clock.move(Duration.ofSeconds(1));
    assertThat(sendDue()).isEqualTo(2);
  }

  @Test
  void what_was_given_up_is_tried_again_when_an_admin_asks_for_it_and_only_then() {
    slack.script("404");
    Alert alert = raise(50);
    sendDue();

    assertThat(ledger.deliveries().retry(alert.id())).isEqualTo(1);
    assertThat(sendDue()).isEqualTo(1);

    assertThat(now(alert).state()).isEqualTo("delivered");
    assertThat(now(alert).attempts()).isEqualTo(2);
    assertThat(ledger.deliveries().retry(alert.id())).isZero();
  }

  @Test
  void a_revived_message_is_tried_as_often_as_a_new_one() {
    Alert alert = raise(50);
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < DeliveryLedger.MAX_ATTEMPTS; i++) {
        slack.script("500");
        sendDue();
        clock.move(Duration.ofHours(1));
      }
      assertThat(now(alert).state()).isEqualTo("failed");
      assertThat(now(alert).attempts()).isEqualTo(round * DeliveryLedger.MAX_ATTEMPTS);
      assertThat(ledger.deliveries().retry(alert.id())).isEqualTo(1);
    }
  }

  @Test
  void a_message_of_another_kind_is_not_put_into_a_channel() {
    Alert alert =
        ledger
            .raise(
                AlertFixtures.estimated(50),
                List.of(new Target("slack", ChannelKind.TEAMS)),
                id -> Optional.empty())
            .orElseThrow();

    assertThat(sendDue()).isZero();
    assertThat(now(alert).lastError())
        .isEqualTo("the message was written for teams, and the channel is of kind slack now");
  }

  @Test
  void a_channel_that_stalls_delays_no_other() throws Exception {
    try (ChannelTestbed bed = new ChannelTestbed(folder)) {
      bed.http.script("stall");
      List<Target> first = List.of(new Target("webhook", ChannelKind.WEBHOOK));
      List<Target> then = List.of(new Target("email", ChannelKind.EMAIL));
      ledger.raise(AlertFixtures.estimated(50), first, id -> Optional.empty());
      ledger.raise(AlertFixtures.estimated(80), then, id -> Optional.empty());
      CountDownLatch mailed = new CountDownLatch(1);
      try (OutboxSender threaded =
          OutboxSender.start(
              store,
              clock,
              bed::settings,
              id -> {
                if (ledger.find(id).orElseThrow().channel().equals("email")) {
                  mailed.countDown();
                }
              })) {
        assertThat(threaded).isNotNull();
        // The webhook does not answer for ten seconds.
        assertThat(mailed.await(8, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.list(10).get(1).deliveries().get(0).state())
            .isEqualTo(DeliveryState.SENDING);
      }
    }
  }
}
