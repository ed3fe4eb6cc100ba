package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.collect.Places;
import io.gpuledger.dashboard.config.CollectConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import io.gpuledger.ingest.collect.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/** Whether the place from which a source collects can be listed. */
final class CollectCheck {
  private CollectCheck() {}

  /** Empty where the source does not collect. */
  static Optional<Finding> of(LedgerConfig.Source source) {
    return source.collect().map(config -> of(source.name(), config));
  }

  private static Finding of(String source, CollectConfig config) {
    String check = "collect " + source;
    try (ObjectStore store = Places.open(config.place())) {
      int objects = store.list().size();
      return new Finding(check, true, store.place() + ", " + objects + " objects", "");
    } catch (IOException | RuntimeException e) {
      return new Finding(
          check,
          false,
          String.valueOf(e.getMessage()),
          "mend sources.collect, or let this user read there");
    }
  }
}
