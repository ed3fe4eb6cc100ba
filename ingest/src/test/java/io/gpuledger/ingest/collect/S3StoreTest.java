package io.gpuledger.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store against a server that speaks the calls of S3 that it makes. */
class S3StoreTest {
  private static final int PAGE = 2;

  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int refusal;
  private volatile boolean cut;
  private HttpServer server;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store = open("bills", "exports/");
  }

  private ObjectStore open(String bucket, String prefix) throws IOException {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return S3Store.open(bucket, prefix, Optional.empty(), Optional.of(endpoint));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static String tag(String content) {
    return "\"" + Integer.toHexString(content.hashCode()) + "\"";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      requests.add(path + "?" + query);
      if (refusal != 0) {
        send(exchange, refusal, "<Error><Code>No</Code><Message>no</Message></Error>");
      } else if (failures.getAndDecrement() > 0) {
        send(exchange, 500, "<Error><Code>InternalError</Code></Error>");
      } else if (path.equals("/bills") || path.equals("/bills/")) {
        list(exchange, query);
      } else {
        get(exchange, path.substring("/bills/".length()));
      }
    }
  }

  private void list(HttpExchange exchange, String query) throws IOException {
    String after = "";
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("continuation-token=")) {
        after = pair.substring("continuation-token=".length());
      }
    }
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    int count = 0;
    String last = "";
    boolean more = false;
    for (Map.Entry<String, String> object : new TreeMap<>(objects).entrySet()) {
      if (object.getKey().compareTo(after) <= 0 || !object.getKey().startsWith("exports/")) {
        continue;
      }
      if (count == PAGE) {
        more = true;
        break;
      }
      count++;
      last = object.getKey();
      xml.append(
              "<Contents><Key>%s</Key><LastModified>2026-11-02T06:00:00.000Z</LastModified>"
                  .formatted(last))
          .append(
              "<ETag>%s</ETag><Size>%d</Size></Contents>"
                  .formatted(tag(object.getValue()), object.getValue().length()));
    }
    xml.append("<IsTruncated>%s</IsTruncated>".formatted(more));
    if (more) {
      xml.append("<NextContinuationToken>%s</NextContinuationToken>".formatted(last));
    }
    send(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    String content = objects.get(key);
    if (content == null) {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
    } else if (!tag(content).equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
      send(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
    } else {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("ETag", tag(content));
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
    }
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String read(StoredObject object) throws IOException {
    try (InputStream in = store.open(object)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void it_lists_every_page_below_the_prefix_and_reads_each_object() throws IOException {
    for (int i = 0; i < 5; i++) {
      objects.put("exports/oct/" + i + ".csv", "content " + i);
    }
    objects.put("exports/oct/", "");
    objects.put("other/x.csv", "not asked for");

    List<StoredObject> listed = store.list();

    assertThat(listed)
        .extracting(StoredObject::key)
        .containsExactly("oct/0.csv", "oct/1.csv", "oct/2.csv", "oct/3.csv", "oct/4.csv");
    assertThat(requests).hasSize(3);
    assertThat(read(listed.get(3))).isEqualTo("content 3");
  }

  @Test
  void a_server_that_fails_for_a_moment_is_asked_again() throws IOException {
    objects.put("exports/a.csv", "a");
    failures.set(2);

    assertThat(store.list()).hasSize(1);
    assertThat(requests).hasSize(3);
  }

  @Test
  void a_refusal_is_told_in_words_that_help() {
    refusal = 403;
    assertThatThrownBy(store::list)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://bills/exports/: access is refused (403)")
        .hasMessageContaining("s3:ListBucket");

    refusal = 404;
    assertThatThrownBy(store::list).hasMessageContaining("no such bucket or object (404)");
  }

  @Test
  void an_object_that_was_written_anew_or_taken_away_is_refused() throws IOException {
    objects.put("exports/a.csv", "a");
    StoredObject listed = store.list().get(0);

    objects.put("exports/a.csv", "b");
    assertThatThrownBy(() -> read(listed)).hasMessageContaining("changed since it was listed");
    objects.remove("exports/a.csv");
    assertThatThrownBy(() -> read(listed)).hasMessageContaining("(404)");
  }

  @Test
  void content_that_is_cut_off_in_the_middle_is_never_taken_for_whole() throws IOException {
    objects.put("exports/a.csv", "a long content");
    StoredObject listed = store.list().get(0);
    cut = true;

    assertThatThrownBy(() -> read(listed)).isInstanceOf(IOException.class);
  }
}
