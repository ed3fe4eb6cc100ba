package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.alert.channel.HttpPeer;
import io.gpuledger.dashboard.alert.channel.HttpPeer.Request;
import io.gpuledger.dashboard.alert.channel.HttpPeer.Response;
import io.gpuledger.dashboard.alert.channel.SmtpPeer;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelConfig.MailSecurity;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A server for each kind of channel, and the channels that lead there. Slack's and PagerDuty's
 * refuse what the real ones refuse.
 */
public final class ChannelTestbed implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All that speaks HTTP. */
  public final HttpPeer http;

  /** The mail server. */
  public final SmtpPeer smtp;

  private final Path folder;
  private int posted;

  public ChannelTestbed(Path folder) throws IOException {
    this.folder = folder;
    this.http = new HttpPeer(this::answer);
    this.smtp = new SmtpPeer(Optional.empty());
  }

  /** A channel of each kind, whose name is the kind's word. */
  public LedgerConfig.Alerts settings() {
    return settings(folder, http.url(), smtp.port());
  }

  /** The same from another process. */
  public static LedgerConfig.Alerts settings(Path folder, String http, int smtp) {
    return new LedgerConfig.Alerts(
        List.of(
            new ChannelConfig.SlackWebhook("slack", true, secret(folder, "slack", http + "/slack")),
            new ChannelConfig.SlackBot(
                "slack-bot",
                true,
                secret(folder, "bot", "xoxb-1"),
                "C1",
                URI.create(http + "/api/")),
            new ChannelConfig.Email(
                "email",
                true,
                "127.0.0.1",
                smtp,
                MailSecurity.NONE,
                "",
                Optional.empty(),
                "gpuledger@example.com",
                List.of("finance@example.com")),
            new ChannelConfig.Teams("teams", true, secret(folder, "teams", http + "/teams")),
            new ChannelConfig.PagerDuty(
                "pagerduty", true, secret(folder, "duty", "R1"), URI.create(http + "/v2/enqueue")),
            new ChannelConfig.Webhook(
                "webhook",
                true,
                secret(folder, "hook", http + "/hook"),
                secret(folder, "hook-key", "k"))));
  }

  private static SecretReference secret(Path folder, String name, String value) {
    try {
      Path file = Files.writeString(folder.resolve(name), value);
      return SecretReference.find("${file:" + file + "}").orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final Map<String, ChannelKind> BY_PATH =
      Map.of(
          "/slack", ChannelKind.SLACK,
          "/api/chat.postMessage", ChannelKind.SLACK_BOT,
          "/api/chat.update", ChannelKind.SLACK_BOT,
          "/teams", ChannelKind.TEAMS,
          "/v2/enqueue", ChannelKind.PAGERDUTY,
          "/hook", ChannelKind.WEBHOOK);

  private synchronized Response answer(Request request) {
    return switch (BY_PATH.getOrDefault(request.path(), ChannelKind.EMAIL)) {
      case SLACK ->
          SlackRules.faults(json(request.body())).isEmpty()
              ? new Response(200, "ok")
              : new Response(400, "invalid_blocks");
      case SLACK_BOT -> slackApi(request);
      case TEAMS ->
          request.body().length() <= TeamsForm.SIZE_LIMIT
              ? new Response(202, "")
              : new Response(413, "");
      case PAGERDUTY ->
          PagerDutyRules.faults(json(request.body())).isEmpty()
              ? new Response(202, "{\"status\":\"success\"}")
              : new Response(400, "{\"status\":\"invalid event\"}");
      case WEBHOOK -> new Response(200, "");
      case EMAIL -> new Response(404, "");
    };
  }

  private Response slackApi(Request request) {
    if (!SlackRules.faults(slackPayload(request)).isEmpty()) {
      return new Response(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}");
    }
    Map<String, String> form = form(request);
    String ts = form.getOrDefault("ts", "15034." + ++posted);
    return new Response(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"" + ts + "\"}");
  }

  /** Text and blocks of a call of the Web API, as a webhook would carry them. */
  static JsonNode slackPayload(Request request) {
    Map<String, String> form = form(request);
    return JSON.createObjectNode()
        .put("text", form.getOrDefault("text", ""))
        .set("blocks", json(form.getOrDefault("blocks", "[]")));
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : request.body().split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the next message of a kind meet this fate. */
  void script(ChannelKind kind, String fate) {
    if (kind == ChannelKind.EMAIL) {
      smtp.script(fate);
    } else {
      http.script(fate);
    }
  }

  /** Messages of a kind that its server took. */
  public List<String> taken(ChannelKind kind) {
    if (kind == ChannelKind.EMAIL) {
      return smtp.taken.stream().map(SmtpPeer.Mail::text).toList();
    }
    return http.taken.stream()
        .filter(request -> BY_PATH.get(request.path()) == kind)
        .map(Request::body)
        .toList();
  }

  @Override
  public void close() throws IOException {
    http.close();
    smtp.close();
  }
}
