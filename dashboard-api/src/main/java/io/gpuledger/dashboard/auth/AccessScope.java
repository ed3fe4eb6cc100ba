package io.gpuledger.dashboard.auth;

import java.util.List;

/**
 * Whose figures a question may be answered with. It is part of every query; there is no query
 * without it.
 *
 * @param allTeams every team, and what belongs to none
 * @param teams the only teams where {@code allTeams} is false
 */
public record AccessScope(boolean allTeams, List<String> teams) {
  /** Everything. */
  public static final AccessScope EVERYTHING = new AccessScope(true, List.of());

  public AccessScope {
    teams = List.copyOf(teams);
    if (allTeams != teams.isEmpty()) {
      throw new IllegalArgumentException("a scope is either everything or some teams");
    }
  }

  /** Only these teams. */
  public static AccessScope ofTeams(List<String> teams) {
    return new AccessScope(false, teams);
  }
}
