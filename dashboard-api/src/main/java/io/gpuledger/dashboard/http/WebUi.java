package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The web UI out of the class path: files by their name, and the start page for every other address
 * of the UI, which routes by itself.
 */
final class WebUi {
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json; charset=utf-8",
          "woff2", "font/woff2",
          "map", "application/json; charset=utf-8",
          "txt", "text/plain; charset=utf-8");

  /** Answers the address if the UI has something for it. */
  boolean answer(Context context) throws IOException {
    String path = context.path();
    if (path.startsWith("/api/")) {
      return false;
    }
    String extension = extension(path);
    if (!extension.isEmpty()) {
      return SAFE.matcher(path).matches() && send(context, path, extension);
    }
    return send(context, "/index.html", "html");
  }

  private static String extension(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot < 0 ? "" : last.substring(dot + 1);
  }

  private static boolean send(Context context, String path, String extension) throws IOException {
    Optional<String> type = Optional.ofNullable(TYPES.get(extension));
    try (InputStream in = WebUi.class.getResourceAsStream("/ui" + path)) {
      if (in == null || type.isEmpty()) {
        return false;
      }
      // Names under /assets carry a hash of their content.
      context.header(
          "Cache-Control",
          path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      context.status(200).contentType(type.get()).result(in.readAllBytes());
      return true;
    }
  }
}
