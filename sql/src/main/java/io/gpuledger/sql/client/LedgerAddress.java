package io.gpuledger.sql.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the ledger's tables are and how to sign in: an embedded engine or a ClickHouse server
 * alike.
 *
 * @param url the HTTP endpoint, such as {@code http://127.0.0.1:8123}, without path and query
 * @param user the user, for the embedded engine the name of a door
 * @param password the password, for the embedded engine the secret of the door
 */
public record LedgerAddress(String url, String user, String password) {
  public LedgerAddress {
    URI parsed = URI.create(url);
    if (parsed.getHost() == null || parsed.getScheme() == null) {
      throw new IllegalArgumentException(
          "engine address \"" + url + "\" is not of the form http://host:port");
    }
    if (url.endsWith("/")) {
      url = url.substring(0, url.length() - 1);
    }
  }

  /** The value of the Authorization header. */
  String authorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The address for the stock JDBC driver. */
  String jdbcUrl() {
    return "jdbc:clickhouse:" + url + "/default";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + "@" + url;
  }
}
