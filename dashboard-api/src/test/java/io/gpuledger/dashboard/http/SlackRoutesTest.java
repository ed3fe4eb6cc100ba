package io.gpuledger.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CareRounds;
import io.gpuledger.dashboard.alert.SlackSigning;
import io.gpuledger.dashboard.alert.Target;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.Rows;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as Slack sends them when a button is pressed. */
class SlackRoutesTest {
  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
    api.channels = new LedgerConfig.Alerts(List.of(slack("a", "secret-a"), slack("b", "secret-b")));
    ApiAlerts.raise(api, "search", List.of(new Target("a", ChannelKind.SLACK, true)));
  }

  private ChannelConfig slack(String name, String signingSecret) throws Exception {
    return new ChannelConfig.SlackWebhook(
        name,
        false,
        secret(name + "-url", "https://slack.example"),
        Optional.of(secret(name, signingSecret)),
        Optional.empty());
  }

  private SecretReference secret(String name, String value) throws Exception {
    Path file = Files.writeString(folder.resolve(name), value);
    return SecretReference.find("${file:" + file + "}").orElseThrow();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String pressed(String action, String alert) {
    String payload =
        "{\"type\":\"block_actions\",\"user\":{\"id\":\"U0ADA\",\"username\":\"ada\"},"
            + "\"actions\":[{\"action_id\":\""
            + action
            + "\",\"value\":\""
            + alert
            + "\"}]}";
    return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(String body, String timestamp, String signature)
      throws Exception {
    return api.send(
        api.request("/slack/actions")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", timestamp)
            .header("X-Slack-Signature", signature)
            .POST(BodyPublishers.ofString(body)));
  }

  private int press(String action, String alert, String secret) throws Exception {
    String body = pressed(action, alert);
    String now = now();
    return send(body, now, SlackSigning.of(secret, now, body)).statusCode();
  }

  private String now() {
    return String.valueOf(api.clock.instant().getEpochSecond());
  }

  private Alert alert() {
    return api.alerts.find(1).orElseThrow();
  }

  @Test
  void slack_s_own_example_of_a_signature_is_reproduced() {
    // From Slack's documentation, "Verifying requests from Slack".
    String body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
            + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    assertThat(SlackSigning.of("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body))
        .isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
  }

  @Test
  void a_press_acknowledges_and_the_user_of_slack_is_recorded_as_who() throws Exception {
    assertThat(press("acknowledge", "1", "secret-a")).isEqualTo(200);

    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
    assertThat(api.audit.newest(5))
        .extracting(AuditLog.Entry::who, AuditLog.Entry::action)
        .contains(org.assertj.core.groups.Tuple.tuple("slack:U0ADA", "alert.acknowledge"));
  }

  @Test
  void a_press_snoozes_until_the_same_time_of_tomorrow() throws Exception {
    assertThat(press("snooze_1_day", "1", "secret-a")).isEqualTo(200);

    assertThat(alert().status()).isEqualTo("snoozed");
    assertThat(alert().care().snoozedUntil()).isEqualTo("2026-10-25T08:10:00.000000Z");
    assertThat(alert().care().snoozedBy()).isEqualTo("slack:U0ADA");
  }

  @Test
  void a_snooze_goes_by_the_zone_of_the_channel_that_the_alert_went_to() throws Exception {
    // One app, two channels: the first of the file is not the one.
    api.channels =
        new LedgerConfig.Alerts(
            List.of(slack("b", "secret-a"), slack("a", "secret-a")),
            new AlertPolicy(
                AlertPolicy.DEFAULT.hysteresis(),
                List.of(),
                List.of(),
                List.of(
                    new AlertPolicy.Digest(
                        List.of("b"), ZoneId.of("Asia/Tokyo"), LocalTime.of(9, 0)),
                    new AlertPolicy.Digest(
                        List.of("a"), ZoneId.of("Europe/Berlin"), LocalTime.of(9, 0))),
                List.of(),
                Optional.empty(),
                AlertPolicy.FLOOD_PER_HOUR,
                AlertPolicy.DEFAULT.watch()));

    assertThat(press("snooze_1_day", "1", "secret-a")).isEqualTo(200);

    assertThat(alert().care().snoozeZone()).isEqualTo("Europe/Berlin");
    // The clocks are put back in the night between.
    assertThat(alert().care().snoozedUntil()).isEqualTo("2026-10-25T09:10:00.000000Z");
  }

  @Test
  void a_request_is_taken_once() throws Exception {
    String body = pressed("snooze_1_day", "1");
    String signature = SlackSigning.of("secret-a", now(), body);

    assertThat(send(body, now(), signature).statusCode()).isEqualTo(200);
    assertThat(send(body, now(), signature).statusCode()).isEqualTo(401);
    assertThat(api.alerts.care().history(1)).hasSize(2);
  }

  @Test
  void a_press_that_cannot_be_acted_on_is_not_taken_and_leaves_nothing() throws Exception {
    api.store.change(
        connection ->
            Rows.update(
                connection,
                "CREATE TRIGGER refused BEFORE INSERT ON acknowledgements"
                    + " BEGIN SELECT RAISE(ABORT, 'no room for it'); END"));
    String body = pressed("acknowledge", "1");
    String signature = SlackSigning.of("secret-a", now(), body);

    assertThat(send(body, now(), signature).statusCode()).isEqualTo(500);
    assertThat(api.audit.newest(5)).isEmpty();
    api.store.change(connection -> Rows.update(connection, "DROP TRIGGER refused"));

    assertThat(send(body, now(), signature).statusCode()).isEqualTo(200);
    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
  }

  @Test
  void an_old_a_foreign_and_an_unsigned_request_are_refused_and_change_nothing() throws Exception {
    String body = pressed("acknowledge", "1");
    String old = String.valueOf(api.clock.instant().minus(Duration.ofMinutes(6)).getEpochSecond());

    assertThat(send(body, old, SlackSigning.of("secret-a", old, body)).statusCode()).isEqualTo(401);
    assertThat(send(body, now(), SlackSigning.of("guess", now(), body)).statusCode())
        .isEqualTo(401);
    assertThat(send(body + "x", now(), SlackSigning.of("secret-a", now(), body)).statusCode())
        .isEqualTo(401);
    assertThat(send(body, "soon", "v0=").statusCode()).isEqualTo(401);
    assertThat(alert().acknowledgedBy()).isEmpty();
  }

  @Test
  void an_alert_of_another_channel_cannot_be_acted_on() throws Exception {
    assertThat(press("acknowledge", "1", "secret-b")).isEqualTo(200);
    assertThat(press("acknowledge", "999", "secret-a")).isEqualTo(200);
    assertThat(press("open", "", "secret-a")).isEqualTo(200);

    assertThat(alert().acknowledgedBy()).isEmpty();
  }

  private AlertLedger ledger(Optional<AlertPolicy.Escalation> escalation, int floodPerHour) {
    AlertPolicy usual = AlertPolicy.DEFAULT;
    AlertPolicy policy =
        new AlertPolicy(
            usual.hysteresis(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            escalation,
            floodPerHour,
            usual.watch());
    AlertLedger ledger = new AlertLedger(api.store, api.clock, alert -> {}, () -> policy);
    ApiAlerts.raise(ledger, "vision", List.of(new Target("a", ChannelKind.SLACK, true)));
    api.clock.move(Duration.ofMinutes(30));
    new CareRounds(
            api.store,
            api.clock,
            ledger,
            () -> policy,
            new CareRounds.Outward() {
              @Override
              public List<String> channels() {
                return List.of();
              }

              @Override
              public Target target(String channel) {
                return new Target(channel, ChannelKind.SLACK, true);
              }

              @Override
              public Optional<URI> link(long alertId) {
                return Optional.empty();
              }

              @Override
              public Optional<URI> open() {
                return Optional.empty();
              }
            },
            alert -> {})
        .run();
    return ledger;
  }

  @Test
  void an_alert_can_be_acted_on_in_the_channel_that_it_was_escalated_to() throws Exception {
    AlertLedger ledger =
        ledger(
            Optional.of(new AlertPolicy.Escalation(Duration.ofMinutes(30), "b", "")),
            AlertPolicy.FLOOD_PER_HOUR);

    assertThat(press("acknowledge", "2", "secret-b")).isEqualTo(200);

    assertThat(ledger.find(2).orElseThrow().acknowledgedBy()).isEqualTo("slack:U0ADA");
  }

  @Test
  void an_alert_that_waits_for_its_channel_cannot_be_acted_on_there() throws Exception {
    AlertLedger ledger = ledger(Optional.empty(), 0);
    assertThat(ledger.find(2).orElseThrow().state()).isEqualTo("held");

    assertThat(press("acknowledge", "2", "secret-a")).isEqualTo(200);

    assertThat(ledger.find(2).orElseThrow().acknowledgedBy()).isEmpty();
  }

  @Test
  void refused_requests_are_written_down_once_a_minute_with_their_number() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(send("x", now(), "v0=").statusCode()).isEqualTo(401);
    }
    assertThat(refusals()).containsExactly("");

    api.clock.move(Duration.ofMinutes(1));
    assertThat(send("x", now(), "v0=").statusCode()).isEqualTo(401);

    assertThat(refusals()).containsExactly("4 more were refused since the entry before", "");
  }

  private List<String> refusals() {
    return api.audit.newest(50).stream()
        .filter(entry -> entry.action().equals("slack.refused"))
        .map(AuditLog.Entry::detail)
        .toList();
  }

  @Test
  void what_is_no_press_of_a_button_is_refused() throws Exception {
    for (String body : List.of("payload=nonsense", "other=1", "payload=%7B%7D", "payload=%zz")) {
      String signature = SlackSigning.of("secret-a", now(), body);
      assertThat(send(body, now(), signature).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void without_a_signing_secret_there_is_no_such_address() throws Exception {
    api.channels = new LedgerConfig.Alerts(List.of());

    assertThat(press("acknowledge", "1", "secret-a")).isEqualTo(404);
  }
}
