package io.gpuledger.dashboard.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server: API, documents, metrics and UI on one port. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String STARTED = "gpuledger.started";
  private static final String ROUTE = "gpuledger.route";
  private static final String REQUEST_ID = "X-Request-Id";
  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none';"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  private final ApiServices services;
  private final ApiOptions options;
  private final Guard guard;
  private final EventRoutes events;
  private final WebUi ui = new WebUi();
  private final List<Route> routes = new ArrayList<>();
  private final Javalin javalin;

  private ApiServer(ApiServices services, ApiOptions options) {
    this.services = services;
    this.options = options;
    this.guard = new Guard(services, options);
    this.events = new EventRoutes(services, guard);
    Staging staging = Staging.open(options.staging());
    routes.addAll(new SystemRoutes(services).routes());
    routes.addAll(new SessionRoutes(services, options, guard).routes());
    // Reports with a route of their own stand before those of every kind: the first match answers.
    routes.addAll(new CloseRoutes(services).routes());
    routes.addAll(new VarianceRoutes(services).routes());
    routes.addAll(new QueryRoutes(services).routes());
    routes.addAll(new UnitRoutes(services).routes());
    routes.addAll(new InvoiceRoutes(services).routes());
    routes.addAll(new CommitmentRoutes(services).routes());
    routes.addAll(new DisputeRoutes(services).routes());
    routes.addAll(new PriceRoutes(services).routes());
    routes.addAll(new OwnedRoutes(services).routes());
    routes.addAll(new ExportRoutes(services).routes());
    routes.addAll(new UploadRoutes(services, staging).routes());
    routes.addAll(new BudgetRoutes(services).routes());
    routes.addAll(new BudgetImportRoutes(services, staging).routes());
    routes.addAll(new AlertRoutes(services).routes());
    routes.addAll(new AlertCareRoutes(services).routes());
    routes.addAll(new SlackRoutes(services).routes());
    routes.addAll(new ChannelRoutes(services).routes());
    routes.addAll(new AdminRoutes(services).routes());
    routes.addAll(new BackupRoutes(services).routes());
    routes.addAll(events.routes());
    this.javalin = Javalin.create(config -> configure(config, staging));
    services.metrics().gauge("gpuledger.events.listeners", services.events(), EventHub::size);
  }

  /** Starts the server; it answers when this returns. */
  public static ApiServer start(ApiServices services, ApiOptions options) {
    ApiServer server = new ApiServer(services, options);
    server.javalin.start(options.bind(), options.port());
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where a browser on this machine finds it. */
  public String url() {
    String host = options.bind().equals("0.0.0.0") ? "127.0.0.1" : options.bind();
    return "http://" + host + ":" + port();
  }

  /** The table of routes. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  private void configure(JavalinConfig config, Staging staging) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = ApiOptions.BODY_LIMIT;
    config.jetty.multipartConfig.cacheDirectory(staging.folder().toString());
    config.jetty.multipartConfig.maxInMemoryFileSize(64, SizeUnit.KB);
    config.jetty.multipartConfig.maxFileSize(ApiOptions.UPLOAD_LIMIT, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxTotalRequestSize(ApiOptions.UPLOAD_LIMIT, SizeUnit.BYTES);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(32 << 10);
        });
    config.routes.before(this::prepare);
    for (Route route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), context -> run(context, route));
      if (route.method().equals(HandlerType.GET) && !route.path().endsWith("/events")) {
        config.routes.head(route.path(), context -> run(context, route));
      }
    }
    config.routes.exception(ApiException.class, (e, context) -> answer(context, e));
    config.routes.exception(HttpResponseException.class, (e, context) -> translate(context, e));
    config.routes.exception(Exception.class, (e, context) -> fail(context, e));
    config.routes.error(404, this::notFound);
    config.routes.after(ApiServer::drainRefused);
    config.routes.after(this::measure);
  }

  private void prepare(Context context) {
    context.attribute(STARTED, System.nanoTime());
    context.header(REQUEST_ID, UUID.randomUUID().toString());
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (guard.isSecure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
    if (context.path().startsWith("/api/")) {
      context.header("Cache-Control", "no-store");
    }
    guard.checkHost(context);
  }

  private void run(Context context, Route route) throws Exception {
    context.attribute(ROUTE, route.path());
    Caller caller = guard.admit(context, route);
    route.call().run(context, caller);
  }

  private static void answer(Context context, ApiException e) {
    Answers.error(context, e.code(), String.valueOf(e.getMessage()), e.problems());
  }

  /** Javalin's own refusals, in our shape. */
  private static void translate(Context context, HttpResponseException e) {
    switch (e.getStatus()) {
      case 404 -> answer(context, ApiException.notFound());
      case 405 ->
          Answers.error(
              context, ErrorCode.METHOD_NOT_ALLOWED, "See /openapi.json for the methods.");
      case 413 ->
          Answers.error(
              context,
              ErrorCode.TOO_LARGE,
              "A body may have " + ApiOptions.BODY_LIMIT + " bytes, files excepted.");
      default -> Answers.error(context, ErrorCode.INVALID_REQUEST, "The request cannot be read.");
    }
  }

  /** What nobody expected: logged whole, told to the caller by its id only. */
  private static void fail(Context context, Exception e) {
    String id = String.valueOf(context.res().getHeader(REQUEST_ID));
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http && http.getCode() == 413) {
        Answers.error(context, ErrorCode.TOO_LARGE, "The upload is too large.");
        return;
      }
      if (cause instanceof HttpException) {
        Answers.error(context, ErrorCode.INVALID_REQUEST, "The request cannot be read.");
        return;
      }
    }
    LOG.error("request {} {} failed, id {}", context.method(), context.path(), id, e);
    Answers.error(
        context, ErrorCode.INTERNAL, "The log of the ledger tells more under id " + id + ".");
  }

  private void notFound(Context context) throws IOException {
    boolean reads =
        context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.HEAD);
    boolean answered = context.attribute(ROUTE) != null;
    if (!answered && reads && ui.answer(context)) {
      return;
    }
    answer(context, ApiException.notFound());
  }

  /**
   * Reads what a refused caller still sends. If the connection was closed on it, the caller would
   * often see it broken instead of the reason. What is beyond the limit takes that chance.
   */
  private static void drainRefused(Context context) {
    if (context.statusCode() < 400) {
      return;
    }
    byte[] buffer = new byte[64 << 10];
    try {
      InputStream body = context.req().getInputStream();
      long left = ApiOptions.REFUSED_BODY_LIMIT;
      for (int count = 0; count >= 0 && left > 0; left -= count) {
        count = body.read(buffer);
      }
    } catch (IOException | IllegalStateException | HttpException.RuntimeException e) {
      LOG.debug("a refused body could not be read to its end: {}", e.toString());
    }
  }

  private void measure(Context context) {
    Long started = context.attribute(STARTED);
    String route = context.attribute(ROUTE);
    if (started != null) {
      Timer.builder("gpuledger.http.requests")
          .tag("method", context.method().name())
          .tag("route", route == null ? "other" : route)
          .tag("status", String.valueOf(context.statusCode()))
          .register(services.metrics())
          .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
  }

  /** Ends every stream and stops to answer. */
  @Override
  public void close() {
    services.events().close();
    // A stream that the server takes away before its writer has ended it is an error in the log.
    events.close();
    javalin.stop();
  }
}
