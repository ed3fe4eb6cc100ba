package io.gpuledger.cost.price;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code device-prices.csv} and {@code token-prices.csv} beside this class. */
final class PriceBookFiles {
  static final PriceBook STANDARD =
      new PriceBook(
          distinct(read("device-prices.csv", 8, PriceBookFiles::device)),
          read("token-prices.csv", 7, PriceBookFiles::token));

  private PriceBookFiles() {}

  private static <T> List<T> read(String name, int fields, Function<String[], T> row) {
    List<T> rows = new ArrayList<>();
    InputStream resource = PriceBookFiles.class.getResourceAsStream(name);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(",", -1);
          if (cells.length != fields) {
            throw new IllegalStateException(name + ": " + line);
          }
          rows.add(row.apply(cells));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** Refuses two prices of one thing that begin together: neither would be the newer one. */
  private static List<DevicePrice> distinct(List<DevicePrice> prices) {
    Map<List<Object>, Instant> seen = new HashMap<>();
    for (DevicePrice price : prices) {
      List<Object> key =
          List.of(price.provider(), price.region(), price.deviceModel(), price.option());
      Instant before = seen.put(key, price.valid().start());
      if (before != null && before.equals(price.valid().start())) {
        throw new IllegalStateException("two published prices of " + key);
      }
    }
    return prices;
  }

  private static DevicePrice device(String[] cells) {
    return new DevicePrice(
        cells[0],
        cells[1],
        cells[2],
        PriceOption.ofText(cells[3]).orElseThrow(),
        UnitPrice.read(cells[4]),
        PriceBook.from(startOf(cells[5])),
        new PriceOrigin(cells[7], Optional.of(LocalDate.parse(cells[6]))),
        PriceStanding.PUBLISHED);
  }

  private static TokenPrice token(String[] cells) {
    return new TokenPrice(
        cells[0],
        cells[1],
        TokenType.ofText(cells[2]).orElseThrow(),
        (UnitPrice.PerMillionTokens) UnitPrice.read(cells[3]),
        PriceBook.from(startOf(cells[4])),
        new PriceOrigin(cells[6], Optional.of(LocalDate.parse(cells[5]))),
        PriceStanding.PUBLISHED);
  }

  private static Instant startOf(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
