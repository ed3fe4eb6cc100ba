package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.SlackActions;
import io.gpuledger.dashboard.alert.SlackSignature;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What Slack calls when a button of a message is pressed. It stands open and is admitted by its
 * signature alone: of a channel's signing secret, at most five minutes old, and each once. Only an
 * alert that was told in a channel of that secret can be acted on.
 */
final class SlackRoutes {
  static final String PATH = "/slack/actions";

  /** Whoever calls the address may not make the audit grow faster than an entry in this time. */
  static final Duration BETWEEN_ENTRIES = Duration.ofMinutes(1);

  private final ApiServices services;
  private final SlackActions actions;
  private final AtomicReference<Refusals> refusals =
      new AtomicReference<>(new Refusals(Instant.EPOCH, 0));

  /**
   * Refused requests.
   *
   * @param notedAt when one was last written down
   * @param since how many were refused since, without being written down
   */
  private record Refusals(Instant notedAt, long since) {
    boolean isNext(Instant now) {
      return !now.isBefore(notedAt.plus(BETWEEN_ENTRIES));
    }

    Refusals and(Instant now) {
      return isNext(now) ? new Refusals(now, 0) : new Refusals(notedAt, since + 1);
    }
  }

  SlackRoutes(ApiServices services) {
    this.services = services;
    this.actions =
        new SlackActions(
            services.alerts(),
            services.channels()::zone,
            services.audit(),
            services.events()::publishDelivery);
  }

  List<Route> routes() {
    return List.of(Route.post(PATH, Access.OPEN, this::act));
  }

  private void act(Context context, Caller nobody) {
    if (!services.channels().isCalledBySlack()) {
      throw ApiException.notFound();
    }
    String body = new String(context.bodyAsBytes(), StandardCharsets.UTF_8);
    List<String> channels = admitted(context, body);
    switch (actions.takeOnce(signature(context), payload(body), channels)) {
      // An empty answer says that it was taken; the message is changed by the outbox.
      case NOW -> context.status(200);
      case BEFORE -> throw refused(context);
      case NO_PRESS ->
          throw new ApiException(
              ErrorCode.INVALID_REQUEST, "The request is not a press of a button by a user.");
    }
  }

  private List<String> admitted(Context context, String body) {
    String timestamp = Optional.ofNullable(context.header("X-Slack-Request-Timestamp")).orElse("");
    List<String> channels =
        SlackSignature.isTimely(timestamp, services.clock().instant())
            ? services
                .channels()
                .signedBy(
                    secret -> SlackSignature.isOf(secret, timestamp, body, signature(context)))
            : List.of();
    if (channels.isEmpty()) {
      throw refused(context);
    }
    return channels;
  }

  private static String signature(Context context) {
    return Optional.ofNullable(context.header("X-Slack-Signature")).orElse("");
  }

  private ApiException refused(Context context) {
    noteRefusal(context.ip());
    return new ApiException(
        ErrorCode.NOT_SIGNED_IN, "The request is not signed by Slack, too old, or was taken.");
  }

  private void noteRefusal(String address) {
    Instant now = services.clock().instant();
    Refusals before = refusals.getAndUpdate(last -> last.and(now));
    if (before.isNext(now)) {
      services
          .audit()
          .add(
              "-",
              "slack.refused",
              address,
              before.since() == 0
                  ? ""
                  : before.since() + " more were refused since the entry before");
    }
  }

  private static JsonNode payload(String body) {
    for (String pair : body.split("&", -1)) {
      if (pair.startsWith("payload=")) {
        try {
          String text =
              URLDecoder.decode(pair.substring("payload=".length()), StandardCharsets.UTF_8);
          return Json.object(text).orElseThrow(SlackRoutes::unreadable);
        } catch (IllegalArgumentException e) {
          throw unreadable();
        }
      }
    }
    throw unreadable();
  }

  private static ApiException unreadable() {
    return new ApiException(ErrorCode.INVALID_REQUEST, "The payload cannot be read.");
  }
}
