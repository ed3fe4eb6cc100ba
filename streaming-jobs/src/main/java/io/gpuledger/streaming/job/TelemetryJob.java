package io.gpuledger.streaming.job;

import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.billing.DropRepeatedRejects;
import io.gpuledger.streaming.billing.LedgerStoredRows;
import io.gpuledger.streaming.control.ControlDecoder;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.reject.RejectTable;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.scrape.NodeRecordDecoder;
import io.gpuledger.streaming.sink.LedgerSink;
import io.gpuledger.streaming.telemetry.EncodedRows;
import io.gpuledger.streaming.telemetry.HolderTable;
import io.gpuledger.streaming.telemetry.InventoryTable;
import io.gpuledger.streaming.telemetry.SampleTable;
import io.gpuledger.streaming.telemetry.TelemetryOperator;
import io.gpuledger.streaming.telemetry.UsageTable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Samples from Kafka to samples, facts, holders and inventory in the ledger.
 *
 * <p>Records cross the shuffle undecoded and whole, one a node scrape; everything from the decoding
 * to the spool is one chain of operators. Only what is refused leaves it, to be told from repeats:
 * it is a fact with an identity and stays when the additive rows of a replay are superseded.
 */
public final class TelemetryJob {
  /** The job's name. */
  public static final String NAME = "telemetry";

  /** Tables whose rows tell which checkpoints of the job were committed. */
  public static final List<String> TABLES = List.of("gpu_samples", "gpu_usage");

  /** Topics of which the job makes additive rows. */
  public static final List<String> ADDITIVE_TOPICS = List.of(Topics.SAMPLES, Topics.INVENTORY);

  /** How long state remembers what was refused; older repeats are found in the ledger. */
  private static final Duration REPEATS_KEPT = BillingJob.REPEATS_KEPT;

  private TelemetryJob() {}

  /** Adds the job to the environment; ownership and thresholds come from the control topic. */
  public static void build(StreamExecutionEnvironment env, JobSettings settings) {
    build(env, settings, List.of());
  }

  /**
   * Adds the job to the environment.
   *
   * @param initialControl control records that hold from the first sample on, until the control
   *     topic has newer ones
   */
  public static void build(
      StreamExecutionEnvironment env, JobSettings settings, List<ControlRecord> initialControl) {
    env.setParallelism(settings.parallelism());
    env.getConfig().enableObjectReuse();

    KeyedStream<NodeRecord, String> nodes =
        env.fromSource(
                KafkaSources.tellingBacklog(
                    settings, List.of(Topics.SAMPLES, Topics.INVENTORY), new NodeRecordDecoder()),
                WatermarkStrategy.noWatermarks(),
                "samples and inventory")
            .uid("samples-source")
            .keyBy(NodeRecord::nodeKey);
    DataStream<ControlRecord> control =
        env.fromSource(
                KafkaSources.of(settings, Topics.CONTROL, new ControlDecoder()),
                WatermarkStrategy.noWatermarks(),
                "control")
            .uid("control-source")
            .setParallelism(1)
            .broadcast();
    SingleOutputStreamOperator<EncodedRows> samples =
        nodes
            .connect(control)
            .transform(
                "usage of nodes",
                TypeInformation.of(EncodedRows.class),
                new TelemetryOperator(initialControl))
            .uid("usage-of-nodes");

    DataStream<RejectRow> rejects =
        samples
            .getSideOutput(TelemetryOperator.REJECTS)
            .keyBy(RejectRow::deliveryId)
            .process(
                new DropRepeatedRejects(
                    settings.sink().generation(),
                    LedgerStoredRows.of(settings.sink()),
                    REPEATS_KEPT))
            .name("drop repeated rejects")
            .uid("drop-repeated-rejects");

    LedgerSink ledger = new LedgerSink(settings.sink());
    ledger.write(samples, new SampleTable("gpu_samples"));
    ledger.write(samples.getSideOutput(TelemetryOperator.USAGE), new UsageTable());
    ledger.write(samples.getSideOutput(TelemetryOperator.HOLDERS), new HolderTable());
    ledger.write(samples.getSideOutput(TelemetryOperator.INVENTORY), new InventoryTable());
    ledger.write(samples.getSideOutput(TelemetryOperator.LATE), new SampleTable("late_samples"));
    ledger.write(rejects, new RejectTable());
    ledger.attach();
  }
}
