package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.delivery.DeliveryHistory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the ledger has published of a source. */
final class LedgerDeliveryHistory implements DeliveryHistory {
  private final PatientQueries ledger;

  LedgerDeliveryHistory(PatientQueries ledger) {
    this.ledger = ledger;
  }

  @Override
  public ScopeHistory of(String source, Scope scope) {
    String answer = ledger.ask("queries/scope_history", parameters(source, scope));
    long lastSequence = 0;
    List<InForce> inForce = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      String[] cells = line.split("\t", -1);
      switch (DeliveryKind.ofText(cells[2]).orElseThrow()) {
        case OVERWRITE -> {
          inForce.clear();
          inForce.add(inForce(cells));
        }
        case APPEND -> inForce.add(inForce(cells));
        case RETRACT -> inForce.removeIf(delivery -> delivery.deliveryId().equals(cells[4]));
      }
      lastSequence = Long.parseLong(cells[3]);
    }
    return new ScopeHistory(lastSequence, inForce);
  }

  @Override
  public List<Scope> inForce(String source) {
    return ledger
        .ask("queries/scopes_in_force", Map.of("source", source))
        .lines()
        .map(line -> line.split("\t", -1))
        .map(
            cells ->
                new Scope(
                    Scope.Kind.ofText(cells[0]).orElseThrow(),
                    new String(HexFormat.of().parseHex(cells[1]), StandardCharsets.UTF_8),
                    instant(cells[2]),
                    instant(cells[3])))
        .toList();
  }

  @Override
  public Set<String> filesInForce(String source, Scope scope) {
    return ledger
        .ask("queries/scope_files", parameters(source, scope))
        .lines()
        .collect(Collectors.toSet());
  }

  private static Map<String, String> parameters(String source, Scope scope) {
    return Map.of(
        "source", source,
        "scope_kind", scope.kind().text(),
        "account", scope.account(),
        "start_micros", micros(scope.start()),
        "end_micros", micros(scope.end()));
  }

  private static InForce inForce(String[] cells) {
    Map<String, Amount> billed = new HashMap<>();
    for (String sum : cells[6].split(";", -1)) {
      if (!sum.isEmpty()) {
        billed.put(sum.substring(0, 3), Amount.parse(sum.substring(4)));
      }
    }
    return new InForce(cells[0], cells[1], Long.parseLong(cells[5]), billed);
  }

  private static String micros(Instant at) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }

  private static Instant instant(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }
}
