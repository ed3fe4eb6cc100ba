package io.gpuledger.sql.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine over HTTP, as a ClickHouse server speaks it, so that stock drivers and our own code
 * reach an embedded engine and a server alike.
 *
 * <p>As many statements run as the engine takes; as many again as {@link EngineOptions#maxWaiting}
 * says wait; one more is answered 503 with the engine's code 202. A client that leaves ends its
 * statement.
 */
public final class EngineHttpServer implements AutoCloseable {
  private static final int URL_BYTES_MAX = 1 << 20;
  private static final int HEADER_BYTES_MAX = 1 << 16;
  private static final int CHUNK_BYTES_MAX = 1 << 16;
  private static final int EVENT_LOOPS = 2;

  /** Open client connections; one more is closed at once. */
  static final int CONNECTIONS_MAX = 1024;

  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1 << 18, 1 << 20);

  private final EmbeddedEngine engine;
  private final EngineHttpOptions options;
  private final EventLoopGroup loops;
  private final ThreadPoolExecutor workers;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threadNumber = new AtomicInteger();
  private final Channel listener;

  private EngineHttpServer(EmbeddedEngine engine, EngineHttpOptions options) {
    this.engine = engine;
    this.options = options;
    this.loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("engine-http", true));
    int atOnce = engine.options().maxStatements();
    this.workers =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(Math.max(1, engine.options().maxWaiting())),
            task -> {
              Thread thread =
                  new Thread(task, "engine-statement-" + threadNumber.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
    this.listener = bind();
  }

  /**
   * Starts to listen.
   *
   * @throws EngineUnavailableException if the port cannot be had
   */
  public static EngineHttpServer start(EmbeddedEngine engine, EngineHttpOptions options) {
    return new EngineHttpServer(engine, options);
  }

  private Channel bind() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, CONNECTIONS_MAX)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                });
    try {
      return bootstrap.bind(options.host(), options.port()).sync().channel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopThreads();
      throw new EngineUnavailableException("interrupted while opening the engine's port", e);
    } catch (RuntimeException | Error e) {
      stopThreads();
      throw e;
    } catch (Exception e) {
      stopThreads();
      throw new EngineUnavailableException(
          "the engine cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A channel that cannot be closed is closed.
  private void accept(SocketChannel channel) {
    if (clients.size() >= CONNECTIONS_MAX) {
      channel.close();
      return;
    }
    clients.add(channel);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(URL_BYTES_MAX, HEADER_BYTES_MAX, CHUNK_BYTES_MAX))
        .addLast(new ConnectionHandler(this));
  }

  /** The address to give to clients, such as {@code http://127.0.0.1:8123}. */
  public String url() {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return "http://" + options.host() + ":" + port;
  }

  EmbeddedEngine engine() {
    return engine;
  }

  EngineHttpOptions options() {
    return options;
  }

  void submit(Exchange exchange) {
    running.add(exchange);
    try {
      workers.execute(exchange);
    } catch (RejectedExecutionException e) {
      running.remove(exchange);
      throw EmbeddedEngine.tooMany(engine.options().maxWaiting() + " statements wait already");
    }
  }

  int waitingStatements() {
    return workers.getQueue().size();
  }

  void ended(Exchange exchange) {
    running.remove(exchange);
  }

  /** Ends the statement that a client named with this id; nothing if it is over. */
  void cancel(String queryId) {
    for (Exchange exchange : running) {
      if (exchange.queryId().equals(queryId)) {
        exchange.cancel(new IOException("the statement was cancelled"));
      }
    }
  }

  /** Stops to listen, cancels what runs and waits for it. The engine stays open. */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    running.forEach(exchange -> exchange.cancel(new IOException("the engine is shutting down")));
    workers.shutdown();
    try {
      workers.awaitTermination(EmbeddedEngine.CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    stopThreads();
  }

  private void stopThreads() {
    workers.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
