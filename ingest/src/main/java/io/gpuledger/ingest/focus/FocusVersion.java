package io.gpuledger.ingest.focus;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A release of FOCUS, told by the columns of a file. */
public enum FocusVersion {
  V1_0_PREVIEW("1.0-preview"),
  V1_0("1.0"),
  V1_1("1.1"),
  V1_2("1.2"),
  V1_3("1.3"),
  V1_4("1.4");

  private final String text;

  FocusVersion(String text) {
    this.text = text;
  }

  /** As written by FOCUS, e.g. {@code 1.0-preview}. */
  public String text() {
    return text;
  }

  /** The release of this name, e.g. {@code 1.2}. */
  public static Optional<FocusVersion> parse(String text) {
    return Stream.of(values()).filter(version -> version.text.equals(text)).findFirst();
  }

  /** A column's name as names are compared: lower case, without spaces, _, - and /. */
  public static String normalised(String name) {
    return FocusHeader.normalised(name);
  }

  /** The release that the columns of a Cost and Usage file tell, whatever their spelling. */
  public static FocusVersion ofColumns(List<String> names) {
    return of(names.stream().map(FocusHeader::normalised).collect(Collectors.toSet()));
  }

  /** The release whose columns these are, given as {@link FocusHeader#normalised} names. */
  static FocusVersion of(Set<String> names) {
    boolean provider = names.contains("providername") || names.contains("provider");
    if (names.contains("invoicedetailid")
        || names.contains("commitmentprogrameligibilitydetails")
        || (names.contains("serviceprovidername") && !provider)) {
      return V1_4;
    }
    if (names.contains("serviceprovidername")) {
      return V1_3;
    }
    if (names.contains("invoiceid") || names.contains("billingaccounttype")) {
      return V1_2;
    }
    if (names.contains("skumeter") || names.contains("capacityreservationid")) {
      return V1_1;
    }
    if (names.contains("usagequantity")
        || names.contains("chargesubcategory")
        || names.contains("amortizedcost")) {
      return V1_0_PREVIEW;
    }
    return V1_0;
  }
}
