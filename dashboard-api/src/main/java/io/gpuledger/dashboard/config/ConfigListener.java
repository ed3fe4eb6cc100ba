package io.gpuledger.dashboard.config;

import io.gpuledger.cost.problem.Problem;
import java.util.List;

/** Hears of every change of the file. */
public interface ConfigListener {
  /** A new configuration holds from now on. */
  void changed(LedgerConfig before, LedgerConfig now);

  /** The file changed to something faulty; the old configuration goes on. */
  void refused(List<Problem> problems);

  /** The file was looked at and has not changed. */
  default void unchanged() {}
}
