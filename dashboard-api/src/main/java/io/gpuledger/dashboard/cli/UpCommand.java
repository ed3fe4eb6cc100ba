package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.dashboard.launcher.LedgerRuntime;
import io.gpuledger.dashboard.launcher.RunFile;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and prints the URL to sign in with. */
@Command(
    name = "up",
    description = "Start everything and print the URL to sign in with.",
    footer = {
      "",
      "Examples: ./gpuledger up --demo",
      "          ./gpuledger up --config gpuledger.yaml --port 8080"
    })
final class UpCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--demo", description = "a believable estate in a data directory of its own")
  private boolean demo;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of the web server (default: the configured one, else 8080; 0: any)")
  private @Nullable Integer port;

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path data = options.data(demo);
    Optional<RunFile> running = RunFile.read(data);
    if (running.isPresent()) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_FAILED,
          "already running as process "
              + running.get().pid()
              + " at "
              + running.get().url()
              + "; stop it first, or name another directory with --data");
    }
    RuntimeSettings settings =
        new RuntimeSettings(
            data,
            options.config(),
            port == null ? OptionalInt.empty() : OptionalInt.of(port),
            demo ? RuntimeSettings.Mode.DEMO : RuntimeSettings.Mode.SERVER);
    long started = System.nanoTime();
    CompletableFuture<LedgerRuntime> starting = new CompletableFuture<>();
    CountDownLatch stopped = new CountDownLatch(1);
    // Before the start: leaving while the engine runs would crash the process, so even a stop in
    // the middle of the start waits for it and then closes in order.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting, stopped), "stop"));
    LedgerRuntime runtime;
    try {
      runtime = LedgerRuntime.start(settings, line -> console.say("  " + line));
      starting.complete(runtime);
    } catch (RuntimeException failed) {
      starting.completeExceptionally(failed);
      throw failed;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    String url = runtime.url() + "/#token=" + runtime.token();
    if (options.json()) {
      console.json(
          JsonNodeFactory.instance
              .objectNode()
              .put("url", runtime.url())
              .put("signIn", url)
              .put("readySeconds", seconds));
    } else {
      console.say("ready in %.1f s; data in %s".formatted(seconds, data));
      console.result(url);
      console.say("Ctrl-C stops it.");
    }
    stopped.await();
    return ExitCode.OK;
  }

  private void stop(CompletableFuture<LedgerRuntime> starting, CountDownLatch stopped) {
    starting
        .handle(
            (runtime, failed) -> {
              if (runtime != null) {
                console.say("stopping ...");
                runtime.close();
              }
              return true;
            })
        .join();
    stopped.countDown();
  }
}
