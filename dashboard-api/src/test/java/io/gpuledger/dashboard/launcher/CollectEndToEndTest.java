package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is collected, through the real pipeline, over a restart. */
@Tag("live")
class CollectEndToEndTest {
  /** A version is seen unchanged for a minute before it is taken. */
  private static final Duration DEADLINE = Duration.ofSeconds(150);

  @TempDir Path folder;

  private JsonNode source(RunningLedger ledger) {
    for (JsonNode row : ledger.ok("/api/v1/sources", Map.of()).path("rows")) {
      if (row.path("name").asText().equals("aws")) {
        return row;
      }
    }
    throw new AssertionError("no source aws");
  }

  private JsonNode await(RunningLedger ledger, Predicate<JsonNode> wanted) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    JsonNode now = source(ledger);
    while (!wanted.test(now) && System.nanoTime() < end) {
      Thread.onSpinWait();
      now = source(ledger);
    }
    assertThat(wanted.test(now)).as(now.toPrettyString()).isTrue();
    return now;
  }

  private static int deliveries(RunningLedger ledger) {
    return ledger.ok("/api/v1/deliveries", Map.of()).path("rows").size();
  }

  @Test
  void a_folder_is_collected_once_and_what_is_half_there_is_told() throws Exception {
    Path bills = Files.createDirectories(folder.resolve("bills"));
    Path config =
        Files.writeString(
            folder.resolve("gpuledger.yaml"),
            "sources: [{name: aws, kind: bills, collect: {folder: %s, every: 1s}}]"
                .formatted(bills));
    Path made = folder.resolve("made.csv");
    FocusPlan plan = FocusPlan.of(7, FocusShape.AWS_1_2, YearMonth.of(2026, 10), 500);
    FocusGenerator.write(plan, made);
    int loaded;
    try (RunningLedger ledger = RunningLedger.serve(folder.resolve("data"), Optional.of(config))) {
      await(ledger, row -> row.path("collect").hasNonNull("lastLookAt"));
      Files.createDirectories(bills.resolve("oct"));
      Files.copy(made, bills.resolve("oct/a.csv.tmp"));
      Files.writeString(bills.resolve("oct/b.csv"), "");
      JsonNode half = await(ledger, row -> row.path("collect").path("waitingTotal").asInt() == 1);
      assertThat(half.path("collect").path("waiting").path(0).path("reason").asText())
          .contains("still being written");
      assertThat(deliveries(ledger)).isZero();

      Files.delete(bills.resolve("oct/b.csv"));
      Files.move(
          bills.resolve("oct/a.csv.tmp"),
          bills.resolve("oct/a.csv"),
          StandardCopyOption.ATOMIC_MOVE);
      JsonNode done =
          await(
              ledger,
              row -> row.path("collect").path("last").path("outcome").asText().equals("loaded"));
      assertThat(done.path("collect").path("last").path("set").asText()).isEqualTo("oct/");
      assertThat(done.path("state").asText()).isEqualTo("ok");
      loaded = deliveries(ledger);
      assertThat(loaded).isPositive();
    }
    try (RunningLedger ledger = RunningLedger.serve(folder.resolve("data"), Optional.of(config))) {
      JsonNode first = await(ledger, row -> row.path("collect").hasNonNull("lastLookAt"));
      String at = first.path("collect").path("lastLookAt").asText();
      await(ledger, row -> !row.path("collect").path("lastLookAt").asText(at).equals(at));
      assertThat(deliveries(ledger)).isEqualTo(loaded);

      FocusGenerator.write(plan.restated(1), made);
      Files.copy(made, bills.resolve("oct/a.csv"), StandardCopyOption.REPLACE_EXISTING);
      await(ledger, row -> row.path("deliveries").asInt() > loaded);
      await(ledger, row -> row.path("collect").path("loading").isNull());

      Files.createDirectories(bills.resolve("bad"));
      Files.writeString(bills.resolve("bad/x.csv"), "no,bill\n1,2\n");
      JsonNode bad = await(ledger, row -> row.path("state").asText().equals("failing"));
      assertThat(bad.path("error").asText()).startsWith("bad/: ");
    }
  }
}
