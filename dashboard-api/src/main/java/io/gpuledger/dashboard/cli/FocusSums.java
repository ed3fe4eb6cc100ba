package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** What the rows of a FOCUS file sum to, read from the file itself. */
final class FocusSums implements RawHandler {
  private static final List<String> COSTS =
      List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");

  /** The same in the ledger's summary. */
  private static final List<String> METRICS = List.of("billed", "effective", "list", "contracted");

  private final List<Integer> positions = new ArrayList<>();
  private final Map<String, List<Amount>> sums = new TreeMap<>();
  private final List<Problem> faults = new ArrayList<>();
  private int currency;
  private long rows;

  private FocusSums() {}

  /**
   * Reads a CSV or Parquet file.
   *
   * @param progress told how many bytes each read took
   */
  static FocusSums read(Path file, LongConsumer progress) throws IOException {
    FocusSums sums = new FocusSums();
    RawFile.read(BillFile.of(file), sums, progress);
    return sums;
  }

  /**
   * Compares the file with the ledger.
   *
   * @param expected rows, and the four costs by currency
   * @throws CommandFailure with exit code 4 where they differ
   */
  void compare(JsonNode expected) {
    if (!faults.isEmpty()) {
      throw different("it cannot be read back: " + faults.get(0));
    }
    if (rows != expected.path("rows").asLong()) {
      throw different("it has " + rows + " rows, the ledger " + expected.path("rows") + " lines");
    }
    Map<String, List<Amount>> ledger = new TreeMap<>();
    expected
        .path("sums")
        .properties()
        .forEach(
            sum ->
                ledger.put(
                    sum.getKey(),
                    METRICS.stream()
                        .map(metric -> Amount.parse(sum.getValue().path(metric).asText("0")))
                        .toList()));
    if (!ledger.equals(sums)) {
      throw different(
          "it sums to "
              + sums
              + ", the ledger to "
              + ledger
              + " ("
              + String.join(", ", METRICS)
              + ")");
    }
  }

  private static CommandFailure different(String why) {
    return new CommandFailure(
        ExitCode.OUTSIDE_FAILED,
        "the file is not what the ledger holds, so it is not kept: " + why);
  }

  @Override
  public boolean header(List<String> names) {
    COSTS.forEach(name -> positions.add(names.indexOf(name)));
    currency = names.indexOf("BillingCurrency");
    return true;
  }

  @Override
  public void record(RawRecord record) {
    rows++;
    List<Amount> own = sums.computeIfAbsent(text(record, currency), key -> zeros());
    for (int i = 0; i < own.size(); i++) {
      String cost = text(record, positions.get(i));
      if (!cost.isEmpty()) {
        own.set(i, own.get(i).plus(Amount.parse(cost)));
      }
    }
  }

  private static List<Amount> zeros() {
    return new ArrayList<>(List.of(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO));
  }

  private static String text(RawRecord record, int field) {
    record.select(field);
    return new String(
        record.bytes(), record.start(), record.end() - record.start(), StandardCharsets.UTF_8);
  }

  @Override
  public void fault(Problem problem) {
    if (faults.isEmpty()) {
      faults.add(problem);
    }
  }
}
