package io.gpuledger.ingest.generate;

import static io.gpuledger.ingest.generate.CurText.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bills of AWS in October 2026: one line of every kind, and whole months with their truth. */
public final class CurBill {
  private static final String PLAN =
      "arn:aws:savingsplans::000123456789:savingsplan/11111111-2222-3333-4444-555555555555";
  private static final String RESERVATION =
      "arn:aws:ec2:us-east-1:000123456789:reserved-instances/66666666-7777-8888-9999-000000000000";
  private static final String BLOCK =
      "arn:aws:ec2:us-east-1:000123456789:capacity-reservation/cr-0be443example1db6f";

  private CurBill() {}

  /** One line of every kind that a report of an account with private pricing has. */
  public static List<Map<String, String>> everyLine() {
    List<Map<String, String>> lines = new ArrayList<>();
    lines.add(
        p5(
            "on-demand",
            "Usage",
            "98.32",
            "88.488",
            "line_item_usage_amount",
            "1.0000000000",
            "tag:team",
            "vision",
            "tag:aws:createdBy",
            "Root:000987654321"));
    lines.add(
        line(
            "storage",
            "Usage",
            "line_item_product_code",
            "AmazonS3",
            "line_item_usage_type",
            "USE1-TimedStorage-ByteHrs",
            "line_item_usage_amount",
            "6.71E-8",
            "pricing_unit",
            "GB-Mo",
            "line_item_unblended_cost",
            "1.54E-9",
            "pricing_public_on_demand_cost",
            "1.54E-9",
            "line_item_resource_id",
            "training-data",
            "fact:servicename",
            "Amazon Simple Storage Service"));
    lines.add(
        p5(
            "spot",
            "Usage",
            "30.123456789012",
            "",
            "line_item_usage_type",
            "USE1-SpotUsage:p5.48xlarge",
            "line_item_operation",
            "RunInstances:SV001"));
    lines.add(
        p5(
            "plan-covered",
            "SavingsPlanCoveredUsage",
            "98.32",
            "88.488",
            "savings_plan_savings_plan_a_r_n",
            PLAN,
            "savings_plan_savings_plan_effective_cost",
            "60.5",
            "savings_plan_net_savings_plan_effective_cost",
            "54.45"));
    lines.add(
        p5(
            "plan-negation",
            "SavingsPlanNegation",
            "-98.32",
            "-88.488",
            "savings_plan_savings_plan_a_r_n",
            PLAN));
    lines.add(
        line(
            "plan-fee",
            "SavingsPlanRecurringFee",
            "line_item_product_code",
            "ComputeSavingsPlans",
            "line_item_usage_type",
            "ComputeSP:1yrNoUpfront",
            "line_item_usage_amount",
            "1",
            "pricing_unit",
            "Hrs",
            "line_item_unblended_cost",
            "72",
            "line_item_net_unblended_cost",
            "64.8",
            "savings_plan_savings_plan_a_r_n",
            PLAN,
            "savings_plan_total_commitment_to_date",
            "72",
            "savings_plan_used_commitment",
            "60.5"));
    lines.add(
        line(
            "plan-upfront",
            "SavingsPlanUpfrontFee",
            "line_item_product_code",
            "ComputeSavingsPlans",
            "line_item_unblended_cost",
            "1000",
            "line_item_net_unblended_cost",
            "900",
            "savings_plan_savings_plan_a_r_n",
            PLAN));
    lines.add(
        p5(
            "reserved",
            "DiscountedUsage",
            "0",
            "0",
            "reservation_reservation_a_r_n",
            RESERVATION,
            "reservation_effective_cost",
            "55",
            "reservation_net_effective_cost",
            "49.5",
            "discount_total_discount",
            "-5.5",
            "line_item_normalized_usage_amount",
            "384"));
    lines.add(
        p5(
            "reserved-fee",
            "RIFee",
            "1500",
            "1350",
            "reservation_reservation_a_r_n",
            RESERVATION,
            "reservation_unused_amortized_upfront_fee_for_billing_period",
            "10",
            "reservation_net_unused_amortized_upfront_fee_for_billing_period",
            "9",
            "reservation_unused_recurring_fee",
            "20",
            "reservation_net_unused_recurring_fee",
            "18",
            "reservation_unused_quantity",
            "0.5",
            "line_item_usage_amount",
            "744"));
    lines.add(
        p5(
            "reserved-upfront",
            "Fee",
            "3650",
            "3285",
            "reservation_reservation_a_r_n",
            RESERVATION,
            "line_item_usage_amount",
            "1",
            "pricing_unit",
            "Quantity"));
    lines.add(
        line(
            "support",
            "Fee",
            "line_item_product_code",
            "AWSSupportEnterprise",
            "line_item_unblended_cost",
            "100",
            "line_item_net_unblended_cost",
            "100"));
    lines.add(
        line(
            "block-fee",
            "Fee",
            "line_item_usage_type",
            "USE1-CapacityBlock:p5.48xlarge",
            "line_item_line_item_description",
            "EC2 Capacity Block for ML, 1 p5.48xlarge, 2 days",
            "line_item_usage_start_date",
            "2026-10-06T11:30:00Z",
            "line_item_usage_end_date",
            "2026-10-08T11:30:00Z",
            "line_item_unblended_cost",
            "1510.1952",
            "line_item_net_unblended_cost",
            "1510.1952",
            "line_item_usage_amount",
            "48",
            "pricing_unit",
            "Hrs",
            "product_instance_type",
            "p5.48xlarge",
            "line_item_resource_id",
            BLOCK));
    lines.add(
        p5(
            "block-usage",
            "Usage",
            "0",
            "0",
            "line_item_usage_type",
            "USE1-BoxUsage:p5.48xlarge",
            "capacity_reservation_capacity_reservation_arn",
            BLOCK,
            "capacity_reservation_capacity_reservation_status",
            "Used"));
    lines.add(
        line(
            "tax",
            "Tax",
            "line_item_unblended_cost",
            "123.45",
            "line_item_net_unblended_cost",
            "123.45",
            "line_item_tax_type",
            "USSalesTax",
            "line_item_usage_start_date",
            "2026-10-01T00:00:00Z",
            "line_item_usage_end_date",
            "2026-11-01T00:00:00Z"));
    lines.add(
        line(
            "credit",
            "Credit",
            "line_item_unblended_cost",
            "-50",
            "line_item_net_unblended_cost",
            "-50",
            "line_item_line_item_description",
            "Promotional credit"));
    lines.add(
        line(
            "refund",
            "Refund",
            "bill_bill_type",
            "Refund",
            "line_item_unblended_cost",
            "-7",
            "line_item_net_unblended_cost",
            "-7",
            "line_item_usage_start_date",
            "2026-09-12T00:00:00Z",
            "line_item_usage_end_date",
            "2026-09-13T00:00:00Z"));
    lines.add(
        line(
            "edp",
            "EdpDiscount",
            "line_item_unblended_cost",
            "-19.664",
            "line_item_net_unblended_cost",
            "0"));
    for (int pod = 1; pod <= 2; pod++) {
      lines.add(
          line(
              "pod-" + pod,
              "Usage",
              "line_item_product_code",
              "AmazonEKS",
              "line_item_usage_type",
              "USE1-EKS-EC2-vCPU-Hours",
              "line_item_usage_amount",
              "0",
              "pricing_unit",
              "vCPU-Hours",
              "line_item_resource_id",
              "arn:aws:eks:us-east-1:000987654321:pod/train/default/worker-" + pod,
              "split_line_item_parent_resource_id",
              "i-0123456789abcdef0",
              "split_line_item_split_usage_ratio",
              pod == 1 ? "0.25" : "0.75",
              "split_line_item_split_usage",
              pod == 1 ? "48" : "144",
              "split_line_item_split_cost",
              pod == 1 ? "24.58" : "73.74",
              "split_line_item_net_split_cost",
              pod == 1 ? "22.122" : "66.366",
              "tag:team",
              "pod-team-" + pod));
    }
    lines.add(
        line(
            "sagemaker",
            "Usage",
            "line_item_product_code",
            "AmazonSageMaker",
            "line_item_usage_type",
            "USE1-Train:ml.p4d.24xlarge",
            "line_item_usage_amount",
            "2",
            "pricing_unit",
            "Hrs",
            "product_instance_type",
            "ml.p4d.24xlarge",
            "line_item_unblended_cost",
            "75.53",
            "line_item_net_unblended_cost",
            "67.977",
            "pricing_public_on_demand_cost",
            "75.53",
            "pricing_public_on_demand_rate",
            "37.765"));
    lines.add(
        line(
            "bedrock",
            "Usage",
            "line_item_product_code",
            "AmazonBedrock",
            "line_item_usage_type",
            "USE1-Claude4Sonnet-input-tokens",
            "line_item_usage_amount",
            "1234.567",
            "pricing_unit",
            "1K tokens",
            "line_item_unblended_cost",
            "3.703701",
            "line_item_net_unblended_cost",
            "3.703701",
            "pricing_public_on_demand_cost",
            "3.703701",
            "line_item_iam_principal",
            "arn:aws:iam::000987654321:role/agent"));
    lines.add(
        p5(
            "unused-box",
            "Usage",
            "98.32",
            "98.32",
            "line_item_usage_type",
            "USE1-UnusedBox:p5.48xlarge",
            "line_item_resource_id",
            BLOCK));
    lines.add(
        line(
            "marketplace",
            "Usage",
            "bill_billing_entity",
            "AWS Marketplace",
            "line_item_legal_entity",
            "Anthropic, PBC",
            "bill_invoicing_entity",
            "",
            "line_item_product_code",
            "8xk1example",
            "line_item_usage_type",
            "USE1-MP:USE1_OutputTokenCount-Units",
            "line_item_usage_amount",
            "10",
            "pricing_unit",
            "Units",
            "line_item_unblended_cost",
            "0.15",
            "fact:product_name",
            "Claude (Amazon Bedrock Edition)"));
    return lines;
  }

  private static Map<String, String> p5(
      String id, String type, String cost, String net, String... more) {
    Map<String, String> line =
        line(
            id,
            type,
            "line_item_usage_type",
            "USE1-BoxUsage:p5.48xlarge",
            "line_item_operation",
            "RunInstances",
            "line_item_usage_amount",
            "1",
            "line_item_resource_id",
            "i-0123456789abcdef0",
            "line_item_line_item_description",
            "per On Demand Linux p5.48xlarge Instance Hour",
            "line_item_availability_zone",
            "us-east-1a",
            "line_item_unblended_cost",
            cost,
            "line_item_net_unblended_cost",
            net,
            "pricing_unit",
            "Hrs",
            "pricing_public_on_demand_cost",
            "98.32",
            "pricing_public_on_demand_rate",
            "98.3200000000",
            "pricing_rate_code",
            "ABCDEFGH12345678.JRTCKXETXF.6YS6EN2CT7",
            "product_sku",
            "ABCDEFGH12345678",
            "product_instance_type",
            "p5.48xlarge",
            "product_region_code",
            "us-east-1",
            "fact:servicename",
            "Amazon Elastic Compute Cloud",
            "fact:vcpu",
            "192",
            "fact:memory",
            "2 TiB",
            "fact:gpu",
            "8",
            "fact:operating_system",
            "Linux");
    for (int i = 0; i < more.length; i += 2) {
      line.put(more[i], more[i + 1]);
    }
    return line;
  }

  /**
   * A month of many lines of all kinds, in their shape but with other amounts.
   *
   * @param seed the same seed gives the same lines
   */
  public static List<Map<String, String>> month(long seed, int rounds) {
    Random random = new Random(seed);
    List<Map<String, String>> lines = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long scale = 1L + random.nextInt(9_999);
      for (Map<String, String> line : everyLine()) {
        line.put("identity_line_item_id", line.get("identity_line_item_id") + "-" + round);
        line.replaceAll(
            (name, value) ->
                name.endsWith("_cost")
                        || name.endsWith("_discount")
                        || name.contains("_fee")
                        || name.contains("_commitment")
                    ? scaled(value, scale)
                    : value);
        lines.add(line);
      }
    }
    return lines;
  }

  /**
   * Twelve decimals, as AWS has at most. The plan's covered lines and their negations stay equal,
   * since all of a round are scaled.
   */
  private static String scaled(String value, long scale) {
    return value.isEmpty()
        ? value
        : new java.math.BigDecimal(value)
            .multiply(java.math.BigDecimal.valueOf(scale, 4))
            .setScale(12, java.math.RoundingMode.HALF_EVEN)
            .toPlainString();
  }
}
