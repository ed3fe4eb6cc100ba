package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.SlackLinks;
import io.gpuledger.dashboard.alert.channel.SlackSockets;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket Mode against a server that speaks as Slack's documentation says. */
class SocketModeTest {
  private static final long PATIENCE_SECONDS = 20;

  @TempDir Path folder;

  private final TestClock clock = new TestClock(AlertFixtures.NOW);

  /** Connections as they came, each with its ticket; and what was answered on any of them. */
  private final BlockingQueue<WsContext> connections = new LinkedBlockingQueue<>();

  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final SlackLinks links = new SlackLinks();
  private volatile String refusal = "";

  /** Whether a connection is greeted, without which it does not stand. */
  private volatile boolean greets = true;

  private volatile List<ChannelConfig> channels = List.of();
  private Javalin slack;
  private StateStore store;
  private AlertLedger ledger;
  private SlackSockets sockets;

  @BeforeEach
  void open() throws Exception {
    slack =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.post(
                      "/api/apps.connections.open",
                      context -> {
                        asked.add(String.valueOf(context.header("Authorization")));
                        context
                            .contentType("application/json")
                            .result(
                                refusal.isEmpty()
                                    ? "{\"ok\":true,\"url\":\"ws://127.0.0.1:"
                                        + context.port()
                                        + "/link?ticket=1\"}"
                                    : "{\"ok\":false,\"error\":\"" + refusal + "\"}");
                      });
                  config.routes.ws(
                      "/link",
                      ws -> {
                        ws.onConnect(
                            context -> {
                              if (greets) {
                                context.send("{\"type\":\"hello\",\"num_connections\":1}");
                              }
                              connections.add(context);
                            });
                        ws.onClose(context -> ended.add(context.sessionId()));
                        ws.onMessage(context -> answers.add(PayloadJson.object(context.message())));
                      });
                })
            .start("127.0.0.1", 0);
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, alert -> {});
    assertThat(
            ledger.raise(
                AlertFixtures.estimated(80),
                List.of(new Target("slack-bot", ChannelKind.SLACK_BOT, true)),
                id -> Optional.empty()))
        .isPresent();
    channels = List.of(bot("slack-bot", "xapp-1"));
    SlackActions actions =
        new SlackActions(
            ledger, channel -> ZoneId.of("UTC"), new AuditLog(store, clock), alert -> {});
    sockets =
        SlackSockets.start(
            () -> channels,
            actions::takeEnvelope,
            links,
            clock,
            Duration.ofSeconds(10),
            Duration.ofMillis(5));
  }

  private ChannelConfig bot(String name, String appToken) throws Exception {
    return new ChannelConfig.SlackBot(
        name,
        true,
        secret("bot", "xoxb-1"),
        "C1",
        URI.create("http://127.0.0.1:" + slack.port() + "/api/"),
        Optional.empty(),
        Optional.of(secret(appToken, appToken)));
  }

  private SecretReference secret(String name, String value) throws Exception {
    Path file = Files.writeString(folder.resolve(name), value);
    return SecretReference.find("${file:" + file + "}").orElseThrow();
  }

  @AfterEach
  void close() {
    sockets.close();
    slack.stop();
    store.close();
  }

  private WsContext connection() throws InterruptedException {
    return present(connections.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "a connection");
  }

  private JsonNode answer() throws InterruptedException {
    return present(answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "an answer");
  }

  private static <T> T present(@Nullable T found, String what) {
    assertThat(found).as(what).isNotNull();
    return java.util.Objects.requireNonNull(found);
  }

  private static String pressed(String envelope, String action) {
    return "{\"envelope_id\":\""
        + envelope
        + "\",\"type\":\"interactive\",\"accepts_response_payload\":false,\"payload\":"
        + "{\"type\":\"block_actions\",\"user\":{\"id\":\"U0ADA\"},\"actions\":[{\"action_id\":\""
        + action
        + "\",\"value\":\"1\"}]}}";
  }

  private Alert alert() {
    return ledger.find(1).orElseThrow();
  }

  @Test
  void a_press_is_acted_on_and_answered_by_its_envelope() throws Exception {
    connection().send(pressed("e-1", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-1");
    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
    assertThat(asked.peek()).isEqualTo("Bearer xapp-1");
    assertThat(new AuditLog(store, clock).newest(1).get(0).who()).isEqualTo("slack:U0ADA");
  }

  @Test
  void what_slack_sends_again_is_answered_again_and_acted_on_once() throws Exception {
    WsContext connection = connection();
    connection.send(pressed("e-1", "snooze_1_day"));
    JsonNode unused = answer();
    connection.send(pressed("e-1", "snooze_1_day"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-1");
    assertThat(ledger.care().history(1)).hasSize(2);
  }

  private void refuseAcknowledgements() {
    store.change(
        connection ->
            Rows.update(
                connection,
                "CREATE TRIGGER refused BEFORE INSERT ON acknowledgements"
                    + " BEGIN SELECT RAISE(ABORT, 'no room for it'); END"));
  }

  @Test
  void a_press_that_cannot_be_acted_on_is_not_answered_and_is_acted_on_when_slack_sends_it_again()
      throws Exception {
    refuseAcknowledgements();
    WsContext connection = connection();
    connection.send(pressed("e-1", "acknowledge"));
    connection.send("{\"type\":\"events_api\",\"envelope_id\":\"e-2\",\"payload\":{}}");
    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-2");
    assertThat(new AuditLog(store, clock).newest(5)).isEmpty();

    store.change(connectionOfStore -> Rows.update(connectionOfStore, "DROP TRIGGER refused"));
    connection.send(pressed("e-1", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-1");
    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
  }

  @Test
  void presses_without_an_envelope_id_are_each_acted_on_and_the_same_one_once() throws Exception {
    WsContext connection = connection();
    connection.send(pressed("", "acknowledge"));
    connection.send(pressed("", "snooze_1_day"));
    connection.send(pressed("", "snooze_1_day"));
    connection.send("{\"type\":\"events_api\",\"envelope_id\":\"e-2\",\"payload\":{}}");

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-2");
    assertThat(ledger.care().history(1))
        .extracting(AlertCare.Event::what)
        .containsExactly("raised", "acknowledged", "snoozed");
  }

  @Test
  void whatever_else_comes_changes_nothing_and_ends_nothing() throws Exception {
    WsContext connection = connection();
    for (String text :
        List.of(
            "nonsense",
            "{\"type\":\"surprise\"}",
            "{\"type\":\"interactive\",\"envelope_id\":\"e-0\",\"payload\":{}}")) {
      connection.send(text);
    }
    connection.send("{\"type\":\"events_api\",\"envelope_id\":\"e-2\",\"payload\":{}}");

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-0");
    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-2");
    assertThat(alert().acknowledgedBy()).isEmpty();
  }

  @Test
  void a_new_connection_follows_one_that_slack_ends_and_one_that_breaks() throws Exception {
    connection().send("{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}");
    WsContext second = connection();
    second.session.disconnect();

    connection().send(pressed("e-3", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-3");
    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "refresh_requested"})
  void a_connection_that_slack_is_about_to_end_serves_until_the_next_one_stands(String reason)
      throws Exception {
    WsContext old = connection();
    greets = false;
    old.send("{\"type\":\"disconnect\",\"reason\":\"" + reason + "\"}");
    WsContext next = connection();

    old.send(pressed("e-6", "acknowledge"));
    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-6");
    assertThat(alert().acknowledgedBy()).isEqualTo("slack:U0ADA");
    assertThat(ended).isEmpty();

    next.send("{\"type\":\"hello\",\"num_connections\":2}");
    assertThat(ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(old.sessionId());
    next.send(pressed("e-6", "acknowledge"));
    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-6");
    assertThat(ledger.care().history(1)).hasSize(2);
    assertThat(connections).isEmpty();
  }

  @Test
  void
      where_socket_mode_is_switched_off_nothing_is_tried_and_it_is_said_until_the_file_is_read_anew()
          throws Exception {
    WsContext first = connection();
    asked.clear();
    clock.move(Duration.ofMinutes(5));

    first.send("{\"type\":\"disconnect\",\"reason\":\"link_disabled\"}");

    assertThat(ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(first.sessionId());
    assertThat(links.of("slack-bot"))
        .contains(
            new SlackLinks.Link(
                SlackLinks.State.SWITCHED_OFF,
                "Socket Mode is switched off in Slack",
                clock.instant()));
    // The file is looked at every two seconds; the first wait of a back-off is 5 ms here.
    assertThat(asked.poll(3, TimeUnit.SECONDS)).isNull();

    channels = new ArrayList<>(channels);
    connection().send(pressed("e-7", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-7");
    assertThat(links.of("slack-bot").orElseThrow().state()).isEqualTo(SlackLinks.State.CONNECTED);
  }

  @Test
  void switched_off_stands_also_where_another_connection_ends_after_it() throws Exception {
    WsContext first = connection();
    greets = false;
    first.send("{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}");
    WsContext second = connection();
    asked.clear();

    first.send("{\"type\":\"disconnect\",\"reason\":\"link_disabled\"}");
    first.session.disconnect();

    assertThat(
            List.of(
                Objects.requireNonNull(ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)),
                Objects.requireNonNull(ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))))
        .containsExactlyInAnyOrder(first.sessionId(), second.sessionId());
    assertThat(asked.poll(1, TimeUnit.SECONDS)).isNull();
    assertThat(links.of("slack-bot").orElseThrow().state())
        .isEqualTo(SlackLinks.State.SWITCHED_OFF);
  }

  @Test
  void a_refused_token_is_tried_again_until_it_is_taken() throws Exception {
    WsContext first = connection();
    refusal = "invalid_auth";
    asked.clear();
    first.session.disconnect();
    for (int i = 0; i < 3; i++) {
      assertThat(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(connections).isEmpty();
    assertThat(links.of("slack-bot").orElseThrow().state()).isEqualTo(SlackLinks.State.FAILING);
    assertThat(links.of("slack-bot").orElseThrow().why()).isEqualTo("Slack answered invalid_auth");

    refusal = "";
    connection().send(pressed("e-4", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-4");
  }

  @Test
  void an_app_of_another_channel_cannot_act_and_a_changed_file_is_followed() throws Exception {
    WsContext old = connection();
    channels = List.of(bot("other", "xapp-2"));

    WsContext now = connection();
    now.send(pressed("e-5", "acknowledge"));

    assertThat(answer().path("envelope_id").asText()).isEqualTo("e-5");
    assertThat(asked).contains("Bearer xapp-2");
    assertThat(alert().acknowledgedBy()).isEmpty();
    assertThat(old.sessionId()).isNotEqualTo(now.sessionId());
  }
}
