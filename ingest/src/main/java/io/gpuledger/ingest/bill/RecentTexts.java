package io.gpuledger.ingest.bill;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was made of the texts that were met last, so that a repeated text is read once. */
public final class RecentTexts<T> {
  private static final int MOST = 4_096;
  private static final int LONGEST = 8_192;

  private final Map<String, T> made =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MOST;
        }
      };

  /** What was made of a text; null where it is not at hand. */
  public @Nullable T find(String text) {
    return made.get(text);
  }

  /** Keeps what was made of a text, and gives it back. */
  public T add(String text, T value) {
    if (text.length() <= LONGEST) {
      made.put(text, value);
    }
    return value;
  }
}
