package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Locale;

/** Standard output holds results and nothing else; all talk goes to standard error. */
final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAR_CELLS = 24;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private boolean barOpen;

  Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  static Console system() {
    // The script knows whether standard error is a terminal; Java cannot tell.
    return new Console(System.out, System.err, System.getenv("GPULEDGER_TERMINAL") != null);
  }

  /** A line of the result. */
  void result(String line) {
    clearBar();
    out.println(line);
    out.flush();
  }

  /** The one JSON document of {@code --json}. */
  void json(Object document) {
    try {
      result(JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the command is doing. */
  void say(String line) {
    clearBar();
    err.println(line);
  }

  /** A progress bar; drawn only on a terminal. */
  void progress(String task, long done, long total) {
    if (!terminal || total <= 0) {
      return;
    }
    double ratio = Math.min(1.0, (double) done / total);
    int full = (int) (ratio * BAR_CELLS);
    err.print(
        "\r\033[K"
            + task
            + " ["
            + "#".repeat(full)
            + "-".repeat(BAR_CELLS - full)
            + "] "
            + String.format(Locale.ROOT, "%3.0f %%", 100 * ratio));
    err.flush();
    barOpen = true;
  }

  private void clearBar() {
    if (barOpen) {
      err.print("\r\033[K");
      barOpen = false;
    }
  }
}
