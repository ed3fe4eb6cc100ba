package io.gpuledger.streaming.billing;

import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.sink.SinkSettings;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the ledger's tables; created on first use where the function runs. */
public final class LedgerStoredRows implements StoredRows {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LedgerStoredRows.class);
  private static final long WAIT_MILLIS_MAX = 10_000;

  private final String url;
  private final String user;
  private final String password;

  private transient @Nullable LedgerClient client;

  private LedgerStoredRows(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  public static LedgerStoredRows of(SinkSettings settings) {
    return new LedgerStoredRows(
        settings.ledgerUrl(), settings.ledgerUser(), settings.ledgerPassword());
  }

  /** The answer holds one line for 64 row numbers, not one a row. */
  @Override
  public void chargesOf(String deliveryId, LongConsumer rowNo) throws InterruptedException {
    ask("queries/stored_charge_rows", deliveryId)
        .lines()
        .forEach(
            line -> {
              int tab = line.indexOf('\t');
              long first = Long.parseLong(line.substring(0, tab)) * 64;
              long bits = Long.parseUnsignedLong(line.substring(tab + 1));
              for (int bit = 0; bit < 64; bit++) {
                if ((bits >>> bit & 1) == 1) {
                  rowNo.accept(first + bit);
                }
              }
            });
  }

  @Override
  public void rejectsOf(String deliveryId, Consumer<String> identity) throws InterruptedException {
    ask("queries/stored_rejects", deliveryId)
        .lines()
        .map(line -> new String(HexFormat.of().parseHex(line), StandardCharsets.UTF_8))
        .forEach(identity);
  }

  private String ask(String query, String deliveryId) throws InterruptedException {
    for (long wait = 100; ; wait = Math.min(2 * wait, WAIT_MILLIS_MAX)) {
      try {
        return client().query(SqlText.load(query), Map.of("delivery", deliveryId));
      } catch (EngineException away) {
        LOG.warn("the ledger is away, repeats cannot be told yet: {}", away.getMessage());
        Thread.sleep(wait);
      }
    }
  }

  private LedgerClient client() {
    LedgerClient found = client;
    if (found == null) {
      found = new LedgerClient(new LedgerAddress(url, user, password));
      client = found;
    }
    return found;
  }
}
