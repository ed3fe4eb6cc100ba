package io.gpuledger.streaming.cluster;

import io.gpuledger.streaming.job.JobSettings;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job as the launcher knows it.
 *
 * @param name as in {@code sink_commits}
 * @param tables tables that only this job writes; their rows tell how far it was committed
 * @param wiring adds the job to an environment
 */
public record JobSpec(String name, List<String> tables, Wiring wiring) {
  public JobSpec {
    tables = List.copyOf(tables);
  }

  /** Adds a job's sources, functions and sinks to an environment. */
  @FunctionalInterface
  public interface Wiring {
    void build(StreamExecutionEnvironment env, JobSettings settings);
  }
}
