package io.gpuledger.ingest.prometheus;

import java.util.List;

/** The labels of a series, in the order of the text. An absent label reads as empty text. */
public final class Labels {
  /** No labels. */
  public static final Labels NONE = new Labels(new String[0]);

  /** Name, value, name, value. */
  private final String[] pairs;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  static Labels of(List<String> pairs) {
    return pairs.isEmpty() ? NONE : new Labels(pairs.toArray(String[]::new));
  }

  /** Number of labels. */
  public int size() {
    return pairs.length / 2;
  }

  /** Value of a label, or empty. */
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  /** Value of the first of these labels that is there and not empty, or empty. */
  public String first(List<String> names) {
    for (String name : names) {
      String value = get(name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"").append(pairs[i + 1]);
      text.append('"');
    }
    return text.append('}').toString();
  }
}
