package io.gpuledger.cost.usage;

import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.NodeUsage.FactOutput;
import io.gpuledger.cost.usage.NodeUsage.Share;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two sets of facts, as signed facts. Where the groups of a hold share a fact
 * unevenly, or its holders share it otherwise than before, the old fact is taken back whole and the
 * new one stated whole, so that each group's rounded part goes and comes as it was written.
 */
final class Corrections {
  private Corrections() {}

  static void emit(List<Share> before, List<Share> after, FactOutput output) {
    List<Share> left = new ArrayList<>(before);
    for (Share share : after) {
      List<Fact> old = List.of();
      for (int i = 0; i < left.size(); i++) {
        if (left.get(i).device().id().equals(share.device().id())) {
          old = left.remove(i).facts();
          break;
        }
      }
      emit(share.device(), old, share.facts(), output);
    }
    for (Share share : left) {
      emit(share.device(), share.facts(), List.of(), output);
    }
  }

  private static void emit(
      DeviceUsage device, List<Fact> before, List<Fact> after, FactOutput output) {
    List<Fact> left = new ArrayList<>(before);
    for (Fact fact : after) {
      int match = -1;
      for (int i = 0; i < left.size() && match < 0; i++) {
        if (left.get(i).isKeyedAs(fact)) {
          match = i;
        }
      }
      if (match < 0) {
        output.fact(device, fact);
        continue;
      }
      Fact old = left.remove(match);
      boolean alike = fact.isSharedAs(old);
      if (alike && same(old, fact)) {
        continue;
      }
      if (fact.hold().groups().size() > 1 || !alike) {
        output.fact(device, sum(List.of(), old));
        output.fact(device, fact);
      } else {
        output.fact(device, sum(List.of(fact), old));
      }
    }
    for (Fact fact : left) {
      output.fact(device, sum(List.of(), fact));
    }
  }

  private static boolean same(Fact a, Fact b) {
    for (Measure measure : Measure.values()) {
      if (a.get(measure) != b.get(measure)) {
        return false;
      }
    }
    return true;
  }

  /** The sum of some facts minus one, under the key of that one. */
  private static Fact sum(List<Fact> plus, Fact minus) {
    Fact result = new Fact(minus.minuteNanos(), minus.verdict(), minus.hold()).sharedAs(minus);
    for (Measure measure : Measure.values()) {
      result.add(measure, -minus.get(measure));
      for (Fact fact : plus) {
        result.add(measure, fact.get(measure));
      }
    }
    return result;
  }
}
