package io.gpuledger.ingest.generate;

import java.util.List;

/** Whose bill a generated file looks like, and in which release of FOCUS. */
public enum FocusShape {
  AWS_1_2("AWS", "AmazonEC2", "1.2", ".000Z", "p5.48xlarge p4d.24xlarge g6e.12xlarge g5.4xlarge"),
  AWS_1_4("AWS", "AmazonEC2", "1.4", "Z", "p5.48xlarge p5en.48xlarge g6.12xlarge trn2.48xlarge"),
  AZURE_1_2(
      "Microsoft",
      "Virtual Machines",
      "1.2",
      "Z",
      "Standard_ND96isr_H100_v5 Standard_ND96amsr_A100_v4 Standard_NC64as_T4_v3"),
  COREWEAVE_1_2(
      "CoreWeave",
      "CoreWeave Kubernetes Service",
      "1.2",
      "Z",
      "gd-8xh100ib-i128 gd-8xh200ib-i128 gd-8xl40s-i128");

  private static final List<Long> PRICES =
      List.of(55_040_000L, 31_218_400L, 10_492_640L, 1_624_000L);

  final String provider;
  final String computeService;
  final String version;
  final String timeSuffix;
  private final String instanceTypes;

  FocusShape(
      String provider,
      String computeService,
      String version,
      String timeSuffix,
      String instanceTypes) {
    this.provider = provider;
    this.computeService = computeService;
    this.version = version;
    this.timeSuffix = timeSuffix;
    this.instanceTypes = instanceTypes;
  }

  /** Name of the provider in the bill. */
  public String provider() {
    return provider;
  }

  /** Release of FOCUS, e.g. {@code 1.2}. */
  public String version() {
    return version;
  }

  /** Instance types with accelerators that the shape's bills hold. */
  public List<String> instanceTypes() {
    return List.of(instanceTypes.split(" ", -1));
  }

  /** List price of an hour of the instance type at this position, in millionths. */
  long microsPerHour(int position) {
    return PRICES.get(position % PRICES.size());
  }
}
