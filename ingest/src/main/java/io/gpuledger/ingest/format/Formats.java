package io.gpuledger.ingest.format;

import io.gpuledger.ingest.anthropic.Anthropic;
import io.gpuledger.ingest.aws.AwsCur;
import io.gpuledger.ingest.azure.AzureBill;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.databricks.Databricks;
import io.gpuledger.ingest.gcp.GcpBilling;
import io.gpuledger.ingest.gcp.GcpFocus;
import io.gpuledger.ingest.neocloud.CoreWeave;
import io.gpuledger.ingest.neocloud.LineFormat;
import io.gpuledger.ingest.oci.OciCost;
import io.gpuledger.ingest.oci.OciFocus;
import io.gpuledger.ingest.openai.OpenAi;
import io.gpuledger.ingest.platform.Platforms;
import io.gpuledger.ingest.snowflake.Snowflake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats of bills. FOCUS is read by a reader of its own. */
public final class Formats {
  public static final String AUTO = "auto";
  public static final String FOCUS = "focus";
  public static final String CUSTOM = "custom";

  /** The formats of providers. Further ones are added here. */
  private static final List<BillFormat> NATIVE =
      Stream.concat(
              Stream.of(
                  AwsCur.CUR_2,
                  AwsCur.LEGACY,
                  AzureBill.EXPORT,
                  new Databricks(),
                  new Snowflake(),
                  new OpenAi(),
                  new Anthropic(),
                  new GcpBilling(),
                  new GcpFocus(),
                  new OciCost(),
                  new OciFocus(),
                  LineFormat.LAMBDA,
                  LineFormat.CRUSOE,
                  LineFormat.NEBIUS),
              Platforms.FORMATS.stream())
          .toList();

  private Formats() {}

  /** The words that name a format, where people choose one. */
  public static List<String> words() {
    List<String> words = new ArrayList<>(List.of(AUTO, FOCUS));
    NATIVE.stream().map(BillFormat::format).distinct().forEach(words::add);
    words.add(CoreWeave.WORD);
    words.add(CUSTOM);
    return words;
  }

  /**
   * The choice that a word makes.
   *
   * @param declared the format that the source declares, if any: a layout of its own, or a format
   *     with the rates of its contract
   * @throws FormatRefusedException if there is no such format, or it is not declared
   */
  public static FormatChoice choice(String word, Optional<? extends BillFormat> declared) {
    List<BillFormat> candidates = new ArrayList<>(NATIVE);
    declared.ifPresent(candidates::add);
    if (word.equals(AUTO)) {
      return new FormatChoice(true, candidates);
    }
    if (word.equals(FOCUS)) {
      return new FormatChoice(true, List.of());
    }
    List<BillFormat> chosen =
        candidates.stream().filter(format -> format.format().equals(word)).toList();
    if (chosen.isEmpty()) {
      throw new FormatRefusedException(
          switch (word) {
            case CUSTOM -> "the source declares no custom format";
            case CoreWeave.WORD ->
                "the source declares no rates of a contract (rateCard), and CoreWeave's usage has"
                    + " no costs";
            default -> "\"" + word + "\" is not one of " + String.join(", ", words());
          });
    }
    return new FormatChoice(false, chosen);
  }
}
