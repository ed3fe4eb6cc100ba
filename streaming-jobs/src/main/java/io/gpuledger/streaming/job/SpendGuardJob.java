package io.gpuledger.streaming.job;

import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.control.ControlDecoder;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.guard.BudgetSpendFunction;
import io.gpuledger.streaming.guard.CrossingRecord;
import io.gpuledger.streaming.guard.HolderGuardFunction;
import io.gpuledger.streaming.guard.HolderIncrement;
import io.gpuledger.streaming.guard.NodeSpendFunction;
import io.gpuledger.streaming.guard.SpendIncrement;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.scrape.NodeRecordDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Samples x rates against budgets, within seconds. It writes to topic {@code crossings} only.
 *
 * <p>State reports a threshold once. A record may be written twice around a failure, under the same
 * key and with the same meaning; who raises alerts does so under that key, once.
 */
public final class SpendGuardJob {
  /** The job's name. */
  public static final String NAME = "spend-guard";

  private SpendGuardJob() {}

  /** Adds the job to the environment; budgets and rates come from the control topic. */
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
    BroadcastStream<ControlRecord> control =
        env.fromSource(
                KafkaSources.of(settings, Topics.CONTROL, new ControlDecoder()),
                WatermarkStrategy.noWatermarks(),
                "control")
            .uid("control-source")
            .setParallelism(1)
            .broadcast(NodeSpendFunction.CONTROL);
    SingleOutputStreamOperator<SpendIncrement> priced =
        env.fromSource(
                KafkaSources.of(settings, Topics.SAMPLES, new NodeRecordDecoder()),
                WatermarkStrategy.noWatermarks(),
                "samples")
            .uid("samples-source")
            .keyBy(NodeRecord::nodeKey)
            .connect(control)
            .process(
                new NodeSpendFunction(initialControl), TypeInformation.of(SpendIncrement.class))
            .name("price device time")
            .uid("price-device-time");
    DataStream<CrossingRecord> holders =
        priced
            .getSideOutput(NodeSpendFunction.HOLDERS)
            .keyBy(HolderIncrement::key)
            .process(new HolderGuardFunction(), TypeInformation.of(CrossingRecord.class))
            .name("guard holders")
            .uid("guard-holders");
    priced
        .keyBy(SpendIncrement::budgetId)
        .process(new BudgetSpendFunction(), TypeInformation.of(CrossingRecord.class))
        .name("add up budgets")
        .uid("add-up-budgets")
        .union(holders)
        .sinkTo(crossings(settings))
        .name("crossings")
        .uid("crossings-sink");
  }

  private static KafkaSink<CrossingRecord> crossings(JobSettings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    return KafkaSink.<CrossingRecord>builder()
        .setBootstrapServers(settings.kafkaBootstrap())
        .setKafkaProducerConfig(properties)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new CrossingSerializer())
        .build();
  }

  /** Writes crossings under their key. */
  private static final class CrossingSerializer
      implements KafkaRecordSerializationSchema<CrossingRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        CrossingRecord crossing, KafkaSinkContext context, Long timestamp) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              Topics.CROSSINGS, crossing.key().getBytes(StandardCharsets.UTF_8), crossing.value());
      record
          .headers()
          .add(Topics.SCHEMA_HEADER, Topics.SCHEMA_VERSION.getBytes(StandardCharsets.UTF_8));
      return record;
    }
  }
}
