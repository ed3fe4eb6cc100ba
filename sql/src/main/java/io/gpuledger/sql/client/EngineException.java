package io.gpuledger.sql.client;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that the engine refused or that did not reach it. The message is the engine's own
 * text.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of failures that did not come from the engine: it was away, or the network failed. */
  public static final int UNREACHABLE = 0;

  private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\. ");

  /**
   * Codes after which the same statement may succeed later: time-outs, too many statements, memory
   * pressure of the whole engine, too many parts, network errors inside the engine, and shutdown.
   */
  private static final Set<Integer> RETRIABLE =
      Set.of(
          UNREACHABLE,
          3,
          159,
          164,
          202,
          203,
          209,
          210,
          236,
          241,
          242,
          243,
          252,
          285,
          319,
          394,
          425,
          439,
          473,
          499,
          999);

  private final int code;

  private EngineException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  private EngineException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** A failure with the engine's code and text. */
  public static EngineException of(int code, String text) {
    return new EngineException(code, text);
  }

  /** A failure told only by the engine's text, which starts with its code. */
  public static EngineException ofText(String text) {
    Matcher matcher = CODE.matcher(text);
    // 1002 is the engine's own code for an exception it cannot name.
    return new EngineException(matcher.find() ? Integer.parseInt(matcher.group(1)) : 1002, text);
  }

  /** The engine could not be reached, or the answer broke off. */
  public static EngineException unreachable(String what, Throwable cause) {
    return new EngineException(UNREACHABLE, what, cause);
  }

  /** The engine's error code, or {@link #UNREACHABLE}. */
  public int code() {
    return code;
  }

  /**
   * Whether the same statement may be sent again unchanged. An insert must carry a token for this
   * to be safe, because the engine may have committed it before the failure.
   */
  public boolean retriable() {
    return RETRIABLE.contains(code);
  }
}
