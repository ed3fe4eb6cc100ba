package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.DeliveryManifest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Behaves as if every closed delivery of a sink were published. */
final class PublishedHistory implements DeliveryHistory {
  private final Map<io.gpuledger.ingest.wire.Scope, List<DeliveryManifest>> published =
      new LinkedHashMap<>();
  private final Map<io.gpuledger.ingest.wire.Scope, Scope> scopes = new LinkedHashMap<>();

  void publish(MemorySink sink, ImportReport report) {
    for (ImportReport.Delivery delivery : report.deliveries()) {
      scopes.put(ScopeDelivery.toWire(delivery.scope()), delivery.scope());
    }
    for (DeliveryManifest manifest : sink.closed()) {
      published.computeIfAbsent(manifest.getScope(), scope -> new ArrayList<>()).add(manifest);
    }
  }

  @Override
  public Set<String> filesInForce(String source, Scope scope) {
    Set<String> inForce =
        of(source, scope).inForce().stream()
            .filter(delivery -> delivery.rowsAccepted() > 0)
            .map(InForce::deliveryId)
            .collect(Collectors.toSet());
    return published.getOrDefault(ScopeDelivery.toWire(scope), List.of()).stream()
        .filter(manifest -> inForce.contains(manifest.getDeliveryId()))
        .flatMap(manifest -> manifest.getFileHashesList().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public ScopeHistory of(String source, Scope scope) {
    List<DeliveryManifest> versions =
        published.getOrDefault(ScopeDelivery.toWire(scope), List.of());
    List<InForce> inForce = new ArrayList<>();
    for (DeliveryManifest version : versions) {
      if (version.getDeliveryKind().equals("overwrite")) {
        inForce.clear();
      }
      Map<String, Amount> billed = new HashMap<>();
      version
          .getSumsList()
          .forEach(
              sum ->
                  billed.put(
                      sum.getCurrency(),
                      Amount.ofUnscaled(new BigInteger(sum.getBilled().toByteArray()))));
      inForce.add(
          new InForce(
              version.getDeliveryId(),
              version.getContentHash(),
              version.getRowsAccepted(),
              billed));
    }
    long last = versions.stream().mapToLong(DeliveryManifest::getSequence).max().orElse(0);
    return new ScopeHistory(last, inForce);
  }

  @Override
  public List<Scope> inForce(String source) {
    return scopes.values().stream().sorted(Comparator.naturalOrder()).toList();
  }
}
