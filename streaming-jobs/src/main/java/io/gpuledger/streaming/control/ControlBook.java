package io.gpuledger.streaming.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceKeys;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.cost.usage.TeamResolver;
import io.gpuledger.ingest.wire.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Thresholds and ownership rules as the control records in force say. */
public final class ControlBook implements TeamResolver {
  private final Map<String, Control> records = new HashMap<>();
  private final Map<String, StateRules> rulesByModel = new HashMap<>();
  private OwnershipRules ownership = OwnershipRules.NONE;
  private StateRules defaults = new StateRules(StateThresholds.DEFAULT);
  private long version;

  /**
   * Takes a record over; the older one of a key goes.
   *
   * @return false if the record cannot be read or is older than the one in force, which then stays
   */
  public boolean apply(ControlRecord record) {
    Control control;
    try {
      control = Control.parseFrom(record.value());
      if (control.getBodyCase() == Control.BodyCase.OWNERSHIP) {
        ownership(control);
      } else if (control.getBodyCase() == Control.BodyCase.THRESHOLDS) {
        thresholds(control);
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
      return false;
    }
    Control known = records.get(record.key());
    if (known != null && control.getVersion() < known.getVersion() && record.value().length > 0) {
      return false;
    }
    if (known != null && known.equals(control)) {
      return true;
    }
    if (record.value().length == 0) {
      records.remove(record.key());
    } else {
      records.put(record.key(), control);
    }
    // Of budgets and rates, of which there are thousands, nothing here is made.
    if (isRule(control) || (known != null && isRule(known))) {
      rebuild();
    }
    return true;
  }

  private static boolean isRule(Control control) {
    return switch (control.getBodyCase()) {
      case OWNERSHIP, THRESHOLDS -> true;
      case RATES, BUDGET, GATES, BODY_NOT_SET -> false;
    };
  }

  private void rebuild() {
    version++;
    rulesByModel.clear();
    defaults = new StateRules(StateThresholds.DEFAULT);
    List<OwnershipRule> rules = new ArrayList<>();
    records.keySet().stream()
        .sorted()
        .map(records::get)
        .forEach(
            control -> {
              switch (control.getBodyCase()) {
                case OWNERSHIP -> rules.addAll(ownership(control));
                case THRESHOLDS -> {
                  StateRules of = new StateRules(thresholds(control));
                  String model = control.getThresholds().getDeviceModel();
                  if (model.isEmpty()) {
                    defaults = of;
                  } else {
                    rulesByModel.put(model, of);
                  }
                }
                case RATES, BUDGET, GATES, BODY_NOT_SET -> {}
              }
            });
    ownership = OwnershipRules.of(rules);
  }

  private static List<OwnershipRule> ownership(Control control) {
    return control.getOwnership().getRulesList().stream()
        .map(
            rule ->
                new OwnershipRule(
                    rule.getName(),
                    Filter.parse(rule.getMatch()),
                    rule.getTeam(),
                    rule.getCostCenter(),
                    rule.getProject(),
                    rule.getEnvironment(),
                    rule.getFromMicros() == 0 ? Instant.MIN : instant(rule.getFromMicros()),
                    rule.getToMicros() == 0 ? Instant.MAX : instant(rule.getToMicros())))
        .toList();
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  private static StateThresholds thresholds(Control control) {
    io.gpuledger.ingest.wire.StateThresholds wire = control.getThresholds();
    return new StateThresholds(
        wire.getIdleBusyRatio(),
        wire.getProductiveSmRatio(),
        wire.getProductiveTensorRatio(),
        StateThresholds.DEFAULT.productiveBusyRatio(),
        wire.getMemoryBaselineBytes());
  }

  /** Raised by every change of a rule or threshold. */
  public long version() {
    return version;
  }

  /** The state rules of a device model. */
  public StateRules rules(String deviceModel) {
    return rulesByModel.getOrDefault(deviceModel, defaults);
  }

  @Override
  public String teamOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at) {
    return ownerOf(device, facts, holder, at).team();
  }

  /** The whole owner of a holder on a device. */
  public Owner ownerOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at) {
    return ownership.resolve(at, DeviceKeys.of(device, facts, holder)).owner();
  }
}
