package io.gpuledger.ingest.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.focus.ReadNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an import did.
 *
 * @param setId the delivery set
 * @param deliveries one per scope, in the order of scopes
 * @param rejects the first {@link Rejects#MAX_LISTED}, each also in table {@code rejects}
 * @param rejectsTotal all of them
 * @param missing scopes in force of the same periods whose account the set lacks; they stand as
 *     they were
 * @param notes what must be known of the files though their rows are loaded
 */
public record ImportReport(
    String setId,
    List<Delivery> deliveries,
    List<Problem> rejects,
    long rejectsTotal,
    List<Scope> missing,
    List<ReadNote> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] COST_NAMES = {
    "billedCost", "effectiveCost", "listCost", "contractedCost"
  };

  public ImportReport {
    deliveries = List.copyOf(deliveries);
    rejects = List.copyOf(rejects);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
  }

  /**
   * One delivery.
   *
   * @param format the word of the format of its files, e.g. {@code aws-cur}
   * @param focusVersion the releases of FOCUS that they tell; empty for other formats
   * @param costs billed, effective, list and contracted cost by currency; a currency without any
   *     value is absent
   * @param duplicateBilledCost billed cost of the rows that {@code rowsDuplicate} counts and that
   *     could be read, by currency: what the set would have told twice
   * @param nativeBilledCost what all records of a native format come to by the provider's own rule,
   *     refused and repeated ones too, by currency; empty where the records are charges themselves
   * @param nativeEffectiveCost the same of the amortised cost; empty where the format has no sum of
   *     it
   * @param visible whether readers see it; set by whoever waits for publication
   * @param unchanged whether the same content was in force already
   */
  public record Delivery(
      String deliveryId,
      String source,
      String format,
      String focusVersion,
      Scope scope,
      DeliveryKind kind,
      long rowsAccepted,
      long rowsRejected,
      long rowsDuplicate,
      long warnings,
      List<Map<String, Amount>> costs,
      Map<String, Amount> duplicateBilledCost,
      Map<String, String> nativeBilledCost,
      Map<String, String> nativeEffectiveCost,
      boolean visible,
      boolean unchanged) {
    public Delivery {
      costs = costs.stream().map(Map::copyOf).toList();
      duplicateBilledCost = Map.copyOf(duplicateBilledCost);
      nativeBilledCost = Map.copyOf(nativeBilledCost);
      nativeEffectiveCost = Map.copyOf(nativeEffectiveCost);
    }

    /** Accepted and rejected rows; repeated ones are counted beside them. */
    public long rowsRead() {
      return rowsAccepted + rowsRejected;
    }

    static Delivery of(String source, ScopeDelivery delivery, DeliveryKind kind) {
      List<Map<String, Amount>> costs = new ArrayList<>();
      for (int i = 0; i < COST_NAMES.length; i++) {
        int cost = i;
        Map<String, Amount> byCurrency = new TreeMap<>();
        delivery
            .sumsByCurrency()
            .forEach(
                (currency, sums) ->
                    sums.sum(cost).ifPresent(amount -> byCurrency.put(currency, amount)));
        costs.add(byCurrency);
      }
      Map<String, Amount> duplicates = new TreeMap<>();
      delivery
          .duplicateSums()
          .forEach(
              (currency, sums) ->
                  sums.sum(0).ifPresent(amount -> duplicates.put(currency, amount)));
      return new Delivery(
          delivery.deliveryId(),
          source,
          delivery.format(),
          delivery.focusVersion(),
          delivery.scope(),
          kind,
          delivery.accepted,
          delivery.rejected,
          delivery.duplicate,
          delivery.warnings,
          costs,
          duplicates,
          delivery.records().totals(),
          delivery.amortisedRecords().totals(),
          delivery.unchanged(),
          delivery.unchanged());
    }

    public Map<String, Amount> billedCost() {
      return costs.get(0);
    }

    public Map<String, Amount> effectiveCost() {
      return costs.get(1);
    }

    public Map<String, Amount> listCost() {
      return costs.get(2);
    }

    public Map<String, Amount> contractedCost() {
      return costs.get(3);
    }

    private Delivery withVisible(boolean seen) {
      return new Delivery(
          deliveryId,
          source,
          format,
          focusVersion,
          scope,
          kind,
          rowsAccepted,
          rowsRejected,
          rowsDuplicate,
          warnings,
          costs,
          duplicateBilledCost,
          nativeBilledCost,
          nativeEffectiveCost,
          seen,
          unchanged);
    }
  }

  /** The report once these deliveries are published. */
  public ImportReport withVisible(Set<String> deliveryIds) {
    return new ImportReport(
        setId,
        deliveries.stream()
            .map(
                delivery ->
                    delivery.withVisible(
                        delivery.unchanged() || deliveryIds.contains(delivery.deliveryId())))
            .toList(),
        rejects,
        rejectsTotal,
        missing,
        notes);
  }

  /** Ids of the deliveries that must be published before the import is done. */
  public List<String> awaited() {
    return deliveries.stream().filter(d -> !d.unchanged()).map(Delivery::deliveryId).toList();
  }

  /**
   * Whether readers see any charges or an emptied scope of this set. A delivery that holds rejects
   * only is published, so that they are counted, but brings nothing to see.
   */
  public boolean anythingVisible() {
    return deliveries.stream()
        .anyMatch(
            delivery ->
                delivery.visible() && (delivery.rowsAccepted() > 0 || delivery.rowsRead() == 0));
  }

  /** The document that {@code import --json} prints. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("setId", setId);
    ArrayNode listed = root.putArray("deliveries");
    deliveries.forEach(delivery -> write(delivery, listed.addObject()));
    ArrayNode refused = root.putArray("rejects");
    for (Problem problem : rejects) {
      refused
          .addObject()
          .put("file", problem.location().input())
          .put("line", problem.location().line())
          .put("column", problem.location().column())
          .put("field", problem.field())
          .put("code", problem.code().name())
          .put("message", problem.message());
    }
    root.put("rejectsTotal", rejectsTotal);
    ArrayNode noted = root.putArray("notes");
    for (ReadNote note : notes) {
      noted
          .addObject()
          .put("file", note.place().input())
          .put("line", note.place().line())
          .put("code", note.kind().name())
          .put("message", note.message());
    }
    root.put("anythingVisible", anythingVisible());
    ArrayNode absent = root.putArray("missing");
    missing.forEach(scope -> write(scope, absent.addObject()));
    return root.toPrettyString();
  }

  private static void write(Delivery delivery, ObjectNode json) {
    json.put("deliveryId", delivery.deliveryId())
        .put("source", delivery.source())
        .put("format", delivery.format())
        .put("focusVersion", delivery.focusVersion());
    write(delivery.scope(), json.putObject("scope"));
    json.put("kind", delivery.kind().text())
        .put("rowsRead", delivery.rowsRead())
        .put("rowsAccepted", delivery.rowsAccepted())
        .put("rowsRejected", delivery.rowsRejected())
        .put("rowsDuplicate", delivery.rowsDuplicate())
        .put("warnings", delivery.warnings());
    for (int i = 0; i < COST_NAMES.length; i++) {
      write(delivery.costs().get(i), json.putObject(COST_NAMES[i]));
    }
    write(delivery.duplicateBilledCost(), json.putObject("duplicateBilledCost"));
    writeNative(delivery.nativeBilledCost(), json, "nativeBilledCost");
    writeNative(delivery.nativeEffectiveCost(), json, "nativeEffectiveCost");
    json.put("visible", delivery.visible()).put("unchanged", delivery.unchanged());
  }

  private static void writeNative(Map<String, String> sums, ObjectNode json, String name) {
    if (!sums.isEmpty()) {
      ObjectNode asked = json.putObject(name);
      new TreeMap<>(sums).forEach(asked::put);
    }
  }

  private static void write(Map<String, Amount> sums, ObjectNode json) {
    new TreeMap<>(sums).forEach((currency, sum) -> json.put(currency, sum.toString()));
  }

  private static void write(Scope scope, ObjectNode json) {
    json.put("kind", scope.kind().text()).put("account", scope.account());
    if (scope.kind() == Scope.Kind.UNKNOWN) {
      json.putNull("start").putNull("end");
    } else {
      json.put("start", scope.start().toString()).put("end", scope.end().toString());
    }
  }

  /** Keeps the first rejects and counts all. */
  public static final class Rejects {
    /** Most rejects listed in a report. */
    public static final int MAX_LISTED = 1_000;

    private final List<Problem> listed = new ArrayList<>();
    private long count;

    void add(Problem problem) {
      count++;
      if (listed.size() < MAX_LISTED) {
        listed.add(problem);
      }
    }

    List<Problem> listed() {
      return List.copyOf(listed);
    }

    long count() {
      return count;
    }
  }
}
