package io.gpuledger.ingest.conformance;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** Checks files against FOCUS, each by itself and against the others given with it. */
public final class Conformance {
  private final ConformanceOptions options;
  private final LongConsumer progress;

  /**
   * A check.
   *
   * @param progress told how many bytes of a file on disk each read took
   */
  public Conformance(ConformanceOptions options, LongConsumer progress) {
    this.options = options;
    this.progress = progress;
  }

  /** A file with what its header tells. */
  private record Given(BillFile file, Optional<Dataset> dataset) {}

  /**
   * Checks the files; those of other datasets before the charges that refer to them.
   *
   * @throws IOException if a file cannot be opened or read from disk
   */
  public ConformanceReport check(List<Path> paths) throws IOException {
    List<Given> given = new ArrayList<>();
    for (BillFile file : named(paths)) {
      given.add(new Given(file, dataset(file)));
    }
    FindingLog log = new FindingLog(options);
    CrossChecks cross =
        new CrossChecks(log, given.stream().flatMap(one -> one.dataset().stream()).toList());
    Map<BillFile, FileValidator> validators = new HashMap<>();
    for (boolean charges : new boolean[] {false, true}) {
      for (Given one : given) {
        if (one.dataset().equals(Optional.of(Dataset.COST_AND_USAGE)) == charges) {
          FileValidator validator = new FileValidator(one.file().name(), log, options, cross);
          RawFile.read(one.file(), validator, progress);
          validator.end();
          validators.put(one.file(), validator);
        }
      }
    }
    cross.end();
    return new ConformanceReport(
        given.stream()
            .map(one -> Objects.requireNonNull(validators.get(one.file())).result())
            .toList(),
        log.rules(),
        log.notes());
  }

  /** The files under names that tell them apart: without directories where that suffices. */
  private static List<BillFile> named(List<Path> paths) {
    Set<String> names = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    for (Path path : paths) {
      String name = BillFile.of(path).name();
      if (!names.add(name)) {
        repeated.add(name);
      }
    }
    return paths.stream()
        .distinct()
        .map(
            path -> {
              BillFile file = BillFile.of(path);
              return repeated.contains(file.name()) ? new BillFile(path.toString(), path) : file;
            })
        .toList();
  }

  private static Optional<Dataset> dataset(BillFile file) throws IOException {
    List<Dataset> found = new ArrayList<>();
    RawFile.read(
        file,
        new RawHandler() {
          @Override
          public boolean header(List<String> names) {
            DatasetFinder.dataset(names).ifPresent(found::add);
            return false;
          }

          @Override
          public void record(RawRecord record) {}

          @Override
          public void fault(Problem problem) {}
        },
        bytes -> {});
    return found.stream().findFirst();
  }
}
