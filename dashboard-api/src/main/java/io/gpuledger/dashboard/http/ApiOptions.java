package io.gpuledger.dashboard.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the server is set up.
 *
 * @param bind address to listen on
 * @param port 0 for any free port
 * @param publicUrl how readers reach it
 * @param allowedHosts further Host headers that are answered
 * @param staging folder for uploads; made if absent, emptied of what a crash left
 * @param demo whether every screen is marked as demo data
 * @param version of the product
 */
public record ApiOptions(
    String bind,
    int port,
    Optional<URI> publicUrl,
    List<String> allowedHosts,
    Path staging,
    boolean demo,
    String version) {
  /** Bytes of a body that is not an upload. */
  public static final long BODY_LIMIT = 1L << 20;

  /** Bytes of one upload. */
  public static final long UPLOAD_LIMIT = 8L << 30;

  /** Bytes of a refused body that are read and thrown away, so that its sender hears the reason. */
  public static final long REFUSED_BODY_LIMIT = 256L << 20;

  /** Files of one upload. */
  public static final int UPLOAD_FILES_LIMIT = 200;

  public ApiOptions {
    allowedHosts = List.copyOf(allowedHosts);
  }
}
