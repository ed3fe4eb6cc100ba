package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.job.JobSettings;
import io.gpuledger.streaming.job.SpendGuardJob;
import io.gpuledger.streaming.job.TelemetryJob;
import io.gpuledger.streaming.sink.SinkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobGraphTest {
  @TempDir private Path directory;

  @Test
  void the_telemetry_job_is_one_chain_behind_the_shuffle_and_has_no_generic_types() {
    StreamExecutionEnvironment env = environment();
    TelemetryJob.build(env, settings(TelemetryJob.NAME));
    JobGraph graph = env.getStreamGraph().getJobGraph();

    assertThat(graph.getVertices())
        .extracting(JobVertex::getName)
        .anySatisfy(
            name ->
                assertThat(name)
                    .contains("usage of nodes")
                    .contains("spool gpu_samples")
                    .contains("spool gpu_usage")
                    .contains("spool late_samples"))
        .anySatisfy(
            name -> assertThat(name).contains("drop repeated rejects").contains("spool rejects"));
  }

  @Test
  void the_spend_guard_has_no_generic_types() {
    StreamExecutionEnvironment env = environment();
    SpendGuardJob.build(env, settings(SpendGuardJob.NAME));

    assertThat(env.getStreamGraph().getJobGraph().getNumberOfVertices()).isGreaterThan(2);
  }

  @Test
  void control_records_given_at_the_start_travel_with_the_graph() {
    List<ControlRecord> control = List.of(new ControlRecord("rates/all", new byte[0]));
    StreamExecutionEnvironment telemetry = environment();
    TelemetryJob.build(telemetry, settings(TelemetryJob.NAME), control);
    StreamExecutionEnvironment guard = environment();
    SpendGuardJob.build(guard, settings(SpendGuardJob.NAME), control);

    assertThat(telemetry.getStreamGraph().getJobGraph().getNumberOfVertices()).isGreaterThan(2);
    assertThat(guard.getStreamGraph().getJobGraph().getNumberOfVertices()).isGreaterThan(2);
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  private JobSettings settings(String job) {
    SinkSettings sink =
        new SinkSettings(
            job,
            1,
            "launch-1",
            directory.toUri().toString(),
            "http://127.0.0.1:1",
            "internal",
            "secret",
            100_000,
            32L << 20);
    return new JobSettings("127.0.0.1:1", Map.of(), 1, sink);
  }
}
