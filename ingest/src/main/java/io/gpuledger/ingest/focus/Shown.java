package io.gpuledger.ingest.focus;

import java.nio.charset.StandardCharsets;

/** Text of a file as it is shown in a message: decoded leniently, control characters visible. */
public final class Shown {
  private static final int QUOTED_LIMIT = 80;

  private Shown() {}

  /** In quotes, at most {@value #QUOTED_LIMIT} characters. */
  public static String quoted(byte[] bytes) {
    return '"' + cut(bytes, 0, bytes.length, QUOTED_LIMIT) + '"';
  }

  /** At most {@code limit} characters of bytes [from, to). */
  public static String cut(byte[] bytes, int from, int to, int limit) {
    int end = (int) Math.min(to, from + 4L * limit);
    String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder(Math.min(text.length(), limit));
    for (int i = 0; i < text.length() && shown.length() < limit; i++) {
      char next = text.charAt(i);
      if (next < ' ' && next != '\n' && next != '\t') {
        shown.append("\\x").append(next < 16 ? "0" : "").append(Integer.toHexString(next));
      } else if (!Character.isSurrogate(next)) {
        shown.append(next);
      } else if (Character.isHighSurrogate(next) && i + 1 < text.length()) {
        shown.append(next).append(text.charAt(++i));
      }
    }
    return shown + (end < to || (shown.length() >= limit && text.length() > limit) ? "…" : "");
  }
}
