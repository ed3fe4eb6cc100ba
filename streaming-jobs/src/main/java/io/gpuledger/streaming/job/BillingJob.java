package io.gpuledger.streaming.job;

import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.billing.ChargeBlockDecoder;
import io.gpuledger.streaming.billing.ChargeRows;
import io.gpuledger.streaming.billing.ChargeTable;
import io.gpuledger.streaming.billing.DropRepeatedCharges;
import io.gpuledger.streaming.billing.DropRepeatedRejects;
import io.gpuledger.streaming.billing.LedgerStoredRows;
import io.gpuledger.streaming.billing.StoredRows;
import io.gpuledger.streaming.reject.RejectDecoder;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.reject.RejectTable;
import io.gpuledger.streaming.sink.LedgerSink;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Charges and rejects from Kafka into the ledger, each row once. */
public final class BillingJob {
  /** The job's name. */
  public static final String NAME = "billing";

  /** Tables whose rows tell which checkpoints of the job were committed. */
  public static final List<String> TABLES = List.of("charges");

  /** How long state remembers a delivery's rows; older repeats are found in the ledger. */
  static final Duration REPEATS_KEPT = Duration.ofDays(7);

  private BillingJob() {}

  /** Adds the job to the environment. */
  public static void build(StreamExecutionEnvironment env, JobSettings settings) {
    StoredRows stored = LedgerStoredRows.of(settings.sink());
    int generation = settings.sink().generation();
    env.setParallelism(settings.parallelism());

    SingleOutputStreamOperator<ChargeRows> charges =
        env.fromSource(
                KafkaSources.of(settings, Topics.CHARGES, new ChargeBlockDecoder()),
                WatermarkStrategy.noWatermarks(),
                "charges")
            .uid("charges-source")
            .keyBy(ChargeRows::deliveryId)
            .process(new DropRepeatedCharges(generation, stored, REPEATS_KEPT))
            .name("drop repeated charges")
            .uid("drop-repeated-charges");

    DataStream<RejectRow> rejects =
        env.fromSource(
                KafkaSources.of(settings, Topics.REJECTS, new RejectDecoder()),
                WatermarkStrategy.noWatermarks(),
                "rejects")
            .uid("rejects-source")
            .union(charges.getSideOutput(DropRepeatedCharges.UNREADABLE))
            .keyBy(RejectRow::deliveryId)
            .process(new DropRepeatedRejects(generation, stored, REPEATS_KEPT))
            .name("drop repeated rejects")
            .uid("drop-repeated-rejects");

    LedgerSink ledger = new LedgerSink(settings.sink());
    ledger.write(charges, new ChargeTable());
    ledger.write(rejects, new RejectTable());
    ledger.attach();
  }
}
