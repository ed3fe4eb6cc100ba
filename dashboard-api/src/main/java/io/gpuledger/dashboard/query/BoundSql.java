package io.gpuledger.dashboard.query;

import java.util.Map;

/**
 * A statement and its values.
 *
 * @param text SQL with {@code {name:Type}} where values belong
 * @param parameters the values by name
 */
record BoundSql(String text, Map<String, String> parameters) {
  BoundSql {
    parameters = Map.copyOf(parameters);
  }
}
