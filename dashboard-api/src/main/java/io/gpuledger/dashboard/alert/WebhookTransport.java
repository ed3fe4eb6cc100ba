package io.gpuledger.dashboard.alert;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Posts a payload to an incoming webhook, once, and tells what is known about the outcome. */
final class WebhookTransport implements AutoCloseable {
  /** Bytes of an answer that are looked at. */
  private static final int ANSWER_LIMIT = 300;

  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final OkHttpClient http;

  WebhookTransport(Duration timeout) {
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
  }

  /** What became of a message. */
  enum Result {
    DELIVERED,
    /** Worth another attempt. */
    RETRY,
    /** Never going to work. */
    REFUSED
  }

  /**
   * The outcome of one send.
   *
   * @param retryAfter how long the other side asks to wait
   * @param uncertain whether the message may have arrived although no success was seen
   */
  record Outcome(Result result, String error, Optional<Duration> retryAfter, boolean uncertain) {
    static Outcome delivered() {
      return new Outcome(Result.DELIVERED, "", Optional.empty(), false);
    }

    static Outcome retry(String error, boolean uncertain) {
      return new Outcome(Result.RETRY, error, Optional.empty(), uncertain);
    }

    static Outcome refused(String error) {
      return new Outcome(Result.REFUSED, error, Optional.empty(), false);
    }
  }

  Outcome post(String address, String payload, boolean allowPrivate) {
    try {
      URI uri = WebhookAddress.checked(address, allowPrivate);
      OkHttpClient guarded = http.newBuilder().dns(host -> resolve(host, allowPrivate)).build();
      // A literal address is not asked from the resolver; asking here checks it as well.
      String host = uri.getHost();
      if (host.startsWith("[") || Character.isDigit(host.charAt(host.length() - 1))) {
        resolve(host, allowPrivate);
      }
      Request request =
          new Request.Builder().url(uri.toString()).post(RequestBody.create(payload, JSON)).build();
      try (Response response = guarded.newCall(request).execute()) {
        return outcome(response);
      }
    } catch (WebhookAddress.ForbiddenAddress | IllegalArgumentException e) {
      return Outcome.refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException | ConnectException e) {
      return Outcome.retry("the webhook's host cannot be reached", false);
    } catch (IOException e) {
      return Outcome.retry("no answer from the webhook: " + e.getClass().getSimpleName(), true);
    }
  }

  private static List<InetAddress> resolve(String host, boolean allowPrivate)
      throws UnknownHostException {
    return WebhookAddress.checked(List.of(InetAddress.getAllByName(host)), allowPrivate);
  }

  private static Outcome outcome(Response response) throws IOException {
    int status = response.code();
    if (status >= 200 && status < 300) {
      return Outcome.delivered();
    }
    String answer = response.peekBody(ANSWER_LIMIT).string().replaceAll("\\s+", " ").strip();
    String error = "the webhook answered " + status + (answer.isEmpty() ? "" : ": " + answer);
    if (status == 429 || status == 408 || status >= 500) {
      return new Outcome(Result.RETRY, error, retryAfter(response), status >= 500);
    }
    return Outcome.refused(error);
  }

  private static Optional<Duration> retryAfter(Response response) {
    String value = response.header("Retry-After", "");
    return value != null && value.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
        : Optional.empty();
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
