package io.gpuledger.cost.price;

import java.util.Locale;
import java.util.Map;

/** One name for each provider, whatever bills, inventories and price lists call it. */
public final class ProviderName {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("aws", "AWS"),
          Map.entry("amazon", "AWS"),
          Map.entry("amazon web services", "AWS"),
          Map.entry("amazon bedrock", "AWS"),
          Map.entry("azure", "Azure"),
          Map.entry("microsoft", "Azure"),
          Map.entry("microsoft azure", "Azure"),
          Map.entry("gcp", "Google Cloud"),
          Map.entry("google", "Google Cloud"),
          Map.entry("google cloud", "Google Cloud"),
          Map.entry("google cloud platform", "Google Cloud"),
          Map.entry("oci", "OCI"),
          Map.entry("oracle", "OCI"),
          Map.entry("oracle cloud", "OCI"),
          Map.entry("oracle cloud infrastructure", "OCI"),
          Map.entry("coreweave", "CoreWeave"),
          Map.entry("crusoe", "Crusoe"),
          Map.entry("crusoe cloud", "Crusoe"),
          Map.entry("lambda", "Lambda"),
          Map.entry("lambda labs", "Lambda"),
          Map.entry("nebius", "Nebius"),
          Map.entry("runpod", "RunPod"),
          Map.entry("modal", "Modal"),
          Map.entry("verda", "Verda"),
          Map.entry("datacrunch", "Verda"),
          Map.entry("digitalocean", "DigitalOcean"),
          Map.entry("vultr", "Vultr"),
          Map.entry("openai", "OpenAI"),
          Map.entry("anthropic", "Anthropic"),
          Map.entry("deepseek", "DeepSeek"));

  private ProviderName() {}

  /** The one name; a provider that is not known keeps its own. */
  public static String of(String text) {
    String stripped = text.strip();
    return NAMES.getOrDefault(stripped.toLowerCase(Locale.ROOT), stripped);
  }
}
