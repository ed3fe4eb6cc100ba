package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** ContractApplied refers to commitments that the Contract Commitment dataset has. */
final class CommitmentReferences {
  /** Most commitments that are remembered. */
  static final int MAX_COMMITMENTS = 200_000;

  private final FindingLog log;
  private final boolean given;
  private final boolean alone;
  private final Map<String, String> contracts = new HashMap<>();
  private final CheckedColumn applied;
  private final Orphans orphans;

  /**
   * References of the charge files to the commitment files of one command.
   *
   * @param given whether there is a Contract Commitment file
   * @param alone whether there is but one Cost and Usage file
   */
  CommitmentReferences(FindingLog log, boolean given, boolean alone) {
    this.log = log;
    this.given = given;
    this.alone = alone;
    this.applied = new CheckedColumn(Dataset.COST_AND_USAGE, "ContractApplied", log);
    this.orphans = new Orphans(log, applied, Dataset.CONTRACT_COMMITMENT.focusName());
  }

  /** Learns the commitments. */
  RowCheck commitments() {
    Columns columns = Columns.of(Dataset.CONTRACT_COMMITMENT);
    int id = columns.index("ContractCommitmentId");
    int contract = columns.index("ContractId");
    return row -> {
      if (row.isNull(id)) {
        return;
      }
      if (contracts.size() < MAX_COMMITMENTS) {
        contracts.putIfAbsent(row.text(id), row.text(contract));
      } else {
        log.note("only the first " + MAX_COMMITMENTS + " commitments were looked up");
      }
    };
  }

  /** Checks the charges; the commitments must have been learnt before. */
  RowCheck charges() {
    return new RowCheck() {
      @Override
      public void row(Row row) {
        JsonNode object = row.cell(applied.index()).json();
        if (object == null) {
          return;
        }
        if (!given) {
          log.note(
              "the references of ContractApplied were not looked up: no Contract Commitment file"
                  + " was given");
          return;
        }
        for (JsonNode element : object.path("Elements")) {
          element(row, element);
        }
      }

      @Override
      public void fileEnd(String file) {
        orphans.fileEnd(file, alone);
      }
    };
  }

  private void element(Row row, JsonNode element) {
    String id = text(element, "ContractCommitmentId");
    if (id.isEmpty()) {
      return;
    }
    String contract = contracts.get(id);
    if (contract == null) {
      if (contracts.size() < MAX_COMMITMENTS) {
        orphans.missing(row, "ContractCommitmentId " + id);
      }
      return;
    }
    orphans.known();
    String named = text(element, "ContractId");
    if (!named.isEmpty() && !contract.isEmpty() && !contract.equals(named)) {
      applied.fault(
          row,
          "ContractReference",
          Severity.MUST,
          "names ContractId " + named + " for commitment " + id + ", which is of " + contract);
    }
  }

  /** An id, also as FOCUS 1.3 first spelt its name. */
  private static String text(JsonNode element, String key) {
    JsonNode value = element.path(key);
    return value.isTextual() ? value.asText() : element.path(key.replace("Id", "ID")).asText("");
  }
}
