package io.gpuledger.dashboard.demo;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.intake.BillIntake;
import io.gpuledger.dashboard.intake.DatasetIntake;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the demo and keeps its fleet alive. The bills of the last complete month come first, so
 * that the first screen has something to show; the fleet, the running month to date and earlier
 * months follow in the background.
 */
public final class DemoEstate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoEstate.class);
  private static final Duration RUNAWAY_CADENCE = Duration.ofSeconds(2);
  private static final int RUNAWAY_NODES = 8;
  private static final int RUNAWAY_TICKS = 60;
  private static final String FLEET = "fleet";
  private static final String USER = "demo";
  private static final String SOURCE = "dcgm-east";
  private static final long MEMORY_BYTES = 80L << 30;

  private final BillIntake bills;
  private final DatasetIntake datasets;
  private final DemoClose close;
  private final LedgerProducer producer;
  private final DemoMemory memory;
  private final Clock clock;
  private final AtomicInteger billsDone = new AtomicInteger();
  private final AtomicLong runaways = new AtomicLong();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          3,
          task -> {
            Thread worker = new Thread(task, "demo");
            worker.setDaemon(true);
            return worker;
          });

  private DemoEstate(
      BillIntake bills,
      DatasetIntake datasets,
      DemoClose close,
      LedgerProducer producer,
      DemoMemory memory,
      Clock clock) {
    this.bills = bills;
    this.datasets = datasets;
    this.close = close;
    this.producer = producer;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * Starts to fill; what a run before has filled stays as it is.
   *
   * @param folder for the demo's own notes and the bills that it is about to load
   */
  public static DemoEstate start(
      BillIntake bills,
      DatasetIntake datasets,
      CloseService close,
      LedgerProducer producer,
      Path folder,
      Clock clock) {
    Instant now = clock.instant();
    DemoEstate estate =
        new DemoEstate(
            bills, datasets, new DemoClose(close), producer, DemoMemory.open(folder, now), clock);
    estate.threads.execute(() -> estate.fill(now));
    return estate;
  }

  /** Bills loaded so far. */
  public int done() {
    return billsDone.get();
  }

  /** Bills to load in all. */
  public int total() {
    // The last is the bill that is restated.
    return (DemoPlan.MONTHS + 1) * DemoPlan.BILLS.size() + 1;
  }

  private void fill(Instant now) {
    YearMonth last = DemoPlan.lastMonth(now);
    fillMonth(last, false);
    if (threads.isShutdown()) {
      return;
    }
    // The past of the fleet takes both processors for a minute, in which nobody would see a figure.
    threads.execute(this::fillFleet);
    fillMonth(last.plusMonths(1), true);
    for (int back = 1; back < DemoPlan.MONTHS; back++) {
      fillMonth(last.minusMonths(back), false);
      if (back == 1) {
        closeAndRestate();
      }
    }
  }

  /**
   * The month before the last complete one is closed and signed, and one of its bills is restated
   * after that: the signed figures stand, and what changed becomes corrections of an open month.
   */
  private void closeAndRestate() {
    YearMonth month = DemoPlan.closedMonth(memory.started());
    DemoPlan.BillSource source = DemoPlan.RESTATED;
    String closed = "closed-" + month;
    String restated = source.name() + "-" + month + "-restated";
    Path folder = memory.file(restated + ".bill");
    try {
      if (!memory.holds(closed) && close.close(month)) {
        memory.keep(closed);
      }
      if (memory.holds(closed) && !memory.holds(restated)) {
        Files.createDirectories(folder);
        load(source, source.form().write(DemoPlan.bill(source, month).restated(1), folder));
        memory.keep(restated);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.error("the demo's month {} could not be closed and restated", month, e);
    } finally {
      deleteFolder(folder);
      billsDone.incrementAndGet();
    }
  }

  private void fillMonth(YearMonth month, boolean isRunning) {
    for (DemoPlan.BillSource source : DemoPlan.BILLS) {
      if (threads.isShutdown()) {
        return;
      }
      fillBill(source, month, isRunning);
      if (!isRunning) {
        fillInvoice(source, month);
      }
      billsDone.incrementAndGet();
    }
  }

  /** The running month has no invoice yet, so it is not tied to one. */
  private void fillInvoice(DemoPlan.BillSource source, YearMonth month) {
    String name = "invoice-" + source.name() + "-" + month;
    if (memory.holds(name)) {
      return;
    }
    Path file = memory.file(name + ".csv");
    try {
      DemoInvoice.write(source.form(), DemoPlan.bill(source, month), file);
      datasets.publish(Dataset.INVOICES, source.name(), List.of(file), USER);
      memory.keep(name);
    } catch (IOException | RuntimeException e) {
      LOG.error("the demo's invoice {} could not be loaded", file.getFileName(), e);
    } finally {
      delete(file);
    }
  }

  /** A running month is billed up to some day before the demo was first started. */
  private void fillBill(DemoPlan.BillSource source, YearMonth month, boolean isRunning) {
    String name = source.name() + "-" + month + (isRunning ? "-to-date" : "");
    if (memory.holds(name)) {
      return;
    }
    Path folder = memory.file(name + ".bill");
    try {
      Files.createDirectories(folder);
      FocusPlan plan = DemoPlan.bill(source, month);
      List<Path> files =
          isRunning
              ? source.form().writeToDate(plan, DemoPlan.billedTo(source, memory.started()), folder)
              : source.form().write(plan, folder);
      if (!files.isEmpty()) {
        load(source, files);
        memory.keep(name);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("the demo's bill {} could not be loaded", name, e);
    } finally {
      deleteFolder(folder);
    }
  }

  private void load(DemoPlan.BillSource source, List<Path> files) {
    bills.publish(source.name(), source.form().format(), false, files, ImportListener.NONE);
  }

  private static void deleteFolder(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(DemoEstate::delete);
    } catch (IOException e) {
      LOG.warn("cannot empty {}", folder, e);
    }
    delete(folder);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot delete {}", file, e);
    }
  }

  private void fillFleet() {
    if (!memory.holds(FLEET)) {
      fillFleetPast();
    }
    FleetGenerator live = new FleetGenerator(DemoPlan.live(clock.instant()));
    AtomicLong tick = new AtomicLong();
    long millis = live.plan().cadence().toMillis();
    var unused =
        threads.scheduleAtFixedRate(
            () -> sendLive(live, tick.getAndIncrement()), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** The same past at every try, so that a fill that was cut short is completed, not doubled. */
  private void fillFleetPast() {
    Iterator<SampleBatch> batches =
        new FleetGenerator(DemoPlan.backfill(memory.started())).batches();
    while (batches.hasNext()) {
      if (threads.isShutdown()) {
        return;
      }
      producer.send(batches.next());
    }
    producer.flush();
    try {
      memory.keep(FLEET);
    } catch (IOException e) {
      LOG.warn("the demo cannot note that its fleet is filled", e);
    }
  }

  private void sendLive(FleetGenerator live, long tick) {
    try {
      for (int node = 0; node < live.plan().nodes(); node++) {
        send(live.plan().cadence(), live.samples(node, tick));
      }
    } catch (RuntimeException e) {
      LOG.warn("the demo's fleet could not send", e);
    }
  }

  /**
   * Starts a job that takes sixty-four GPUs in the sandbox for two minutes.
   *
   * @return the job's pod
   */
  public String startRunaway() {
    String pod = "sweep-" + runaways.incrementAndGet();
    Holder holder = new Holder(Holder.Kind.KUBERNETES_POD, DemoPlan.SANDBOX, pod, "main", "");
    AtomicInteger tick = new AtomicInteger();
    threads.execute(() -> runawayTick(holder, tick));
    return DemoPlan.SANDBOX + "/" + pod;
  }

  private void runawayTick(Holder holder, AtomicInteger tick) {
    boolean last = tick.incrementAndGet() >= RUNAWAY_TICKS;
    Instant at = clock.instant();
    for (int node = 0; node < RUNAWAY_NODES; node++) {
      List<Sample> samples = new ArrayList<>();
      for (int device = 0; device < DemoPlan.DEVICES_PER_NODE; device++) {
        samples.add(sample(node, device, at, last ? List.of() : List.of(holder)));
      }
      send(RUNAWAY_CADENCE, samples);
    }
    producer.flush();
    if (!last && !threads.isShutdown()) {
      var unused =
          threads.schedule(
              () -> runawayTick(holder, tick), RUNAWAY_CADENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Sample sample(int node, int device, Instant at, List<Holder> holders) {
    boolean held = !holders.isEmpty();
    return new Sample(
        DeviceId.ofWhole(DemoPlan.CLUSTER, "GPU-runaway-%02d-%02d".formatted(node, device)),
        at,
        new DeviceFacts(
            DemoPlan.CLUSTER + "-burst-" + node,
            Integer.toString(device),
            DemoPlan.DEVICE_MODEL,
            ""),
        held ? 0.97 : 0.0,
        held ? 0.18 : 0.0,
        held ? 0.02 : 0.0,
        held ? 0.09 : 0.0,
        held ? MEMORY_BYTES / 2 : 0L,
        MEMORY_BYTES,
        held ? 610.0 : 70.0,
        null,
        held ? 74.0 : 31.0,
        null,
        0,
        holders);
  }

  private void send(Duration cadence, List<Sample> samples) {
    if (!samples.isEmpty()) {
      SampleBatches.of(SOURCE, cadence, clock.instant(), samples).forEach(producer::send);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
