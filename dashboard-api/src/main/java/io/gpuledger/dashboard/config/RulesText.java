package io.gpuledger.dashboard.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The part of a configuration that answers go by, as a text of its own that {@link ConfigReader}
 * reads. It is kept for ever with the ledger, so nothing else is in it: no address, no channel, no
 * secret, not even by reference.
 */
final class RulesText {
  /** The sections of the file that {@code RulesInForce} is made of. */
  private static final Set<String> SECTIONS =
      Set.of(
          "sources",
          "ownership",
          "chargeback",
          "prices",
          "tokenPrices",
          "pricedClusters",
          "commitments",
          "thresholds",
          "carbon",
          "allocation");

  private RulesText() {}

  /** The text; comments and layout are gone, so that they make no new version. */
  static String of(Node root) {
    if (!(root instanceof MappingNode file)) {
      return "";
    }
    List<NodeTuple> kept = new ArrayList<>();
    for (NodeTuple tuple : file.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && SECTIONS.contains(key.getValue())) {
        kept.add(tuple);
      }
    }
    if (kept.isEmpty()) {
      return "";
    }
    DumpSettings settings = DumpSettings.builder().setUseUnicodeEncoding(true).build();
    Node part = new MappingNode(file.getTag(), kept, file.getFlowStyle());
    return new Present(settings)
        .emitToString(new Serialize(settings).serializeOne(part).iterator());
  }
}
