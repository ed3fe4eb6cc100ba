package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;

/**
 * Who bears money. A part that nobody named is {@link GroupKey#MISSING}.
 *
 * @param team the team, {@link #UNATTRIBUTED_TEAM} where no rule matched
 * @param costCenter finance's cost centre
 * @param project the project
 * @param environment such as production
 */
public record Owner(String team, String costCenter, String project, String environment) {
  /** The team of money without an owner; screens say "No owner". */
  public static final String UNATTRIBUTED_TEAM = "unattributed";

  /** Nobody. */
  public static final Owner UNATTRIBUTED = new Owner(UNATTRIBUTED_TEAM, "", "", "");

  public Owner {
    team = team.isEmpty() ? UNATTRIBUTED_TEAM : team;
    costCenter = orMissing(costCenter);
    project = orMissing(project);
    environment = orMissing(environment);
  }

  private static String orMissing(String value) {
    return value.isEmpty() ? GroupKey.MISSING : value;
  }
}
