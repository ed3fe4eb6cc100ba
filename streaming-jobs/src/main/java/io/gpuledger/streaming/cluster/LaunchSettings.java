package io.gpuledger.streaming.cluster;

import io.gpuledger.sql.client.LedgerAddress;
import java.util.Map;

/**
 * What all jobs of an installation share.
 *
 * @param kafkaProperties further consumer properties, such as security
 * @param spoolDirectory a URI of Flink's FileSystem, on the data directory or shared storage
 * @param parallelism of each job
 */
public record LaunchSettings(
    String kafkaBootstrap,
    Map<String, String> kafkaProperties,
    LedgerAddress ledger,
    String spoolDirectory,
    int parallelism) {
  public LaunchSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
  }
}
