package io.gpuledger.streaming;

import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A generated bill of two accounts in two currencies, some of whose rows cannot be read; equal
 * numbers give equal bytes.
 */
final class GeneratedBill {
  /** One for each account. */
  static final int DELIVERIES = 2;

  /** Rows in front of one that is repeated without its currency. */
  private static final int REJECT_EVERY = 400;

  private static final String STORED =
      """
      SELECT billing_currency, count(), uniqExact(delivery_id, row_no),
        toString(sum(toDecimal256(billed_cost, 18))),
        toString(sum(toDecimal256(assumeNotNull(effective_cost), 18))),
        toString(sum(toDecimal256(assumeNotNull(list_cost), 18))),
        toString(sum(toDecimal256(assumeNotNull(contracted_cost), 18)))
      FROM %s WHERE source = '%s' GROUP BY billing_currency ORDER BY billing_currency
      """;

  private final int number;
  private final int rows;

  GeneratedBill(int number, int rows) {
    this.number = number;
    this.rows = rows;
  }

  String source() {
    return "bill-" + number;
  }

  private FocusPlan plan() {
    return FocusPlan.of(number, FocusShape.AWS_1_2, YearMonth.of(2026, 10), rows);
  }

  /** The bill's file in a directory, written if an earlier life did not. */
  Path file(Path directory) throws IOException {
    Path file = directory.resolve(source() + ".csv");
    if (!Files.exists(file)) {
      Path part = directory.resolve(source() + ".part");
      FocusGenerator.write(plan(), part);
      Files.write(part, unreadable(part), StandardOpenOption.APPEND);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static List<String> unreadable(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (number > 0 && number % REJECT_EVERY == 0) {
          lines.add(line.replaceFirst(",(USD|EUR),", ",,"));
        }
        number++;
      }
    }
    return lines;
  }

  boolean isPublished(LedgerPipeline pipeline) {
    return pipeline
        .ask("SELECT uniqExact(delivery_id) FROM deliveries WHERE source = '" + source() + "'")
        .equals(Integer.toString(DELIVERIES));
  }

  /**
   * What the ledger holds of the bill: for each currency rows, distinct rows and four sums, as
   * stored and as readers see them; then rejects, and deliveries.
   */
  List<String> stored(LedgerPipeline pipeline) {
    List<String> lines = new ArrayList<>();
    for (String table : List.of("charges", "current_charges")) {
      pipeline
          .lines(STORED.formatted(table, source()))
          .forEach(line -> lines.add(source() + " " + table + " " + line.replace('\t', ' ')));
    }
    String counts =
        "SELECT (SELECT uniqExact(delivery_id, row_no) FROM rejects WHERE source = '%1$s'),"
            + " (SELECT count() FROM rejects WHERE source = '%1$s'),"
            + " (SELECT count() FROM deliveries WHERE source = '%1$s'),"
            + " (SELECT sum(rows_accepted) FROM deliveries WHERE source = '%1$s')";
    lines.add(source() + " " + pipeline.ask(counts.formatted(source())).replace('\t', ' '));
    return lines;
  }

  /** What {@link #stored} must answer, by the generator's truth. */
  List<String> expected() throws IOException {
    FocusTruth truth = FocusGenerator.write(plan(), Writer.nullWriter());
    List<String> lines = new ArrayList<>();
    for (String table : List.of("charges", "current_charges")) {
      new TreeMap<>(truth.byCurrency())
          .forEach(
              (currency, costs) ->
                  lines.add(
                      String.join(
                          " ",
                          source(),
                          table,
                          currency,
                          Long.toString(costs.rows()),
                          Long.toString(costs.rows()),
                          costs.billed().toString(),
                          costs.effective().toString(),
                          costs.list().toString(),
                          costs.contracted().toString())));
    }
    int rejects = rows / REJECT_EVERY;
    lines.add(source() + " " + rejects + " " + rejects + " " + DELIVERIES + " " + truth.rows());
    return lines;
  }
}
