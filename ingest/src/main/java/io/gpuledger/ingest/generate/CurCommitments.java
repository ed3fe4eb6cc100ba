package io.gpuledger.ingest.generate;

/** What a generated report says of the commitments of its machines. */
public final class CurCommitments {
  private CurCommitments() {}

  /** Whether a reservation covers a machine; a Savings Plan covers the other committed ones. */
  public static boolean reserved(GpuNode node) {
    return node.committed() && kind(node) < 2;
  }

  /** Whether a machine that is not committed is a spot one. */
  static boolean spot(GpuNode node) {
    return !node.committed() && kind(node) == 0;
  }

  private static int kind(GpuNode node) {
    return Math.floorMod(node.resourceId().hashCode(), 5);
  }

  /** The ARN of the reservation of a machine's type, in its account and region. */
  public static String reservation(GpuNode node) {
    return "arn:aws:ec2:"
        + node.region()
        + ":"
        + node.account()
        + ":reserved-instances/"
        + node.instanceType().replace('.', '-');
  }

  /** The ARN of the Savings Plan of a payer. */
  public static String savingsPlan(FocusPlan.Account account) {
    return "arn:aws:savingsplans::" + account.id() + ":savingsplan/compute";
  }
}
