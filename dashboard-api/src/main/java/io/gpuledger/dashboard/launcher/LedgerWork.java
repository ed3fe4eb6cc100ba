package io.gpuledger.dashboard.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.TypedTotal;
import io.gpuledger.dashboard.demo.DemoEstate;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.EventHub;
import io.gpuledger.dashboard.http.LedgerWrites;
import io.gpuledger.dashboard.intake.BillIntake;
import io.gpuledger.dashboard.intake.DatasetIntake;
import io.gpuledger.dashboard.intake.DatasetReport;
import io.gpuledger.dashboard.intake.OwnedIntake;
import io.gpuledger.dashboard.intake.Retraction;
import io.gpuledger.dashboard.intake.TelemetryIntake;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.format.FormatRefusedException;
import io.gpuledger.streaming.allocation.AllocationRunner;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API changes in the ledger, done by the running parts. */
final class LedgerWork implements LedgerWrites {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWork.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The report of an import without a bill. */
  private static final ObjectNode NOTHING =
      json(new ImportReport("", List.of(), List.of(), 0, List.of(), List.of()).toJson());

  private final BillIntake bills;
  private final DatasetIntake datasets;
  private final OwnedIntake owned;
  private final TelemetryIntake telemetry;
  private final Retraction retraction;
  private final AllocationRunner allocation;
  private final Optional<DemoEstate> demo;
  private final EventHub events;

  LedgerWork(
      BillIntake bills,
      DatasetIntake datasets,
      OwnedIntake owned,
      TelemetryIntake telemetry,
      Retraction retraction,
      AllocationRunner allocation,
      Optional<DemoEstate> demo,
      EventHub events) {
    this.telemetry = telemetry;
    this.allocation = allocation;
    this.demo = demo;
    this.bills = bills;
    this.datasets = datasets;
    this.owned = owned;
    this.retraction = retraction;
    this.events = events;
  }

  @Override
  public Object importBills(ImportCommand command) {
    Map<Dataset, List<Path>> recognised = DatasetIntake.recognise(command.files());
    List<Path> billFiles = new ArrayList<>(command.files());
    recognised.values().forEach(billFiles::removeAll);
    ObjectNode report = billFiles.isEmpty() ? NOTHING.deepCopy() : importBills(command, billFiles);
    recognised.forEach(
        (dataset, files) ->
            datasets.publish(dataset, command.source(), files, command.user()).addTo(report));
    return report;
  }

  private ObjectNode importBills(ImportCommand command, List<Path> files) {
    ImportReport report = publish(command, files);
    allocate();
    return json(report.toJson());
  }

  private ImportReport publish(ImportCommand command, List<Path> files) {
    try {
      return bills.publish(
          command.source(),
          command.format(),
          command.replacePeriod(),
          files,
          command.whole(),
          (done, total, rows) ->
              events.publish(
                  "progress",
                  Map.of(
                      "task",
                      "import " + command.source(),
                      "done",
                      done,
                      "total",
                      total,
                      "rows",
                      rows),
                  // Figures of the whole organisation.
                  List.of()));
    } catch (FormatRefusedException e) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "format: " + e.getMessage());
    }
  }

  private void allocate() {
    try {
      // Whoever asks next expects the lines too.
      allocation.runPending();
    } catch (RuntimeException e) {
      // The bill is published; its lines follow when the allocation service has tried again.
      LOG.warn("the bill is loaded, its allocation failed and is tried again", e);
    }
  }

  @Override
  public Optional<Object> chargeOwned(String source, YearMonth period) {
    return owned.publish(source, period).map(outcome -> answer(source, period, outcome));
  }

  private Object answer(String source, YearMonth period, OwnedIntake.Outcome outcome) {
    if (outcome.report().isEmpty() && outcome.emptied().isEmpty()) {
      throw new ApiException(
          ErrorCode.INPUT_REFUSED,
          "No charge of " + source + " falls in " + period + "; nothing was loaded.");
    }
    allocate();
    ObjectNode whole =
        outcome.report().map(report -> json(report.toJson())).orElseGet(NOTHING::deepCopy);
    OwnedAnswer.addTo(whole, period, outcome);
    return whole;
  }

  @Override
  public Object typeInvoice(TypedTotal total, String user) {
    return view(datasets.type(total, user));
  }

  @Override
  public Optional<Object> withdrawInvoice(InvoiceKey key, String user) {
    return datasets.withdraw(key, user).map(LedgerWork::view);
  }

  private static Object view(DatasetReport report) {
    ObjectNode whole = JSON.createObjectNode();
    report.addTo(whole);
    return whole.path("datasets").path(0);
  }

  @Override
  public Object replay(ReplayCommand command) {
    TelemetryIntake.Outcome outcome =
        telemetry.replay(command.cluster(), command.at(), command.cadence(), command.files());
    return Map.of(
        "samples", outcome.samples(),
        "devices", outcome.devices(),
        "stored", outcome.stored(),
        "problems",
            outcome.problems().stream()
                .map(
                    problem ->
                        Map.of(
                            "place", problem.location().toString(),
                            "code", problem.code().name(),
                            "field", problem.field(),
                            "message", problem.message()))
                .toList());
  }

  @Override
  public Optional<Object> retract(String deliveryId) {
    Retraction.Outcome outcome = retraction.retract(deliveryId);
    if (outcome instanceof Retraction.NotInForce standing) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "Delivery "
              + deliveryId
              + " is not in force, so there is nothing to retract. In force in its scope: "
              + (standing.inForce().isEmpty() ? "nothing" : String.join(", ", standing.inForce()))
              + ".");
    }
    return outcome instanceof Retraction.Retracted
        ? Optional.of(Map.of("deliveryId", deliveryId))
        : Optional.empty();
  }

  @Override
  public Optional<Object> startRunaway() {
    return demo.map(estate -> Map.of("job", estate.startRunaway()));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
