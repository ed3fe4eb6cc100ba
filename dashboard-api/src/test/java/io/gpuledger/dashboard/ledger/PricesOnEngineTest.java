package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.PriceQueries.PricesRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.streaming.price.PriceBookVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The price book over a real engine: two versions, of which the second overrides a price. */
@Tag("live")
class PricesOnEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final Instant FIRST = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-21T00:00:00Z");

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () -> RulesInForce.of(OwnershipRules.NONE),
                LiveFacts.NONE,
                Clock.fixed(SECOND, ZoneOffset.UTC)));
    publish(PriceBook.standard(), FIRST);
    publish(configured(), SECOND);
  }

  private static PriceBook configured() {
    return ConfigReader.read(
            "f",
            """
            prices:
              - {provider: aws, region: us-east-1, deviceModel: NVIDIA H100,
                 price: 40.00 USD/instance-hour of 8}
            """)
        .values()
        .get(0)
        .pricing()
        .priceBook();
  }

  private static void publish(PriceBook book, Instant at) {
    PriceBookVersion version = PriceBookVersion.following(ledger.client, book).orElseThrow();
    version.store();
    version.store();
    version.publish(at);
    assertThat(version.publishedAt()).contains(at);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static JsonNode prices(String search, Instant asOf) {
    return JSON.valueToTree(
        queries.prices(
            new PricesRequest(
                Optional.of("device"),
                Optional.of("Amazon Web Services"),
                Optional.of(search),
                Optional.of(asOf),
                new LedgerQueries.Page(100, 0))));
  }

  @Test
  void a_configured_price_stands_before_the_published_one_that_it_overrides() {
    JsonNode answer = prices("h100 ON-DEMAND", SECOND);

    assertThat(answer.path("rows").findValuesAsText("price")).contains("40", "6.88");
    JsonNode overridden = row(answer, "6.88");
    assertThat(overridden.path("standing").asText()).isEqualTo("overridden");
    assertThat(overridden.path("collectedOn").asText()).isEqualTo("2026-06-15");
    JsonNode mine = row(answer, "40");
    assertThat(mine.path("standing").asText()).isEqualTo("configured");
    assertThat(mine.path("perDeviceHour").asText()).isEqualTo("5");
    assertThat(mine.path("unit").asText()).isEqualTo("instance-hour of 8");
    assertThat(mine.path("source").asText()).isEqualTo("gpuledger.yaml");
    assertThat(mine.path("validTo").isNull()).isTrue();
  }

  private static JsonNode row(JsonNode answer, String price) {
    for (JsonNode row : answer.path("rows")) {
      if (row.path("price").asText().equals(price)
          && row.path("region").asText().equals("us-east-1")) {
        return row;
      }
    }
    throw new AssertionError("no price " + price + " in " + answer);
  }

  @Test
  void as_known_before_the_change_the_published_price_holds() {
    JsonNode before = prices("h100 on-demand", SECOND.minusNanos(1_000));

    assertThat(before.path("rows").findValuesAsText("price")).doesNotContain("40");
    assertThat(row(before, "6.88").path("standing").asText()).isEqualTo("published");
    assertThat(prices("", FIRST.minusNanos(1_000)).path("totalRows").asInt()).isZero();
  }

  @Test
  void the_same_prices_make_no_new_version() {
    assertThat(PriceBookVersion.following(ledger.client, configured())).isEmpty();
    assertThat(PriceBookVersion.following(ledger.client, PriceBook.standard())).isPresent();
  }

  @Test
  void a_search_that_fits_nothing_answers_no_rows() {
    assertThat(prices("quantum", SECOND).path("rows")).isEmpty();
    assertThat(prices("' OR 1", SECOND).path("totalRows").asInt()).isZero();
  }
}
