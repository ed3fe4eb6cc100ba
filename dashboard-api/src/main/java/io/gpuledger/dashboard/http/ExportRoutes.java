package io.gpuledger.dashboard.http;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.export.FocusLayout;
import io.gpuledger.dashboard.http.ExportQueries.Export;
import io.gpuledger.dashboard.http.ExportQueries.FocusRequest;
import io.gpuledger.ingest.focus.FocusVersion;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as files that are written while they are read. */
final class ExportRoutes {
  /** Exports that are written at the same time; each holds a thread and two statements. */
  static final int EXPORTS_LIMIT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
  private static final List<String> VERSIONS =
      FocusLayout.VERSIONS.stream().map(FocusVersion::text).toList();

  private final ApiServices services;
  private final Semaphore free = new Semaphore(EXPORTS_LIMIT);

  ExportRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/export/focus", Access.SCOPED, this::focus));
  }

  private void focus(Context context, Caller caller) throws IOException {
    QueryInput input = new QueryInput(context, services.clock());
    TimeRange range = input.range();
    String version = input.choice("focusVersion", VERSIONS);
    Optional<Instant> asOf = input.instant("asOf");
    Optional<String> source = input.text("source");
    String format = input.choice("format", List.of("csv", "json"));
    input.check();
    FocusRequest request =
        new FocusRequest(range, FocusVersion.parse(version).orElseThrow(), asOf, source);
    if (!free.tryAcquire()) {
      context.header("Retry-After", "60");
      throw new ApiException(
          ErrorCode.TOO_MANY_REQUESTS,
          EXPORTS_LIMIT + " exports are being written; try again when one is done");
    }
    try {
      Export export = services.queries().export(request, caller.scope());
      if (format.equals("json")) {
        Answers.json(context, export.summary());
        return;
      }
      audit(caller, request);
      write(context, export, fileName(request));
    } finally {
      free.release();
    }
  }

  /** Before the first row leaves: what broke off half-way has been read all the same. */
  private void audit(Caller caller, FocusRequest request) {
    services
        .audit()
        .add(
            caller.user(),
            "export.focus",
            day(request.range().start()) + " to " + day(request.range().end()),
            "FOCUS "
                + request.version().text()
                + request.source().map(source -> ", source " + source).orElse("")
                + request.asOf().map(at -> ", as of " + at).orElse(""));
  }

  private static void write(Context context, Export export, String fileName) throws IOException {
    context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    context.contentType("text/csv; charset=utf-8");
    if (context.method().equals(HandlerType.HEAD)) {
      return;
    }
    try {
      export.write(context.res().getOutputStream());
    } catch (IOException | RuntimeException e) {
      if (!context.res().isCommitted()) {
        context.res().resetBuffer();
        context.res().setHeader("Content-Disposition", null);
        throw e;
      }
      // The reader must not take what it has for the whole.
      LOG.error("an export broke off", e);
      ServletContextRequest.getServletContextRequest(context.req()).getServletChannel().abort(e);
    }
  }

  private static String fileName(FocusRequest request) {
    return "focus-"
        + request.version().text()
        + "-"
        + day(request.range().start())
        + "-"
        + day(request.range().end())
        + ".csv";
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
