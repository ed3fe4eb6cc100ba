package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells from its header which dataset a file holds, and of which release. */
final class DatasetFinder {
  /** How many of the columns that every release has make a file Cost and Usage. */
  private static final int RECOGNISED_AT = 4;

  private static final List<String> CHARGE_COLUMNS =
      List.of(
          "billedcost",
          "effectivecost",
          "billingaccountid",
          "billingcurrency",
          "billingperiodstart",
          "billingperiodend",
          "chargeperiodstart",
          "chargeperiodend",
          "chargecategory");

  private DatasetFinder() {}

  static Optional<Dataset> dataset(List<String> names) {
    Set<String> known = new HashSet<>();
    names.forEach(name -> known.add(name.strip().toLowerCase(Locale.ROOT)));
    if (known.contains("billingperiodstatus")) {
      return Optional.of(Dataset.BILLING_PERIOD);
    }
    if (known.contains("invoiceissuestatus") || known.contains("invoicedetailgrain")) {
      return Optional.of(Dataset.INVOICE_DETAIL);
    }
    if (known.contains("contractcommitmentid")) {
      return Optional.of(Dataset.CONTRACT_COMMITMENT);
    }
    return CHARGE_COLUMNS.stream().filter(known::contains).count() >= RECOGNISED_AT
        ? Optional.of(Dataset.COST_AND_USAGE)
        : Optional.empty();
  }

  /**
   * The release to check against: the wanted one, or what the columns tell; but none that lacks the
   * dataset, and 1.0 for what came before it.
   */
  static FocusVersion version(Dataset dataset, List<String> names, Optional<FocusVersion> wanted) {
    FocusVersion told =
        switch (dataset) {
          case COST_AND_USAGE -> FocusVersion.ofColumns(names);
          case CONTRACT_COMMITMENT ->
              names.stream()
                      .flatMap(name -> Columns.of(dataset).spelled(name).stream())
                      .anyMatch(column -> column.since() == FocusVersion.V1_4)
                  ? FocusVersion.V1_4
                  : FocusVersion.V1_3;
          case INVOICE_DETAIL, BILLING_PERIOD -> FocusVersion.V1_4;
        };
    FocusVersion version = wanted.orElse(told);
    FocusVersion first =
        Columns.of(dataset).all().stream()
            .map(ColumnSpec::since)
            .min(FocusVersion::compareTo)
            .orElse(FocusVersion.V1_0);
    return version.compareTo(first) < 0 ? first : version;
  }
}
