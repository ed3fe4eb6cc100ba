package io.gpuledger.sql.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine in a process of its own, reached by its address only.
 *
 * <p>Arguments: {@code --data DIR} the engine's folder, {@code --host 127.0.0.1}, {@code --port
 * 8123}, {@code --url-file FILE} where the address is written once it answers. The doors' secrets
 * come from {@code GPULEDGER_ENGINE_INTERNAL_SECRET} and {@code GPULEDGER_ENGINE_MIGRATOR_SECRET}.
 * It runs until it is told to end by a signal, and then closes in order.
 */
public final class EngineMain {
  /** Environment variable with the secret of the internal door. */
  public static final String INTERNAL_SECRET = "GPULEDGER_ENGINE_INTERNAL_SECRET";

  /** Environment variable with the secret of the migrator's door. */
  public static final String MIGRATOR_SECRET = "GPULEDGER_ENGINE_MIGRATOR_SECRET";

  private static final Logger LOG = LoggerFactory.getLogger(EngineMain.class);

  private EngineMain() {}

  /** Starts the engine and waits for the end of the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = options(arguments);
    Path data = Path.of(required(options, "data"));
    EngineHttpOptions http =
        new EngineHttpOptions(
            options.getOrDefault("host", "127.0.0.1"),
            Integer.parseInt(options.getOrDefault("port", "8123")),
            secret(INTERNAL_SECRET),
            secret(MIGRATOR_SECRET));
    Path library = EngineLibrary.findOrFetch(LOG::info);
    EmbeddedLedger ledger = EmbeddedLedger.open(EngineOptions.of(library, data), http);
    // A JVM that ends with native connections open aborts; the hook closes them first.
    Runtime.getRuntime().addShutdownHook(new Thread(ledger::close, "engine-close"));
    String url = ledger.internal().url();
    LOG.info("the engine answers at {}", url);
    if (options.containsKey("url-file")) {
      write(Path.of(required(options, "url-file")), url);
    }
    new CountDownLatch(1).await();
  }

  private static void write(Path file, String url) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, url.getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      boolean pair = arguments[i].startsWith("--") && i + 1 < arguments.length;
      if (!pair) {
        throw new IllegalArgumentException(
            "expected --data DIR, --host HOST, --port PORT or --url-file FILE, found "
                + arguments[i]);
      }
      options.put(arguments[i].substring(2), arguments[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static String secret(String variable) {
    String value = System.getenv().getOrDefault(variable, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + variable + " is missing");
    }
    return value;
  }
}
