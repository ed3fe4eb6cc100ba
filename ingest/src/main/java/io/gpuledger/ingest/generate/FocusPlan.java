package io.gpuledger.ingest.generate;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a generated bill holds.
 *
 * @param seed the same plan gives the same bytes
 * @param shape whose bill it looks like
 * @param month billing period and charge periods
 * @param rows number of charges
 * @param billingAccounts billing accounts, each with its currency
 * @param teams owners named in the tags; one row in twenty carries none
 * @param nodes machines with accelerators
 * @param restatement 0 for the first version; each further number changes some prices, as a
 *     provider does that restates a month
 */
public record FocusPlan(
    long seed,
    FocusShape shape,
    YearMonth month,
    long rows,
    List<Account> billingAccounts,
    List<String> teams,
    List<GpuNode> nodes,
    int restatement) {
  private static final int NODES_MIN = 40;

  /** Fewer than the hours of the shortest month would need. */
  private static final int ROWS_PER_NODE = 1_400;

  public FocusPlan {
    billingAccounts = List.copyOf(billingAccounts);
    teams = List.copyOf(teams);
    nodes = List.copyOf(nodes);
    if (rows < 1 || billingAccounts.isEmpty() || teams.isEmpty() || nodes.isEmpty()) {
      throw new IllegalArgumentException("a bill needs rows, accounts, teams and nodes");
    }
  }

  /** A billing account and the currency of its bill. */
  public record Account(String id, String currency) {}

  /**
   * A plan with two accounts in USD and EUR, twelve teams and forty machines of its own, or as many
   * as a larger bill has hours for.
   */
  public static FocusPlan of(long seed, FocusShape shape, YearMonth month, long rows) {
    List<String> teams = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      teams.add("team-" + (i < 10 ? "0" : "") + i);
    }
    return new FocusPlan(
        seed,
        shape,
        month,
        rows,
        List.of(new Account("100000000001", "USD"), new Account("100000000002", "EUR")),
        teams,
        nodes(seed, shape, teams, (int) Math.max(NODES_MIN, rows / ROWS_PER_NODE)),
        0);
  }

  /** The same month as restated for the n-th time. */
  public FocusPlan restated(int n) {
    return new FocusPlan(seed, shape, month, rows, billingAccounts, teams, nodes, n);
  }

  /** Machines of the shape's instance types, spread over the teams. */
  public static List<GpuNode> nodes(long seed, FocusShape shape, List<String> teams, int count) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x6e6f646573L);
    List<GpuNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int type = random.nextInt(shape.instanceTypes().size());
      nodes.add(
          new GpuNode(
              "i-0" + Long.toHexString(random.nextLong() | 1L << 62),
              shape.instanceTypes().get(type),
              "2000000000" + (10 + i % 7),
              i % 3 == 0 ? "us-west-2" : "us-east-1",
              teams.get(i % teams.size()),
              shape.microsPerHour(type),
              i % 4 == 0));
    }
    return nodes;
  }
}
