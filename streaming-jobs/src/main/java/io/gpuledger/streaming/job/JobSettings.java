package io.gpuledger.streaming.job;

import io.gpuledger.streaming.sink.SinkSettings;
import java.io.Serializable;
import java.util.Map;

/**
 * What a job needs to know of its surroundings.
 *
 * @param kafkaBootstrap Kafka's bootstrap servers
 * @param kafkaProperties further consumer properties, such as security
 * @param parallelism of sources, functions and spools
 * @param sink where rows go; its job name is the job's name
 */
public record JobSettings(
    String kafkaBootstrap, Map<String, String> kafkaProperties, int parallelism, SinkSettings sink)
    implements Serializable {

  public JobSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be 1 or more: " + parallelism);
    }
  }
}
