package io.gpuledger.ingest.kafka;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded broker as a process of its own: {@code BrokerMain DIRECTORY [PORT] [power]}.
 *
 * <p>Its address stands in {@link EmbeddedBroker#ADDRESS_FILE} of the directory while it serves. It
 * stops in order on SIGTERM.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 1 || arguments.length > 3) {
      throw new IllegalArgumentException("expected DIRECTORY [PORT] [power]");
    }
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    boolean power = arguments.length > 2 && arguments[2].equals("power");
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerOptions.in(Path.of(arguments[0])).withPort(port).withFlushEveryWrite(power));
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  stopped.countDown();
                },
                "broker-stop"));
    stopped.await();
  }
}
