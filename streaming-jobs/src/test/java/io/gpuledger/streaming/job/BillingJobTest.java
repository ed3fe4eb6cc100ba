package io.gpuledger.streaming.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.billing.ChargeRows;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.sink.SinkSettings;
import io.gpuledger.streaming.sink.SpooledBlock;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class BillingJobTest {
  @Test
  void the_streams_hold_flat_records_without_generic_types() {
    SerializerConfigImpl strict = new SerializerConfigImpl();
    strict.setGenericTypes(false);
    for (Class<?> type : List.of(ChargeRows.class, RejectRow.class, SpooledBlock.class)) {
      TypeInformation<?> information = TypeInformation.of(type);
      assertThat(information).as(type.getSimpleName()).isInstanceOf(PojoTypeInfo.class);
      assertThat(information.createSerializer(strict)).isNotNull();
    }
  }

  @Test
  void every_operator_has_a_uid_and_spools_are_chained_to_what_feeds_them() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    BillingJob.build(
        env,
        new JobSettings(
            "127.0.0.1:1",
            Map.of(),
            2,
            new SinkSettings(
                BillingJob.NAME, 1, "l", "file:///tmp", "http://127.0.0.1:1", "u", "p", 1, 1)));

    assertThat(env.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anySatisfy(
            name -> assertThat(name).contains("drop repeated charges").contains("spool charges"))
        .anySatisfy(
            name -> assertThat(name).contains("drop repeated rejects").contains("spool rejects"));
  }
}
