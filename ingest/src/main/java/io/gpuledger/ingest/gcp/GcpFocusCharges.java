package io.gpuledger.ingest.gcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.FocusCells;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the rows of Google's table over and fills in what it lacks from its own columns. */
final class GcpFocusCharges implements RecordCharges {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FocusCells cells;
  private final GcpLabels labels;
  private final int credits;
  private final int subscription;
  private final int systemLabels;

  GcpFocusCharges(NativeColumns columns) {
    cells = new FocusCells(columns);
    labels =
        new GcpLabels(columns.of("x_Labels"), columns.of("x_Tags"), columns.of("x_ProjectLabels"));
    credits = columns.of("x_Credits");
    subscription = columns.of("x_SubscriptionInstanceId");
    systemLabels = columns.of("x_SystemLabels");
  }

  @Override
  public Map<Integer, String> kept() {
    return cells.kept(Set.of("x_Labels"));
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    cells.copy(record, charge);
    record.decimal(cells.of(FocusColumn.BILLED_COST)).ifPresent(charge::control);
    for (FocusColumn name :
        new FocusColumn[] {
          FocusColumn.INVOICE_ISSUER_NAME,
          FocusColumn.SERVICE_PROVIDER_NAME,
          FocusColumn.HOST_PROVIDER_NAME
        }) {
      cells.fill(record, charge, name, GcpCharges.GOOGLE);
    }
    GcpServices.Kind kind = GcpServices.of(record.text(cells.of(FocusColumn.SERVICE_NAME)));
    cells.fill(record, charge, FocusColumn.SERVICE_CATEGORY, kind.category());
    cells.fill(record, charge, FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    if (record.has(cells.of(FocusColumn.SUB_ACCOUNT_ID))) {
      cells.fill(record, charge, FocusColumn.SUB_ACCOUNT_TYPE, "Project");
    }
    if (!record.has(cells.of(FocusColumn.TAGS))) {
      labels.write(record, charge);
    }
    String machine =
        GcpLabels.find(record.text(systemLabels), "compute.googleapis.com/machine_spec");
    if (!machine.isEmpty()) {
      cells.fill(
          record,
          charge,
          FocusColumn.SKU_PRICE_DETAILS,
          JSON.createObjectNode().put("x_MachineType", machine).toString());
    }
    writeUnits(record, charge);
    writeFrequency(record, charge);
    writeCommitment(record, charge);
  }

  /** Google counts time in seconds and prices it in hours; devices are counted by the hour. */
  private void writeUnits(NativeRecord record, ChargeWriter charge) {
    String pricing = GcpUnits.of(record.text(cells.of(FocusColumn.PRICING_UNIT)));
    String consumed = GcpUnits.of(record.text(cells.of(FocusColumn.CONSUMED_UNIT)));
    charge.put(FocusColumn.PRICING_UNIT, pricing);
    if (pricing.equals("Hours") && consumed.equals("Seconds")) {
      charge.copy(FocusColumn.CONSUMED_QUANTITY, cells.of(FocusColumn.PRICING_QUANTITY));
      charge.put(FocusColumn.CONSUMED_UNIT, pricing);
    } else {
      charge.put(FocusColumn.CONSUMED_UNIT, consumed);
    }
  }

  private void writeFrequency(NativeRecord record, ChargeWriter charge) {
    String frequency =
        switch (record.text(cells.of(FocusColumn.CHARGE_CATEGORY))) {
          case "Usage" -> "Usage-Based";
          case "Purchase" -> "Recurring";
          default -> "One-Time";
        };
    cells.fill(record, charge, FocusColumn.CHARGE_FREQUENCY, frequency);
  }

  private void writeCommitment(NativeRecord record, ChargeWriter charge) {
    Optional<GcpCredits> found = GcpCredits.of(record.text(credits));
    if (found.isEmpty()) {
      charge.fault(
          ProblemCode.NOT_JSON, credits, "the credits are not a JSON array of names and amounts");
      return;
    }
    Optional<GcpCredits.Credit> credit = found.get().commitment();
    String id = record.text(subscription);
    id = id.isEmpty() ? credit.map(GcpCredits.Credit::id).orElse("") : id;
    if (id.isEmpty()) {
      return;
    }
    cells.fill(record, charge, FocusColumn.COMMITMENT_DISCOUNT_ID, id);
    cells.fill(record, charge, FocusColumn.COMMITMENT_DISCOUNT_TYPE, "Committed Use Discount");
    if (credit.isPresent()) {
      cells.fill(record, charge, FocusColumn.COMMITMENT_DISCOUNT_NAME, credit.get().name());
      cells.fill(
          record,
          charge,
          FocusColumn.COMMITMENT_DISCOUNT_CATEGORY,
          credit.get().spend() ? "Spend" : "Usage");
      cells.fill(record, charge, FocusColumn.COMMITMENT_DISCOUNT_STATUS, "Used");
    }
  }
}
