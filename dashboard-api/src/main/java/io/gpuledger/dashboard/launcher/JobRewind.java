package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.cluster.ReplayGoneException;
import io.gpuledger.streaming.cluster.Rewind;
import io.gpuledger.streaming.cluster.RunningJob;
import io.gpuledger.streaming.cluster.StaleCheckpointException;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.publish.PublisherSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Rewinds a job of a stopped instance. */
public final class JobRewind {
  private JobRewind() {}

  /** Names of the jobs that can be rewound. */
  public static List<String> jobs() {
    return JobParts.JOBS.stream().map(JobSpec::name).toList();
  }

  /**
   * Supersedes the rows past the newest checkpoint of a job, rebuilds the rollups and lets the job
   * go on from there.
   *
   * @param acceptLoss whether to go on where Kafka no longer holds what the rows were made of
   * @return the generation that the job runs in from now on
   * @throws DataDirectoryException if an instance is running
   * @throws StartFailedException if something outside failed
   */
  public static int rewind(
      RuntimeSettings settings, String job, boolean acceptLoss, Consumer<String> progress) {
    JobSpec spec =
        JobParts.JOBS.stream()
            .filter(known -> known.name().equals(job))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no job " + job));
    try (Closing closing = new Closing()) {
      LedgerConfig config = LedgerConfiguration.load(settings.data(), settings.config());
      DataDirectory data = closing.add("data directory", DataDirectory.open(settings.data()));
      closing.add("log", LogFile.attach(data.logs()));
      StorageParts storage = StorageParts.open(config, data, closing, progress);
      Publisher publisher =
          closing.add(
              "publisher",
              Publisher.start(PublisherSettings.of(storage.kafkaBootstrap(), storage.ledger())));
      JobParts parts = JobParts.open(storage, data, publisher, List.of(), closing, progress);
      progress.accept("rewinding " + job);
      Rewind rewind = new Rewind(parts.launcher());
      RunningJob running = acceptLoss ? rewind.rewindAcceptingLoss(spec) : rewind.rewind(spec);
      closing.add("job " + job, () -> parts.launcher().stop(running));
      return running.generation();
    } catch (ClusterException
        | IOException
        | ReplayGoneException
        | StaleCheckpointException failed) {
      throw new StartFailedException("the rewind failed: " + failed.getMessage(), failed);
    }
  }
}
