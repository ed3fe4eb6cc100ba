package io.gpuledger.streaming.publish;

import io.gpuledger.sql.client.LedgerAddress;
import java.time.Clock;
import java.util.Map;

/**
 * Where the publisher reads manifests and writes publications.
 *
 * @param kafkaProperties further consumer properties, such as security
 */
public record PublisherSettings(
    String kafkaBootstrap, Map<String, String> kafkaProperties, LedgerAddress ledger, Clock clock) {
  public PublisherSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** Settings without further Kafka properties and with the system's clock. */
  public static PublisherSettings of(String kafkaBootstrap, LedgerAddress ledger) {
    return new PublisherSettings(kafkaBootstrap, Map.of(), ledger, Clock.systemUTC());
  }
}
