package io.gpuledger.ingest.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the meter of a model says: {@code gpt-4o 0806 cached Inp glbl Tokens} [K].
 *
 * @param model the words that are none of those below, joined by {@code -}; may be empty
 * @param tokenType what kind of token, empty where the meter counts no tokens or does not tell
 * @param locality {@code Global}, {@code Data Zone}, {@code Regional} or empty
 * @param batch whether it is the price of batches
 * @param tokens whether tokens are counted
 * @param provisioned whether it is provisioned throughput, by the hour
 */
record AzureTokens(
    String model,
    String tokenType,
    String locality,
    boolean batch,
    boolean tokens,
    boolean provisioned) {
  private static final Map<String, String> DIRECTIONS =
      Map.of(
          "inp", "input",
          "input", "input",
          "in", "input",
          "outp", "output",
          "output", "output",
          "out", "output",
          "opt", "output");
  private static final Map<String, String> LOCALITIES =
      Map.of(
          "glbl", "Global",
          "global", "Global",
          "gl", "Global",
          "dzone", "Data Zone",
          "dz", "Data Zone",
          "datazone", "Data Zone",
          "regnl", "Regional",
          "rgnl", "Regional",
          "regional", "Regional");
  private static final Set<String> CACHED = Set.of("cached", "cchd", "cache", "cd");
  private static final Set<String> DROPPED = Set.of("tokens", "token", "1k", "1m", "unit", "units");

  /** What a meter says; empty where it is neither of tokens nor of provisioned throughput. */
  static Optional<AzureTokens> of(String meter) {
    String lower = meter.toLowerCase(Locale.ROOT).replace("data zone", "datazone");
    List<String> words = List.of(lower.strip().split("[\\s-]+", -1));
    boolean tokens = words.contains("tokens") || words.contains("token");
    boolean provisioned = words.contains("provisioned") || words.contains("ptu");
    if (!tokens && !provisioned) {
      return Optional.empty();
    }
    List<String> model = new ArrayList<>();
    String direction = "";
    String locality = "";
    boolean cached = false;
    boolean written = false;
    boolean batch = false;
    for (String word : words) {
      if (LOCALITIES.containsKey(word)) {
        locality = LOCALITIES.getOrDefault(word, "");
      } else if (tokens && DIRECTIONS.containsKey(word)) {
        direction = DIRECTIONS.getOrDefault(word, "");
      } else if (tokens && CACHED.contains(word)) {
        cached = true;
      } else if (tokens && (word.equals("write") || word.equals("wrt"))) {
        written = true;
      } else if (word.equals("batch") || word.equals("btch")) {
        batch = true;
      } else if (!DROPPED.contains(word)) {
        model.add(word);
      }
    }
    return Optional.of(
        new AzureTokens(
            tokens ? String.join("-", model) : "",
            cached ? (written ? "cache-write-input" : "cache-read-input") : direction,
            locality,
            batch,
            tokens,
            provisioned && !tokens));
  }

  /** Adds what it says to price details, under the names that bills of other clouds have. */
  void addTo(ObjectNode details) {
    if (!model.isEmpty()) {
      details.put("x_Model", model);
    }
    if (!tokenType.isEmpty()) {
      details.put("x_TokenType", tokenType);
    }
    if (!locality.isEmpty()) {
      details.put("x_Locality", locality);
    }
    if (batch) {
      details.put("x_Batch", true);
    }
    if (provisioned) {
      details.put("x_ProvisionedThroughput", true);
    }
  }
}
