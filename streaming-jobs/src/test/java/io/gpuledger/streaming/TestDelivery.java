package io.gpuledger.streaming;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.ChargeBlockWriter;
import io.gpuledger.ingest.wire.CurrencySums;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.Scope;
import io.gpuledger.ingest.wire.Unscaled;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A delivery of made-up charges with known totals: the same name and row count always give the same
 * rows, cut into the same blocks.
 */
public final class TestDelivery {
  static final int BLOCK_ROWS = 1_000;
  private static final Instant START = Instant.parse("2026-09-29T00:00:00Z");
  private static final int REJECT_EVERY = 500;

  private final String id;
  private final int rows;
  private final long sequence;

  public TestDelivery(String id, int rows) {
    this(id, rows, 1);
  }

  public TestDelivery(String id, int rows, long sequence) {
    this.id = id;
    this.rows = rows;
    this.sequence = sequence;
  }

  public String id() {
    return id;
  }

  /** Rows accepted. */
  public int rows() {
    return rows;
  }

  /** Rows refused when read, numbered after the accepted ones. */
  public int rejects() {
    return rows / REJECT_EVERY;
  }

  public Amount billed() {
    Amount sum = Amount.ZERO;
    for (int row = 1; row <= rows; row++) {
      sum = sum.plus(cost(row));
    }
    return sum;
  }

  /** Sends everything; may be sent again. */
  public void send(LedgerProducer producer) {
    producer.send(manifest(DeliveryManifest.Event.OPENED));
    producer.flush();
    sendRows(producer);
    producer.send(manifest(DeliveryManifest.Event.CLOSED));
    producer.flush();
  }

  /** Sends the rows and rejects, without manifests. */
  public void sendRows(LedgerProducer producer) {
    for (int first = 1; first <= rows; first += BLOCK_ROWS) {
      blocks(first).forEach(producer::send);
    }
    for (int reject = 1; reject <= rejects(); reject++) {
      producer.send(reject(rows + reject));
    }
    producer.flush();
  }

  public DeliveryManifest manifest(DeliveryManifest.Event event) {
    DeliveryManifest.Builder manifest =
        DeliveryManifest.newBuilder()
            .setEvent(event)
            .setDeliveryId(id)
            .setSource("test-" + id)
            .setScope(scope())
            .setDeliveryKind("overwrite")
            .setSequence(sequence)
            .setContentHash("hash-" + id)
            .setFormat("focus");
    if (event == DeliveryManifest.Event.CLOSED) {
      manifest
          .setRowsRead(rows + rejects())
          .setRowsAccepted(rows)
          .setRowsRejected(rejects())
          .addSums(
              CurrencySums.newBuilder()
                  .setCurrency("USD")
                  .setBilled(Unscaled.toBytes(billed()))
                  .setBilledRaw(billed().toString()));
    }
    return manifest.build();
  }

  private List<ChargeBlock> blocks(int first) {
    List<Charge> september = new ArrayList<>();
    List<Charge> october = new ArrayList<>();
    for (int row = first; row < first + BLOCK_ROWS && row <= rows; row++) {
      Instant start = START.plus(row % 96, ChronoUnit.HOURS);
      (start.isBefore(Instant.parse("2026-10-01T00:00:00Z")) ? september : october)
          .add(charge(row, start));
    }
    List<ChargeBlock> blocks = new ArrayList<>();
    for (List<Charge> charges : List.of(september, october)) {
      if (!charges.isEmpty()) {
        blocks.add(ChargeBlockWriter.write(id, "test-" + id, charges));
      }
    }
    return blocks;
  }

  private Charge charge(int row, Instant start) {
    Map<FocusColumn, Object> values = new EnumMap<>(FocusColumn.class);
    values.put(FocusColumn.BILLED_COST, cost(row));
    values.put(FocusColumn.BILLING_ACCOUNT_ID, "account");
    values.put(FocusColumn.BILLING_CURRENCY, "USD");
    values.put(FocusColumn.BILLING_PERIOD_START, Instant.parse("2026-09-01T00:00:00Z"));
    values.put(FocusColumn.BILLING_PERIOD_END, Instant.parse("2026-10-01T00:00:00Z"));
    values.put(FocusColumn.CHARGE_PERIOD_START, start);
    values.put(FocusColumn.CHARGE_PERIOD_END, start.plus(1, ChronoUnit.HOURS));
    values.put(FocusColumn.SERVICE_NAME, "Compute " + row % 7);
    values.put(FocusColumn.RESOURCE_ID, "resource-ı-" + row);
    values.put(FocusColumn.CONSUMED_QUANTITY, Amount.of(row % 24));
    values.put(FocusColumn.TAGS, Map.of("team", "team-" + row % 40));
    return new Charge(row, values, Map.of("x_Odd", "v" + row % 3));
  }

  private Reject reject(long rowNo) {
    return Reject.newBuilder()
        .setSource("test-" + id)
        .setDeliveryId(id)
        .setRowNo(rowNo)
        .setFile("bill.csv")
        .setLine(rowNo + 1)
        .setColumn(7)
        .setField("BilledCost")
        .setCode("NOT_A_DECIMAL")
        .setMessage("not a decimal")
        .setRawText("a\tb\n\"c\"")
        .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, START))
        .build();
  }

  private static Scope scope() {
    return Scope.newBuilder()
        .setKind("account-month")
        .setAccount("account")
        .setStartMicros(
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-09-01T00:00:00Z")))
        .setEndMicros(
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-10-01T00:00:00Z")))
        .build();
  }

  /** Differs per row in its last digits, so that a lost and a doubled row cannot cancel out. */
  private static Amount cost(int row) {
    return Amount.ofUnscaled(
        BigInteger.valueOf(row).multiply(BigInteger.valueOf(1_000_000_007L)).add(BigInteger.ONE));
  }
}
