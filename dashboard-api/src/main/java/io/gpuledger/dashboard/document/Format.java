package io.gpuledger.dashboard.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A form of a report. */
public enum Format {
  CSV("text/csv; charset=utf-8"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  PDF("application/pdf"),
  PARQUET("application/vnd.apache.parquet");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  /** Of an answer that holds it. */
  public String contentType() {
    return contentType;
  }

  /** As requests and file names have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Format> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Format::word).toList();
  }
}
