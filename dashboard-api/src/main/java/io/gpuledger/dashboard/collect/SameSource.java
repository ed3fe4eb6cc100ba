package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.config.LedgerConfig.Source;
import java.util.Optional;

/** Whether two readings of the configuration say the same of a source. */
public final class SameSource {
  private SameSource() {}

  /** Whether they do; a format that the source declares is compared by what it says. */
  public static boolean is(Source one, Source other) {
    return declared(one).equals(declared(other)) && bare(one).equals(bare(other));
  }

  private static String declared(Source source) {
    return source
        .declared()
        .map(format -> format.format() + " " + format.parserVersion())
        .orElse("");
  }

  private static Source bare(Source source) {
    return new Source(
        source.name(),
        source.kind(),
        source.scope(),
        source.deliveryKind(),
        source.computedFloats(),
        source.billing(),
        source.farLessThan(),
        source.format(),
        Optional.empty(),
        source.collect());
  }
}
