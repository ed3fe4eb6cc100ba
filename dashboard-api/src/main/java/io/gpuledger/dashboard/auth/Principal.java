package io.gpuledger.dashboard.auth;

import java.util.List;

/**
 * Who is asking.
 *
 * @param user name shown and audited
 * @param role what they may do
 * @param teams the teams of a lead; empty for every other role
 * @param tokenId the token behind it
 */
public record Principal(String user, Role role, List<String> teams, String tokenId) {
  public Principal {
    teams = List.copyOf(teams);
  }

  /** What every query of this principal is confined to. */
  public AccessScope scope() {
    return role.seesAllTeams() ? AccessScope.EVERYTHING : AccessScope.ofTeams(teams);
  }
}
