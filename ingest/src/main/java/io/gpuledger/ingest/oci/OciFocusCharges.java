package io.gpuledger.ingest.oci;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.FocusCells;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the rows of Oracle's reports over and mends what they leave empty or zero. */
final class OciFocusCharges implements RecordCharges {
  static final String REFERENCE = "oci_ReferenceNumber";

  private final FocusCells cells;
  private final int reference;
  private final int backReference;

  OciFocusCharges(NativeColumns columns) {
    cells = new FocusCells(columns);
    reference = columns.of(REFERENCE);
    backReference = columns.of("oci_BackReferenceNumber");
  }

  /** Under the names that the cost report's columns have. */
  @Override
  public Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>();
    cells
        .kept(Set.of())
        .forEach((field, name) -> kept.put(field, name.replaceFirst("^x_oci_", "x_")));
    return kept;
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    if (!record.has(reference)) {
      charge.unidentified();
    }
    cells.copy(record, charge);
    cells.fill(record, charge, FocusColumn.INVOICE_ISSUER_NAME, OciCostCharges.ORACLE);
    cells.fill(record, charge, FocusColumn.SERVICE_PROVIDER_NAME, OciCostCharges.ORACLE);
    cells.fill(record, charge, FocusColumn.HOST_PROVIDER_NAME, OciCostCharges.ORACLE);
    cells.fill(record, charge, FocusColumn.CHARGE_CATEGORY, "Usage");
    cells.fill(record, charge, FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    OciServices.Kind kind = OciServices.of(record.text(cells.of(FocusColumn.SERVICE_NAME)));
    cells.fill(record, charge, FocusColumn.SERVICE_CATEGORY, kind.category());
    if (record.has(backReference)) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
    record
        .decimal(cells.of(FocusColumn.BILLED_COST))
        .map(NativeRecord::rounded)
        .ifPresent(billed -> writeCosts(record, charge, billed));
  }

  /**
   * Oracle leaves the effective cost of usage that it bills at zero, and has no contracted cost. Of
   * what is bought a zero may be meant: usage bears it.
   */
  private void writeCosts(NativeRecord record, ChargeWriter charge, BigDecimal billed) {
    charge.control(billed);
    charge.product(FocusColumn.BILLED_COST, billed);
    Optional<BigDecimal> effective = record.decimal(cells.of(FocusColumn.EFFECTIVE_COST));
    String category = record.text(cells.of(FocusColumn.CHARGE_CATEGORY)).strip();
    boolean usage = category.isEmpty() || category.equalsIgnoreCase("Usage");
    if (effective.isEmpty() || (usage && effective.get().signum() == 0)) {
      charge.product(FocusColumn.EFFECTIVE_COST, billed);
    }
    if (!record.has(cells.of(FocusColumn.CONTRACTED_COST))) {
      charge.product(FocusColumn.CONTRACTED_COST, billed);
    }
  }
}
