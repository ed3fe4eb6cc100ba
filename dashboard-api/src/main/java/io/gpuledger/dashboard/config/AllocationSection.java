package io.gpuledger.dashboard.config;

import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.ReferencePrices;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.device.MachineShapes;
import io.gpuledger.cost.money.Amount;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads section {@code allocation}: how a charge of a machine becomes lines. */
final class AllocationSection {
  private static final String PRICE = "a price above 0 of at most 18 decimals";
  private static final String COUNT = "a whole number from 1 to " + MachineShape.LIMIT;

  private AllocationSection() {}

  static AllocationConfig read(YamlMapping top) {
    YamlMapping item = top.mapping("allocation");
    SliceWeighting slices =
        item.optional(
                "slices",
                Scalars.words(SliceWeighting.class),
                text -> Scalars.word(SliceWeighting.class, text))
            .orElse(SliceWeighting.DOMINANT);
    HolderWeighting shares =
        item.optional(
                "shares",
                Scalars.words(HolderWeighting.class),
                text -> Scalars.word(HolderWeighting.class, text))
            .orElse(HolderWeighting.MEASURED);
    NodeSplitRules nodeSplit = nodeSplit(item.mapping("nodeSplit"));
    SharedChargeRules sharedCharges = SharedChargesSection.read(item);
    item.done();
    return new AllocationConfig(slices, shares, nodeSplit, sharedCharges);
  }

  private static NodeSplitRules nodeSplit(YamlMapping item) {
    Method method =
        item.optional(
                "policy", Scalars.words(Method.class), text -> Scalars.word(Method.class, text))
            .orElse(NodeSplitRules.DEFAULT.method());
    Set<String> currencies = new HashSet<>();
    List<ReferencePrices> prices =
        item.mappings(
            "prices",
            of -> {
              ReferencePrices read = prices(of);
              if (!currencies.add(read.currency())) {
                of.fault("currency", read.currency() + " has reference prices above");
              }
              return read;
            });
    Set<String> names = new HashSet<>();
    List<MachineShape> machines =
        item.mappings(
            "machines",
            of -> {
              MachineShape read = machine(of);
              if (!names.add(read.name().toLowerCase(Locale.ROOT))) {
                of.fault("name", "\"" + read.name() + "\" is taken by an entry above");
              }
              return read;
            });
    if (machines.size() > MachineShapes.CONFIGURED_LIMIT) {
      item.fault(
          "machines",
          machines.size() + " entries, at most " + MachineShapes.CONFIGURED_LIMIT + " are allowed");
      machines = List.of();
    }
    item.done();
    Map<String, ReferencePrices> byCurrency = new TreeMap<>();
    byCurrency.put(ReferencePrices.PUBLISHED.currency(), ReferencePrices.PUBLISHED);
    prices.forEach(price -> byCurrency.put(price.currency(), price));
    return new NodeSplitRules(method, byCurrency, new MachineShapes(machines));
  }

  private static ReferencePrices prices(YamlMapping item) {
    ReferencePrices published = ReferencePrices.PUBLISHED;
    String currency =
        item.required("currency", "XXX", "a currency code such as USD", Scalars::currency);
    Amount perVcpuHour =
        item.required("perVcpuHour", published.perVcpuHour(), PRICE, Scalars::positiveAmount);
    Amount perGibHour =
        item.required("perGibHour", published.perGibHour(), PRICE, Scalars::positiveAmount);
    Map<String, Amount> devices = new TreeMap<>();
    item.mappings(
        "perDeviceHour",
        of -> {
          String model = of.requiredText("deviceModel");
          Amount price = of.required("price", Amount.ZERO, PRICE, Scalars::positiveAmount);
          if (devices.put(model, price) != null) {
            of.fault("deviceModel", "\"" + model + "\" has a price above");
          }
          return model;
        });
    return new ReferencePrices(currency, perVcpuHour, perGibHour, devices);
  }

  private static MachineShape machine(YamlMapping item) {
    String name = item.requiredText("name");
    return new MachineShape(
        name.isBlank() ? "-" : name,
        item.required("devices", 1, COUNT, AllocationSection::count),
        item.required("vcpus", 1, COUNT, AllocationSection::count),
        item.required("memoryGib", 1, COUNT, AllocationSection::count));
  }

  private static int count(String text) {
    return Scalars.between(text, 1, MachineShape.LIMIT);
  }
}
