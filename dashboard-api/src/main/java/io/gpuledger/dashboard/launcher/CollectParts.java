package io.gpuledger.dashboard.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.collect.CollectedStore;
import io.gpuledger.dashboard.collect.Collectors;
import io.gpuledger.dashboard.collect.SameSource;
import io.gpuledger.dashboard.collect.SetLoader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.http.LedgerWrites;
import io.gpuledger.dashboard.http.LedgerWrites.ImportCommand;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.format.Formats;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collecting of bills from folders and buckets, as the configuration changes. */
final class CollectParts {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who loads what is collected, in the audit. */
  private static final String USER = "collector";

  private CollectParts() {}

  /** Starts after the web server, which empties the staging folder of what a crash left. */
  static Collectors open(
      StateStore store,
      ConfigurationInForce config,
      LedgerWrites writes,
      AuditLog audit,
      DataDirectory data,
      Closing closing,
      Clock clock) {
    Collectors collectors =
        closing.add(
            "collectors",
            new Collectors(
                new CollectedStore(store, clock),
                loader(writes, audit, config),
                data.staging(),
                clock));
    config.onEach(collectors::retarget);
    return collectors;
  }

  static SetLoader loader(LedgerWrites writes, AuditLog audit, Supplier<LedgerConfig> config) {
    return (source, files) -> {
      if (config
          .get()
          .findSource(source.name())
          .filter(now -> SameSource.is(now, source))
          .isEmpty()) {
        throw new IllegalStateException(
            "the source is no longer configured as it was when this was found");
      }
      List<String> names = files.stream().map(CollectParts::name).toList();
      audit.add(USER, "delivery.import", source.name(), String.join(", ", names));
      Object report =
          writes.importBills(
              new ImportCommand(source.name(), Formats.AUTO, false, files, USER, true));
      return loaded(JSON.valueToTree(report));
    };
  }

  private static String name(Path file) {
    Path last = file.getFileName();
    return last == null ? file.toString() : last.toString();
  }

  /**
   * What the report of an import says became of the files.
   *
   * @throws IllegalStateException if readers do not see yet what was accepted
   */
  static SetLoader.Loaded loaded(JsonNode report) {
    List<String> ids = new ArrayList<>();
    long accepted = 0;
    long rejected = 0;
    boolean unchanged = true;
    List<JsonNode> loads =
        Stream.of("deliveries", "datasets")
            .flatMap(
                key -> {
                  List<JsonNode> each = new ArrayList<>();
                  report.path(key).forEach(each::add);
                  return each.stream();
                })
            .toList();
    for (JsonNode load : loads) {
      ids.add(load.path("deliveryId").asText(load.path("loadId").asText("")));
      accepted += load.path("rowsAccepted").asLong();
      rejected += load.path("rowsRejected").asLong();
      unchanged &= load.path("unchanged").asBoolean();
    }
    for (JsonNode delivery : report.path("deliveries")) {
      if (delivery.path("rowsAccepted").asLong() > 0
          && !delivery.path("unchanged").asBoolean()
          && !delivery.path("visible").asBoolean()) {
        throw new IllegalStateException(
            "delivery %s was sent and is not published yet; it is tried again"
                .formatted(delivery.path("deliveryId").asText()));
      }
    }
    String first =
        report.path("rejects").isEmpty()
            ? ""
            : report.path("rejects").path(0).path("message").asText("");
    if (accepted == 0 && (rejected > 0 || !first.isEmpty())) {
      return new SetLoader.Loaded(SetLoader.Outcome.REFUSED, first, ids);
    }
    String detail =
        accepted
            + " rows"
            + (rejected > 0 ? ", " + rejected + " refused, the first: " + first : "");
    return new SetLoader.Loaded(
        unchanged ? SetLoader.Outcome.UNCHANGED : SetLoader.Outcome.LOADED, detail, ids);
  }
}
