package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.util.http.SlackHttpClient;
import java.io.IOException;
import java.util.Set;
import okhttp3.OkHttpClient;

/**
 * Slack's Web API. An alert is a message; acknowledgement and recovery change it. The API takes no
 * key that would make a repeated post the same message.
 */
final class SlackBotChannel implements Channel {
  /** Answers after which another attempt may do. */
  private static final Set<String> PASSING =
      Set.of(
          "ratelimited",
          "rate_limited",
          "message_limit_exceeded",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org");

  /** Answers that do not say whether the message was taken. */
  private static final Set<String> UNCERTAIN = Set.of("internal_error", "fatal_error");

  private final MethodsClient methods;
  private final String channel;

  SlackBotChannel(OkHttpClient client, String endpoint, String token, String channel) {
    SlackConfig config = new SlackConfig();
    config.setStatsEnabled(false);
    config.setMethodsEndpointUrlPrefix(endpoint.endsWith("/") ? endpoint : endpoint + "/");
    this.methods = Slack.getInstance(config, new SlackHttpClient(client)).methods(token);
    this.channel = channel;
  }

  @Override
  public Outcome send(Message message) {
    ObjectNode payload = PayloadJson.object(message.payload());
    String text = payload.path("text").asText();
    String blocks = payload.path("blocks").toString();
    try {
      return message.step().isOwnMessage()
          ? post(text, blocks)
          : change(message.externalId(), text, blocks);
    } catch (SlackApiException e) {
      int status = e.getResponse().code();
      return GuardedHttp.outcome(
          status, "Slack answered " + status, GuardedHttp.retryAfter(e.getResponse()));
    } catch (IOException | IllegalArgumentException e) {
      return GuardedHttp.failure(e);
    }
  }

  private Outcome post(String text, String blocks) throws IOException, SlackApiException {
    ChatPostMessageResponse answer =
        methods.chatPostMessage(
            request ->
                request
                    .channel(channel)
                    .text(text)
                    .blocksAsString(blocks)
                    .unfurlLinks(false)
                    .unfurlMedia(false));
    return answer.isOk()
        ? Outcome.delivered(answer.getChannel() + "/" + answer.getTs())
        : refusal(answer);
  }

  private Outcome change(String externalId, String text, String blocks)
      throws IOException, SlackApiException {
    int slash = externalId.indexOf('/');
    if (slash < 0) {
      return Outcome.refused("the message never reached Slack, so there is none to change");
    }
    SlackApiTextResponse answer =
        methods.chatUpdate(
            request ->
                request
                    .channel(externalId.substring(0, slash))
                    .ts(externalId.substring(slash + 1))
                    .text(text)
                    .blocksAsString(blocks));
    return answer.isOk() ? Outcome.delivered(externalId) : refusal(answer);
  }

  private static Outcome refusal(SlackApiTextResponse answer) {
    String error = String.valueOf(answer.getError());
    String words = "Slack answered " + error;
    if (PASSING.contains(error) || UNCERTAIN.contains(error)) {
      return Outcome.retry(words, UNCERTAIN.contains(error));
    }
    return Outcome.refused(words);
  }
}
