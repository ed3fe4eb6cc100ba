package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One statement that came by HTTP, from its request to the end of its answer, on a worker. */
final class Exchange implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** The head of an INSERT, up to its data, must lie within this many bytes. */
  private static final int INSERT_HEAD_BYTES_MAX = 1 << 18;

  private static final Pattern KILL =
      Pattern.compile(
          "\\s*KILL\\s+QUERY\\s+WHERE\\s+query_id\\s*=\\s*'([^'\\\\]*)'[\\s;]*(?:ASYNC|SYNC)?[\\s;]*",
          Pattern.CASE_INSENSITIVE);

  private final EmbeddedEngine engine;
  private final RequestPlan plan;
  private final Door door;
  private final RequestBody body;
  private final ResponseBody response;
  private final Consumer<String> canceller;
  private final Runnable whenDone;
  private final String queryId;
  private @Nullable EngineSession session;
  private boolean gone;

  Exchange(
      EmbeddedEngine engine,
      RequestPlan plan,
      Door door,
      RequestBody body,
      ResponseBody response,
      Consumer<String> canceller,
      Runnable whenDone) {
    this.engine = engine;
    this.plan = plan;
    this.door = door;
    this.body = body;
    this.response = response;
    this.canceller = canceller;
    this.whenDone = whenDone;
    this.queryId = plan.queryId().isEmpty() ? UUID.randomUUID().toString() : plan.queryId();
  }

  String queryId() {
    return queryId;
  }

  Door door() {
    return door;
  }

  /** The client is gone, or asked for the end of its statement. */
  void cancel(IOException reason) {
    EngineSession running;
    synchronized (this) {
      gone = true;
      running = session;
    }
    body.fail(reason);
    response.wake();
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void run() {
    try {
      answer();
      response.close();
    } catch (EngineException e) {
      Refusal.answer(response, plan, e);
    } catch (IOException e) {
      Refusal.answer(response, plan, brokenRequest(e));
    } catch (RuntimeException | Error e) {
      LOG.error("a statement failed on our side", e);
      Refusal.answer(
          response,
          plan,
          EngineException.of(
              49, "Code: 49. DB::Exception: the endpoint failed: " + e + ". (LOGICAL_ERROR)"));
    } finally {
      body.discard();
      whenDone.run();
    }
  }

  private static EngineException brokenRequest(IOException cause) {
    return EngineException.of(
        1000,
        "Code: 1000. DB::Exception: the request or its answer broke off: "
            + cause.getMessage()
            + ". (POCO_EXCEPTION)");
  }

  private void answer() throws IOException {
    InputStream data = body;
    if (plan.blockCompressedBody()) {
      data = BlockCompression.decompress(data);
    } else if (!plan.contentEncoding().isEmpty()) {
      data = ContentCoding.of(plan.contentEncoding()).decode(data);
    }
    byte[] head =
        plan.query().isEmpty()
            ? data.readNBytes(INSERT_HEAD_BYTES_MAX)
            : (plan.query() + "\n").getBytes(StandardCharsets.UTF_8);
    // One character a byte, so that an index in the text is an index in the bytes.
    String headText = new String(head, StandardCharsets.ISO_8859_1);
    Optional<StatementText.Insert> insert = StatementText.insertWithData(headText);
    if (insert.isPresent()) {
      insert(insert.orElseThrow(), head, data);
    } else {
      query(wholeStatement(head, data));
    }
  }

  private void insert(StatementText.Insert insert, byte[] head, InputStream data)
      throws IOException {
    String statement = new String(head, 0, insert.statement().length(), StandardCharsets.UTF_8);
    door.check(statement);
    boolean small = insert.format().equals("Values") && !plan.parameters().isEmpty();
    if (small) {
      // Parameters may stand among the values, and only a whole statement takes parameters.
      query(wholeStatement(head, data));
      return;
    }
    byte[] first = Arrays.copyOfRange(head, insert.dataStart(), head.length);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), data);
    try (EngineSession opened = begin()) {
      Statistics statistics = opened.insert(statement, insert.format(), all);
      head("TabSeparated", statistics);
      try (OutputStream out = encoded()) {
        out.flush();
      }
    }
  }

  private String wholeStatement(byte[] head, InputStream rest) throws IOException {
    byte[] more = rest.readNBytes(EmbeddedEngine.STATEMENT_BYTES_MAX - head.length + 1);
    if (head.length + more.length > EmbeddedEngine.STATEMENT_BYTES_MAX) {
      throw EngineException.of(
          62,
          "Code: 62. DB::Exception: Max query size exceeded: a statement may have at most "
              + EmbeddedEngine.STATEMENT_BYTES_MAX
              + " bytes. (SYNTAX_ERROR)");
    }
    byte[] all = Arrays.copyOf(head, head.length + more.length);
    System.arraycopy(more, 0, all, head.length, more.length);
    return new String(all, StandardCharsets.UTF_8);
  }

  private void query(String sql) throws IOException {
    Matcher kill = KILL.matcher(sql);
    if (kill.matches()) {
      // The ids of our clients are known here; the engine has ids of its own.
      canceller.accept(kill.group(1));
      head("TabSeparated", Statistics.NONE);
      encoded().close();
      return;
    }
    door.check(sql);
    try (EngineSession opened = begin()) {
      StatementText.Output output = StatementText.output(sql, plan.format());
      head(output.format(), Statistics.NONE);
      OutputStream out = encoded();
      Statistics statistics =
          opened.query(output.statement(), output.format(), plan.parameters(), out);
      if (response.headOpen()) {
        head(output.format(), statistics);
      }
      out.close();
    }
  }

  private EngineSession begin() {
    EngineSession opened = engine.begin(plan.settings());
    boolean late;
    synchronized (this) {
      session = opened;
      late = gone;
    }
    if (late) {
      opened.cancel();
    }
    return opened;
  }

  private void head(String format, Statistics statistics) {
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, Refusal.contentType(format));
    headers.set("X-ClickHouse-Format", format);
    headers.set("X-ClickHouse-Query-Id", queryId);
    headers.set("X-ClickHouse-Summary", Refusal.summary(statistics));
  }

  private OutputStream encoded() throws IOException {
    return Refusal.encoded(response, plan);
  }
}
