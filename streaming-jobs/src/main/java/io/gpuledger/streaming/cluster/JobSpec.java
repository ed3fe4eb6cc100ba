package io.gpuledger.streaming.cluster;

import io.gpuledger.streaming.job.JobSettings;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job as the launcher knows it.
 *
 * @param name as in {@code sink_commits}
 * @param tables tables that only this job writes; their rows tell how far it was committed
 * @param additiveTopics topics of which the job makes additive rows; a rewind supersedes those rows
 *     and only the topics bring them back. Empty where rows carry their own identity
 * @param wiring adds the job to an environment
 */
public record JobSpec(
    String name, List<String> tables, List<String> additiveTopics, Wiring wiring) {
  public JobSpec {
    tables = List.copyOf(tables);
    additiveTopics = List.copyOf(additiveTopics);
  }

  /** A job whose rows carry their own identity, so that a rewind supersedes none. */
  public JobSpec(String name, List<String> tables, Wiring wiring) {
    this(name, tables, List.of(), wiring);
  }

  /** Adds a job's sources, functions and sinks to an environment. */
  @FunctionalInterface
  public interface Wiring {
    void build(StreamExecutionEnvironment env, JobSettings settings);
  }
}
