package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.LedgerQueries.DeliveriesRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of deliveries says which version has far less than the one before. */
@Tag("live")
class FarLessListTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  @Test
  void a_version_with_one_row_of_six_says_so_and_the_first_and_an_appended_one_do_not(
      @TempDir Path folder) {
    try (TestLedger ledger = new TestLedger(folder)) {
      ledger.charge(
          "d2", "2026-10-01 00:00:00", "2026-10-01 01:00:00", "12", "USD", "vision", "Compute");
      ledger.delivery("d2", "overwrite", 2, 1);
      ledger.delivery("d3", "append", 3, 0);
      SqlLedgerQueries queries =
          new SqlLedgerQueries(
              new LedgerReader(
                  ledger.client,
                  () -> RulesInForce.of(TestLedger.RULES),
                  LiveFacts.NONE,
                  Clock.systemUTC()));

      JsonNode rows =
          JSON.valueToTree(
                  queries.deliveries(
                      new DeliveriesRequest(
                          Optional.empty(), Optional.empty(), new LedgerQueries.Page(10, 0))))
              .path("rows");

      assertThat(rows.findValuesAsText("deliveryId")).containsExactly("d3", "d2", "d1");
      assertThat(rows.get(1).path("farLess").asText())
          .startsWith("this version has 1 of 6 rows and 0 of 7 EUR invoiced of the one");
      assertThat(rows.get(0).path("farLess").isNull()).isTrue();
      assertThat(rows.get(2).path("farLess").isNull()).isTrue();
    }
  }

  @Test
  void an_instant_is_answered_by_the_share_of_then_whatever_is_configured_now(
      @TempDir Path folder) {
    try (TestLedger ledger = new TestLedger(folder)) {
      ledger.charge(
          "d2", "2026-10-01 00:00:00", "2026-10-01 01:00:00", "12", "USD", "vision", "Compute");
      ledger.delivery("d2", "overwrite", 2, 1);
      Instant then = ledger.now();
      ledger.delivery("d3", "append", 3, 0);
      RulesInForce before = RulesInForce.of(TestLedger.RULES);
      RulesInForce never =
          new RulesInForce.Builder(TestLedger.RULES).farLess(Map.of("s", Amount.ZERO)).build();
      SqlLedgerQueries queries =
          new SqlLedgerQueries(
              new LedgerReader(
                  ledger.client,
                  () -> never,
                  snapshot -> snapshot.asOf().isAfter(then) ? never : before,
                  LiveFacts.NONE,
                  Clock.systemUTC()));

      assertThat(farLess(queries, Optional.of(then))).startsWith("this version has 1 of 6 rows");
      assertThat(farLess(queries, Optional.empty()))
          .as("where the source says that nothing is")
          .isEqualTo("null");
    }
  }

  private static String farLess(SqlLedgerQueries queries, Optional<Instant> asOf) {
    for (JsonNode row :
        JSON.valueToTree(
                queries.deliveries(
                    new DeliveriesRequest(Optional.empty(), asOf, new LedgerQueries.Page(10, 0))))
            .path("rows")) {
      if (row.path("deliveryId").asText().equals("d2")) {
        return row.path("farLess").asText();
      }
    }
    return "no row";
  }
}
