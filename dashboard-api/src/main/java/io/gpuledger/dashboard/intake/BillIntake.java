package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.delivery.BillImport;
import io.gpuledger.ingest.delivery.DeliverySink;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.delivery.ImportRequest;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Imports delivery sets, one at a time, and answers when readers see them. */
public final class BillIntake {
  /** How long an import waits while nothing of it moves. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Supplier<LedgerConfig> config;
  private final LedgerDeliveryHistory history;
  private final BillImport bills;
  private final PublicationWait publications;

  public BillIntake(
      Supplier<LedgerConfig> config,
      LedgerClient client,
      LedgerProducer producer,
      Publisher publisher,
      InstantSource clock) {
    this.config = config;
    PatientQueries ledger = new PatientQueries(client, PATIENCE);
    this.history = new LedgerDeliveryHistory(ledger);
    this.bills = new BillImport(DeliverySink.to(producer), clock);
    this.publications = PublicationWait.on(publisher, ledger, PATIENCE);
  }

  /** The same of which what can be read is loaded, where its format allows it. */
  public ImportReport publish(
      String source,
      String format,
      boolean replacePeriod,
      List<Path> files,
      ImportListener listener) {
    return publish(source, format, replacePeriod, files, false, listener);
  }

  /**
   * Loads a set and returns when its deliveries are published, or when nothing of them moves.
   *
   * @param format one of {@link Formats#words}
   * @param files in the order that gives rows their numbers
   * @param whole whether nothing is loaded where a file ends too early or is refused
   * @param listener hears how far it is
   * @throws io.gpuledger.ingest.format.FormatRefusedException if the source has no such format
   */
  public synchronized ImportReport publish(
      String source,
      String format,
      boolean replacePeriod,
      List<Path> files,
      boolean whole,
      ImportListener listener) {
    ImportRequest asked = request(source, format, replacePeriod, files);
    ImportRequest request = whole ? asked.loadedWhole() : asked;
    try {
      ImportReport sent = bills.run(request, history, listener);
      return sent.withVisible(publications.await(sent.awaited()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for publication", e);
    }
  }

  private ImportRequest request(
      String source, String format, boolean replacePeriod, List<Path> files) {
    LedgerConfig.Source declared =
        config
            .get()
            .findSource(source)
            .orElse(
                new LedgerConfig.Source(
                    source,
                    LedgerConfig.SourceKind.BILLS,
                    LedgerConfig.ScopeKind.ACCOUNT_MONTH,
                    LedgerConfig.DeliveryKind.OVERWRITE,
                    false));
    return new ImportRequest(
        source,
        files.stream().map(BillFile::of).toList(),
        switch (declared.scope()) {
          case ACCOUNT_MONTH -> Scope.Kind.ACCOUNT_MONTH;
          case ACCOUNT_DAY -> Scope.Kind.ACCOUNT_DAY;
        },
        switch (declared.deliveryKind()) {
          case OVERWRITE -> DeliveryKind.OVERWRITE;
          case APPEND -> DeliveryKind.APPEND;
        },
        declared.computedFloats(),
        replacePeriod,
        declared.farLessThan(),
        Formats.choice(
            format.equals(Formats.AUTO) ? declared.format() : format, declared.declared()));
  }
}
