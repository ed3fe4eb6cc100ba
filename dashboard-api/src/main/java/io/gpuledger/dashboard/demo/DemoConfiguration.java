package io.gpuledger.dashboard.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The configuration of the demo, written once into its data directory and free to be edited. */
public final class DemoConfiguration {
  private DemoConfiguration() {}

  /** Writes {@code gpuledger.yaml} unless it is there. */
  public static void writeIfAbsent(Path file, Instant now) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    StringBuilder yaml = new StringBuilder(8_192);
    yaml.append("# Configuration of the demo estate. Edit it: the running demo reads it again.\n");
    yaml.append("sources:\n");
    for (DemoPlan.BillSource source : DemoPlan.BILLS) {
      yaml.append("  - name: ").append(source.name()).append("\n    kind: bills\n");
    }
    yaml.append("  - name: dcgm-east\n    kind: telemetry\n");
    inventory(yaml, now);
    LocalDate change = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1).atDay(1);
    yaml.append(
        """
        ownership:
          - name: workload
            match: 'namespace!:"none"'
            team: '{namespace}'
          - name: tag
            match: 'source!:"none"'
            team: '{tag:team}'
        # What teams are charged: unused GPUs are the platform's until the second policy holds. See its
        # effect on the Chargeback screen, by Policy.
        chargeback:
          - name: platform pays
            to: %s
            rules:
              - name: unused GPUs
                match: 'state:"unallocated"'
                chargeTo: platform
              - name: unused commitments
                match: 'state:"unused_commitment"'
                chargeTo: platform
          - name: teams share
            from: %s
            rules:
              - name: unused GPUs
                match: 'state:"unallocated"'
                spread: direct-gpu-cost
                within: [cluster]
              - name: unused commitments
                match: 'state:"unused_commitment"'
                spread: direct-gpu-cost
        prices:
          - deviceModel: %s
            currency: USD
            perDeviceHour: "6.88"
        budgets:
          - name: Sandbox guard
            filter: 'namespace:"%s"'
            currency: USD
            limit: "%s"
            thresholds: [50, 80, 100]
            owner: platform on call
          - name: %s on AWS
            filter: 'team:"%s"+provider:"AWS"'
            currency: USD
            limit: "60000"
            thresholds: [50, 80, 100]
            owner: %s lead
          - name: Chat serving
            filter: 'team:"chat-serving"'
            currency: USD
            limit: "250000"
            thresholds: [80, 100]
            owner: chat-serving lead
        """
            .formatted(
                change,
                change,
                DemoPlan.DEVICE_MODEL,
                DemoPlan.SANDBOX,
                DemoPlan.SANDBOX_LIMIT_USD,
                "Speech research",
                DemoPlan.IDLE_TEAM,
                DemoPlan.IDLE_TEAM));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, yaml);
  }

  private static void inventory(StringBuilder yaml, Instant now) {
    yaml.append("inventory:\n");
    String from = now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(4).toString();
    var machines = DemoPlan.fleetNodes();
    for (int i = 0; i < machines.size(); i++) {
      yaml.append("  - cluster: ").append(DemoPlan.CLUSTER);
      yaml.append("\n    node: ")
          .append(String.format(java.util.Locale.ROOT, "%s-node-%04d", DemoPlan.CLUSTER, i));
      yaml.append("\n    providerResourceId: ").append(machines.get(i).resourceId());
      yaml.append("\n    deviceModel: ").append(DemoPlan.DEVICE_MODEL);
      yaml.append("\n    count: ").append(DemoPlan.DEVICES_PER_NODE);
      yaml.append("\n    from: ").append(from).append('\n');
    }
  }
}
