package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection, on its event loop. Requests are answered one after the other; while one is
 * worked on, the channel is read only far enough to notice that the client left.
 */
// A write or close that fails closes the channel, and that reaches us as such.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  private final EngineHttpServer server;
  private final Deque<HttpObject> pipelined = new ArrayDeque<>();
  private @Nullable RequestBody body;
  private @Nullable Exchange exchange;
  private @Nullable ResponseBody response;
  private boolean answered = true;

  ConnectionHandler(EngineHttpServer server) {
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    boolean next = part instanceof HttpRequest || !pipelined.isEmpty();
    if (next && !idle()) {
      pipelined.add(part);
      return;
    }
    handle(context, part);
  }

  private boolean idle() {
    return answered && (body == null || body.isComplete());
  }

  private void handle(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpRequest request) {
      start(context, request);
    }
    if (part instanceof HttpContent content) {
      RequestBody current = body;
      if (current == null) {
        content.release();
        return;
      }
      current.offer(content.content());
      if (content instanceof LastHttpContent) {
        if (content.decoderResult().isFailure()) {
          current.fail(new IOException("the request is not HTTP"));
        }
        current.complete();
        afterPart(context);
      }
    }
  }

  private void start(ChannelHandlerContext context, HttpRequest request) {
    Channel channel = context.channel();
    if (request.decoderResult().isFailure()) {
      context.writeAndFlush(plain(HttpResponseStatus.BAD_REQUEST, "the request is not HTTP\n"));
      context.close();
      return;
    }
    answered = false;
    RequestBody newBody = new RequestBody(channel);
    body = newBody;
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("X-ClickHouse-Server-Display-Name", "gpuledger");
    headers.set("X-ClickHouse-Timezone", "UTC");
    ResponseBody newResponse = new ResponseBody(channel, headers, HttpUtil.isKeepAlive(request));
    response = newResponse;
    String path = request.uri();
    boolean root = path.equals("/") || path.startsWith("/?");
    if (request.method().equals(HttpMethod.GET) && !(root && path.contains("query="))) {
      newBody.discard();
      get(path, newResponse);
      done(context);
      return;
    }
    if (!root) {
      newBody.discard();
      text(newResponse, HttpResponseStatus.NOT_FOUND, "there is nothing at this path\n");
      done(context);
      return;
    }
    dispatch(context, request, newBody, newResponse);
  }

  private static void get(String path, ResponseBody response) {
    if (path.equals("/") || path.equals("/ping")) {
      text(response, HttpResponseStatus.OK, "Ok.\n");
    } else {
      text(response, HttpResponseStatus.NOT_FOUND, "there is nothing at this path\n");
    }
  }

  private void dispatch(
      ChannelHandlerContext context, HttpRequest request, RequestBody body, ResponseBody response) {
    RequestPlan plan = RequestPlan.NOTHING;
    try {
      plan = RequestPlan.of(request);
      Door door = Door.of(plan.user(), plan.password(), server.options());
      Exchange started =
          new Exchange(
              server.engine(),
              plan,
              door,
              body,
              response,
              server::cancel,
              () -> context.executor().execute(() -> done(context)));
      exchange = started;
      server.submit(started);
    } catch (EngineException e) {
      exchange = null;
      body.discard();
      Refusal.answer(response, plan, e);
      done(context);
    }
  }

  private static void text(ResponseBody response, HttpResponseStatus status, String text) {
    response.restart(status);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
    try (response) {
      response.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      response.abort();
    }
  }

  private static FullHttpResponse plain(HttpResponseStatus status, String text) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    HttpUtil.setContentLength(response, response.content().readableBytes());
    return response;
  }

  /** The answer is written; the next request may start when this one's body is over. */
  private void done(ChannelHandlerContext context) {
    Exchange ended = exchange;
    if (ended != null) {
      server.ended(ended);
    }
    exchange = null;
    answered = true;
    afterPart(context);
  }

  private void afterPart(ChannelHandlerContext context) {
    if (!idle()) {
      context.read();
      return;
    }
    ResponseBody last = response;
    if (last != null && !last.keepsAlive()) {
      context.channel().eventLoop().execute(context::close);
      return;
    }
    while (idle() && !pipelined.isEmpty()) {
      handle(context, pipelined.remove());
      while (!idle() && pipelined.peek() instanceof HttpContent) {
        handle(context, pipelined.remove());
      }
    }
    context.read();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    RequestBody current = body;
    if (current != null && current.wantsMore()) {
      context.read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    ResponseBody current = response;
    if (current != null) {
      current.wake();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Exchange running = exchange;
    if (running != null) {
      running.cancel(new IOException("the client is gone"));
    } else if (body != null) {
      body.discard();
    }
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("a client connection failed", cause);
    context.close();
  }
}
