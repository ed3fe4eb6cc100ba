package io.gpuledger.dashboard.launcher;

import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.JobLauncher;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.cluster.RunningJob;
import io.gpuledger.streaming.cluster.SavedJob;
import io.gpuledger.streaming.cluster.StaleCheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of an instance: started, stopped for a backup and started again. */
final class RunningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJobs.class);

  private final JobLauncher launcher;
  private final Map<String, JobSpec> specs = new LinkedHashMap<>();
  private final Map<String, RunningJob> running = new LinkedHashMap<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  RunningJobs(JobLauncher launcher) {
    this.launcher = launcher;
  }

  /** Starts a job; one whose checkpoint is stale is noted as refused. */
  synchronized void start(JobSpec job) throws ClusterException, IOException {
    specs.put(job.name(), job);
    try {
      running.put(job.name(), launcher.launch(job));
    } catch (StaleCheckpointException stale) {
      refused.add(String.valueOf(stale.getMessage()));
    }
  }

  /** Ends a job if it runs; its checkpoints stay. */
  synchronized void stop(String name) throws ClusterException {
    RunningJob job = running.remove(name);
    if (job != null) {
      launcher.stop(job);
    }
  }

  /** Why a job does not run, in words with the command that mends it. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /**
   * Ends all jobs with a savepoint; the last of them first, as when an instance stops. Where one
   * fails, its job is ended without, and those before it run on.
   */
  synchronized List<SavedJob> save() throws ClusterException, IOException {
    List<SavedJob> saved = new ArrayList<>();
    List<RunningJob> jobs = new ArrayList<>(running.values());
    for (int i = jobs.size() - 1; i >= 0; i--) {
      RunningJob job = jobs.get(i);
      try {
        saved.add(launcher.save(job));
      } catch (ClusterException | IOException failed) {
        // It might end later all by itself, when nobody would start it again.
        launcher.stop(job);
        running.remove(job.name());
        throw failed;
      }
      running.remove(job.name());
    }
    return saved;
  }

  /** Starts every job that was stopped; one that does not start is noted as refused. */
  synchronized void resume() {
    for (JobSpec job : specs.values()) {
      if (!running.containsKey(job.name())) {
        try {
          start(job);
        } catch (ClusterException | IOException failed) {
          LOG.error("job {} did not start again after a backup", job.name(), failed);
          refused.add(
              "job "
                  + job.name()
                  + " did not start again after a backup; stop the instance and start it again");
        }
      }
    }
  }
}
