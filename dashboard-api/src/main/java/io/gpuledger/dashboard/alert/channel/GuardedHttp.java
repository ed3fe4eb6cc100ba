package io.gpuledger.dashboard.alert.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** HTTP to addresses that may be called: one attempt, no redirect, a time limit over all of it. */
final class GuardedHttp implements AutoCloseable {
  static final String JSON = "application/json; charset=utf-8";

  /** Bytes of an answer that are looked at. */
  private static final int ANSWER_LIMIT = 300;

  /** The longest wait that another side may ask for. */
  private static final Duration WAIT_LIMIT = Duration.ofHours(24);

  private final OkHttpClient open;
  private final OkHttpClient publicOnly;

  GuardedHttp(Duration timeout) {
    OkHttpClient plain =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    this.open = guarded(plain, true);
    this.publicOnly = guarded(plain, false);
  }

  private static OkHttpClient guarded(OkHttpClient plain, boolean allowPrivate) {
    return plain
        .newBuilder()
        .dns(host -> WebhookAddress.resolve(host, allowPrivate))
        .addInterceptor(chain -> checked(chain, allowPrivate))
        .build();
  }

  private static Response checked(Interceptor.Chain chain, boolean allowPrivate)
      throws IOException {
    HttpUrl url = chain.request().url();
    URI unused = WebhookAddress.checked(url.toString(), allowPrivate);
    // A literal address is not asked from the resolver; asking here checks it as well.
    String host = url.host();
    if (host.contains(":") || Character.isDigit(host.charAt(host.length() - 1))) {
      WebhookAddress.resolve(host, allowPrivate);
    }
    return chain.proceed(chain.request());
  }

  /** The client beneath, for libraries that bring their own calls. */
  OkHttpClient client(boolean allowPrivate) {
    return allowPrivate ? open : publicOnly;
  }

  /** Posts a text to an address, once. */
  Outcome post(
      String address,
      String contentType,
      String payload,
      Map<String, String> headers,
      boolean allowPrivate) {
    try {
      URI uri = WebhookAddress.checked(address, allowPrivate);
      Request.Builder request =
          new Request.Builder()
              .url(uri.toString())
              .post(RequestBody.create(payload, MediaType.get(contentType)));
      headers.forEach(request::header);
      try (Response response = client(allowPrivate).newCall(request.build()).execute()) {
        return outcome(response);
      }
    } catch (IOException | IllegalArgumentException e) {
      return failure(e);
    }
  }

  /** What a call that got no answer means. */
  static Outcome failure(Exception e) {
    if (e instanceof WebhookAddress.ForbiddenAddress || e instanceof IllegalArgumentException) {
      return Outcome.refused(String.valueOf(e.getMessage()));
    }
    if (e instanceof UnknownHostException || e instanceof ConnectException) {
      return Outcome.retry("the host cannot be reached", false);
    }
    // Before the handshake is through nothing of the message has left.
    boolean uncertain = !(e instanceof SSLException);
    return Outcome.retry("no answer: " + e.getClass().getSimpleName(), uncertain);
  }

  private static Outcome outcome(Response response) throws IOException {
    int status = response.code();
    if (status >= 200 && status < 300) {
      return Outcome.delivered("");
    }
    String answer = response.peekBody(ANSWER_LIMIT).string().replaceAll("\\s+", " ").strip();
    return outcome(
        status,
        "the other side answered " + status + (answer.isEmpty() ? "" : ": " + answer),
        retryAfter(response));
  }

  /** What an answer other than success means. */
  static Outcome outcome(int status, String error, Optional<Duration> retryAfter) {
    if (status == 429 || status == 408 || status >= 500) {
      return Outcome.busy(error, retryAfter, status >= 500);
    }
    return Outcome.refused(error);
  }

  /** How long the answer asks to wait: seconds, or a date against the answer's own. */
  static Optional<Duration> retryAfter(Response response) {
    String value = String.valueOf(response.header("Retry-After", ""));
    Optional<Duration> wait = Optional.empty();
    if (value.matches("[0-9]{1,9}")) {
      wait = Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    } else {
      Instant until = response.headers().getInstant("Retry-After");
      Instant now = response.headers().getInstant("Date");
      if (until != null && now != null && until.isAfter(now)) {
        wait = Optional.of(Duration.between(now, until));
      }
    }
    return wait.map(asked -> asked.compareTo(WAIT_LIMIT) > 0 ? WAIT_LIMIT : asked);
  }

  @Override
  public void close() {
    open.dispatcher().executorService().shutdown();
    open.connectionPool().evictAll();
  }
}
