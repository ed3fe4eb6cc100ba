package io.gpuledger.sql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("live")
class EngineHttpTest {
  private static final int STATEMENTS = 4;
  private static final int WAITING = 16;

  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension(STATEMENTS, WAITING);

  private final HttpClient http = HttpClient.newHttpClient();

  /** Takes minutes without taking a processor. */
  private static String slow(String mark) {
    return "SELECT '"
        + mark
        + "', count() FROM numbers(20000) WHERE NOT ignore(sleepEachRow(0.01)) SETTINGS"
        + " max_block_size = 1";
  }

  private static String basic(LedgerAddress address) {
    String pair = address.user() + ":" + address.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(LEDGER.ledger().internal().url() + url))
        .header("Authorization", basic(LEDGER.ledger().internal()));
  }

  private HttpResponse<byte[]> post(String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(url).POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void ping_needs_no_secret() throws Exception {
    HttpRequest ping =
        HttpRequest.newBuilder(URI.create(LEDGER.ledger().internal().url() + "/ping")).build();
    HttpResponse<String> answer = http.send(ping, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Ok.\n");
  }

  @Test
  void a_wrong_secret_and_the_read_only_door_are_refused() {
    String url = LEDGER.ledger().internal().url();
    String secret = LEDGER.ledger().internal().password();
    for (LedgerAddress address :
        List.of(
            new LedgerAddress(url, "internal", "wrong"),
            new LedgerAddress(url, "migrator", secret),
            new LedgerAddress(url, "readonly", secret),
            new LedgerAddress(url, "default", ""))) {
      assertThatThrownBy(() -> new LedgerClient(address).query("SELECT 1", Map.of()))
          .isInstanceOf(EngineException.class)
          .extracting(e -> ((EngineException) e).code())
          .isEqualTo(516);
    }
  }

  @Test
  void the_key_header_opens_a_door_as_well() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(LEDGER.ledger().internal().url() + "/?query=SELECT%201"))
            .header("X-ClickHouse-User", "internal")
            .header("X-ClickHouse-Key", LEDGER.ledger().internal().password())
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("1\n");
  }

  @Test
  void the_internal_door_leaves_the_schema_alone() {
    for (String statement :
        List.of(
            "CREATE TABLE x (a UInt8) ENGINE = Memory",
            " /* a comment */ drop table charges",
            "ALTER TABLE charges DROP COLUMN tags",
            "SET max_threads = 1",
            "SYSTEM STOP MERGES",
            "ATTACH TABLE x")) {
      assertThatThrownBy(() -> LEDGER.client().execute(statement, Map.of()))
          .as(statement)
          .isInstanceOf(EngineException.class)
          .extracting(e -> ((EngineException) e).code())
          .isEqualTo(497);
    }
  }

  @Test
  void the_exact_code_and_text_of_the_engine_come_back() throws Exception {
    HttpResponse<byte[]> answer = post("/", "SELECT nope");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("X-ClickHouse-Exception-Code")).contains("47");
    assertThat(text(answer))
        .startsWith("Code: 47. DB::Exception: Unknown expression identifier `nope` in scope");
  }

  @Test
  void the_format_is_asked_for_by_header_url_or_clause() throws Exception {
    HttpResponse<byte[]> byHeader =
        post("/", "SELECT 1 AS a", "X-ClickHouse-Format", "JSONEachRow");
    assertThat(text(byHeader)).isEqualTo("{\"a\":1}\n");
    assertThat(byHeader.headers().firstValue("X-ClickHouse-Format")).contains("JSONEachRow");
    assertThat(text(post("/?default_format=CSVWithNames", "SELECT 1 AS a")))
        .isEqualTo("\"a\"\n1\n");
    HttpResponse<byte[]> byClause = post("/", "SELECT 1 AS format FORMAT TSVWithNames;");
    assertThat(text(byClause)).isEqualTo("format\n1\n");
    assertThat(byClause.headers().firstValue("X-ClickHouse-Format")).contains("TSVWithNames");
    assertThat(text(post("/", "SHOW TABLES LIKE 'charges' FORMAT JSONEachRow")))
        .isEqualTo("{\"name\":\"charges\"}\n");
    assertThat(text(post("/", "SELECT 1 AS a FORMAT JSON"))).contains("\"rows\": 1");
  }

  @Test
  void a_head_of_names_comes_once_however_many_pieces_follow() throws Exception {
    HttpResponse<byte[]> lines =
        post("/?default_format=TSVWithNames", "SELECT number FROM numbers(300000)");
    assertThat(text(lines).lines().filter(line -> line.equals("number")).count()).isEqualTo(1);
    assertThat(text(lines).lines().count()).isEqualTo(300_001);
    HttpResponse<byte[]> binary =
        post("/?default_format=RowBinaryWithNamesAndTypes", "SELECT number FROM numbers(300000)");
    assertThat(binary.body()).hasSize(1 + 7 + 7 + 300_000 * 8);
  }

  @Test
  void answers_are_compressed_as_asked() throws Exception {
    String sql = "SELECT number FROM numbers(100000)";
    byte[] plain = post("/", sql).body();
    HttpResponse<byte[]> gzip = post("/?enable_http_compression=1", sql, "Accept-Encoding", "gzip");
    assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(plain);
    HttpResponse<byte[]> zstd = post("/", sql, "Accept-Encoding", "br, zstd;q=0.5, gzip;q=0");
    assertThat(new ZstdInputStream(new ByteArrayInputStream(zstd.body())).readAllBytes())
        .isEqualTo(plain);
    HttpResponse<byte[]> blocks = post("/?compress=1", sql);
    assertThat(BlockCompression.decompress(new ByteArrayInputStream(blocks.body())).readAllBytes())
        .isEqualTo(plain);
  }

  @Test
  void requests_may_be_compressed() throws Exception {
    byte[] sql = "SELECT 'compressed'".getBytes(StandardCharsets.UTF_8);
    for (ContentCoding coding : ContentCoding.values()) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = coding.encode(packed)) {
        out.write(sql);
      }
      HttpRequest request =
          request("/")
              .header(
                  "Content-Encoding",
                  coding == ContentCoding.IDENTITY ? "identity" : coding.token())
              .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .as(coding.name())
          .isEqualTo("compressed\n");
    }
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    try (OutputStream out = BlockCompression.compress(blocks)) {
      out.write(sql);
    }
    HttpRequest request =
        request("/?decompress=1")
            .POST(HttpRequest.BodyPublishers.ofByteArray(blocks.toByteArray()))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .isEqualTo("compressed\n");
    byte[] broken = blocks.toByteArray();
    broken[20] ^= 1;
    HttpRequest wrong =
        request("/?decompress=1").POST(HttpRequest.BodyPublishers.ofByteArray(broken)).build();
    assertThat(http.send(wrong, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void parameters_and_settings_of_the_list_hold_for_one_statement() throws Exception {
    assertThat(text(post("/?param_x=a%5Ctb", "SELECT length({x:String})"))).isEqualTo("3\n");
    assertThat(text(post("/?max_threads=1", "SELECT getSetting('max_threads')"))).isEqualTo("1\n");
    assertThat(text(post("/", "SELECT getSetting('max_threads')"))).isNotEqualTo("1\n");
    assertThat(text(post("/?readonly=0", "SELECT 1"))).startsWith("Code: 115.");
    assertThat(text(post("/?max_memory_usage=0", "SELECT 1"))).startsWith("Code: 115.");
    assertThat(text(post("/?max_threads=many", "SELECT 1"))).startsWith("Code: 36.");
    assertThat(text(post("/?database=other", "SELECT 1"))).startsWith("Code: 81.");
  }

  @Test
  void statistics_are_told() throws Exception {
    assertThat(
            post("/", "SELECT number FROM numbers(10)")
                .headers()
                .firstValue("X-ClickHouse-Summary"))
        .get()
        .asString()
        .contains("\"read_rows\":\"10\"", "\"result_rows\":\"10\"");
    LEDGER
        .migrator()
        .execute("CREATE TABLE told (a UInt8) ENGINE = MergeTree ORDER BY a", Map.of());
    HttpResponse<byte[]> insert =
        post("/?query=" + encode("INSERT INTO told FORMAT RowBinary"), "ab");
    assertThat(insert.headers().firstValue("X-ClickHouse-Summary"))
        .get()
        .asString()
        .contains("\"written_rows\":\"2\"");
    HttpResponse<byte[]> inline = post("/", "INSERT INTO told (a) VALUES (1), (2), (1 + 2)");
    assertThat(inline.statusCode()).as(text(inline)).isEqualTo(200);
    assertThat(LEDGER.query("SELECT count() FROM told")).isEqualTo("5");
  }

  @Test
  void twenty_statements_at_once_take_turns() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String sql = "SELECT count(), " + i + " FROM numbers(3000000) WHERE sipHash64(number) > 0";
        calls.add(() -> LEDGER.client().query(sql, Map.of()));
      }
      int i = 0;
      for (Future<String> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo("3000000\t" + i++ + "\n");
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void one_statement_more_than_may_wait_is_refused() throws Exception {
    await(() -> LEDGER.ledger().engine().runningStatements() == 0);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < STATEMENTS; i++) {
        sockets.add(open(slow("runs-" + i)));
      }
      await(() -> LEDGER.ledger().engine().runningStatements() == STATEMENTS);
      for (int i = 0; i < WAITING; i++) {
        sockets.add(open(slow("waits-" + i)));
      }
      await(() -> LEDGER.ledger().waitingStatements() == WAITING);
      HttpResponse<byte[]> refused = post("/", "SELECT 1");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("X-ClickHouse-Exception-Code")).contains("202");
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(EngineException.of(202, text(refused)).retriable()).isTrue();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await(() -> LEDGER.ledger().engine().runningStatements() == 0);
    assertThat(LEDGER.query("SELECT 1")).isEqualTo("1");
  }

  @Test
  void a_client_that_leaves_ends_its_statement() throws Exception {
    Socket socket = open(slow("left"));
    await(() -> LEDGER.ledger().engine().runningStatements() == 1);
    long left = System.nanoTime();
    socket.close();
    await(() -> LEDGER.ledger().engine().runningStatements() == 0);
    assertThat(System.nanoTime() - left).isLessThan(5_000_000_000L);
  }

  @Test
  void a_statement_is_ended_by_its_id() throws Exception {
    Socket socket = open("/?query_id=mine", slow("killed"));
    await(() -> LEDGER.ledger().engine().runningStatements() == 1);
    LEDGER.client().execute("KILL QUERY WHERE query_id = 'mine'", Map.of());
    byte[] answer = new byte[4096];
    int length = socket.getInputStream().read(answer);
    assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
        .contains("X-ClickHouse-Exception-Code: 394");
    socket.close();
  }

  @Test
  void an_insert_whose_sender_leaves_stores_nothing() throws Exception {
    LEDGER
        .migrator()
        .execute("CREATE TABLE broken (a UInt8) ENGINE = MergeTree ORDER BY a", Map.of());
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    String head =
        "POST /?query="
            + encode("INSERT INTO broken FORMAT RowBinary")
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + basic(LEDGER.ledger().internal())
            + "\r\nContent-Length: 1000\r\n\r\nabc";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    await(() -> LEDGER.ledger().engine().runningStatements() == 1);
    socket.close();
    await(() -> LEDGER.ledger().engine().runningStatements() == 0);
    assertThat(LEDGER.query("SELECT count() FROM broken")).isEqualTo("0");
  }

  @Test
  void a_failure_in_the_middle_of_an_answer_breaks_it_off() {
    assertThatThrownBy(
            () ->
                post(
                    "/?max_block_size=1000",
                    "SELECT throwIf(number = 3000000), 'some text to fill' FROM numbers(4000000)"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_short_answer_comes_in_one_packet() throws Exception {
    try (Socket socket = open("SELECT 1")) {
      byte[] packet = new byte[4096];
      int length = socket.getInputStream().read(packet);
      assertThat(new String(packet, 0, length, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("\r\n\r\n1\n");
    }
  }

  @Test
  void requests_sent_without_waiting_are_answered_in_their_order() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      for (int i = 1; i <= 3; i++) {
        socket
            .getOutputStream()
            .write(head("/", "SELECT 'answer-" + i + "'").getBytes(StandardCharsets.UTF_8));
      }
      String all = "";
      byte[] piece = new byte[4096];
      while (!all.contains("answer-3")) {
        int length = socket.getInputStream().read(piece);
        assertThat(length).isPositive();
        all += new String(piece, 0, length, StandardCharsets.UTF_8);
      }
      assertThat(all.indexOf("answer-1")).isLessThan(all.indexOf("answer-2"));
      assertThat(all.indexOf("answer-2")).isLessThan(all.indexOf("answer-3"));
    }
  }

  @Test
  void a_large_answer_is_streamed_in_bounded_memory() throws Exception {
    // 640 MB, more than a statement of this engine may hold.
    HttpRequest request =
        request("/?default_format=RowBinary")
            .POST(
                HttpRequest.BodyPublishers.ofString("SELECT number, number FROM numbers(40000000)"))
            .build();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    }
    assertThat(bytes).isEqualTo(640_000_000L);
  }

  private static int port() {
    return URI.create(LEDGER.ledger().internal().url()).getPort();
  }

  private static Socket open(String sql) throws IOException {
    return open("/", sql);
  }

  private static Socket open(String url, String sql) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.getOutputStream().write(head(url, sql).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String head(String url, String sql) {
    return "POST "
        + url
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
        + basic(LEDGER.ledger().internal())
        + "\r\nContent-Length: "
        + sql.length()
        + "\r\n\r\n"
        + sql;
  }
}
