package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.charge.DeliveryIdentity;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.TypedTotal;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.DatasetContent;
import io.gpuledger.ingest.focus.DatasetReader;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLoad;
import io.gpuledger.streaming.dataset.DatasetLoad.Counts;
import io.gpuledger.streaming.dataset.DatasetLoad.Origin;
import io.gpuledger.streaming.publish.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Loads invoices, billing periods and contract commitments, out of files or as somebody typed them,
 * one load at a time. A load that is cut off at any point and tried again is the same load.
 */
public final class DatasetIntake {
  /** Changes whenever the same file would be read differently. */
  private static final String PARSER_VERSION = "dataset-1";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PatientQueries ledger;
  private final Consumer<List<Reject>> rejects;
  private final Function<DatasetDraft, Instant> publication;
  private final InstantSource clock;

  public DatasetIntake(
      LedgerClient client, LedgerProducer producer, Publisher publisher, InstantSource clock) {
    this.ledger = new PatientQueries(client, PATIENCE);
    this.rejects =
        refused -> {
          refused.forEach(producer::send);
          producer.flush();
        };
    this.publication = draft -> publisher.publishDataset(draft).join();
    this.clock = clock;
  }

  /** Files by the dataset that they hold; those of no dataset are left out. */
  public static Map<Dataset, List<Path>> recognise(List<Path> files) {
    Map<Dataset, List<Path>> found = new TreeMap<>();
    try {
      for (Path file : files) {
        DatasetReader.recognise(BillFile.of(file))
            .ifPresent(
                dataset -> found.computeIfAbsent(dataset, none -> new ArrayList<>()).add(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** What makes a load, apart from its rows. */
  private record Request(
      Dataset dataset,
      String source,
      Origin origin,
      DeliveryIdentity identity,
      String focusVersion,
      List<String> fileNames,
      String user) {}

  /** What is in force of a subject. */
  private record InForce(String source, String contentHash) {}

  /**
   * Loads the files of one dataset and returns when readers see them.
   *
   * @param files each recognised as the dataset; one load, so that an invoice over several files is
   *     whole
   */
  public synchronized DatasetReport publish(
      Dataset dataset, String source, List<Path> files, String user) {
    List<BillFile> read = files.stream().map(BillFile::of).toList();
    DatasetContent content;
    try {
      content = DatasetReader.read(dataset, read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Request request =
        new Request(
            dataset,
            source,
            Origin.FILE,
            identity(dataset, source, content.fileHashes()),
            content.focusVersion(),
            read.stream().map(BillFile::name).toList(),
            user);
    return publish(request, content);
  }

  /** Loads a typed total and returns when readers see it. */
  public synchronized DatasetReport type(TypedTotal total, String user) {
    Request request = typed(total.source(), Origin.TYPED, total.content(), user);
    return publish(
        request,
        new DatasetContent(
            Dataset.INVOICES, "", List.of(), List.<DatasetRow>copyOf(total.lines()), List.of(), 0));
  }

  /**
   * Takes the total of an invoice away from readers; what it replaced does not come back.
   *
   * @return empty where no total of the invoice is in force
   */
  public synchronized Optional<DatasetReport> withdraw(InvoiceKey key, String user) {
    InForce standing = inForce(Dataset.INVOICES).get(subject(key));
    if (standing == null) {
      return Optional.empty();
    }
    Request request =
        typed(
            standing.source(),
            Origin.WITHDRAWN,
            List.of(key.issuer(), key.invoiceId(), key.currency()),
            user);
    return Optional.of(
        store(
            request,
            new DatasetContent(Dataset.INVOICES, "", List.of(), List.of(), List.of(), 0),
            List.of(key),
            new Counts(0, 0, 0)));
  }

  private static String subject(InvoiceKey key) {
    return key.issuer() + "\n" + key.invoiceId() + "\n" + key.currency();
  }

  private static Request typed(String source, Origin origin, List<String> content, String user) {
    List<String> hashed = new ArrayList<>(List.of(origin.name()));
    hashed.addAll(content);
    return new Request(
        Dataset.INVOICES,
        source,
        origin,
        identity(Dataset.INVOICES, source, hashed),
        "",
        List.of(),
        user);
  }

  private static DeliveryIdentity identity(Dataset dataset, String source, List<String> content) {
    return new DeliveryIdentity(
        source, Scope.UNKNOWN, content, PARSER_VERSION + "/" + dataset.table());
  }

  private DatasetReport publish(Request request, DatasetContent content) {
    Map<String, InForce> standing = inForce(request.dataset());
    Set<String> subjects = new HashSet<>();
    content.rows().forEach(row -> subjects.add(row.subject()));
    Counts counts =
        new Counts(content.rows().size(), content.refused().size(), content.duplicates());
    InForce same = new InForce(request.source(), request.identity().contentHash());
    boolean unchanged =
        subjects.isEmpty()
            ? loads(request)[1] > 0
            : subjects.stream().allMatch(subject -> same.equals(standing.get(subject)));
    if (unchanged) {
      DatasetLoad load = load(request, "", counts, content.refused());
      return DatasetReport.of(
          new DatasetDraft(load, content.rows(), List.of()), content.refused(), Optional.empty());
    }
    return store(request, content, dropped(request, content, standing), counts);
  }

  /**
   * Currencies of an invoice that a file no longer has. A currency whose lines were refused stays
   * as it is.
   */
  private static List<InvoiceKey> dropped(
      Request request, DatasetContent content, Map<String, InForce> standing) {
    if (request.origin() != Origin.FILE || request.dataset() != Dataset.INVOICES) {
      return List.of();
    }
    Set<String> kept = new HashSet<>();
    content.refused().forEach(refused -> kept.add(refused.subject()));
    Set<List<String>> invoices = new HashSet<>();
    for (DatasetRow row : content.rows()) {
      kept.add(row.subject());
      InvoiceKey key = ((InvoiceLine) row).key();
      invoices.add(List.of(key.issuer(), key.invoiceId()));
    }
    if (kept.contains("")) {
      return List.of();
    }
    TreeSet<InvoiceKey> dropped = new TreeSet<>();
    for (String subject : standing.keySet()) {
      String[] parts = subject.split("\n", -1);
      if (parts.length == 3
          && !kept.contains(subject)
          && invoices.contains(List.of(parts[0], parts[1]))) {
        dropped.add(new InvoiceKey(parts[0], parts[1], parts[2]));
      }
    }
    return List.copyOf(dropped);
  }

  private DatasetReport store(
      Request request, DatasetContent content, List<InvoiceKey> withdrawn, Counts counts) {
    // The number of loads before makes the id; a load that was cut off has not been counted.
    String loadId = request.identity().deliveryId(loads(request)[0] + 1);
    List<DatasetContent.Refused> refused = content.refused();
    DatasetDraft draft =
        new DatasetDraft(
            load(request, loadId, counts, refused),
            content.rows(),
            withdrawn,
            RefusedInvoices.of(content));
    rejects.accept(refused.stream().map(each -> toWire(each, draft.load())).toList());
    return DatasetReport.of(draft, refused, Optional.of(publication.apply(draft)));
  }

  private static DatasetLoad load(
      Request request, String loadId, Counts counts, List<DatasetContent.Refused> refused) {
    return new DatasetLoad(
        loadId,
        request.dataset(),
        request.source(),
        request.origin(),
        request.identity().contentHash(),
        request.focusVersion(),
        request.fileNames(),
        counts,
        refused.stream().map(DatasetContent.Refused::subject).distinct().sorted().toList(),
        request.user());
  }

  /** How many loads of the dataset are published, and how many of them brought the same. */
  private long[] loads(Request request) {
    String[] cells =
        ledger
            .ask(
                "queries/dataset_load_count",
                Map.of(
                    "dataset",
                    request.dataset().table(),
                    "content",
                    request.identity().contentHash()))
            .strip()
            .split("\t", -1);
    return new long[] {Long.parseLong(cells[0]), Long.parseLong(cells[1])};
  }

  private Map<String, InForce> inForce(Dataset dataset) {
    Map<String, InForce> standing = new HashMap<>();
    ledger
        .ask("queries/dataset_subjects_in_force", Map.of("dataset", dataset.table()))
        .lines()
        .forEach(
            line -> {
              String[] cells = line.split("\t", -1);
              standing.put(text(cells[0]), new InForce(text(cells[1]), cells[2]));
            });
    return standing;
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  private Reject toWire(DatasetContent.Refused refused, DatasetLoad load) {
    Problem problem = refused.problem();
    return Reject.newBuilder()
        .setSource(load.source())
        .setDeliveryId(load.loadId())
        .setSetId(load.loadId())
        .setRowNo(refused.rowNo())
        .setFile(problem.location().input())
        .setLine(problem.location().line())
        .setColumn(problem.location().column())
        .setField(problem.field())
        .setCode(problem.code().name())
        .setMessage(problem.message())
        .setRawText(problem.rawText())
        .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()))
        .build();
  }
}
