package io.gpuledger.dashboard.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.HttpPeer.Request;
import io.gpuledger.dashboard.alert.channel.HttpPeer.Response;
import io.gpuledger.dashboard.alert.channel.Outcome.Result;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.SecretReference;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that speak HTTP, against a server that listens. */
class HttpChannelsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-10-24T08:10:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private HttpPeer peer;
  private Channels channels;
  private Response answer = new Response(200, "ok");

  @BeforeEach
  void open() throws Exception {
    peer = new HttpPeer(request -> answer);
    channels = new Channels(Duration.ofSeconds(2), CLOCK);
  }

  @AfterEach
  void close() {
    channels.close();
    peer.close();
  }

  private SecretReference secret(String name, String value) throws Exception {
    Path file = Files.writeString(folder.resolve(name), value + "\n");
    return SecretReference.find("${file:" + file + "}").orElseThrow();
  }

  private static Message message(Step step, String payload, String externalId) {
    return new Message("key-1", step, payload, externalId);
  }

  private ChannelConfig webhook(boolean allowPrivate) throws Exception {
    return new ChannelConfig.Webhook(
        "hook", allowPrivate, secret("url", peer.url() + "/in"), secret("key", "s3cret"));
  }

  @Test
  void a_webhook_is_signed_over_time_and_body_and_its_receiver_can_check_that() throws Exception {
    String body = "{\"specversion\":\"1.0\",\"id\":\"key-1.raised\",\"data\":\"ü\"}";

    Outcome outcome = channels.send(webhook(true), message(Step.RAISED, body, ""));

    assertThat(outcome.result()).isEqualTo(Result.DELIVERED);
    Request request = peer.taken.get(0);
    assertThat(request.body()).isEqualTo(body);
    assertThat(request.header("Content-Type")).startsWith("application/cloudevents+json");
    assertThat(request.header("X-GpuLedger-Timestamp")).isEqualTo("1792829400");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update("1792829400.".getBytes(StandardCharsets.UTF_8));
    assertThat(request.header("X-GpuLedger-Signature"))
        .isEqualTo(
            "sha256="
                + HexFormat.of()
                    .formatHex(mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void pagerduty_gets_one_incident_whose_key_stays() throws Exception {
    answer = new Response(202, "{\"status\":\"success\"}");
    ChannelConfig duty =
        new ChannelConfig.PagerDuty(
            "page", true, secret("key", "R0UTING"), URI.create(peer.url() + "/v2/enqueue"));

    for (Step step : Step.values()) {
      channels.send(duty, message(step, "{\"event_action\":\"" + step.code() + "\"}", ""));
    }

    assertThat(peer.taken).hasSize(Step.values().length);
    assertThat(peer.taken)
        .allSatisfy(
            request -> {
              ObjectNode event = PayloadJson.object(request.body());
              assertThat(request.path()).isEqualTo("/v2/enqueue");
              assertThat(event.path("routing_key").asText()).isEqualTo("R0UTING");
              assertThat(event.path("dedup_key").asText()).isEqualTo("key-1");
            });
  }

  @Test
  void teams_accepts_with_202() throws Exception {
    answer = new Response(202, "");
    ChannelConfig teams = new ChannelConfig.Teams("t", true, secret("url", peer.url() + "/flow"));

    assertThat(channels.send(teams, message(Step.RAISED, "{}", "")).result())
        .isEqualTo(Result.DELIVERED);
  }

  @Test
  void what_an_answer_means() throws Exception {
    peer.script("429", "500", "503", "404", "400", "302", "drop", "stall");

    Outcome busy = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome broken = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome away = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome unknown = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome bad = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome moved = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome cut = channels.send(webhook(true), message(Step.RAISED, "{}", ""));
    Outcome late = channels.send(webhook(true), message(Step.RAISED, "{}", ""));

    assertThat(busy.result()).isEqualTo(Result.RETRY);
    assertThat(busy.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(busy.uncertain()).isFalse();
    assertThat(broken).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
    assertThat(away).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
    assertThat(unknown).returns(Result.REFUSED, Outcome::result);
    assertThat(bad).returns(Result.REFUSED, Outcome::result);
    assertThat(moved).returns(Result.REFUSED, Outcome::result);
    assertThat(cut).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
    assertThat(late).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
  }

  @Test
  void no_channel_reaches_a_private_address_unless_it_is_permitted() throws Exception {
    ChannelConfig bot =
        new ChannelConfig.SlackBot(
            "bot", false, secret("t", "xoxb-1"), "C1", URI.create(peer.url() + "/api/"));
    ChannelConfig duty =
        new ChannelConfig.PagerDuty(
            "page", false, secret("k", "R"), URI.create("https://localhost:9/v2/enqueue"));

    for (ChannelConfig config : new ChannelConfig[] {webhook(false), bot, duty}) {
      Outcome outcome = channels.send(config, message(Step.RAISED, "{\"text\":\"x\"}", ""));
      assertThat(outcome.result()).as(config.name()).isEqualTo(Result.REFUSED);
    }
    assertThat(peer.received).isEmpty();
  }

  @Test
  void a_secret_that_is_not_there_is_waited_for_and_none_stands_in_an_outcome() throws Exception {
    SecretReference missing = new SecretReference(SecretReference.Kind.ENV, "NOT_SET_ANYWHERE");
    ChannelConfig later = new ChannelConfig.Webhook("hook", true, missing, secret("key", "s3cret"));
    ChannelConfig broken =
        new ChannelConfig.Teams("t", true, secret("url", "no address but-a-secret"));

    Outcome waiting = channels.send(later, message(Step.RAISED, "{}", ""));
    Outcome refused = channels.send(broken, message(Step.RAISED, "{}", ""));

    assertThat(waiting.result()).isEqualTo(Result.RETRY);
    assertThat(waiting.error()).contains("${env:NOT_SET_ANYWHERE}");
    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.error()).doesNotContain("secret");
  }

  private static String field(Request request, String name) {
    for (String pair : request.body().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  @Test
  void a_bot_posts_and_changes_its_message() throws Exception {
    answer = new Response(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}");
    ChannelConfig bot =
        new ChannelConfig.SlackBot(
            "bot", true, secret("t", "xoxb-1"), "C1", URI.create(peer.url() + "/api"));
    String payload = "{\"text\":\"x\",\"blocks\":[{\"type\":\"divider\"}]}";

    Outcome posted = channels.send(bot, message(Step.RAISED, payload, ""));
    Outcome changed = channels.send(bot, message(Step.RECOVERED, payload, posted.externalId()));
    Outcome lost = channels.send(bot, message(Step.RECOVERED, payload, ""));

    assertThat(posted.error()).isEmpty();
    assertThat(posted.externalId()).isEqualTo("C1/1503435956.000247");
    assertThat(changed.result()).isEqualTo(Result.DELIVERED);
    assertThat(lost.result()).isEqualTo(Result.REFUSED);
    assertThat(peer.taken)
        .extracting(Request::path)
        .containsExactly("/api/chat.postMessage", "/api/chat.update");
    assertThat(peer.taken.get(0).header("Authorization")).isEqualTo("Bearer xoxb-1");
    assertThat(field(peer.taken.get(0), "blocks")).isEqualTo("[{\"type\":\"divider\"}]");
    assertThat(field(peer.taken.get(1), "ts")).isEqualTo("1503435956.000247");
  }

  @Test
  void a_bot_reads_what_slack_answers() throws Exception {
    ChannelConfig bot =
        new ChannelConfig.SlackBot(
            "bot", true, secret("t", "xoxb-1"), "C1", URI.create(peer.url() + "/api/"));
    peer.script("429", "drop");

    Outcome busy = channels.send(bot, message(Step.RAISED, "{\"text\":\"x\"}", ""));
    Outcome cut = channels.send(bot, message(Step.RAISED, "{\"text\":\"x\"}", ""));
    answer = new Response(200, "{\"ok\":false,\"error\":\"not_in_channel\"}");
    Outcome refused = channels.send(bot, message(Step.RAISED, "{\"text\":\"x\"}", ""));
    answer = new Response(200, "{\"ok\":false,\"error\":\"internal_error\"}");
    Outcome unknown = channels.send(bot, message(Step.RAISED, "{\"text\":\"x\"}", ""));

    assertThat(busy.result()).isEqualTo(Result.RETRY);
    assertThat(busy.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(cut).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.error()).isEqualTo("Slack answered not_in_channel");
    assertThat(unknown).returns(Result.RETRY, Outcome::result).returns(true, Outcome::uncertain);
  }
}
