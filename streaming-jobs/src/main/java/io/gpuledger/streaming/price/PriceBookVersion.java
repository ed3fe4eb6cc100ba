package io.gpuledger.streaming.price;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DevicePrice;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceFinding;
import io.gpuledger.cost.price.TokenPrice;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Publication;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A version of the price book that is to be published. */
public final class PriceBookVersion implements Publication {
  /** Most prices of a version; it is one block of one insert. */
  public static final int PRICES_LIMIT = 200_000;

  private static final List<String> COLUMNS =
      List.of(
          "load_id",
          "line_no",
          "kind",
          "provider",
          "region",
          "sku",
          "option",
          "price",
          "currency",
          "unit",
          "per_device_hour",
          "valid_from",
          "valid_to",
          "source",
          "collected_on",
          "standing",
          "finding");

  private final LedgerClient client;
  private final PriceBook book;
  private final String contentHash;
  private final String loadId;

  private PriceBookVersion(LedgerClient client, PriceBook book, String contentHash, String loadId) {
    this.client = client;
    this.book = book;
    this.contentHash = contentHash;
    this.loadId = loadId;
  }

  /**
   * The version that follows the newest one.
   *
   * @return empty where the newest version has the same prices
   * @throws IllegalArgumentException if the book is too large
   */
  public static Optional<PriceBookVersion> following(LedgerClient client, PriceBook book) {
    if (book.devices().size() + book.tokens().size() > PRICES_LIMIT) {
      throw new IllegalArgumentException("a price book has at most " + PRICES_LIMIT + " prices");
    }
    String contentHash = contentOf(book);
    String[] newest =
        client.query(SqlText.load("queries/price_book_newest"), Map.of()).strip().split("\t", -1);
    if (newest.length > 1 && newest[1].equals(contentHash)) {
      return Optional.empty();
    }
    String loadId = ContentId.of(List.of("price-book", newest[0], contentHash));
    return Optional.of(new PriceBookVersion(client, book, contentHash, loadId));
  }

  private static String contentOf(PriceBook book) {
    List<String> fields = new ArrayList<>();
    book.devices().forEach(price -> fields.add(price.toString()));
    book.tokens().forEach(price -> fields.add(price.toString()));
    return ContentId.of(fields);
  }

  @Override
  public Optional<Instant> publishedAt() {
    return client
        .query(SqlText.load("queries/price_book_published_at"), Map.of("load", loadId))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  @Override
  public void store() {
    long rows = book.devices().size() + (long) book.tokens().size();
    if (rows > 0 && stored() == 0) {
      client.insert("price_book", COLUMNS, token("prices:" + loadId), encode());
    }
    long stored = stored();
    if (stored != rows) {
      throw new IllegalStateException(
          "price book " + loadId + " has " + rows + " prices and " + stored + " are stored");
    }
  }

  @Override
  public void publish(Instant recordedAt) {
    RowBinaryWriter row =
        new RowBinaryWriter()
            .string(loadId)
            .string(contentHash)
            .uint64(book.devices().size() + (long) book.tokens().size())
            .micros(recordedAt);
    client.insert(
        "price_book_loads",
        List.of("load_id", "content_hash", "prices", "recorded_at"),
        token("price book:" + loadId),
        row.toBytes());
  }

  private long stored() {
    return Long.parseLong(
        client.query(SqlText.load("queries/price_book_rows"), Map.of("load", loadId)).strip());
  }

  private static String token(String what) {
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private byte[] encode() {
    Map<DevicePrice, String> findings = new HashMap<>();
    for (PriceFinding finding : book.findings()) {
      findings.put(finding.price(), finding.message());
    }
    RowBinaryWriter out = new RowBinaryWriter();
    long lineNo = 0;
    for (DevicePrice price : book.devices()) {
      out.string(loadId)
          .uint64(lineNo++)
          .string("device")
          .string(price.provider())
          .string(price.region())
          .string(price.deviceModel())
          .string(price.option().text())
          .decimal128(price.price().price().amount().unscaled())
          .string(price.currency())
          .string(price.price().unit());
      Optional<Money> hour = price.price().perDeviceHour();
      if (hour.isPresent()) {
        out.notNull().decimal128(hour.get().amount().unscaled());
      } else {
        out.isNull();
      }
      out.micros(price.valid().start()).micros(price.valid().end()).string(price.origin().source());
      date(out, price.origin().collectedOn());
      out.string(price.standing().text()).string(findings.getOrDefault(price, ""));
    }
    for (TokenPrice price : book.tokens()) {
      out.string(loadId)
          .uint64(lineNo++)
          .string("token")
          .string(price.provider())
          .string("")
          .string(price.model())
          .string(price.type().text())
          .decimal128(price.price().price().amount().unscaled())
          .string(price.price().price().currency())
          .string(price.price().unit())
          .isNull()
          .micros(price.valid().start())
          .micros(price.valid().end())
          .string(price.origin().source());
      date(out, price.origin().collectedOn());
      out.string(price.standing().text()).string("");
    }
    return out.toBytes();
  }

  private static void date(RowBinaryWriter out, Optional<LocalDate> date) {
    if (date.isPresent()) {
      out.notNull().date(date.get().toEpochDay());
    } else {
      out.isNull();
    }
  }
}
