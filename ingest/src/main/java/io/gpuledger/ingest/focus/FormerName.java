package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.Optional;
import java.util.stream.Stream;

/** Columns that FOCUS removed after 1.3, with the column of a charge that holds their values. */
public enum FormerName {
  PROVIDER_NAME("ProviderName", FocusColumn.SERVICE_PROVIDER_NAME),
  PUBLISHER_NAME("PublisherName", FocusColumn.X_PUBLISHER_NAME);

  private final String focusName;
  private final FocusColumn column;

  FormerName(String focusName, FocusColumn column) {
    this.focusName = focusName;
    this.column = column;
  }

  /** The column's name in files of its releases. */
  public String focusName() {
    return focusName;
  }

  public FocusColumn column() {
    return column;
  }

  /**
   * The name under which a charge keeps the column where the file had the newer one as well, as
   * files of 1.3 do.
   */
  public String extraName() {
    return "x_" + focusName;
  }

  /** The former column of this name. */
  public static Optional<FormerName> of(String focusName) {
    return Stream.of(values()).filter(name -> name.focusName.equals(focusName)).findFirst();
  }
}
