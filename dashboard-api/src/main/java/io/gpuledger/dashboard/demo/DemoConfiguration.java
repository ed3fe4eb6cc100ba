package io.gpuledger.dashboard.demo;

import io.gpuledger.ingest.generate.CurCommitments;
import io.gpuledger.ingest.generate.GpuNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
      yaml.append("    format: ").append(source.form().format()).append('\n');
    }
    yaml.append("  - name: dcgm-east\n    kind: telemetry\n");
    inventory(yaml, now);
    LocalDate change = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1).atDay(1);
    commitments(yaml, now);
    yaml.append(
        """
        ownership:
          - name: workload
            match: 'namespace!:"none"'
            team: '{namespace}'
          - name: tag
            match: 'source!:"none"'
            team: '{tag:team}'
          # Without this rule taxes go to the teams whose costs they stand on. Here they stay apart,
          # so that what a team and its budget show is what its own machines cost.
          - name: taxes and credits
            match: 'chargeCategory:"Tax","Credit"'
            team: unattributed
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
        # Whose bill pays for the cluster: its days are estimated until that bill is there.
        pricedClusters:
          - cluster: %s
            source: %s
            account: "%s"
            provider: %s
        # Where the cluster stands, for carbon by the published grid factor of the region.
        carbon:
          sites:
            - {cluster: %s, provider: aws, region: us-east-1, hostFactor: "1.5"}
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
                DemoPlan.CLUSTER,
                DemoPlan.BILLS.get(0).name(),
                DemoPlan.BILLS.get(0).account(),
                DemoPlan.BILLS.get(0).shape().provider(),
                DemoPlan.CLUSTER,
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

  /** What is reserved by machine type, and what was promised to AWS. */
  private static void commitments(StringBuilder yaml, Instant now) {
    LocalDate first = DemoPlan.lastMonth(now).minusMonths(DemoPlan.MONTHS - 1L).atDay(1);
    yaml.append("commitments:\n");
    DemoPlan.BILLS.forEach(source -> reserved(yaml, source, first));
    yaml.append(
        """
          - id: aws-edp
            provider: AWS
            kind: spend-commitment
            currency: USD
            from: %s
            to: %s
            purchaser: finance
            unusedOwner: finance
            targets:
              - {from: %s, to: %s, committed: "24000000", marketplaceShare: "0.25"}
        """
            .formatted(first, first.plusYears(2), first, first.plusYears(2)));
  }

  private static void reserved(StringBuilder yaml, DemoPlan.BillSource source, LocalDate first) {
    SortedMap<String, List<GpuNode>> byId = new TreeMap<>();
    for (GpuNode node : DemoPlan.nodes(source)) {
      if (node.committed()) {
        byId.computeIfAbsent(commitment(source, node), id -> new ArrayList<>()).add(node);
      }
    }
    byId.forEach((id, nodes) -> reserved(yaml, source, first, id, nodes));
  }

  /** As the bills name it. */
  private static String commitment(DemoPlan.BillSource source, GpuNode node) {
    if (source.form() != DemoForm.AWS_CUR) {
      return "commitment-" + node.instanceType();
    }
    return CurCommitments.reserved(node)
        ? CurCommitments.reservation(node)
        : CurCommitments.savingsPlan(DemoPlan.payer(source));
  }

  /** A plan promises money for an hour, before private pricing; others promise machines. */
  private static void reserved(
      StringBuilder yaml,
      DemoPlan.BillSource source,
      LocalDate first,
      String id,
      List<GpuNode> nodes) {
    boolean cur = source.form() == DemoForm.AWS_CUR;
    boolean plan = cur && !CurCommitments.reserved(nodes.get(0));
    String kind =
        plan
            ? "savings-plan"
            : source.shape().provider().equals("CoreWeave")
                ? "reserved-block"
                : "reserved-instance";
    yaml.append(
        """
          - id: "%s"
            contract: %s-reserved
            provider: %s
            kind: %s
            currency: USD
            from: %s
            to: %s
            purchaser: ml-platform
            unusedOwner: ml-platform
            phases:
              - committed: "%s"
                fee: %s USD/hour
        """
            .formatted(
                id,
                source.name(),
                source.shape().provider(),
                kind,
                first,
                first.plusYears(2),
                plan ? hourly(nodes, 66) : Integer.toString(nodes.size()),
                hourly(nodes, cur && !plan ? 58 : 61)));
  }

  /** So many hundredths of what the machines cost in an hour at list price. */
  private static String hourly(List<GpuNode> nodes, int percent) {
    long micros = nodes.stream().mapToLong(node -> node.microsPerHour() / 100 * percent).sum();
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }
}
