package io.gpuledger.dashboard.auth;

import java.util.Locale;

/** What a user may do. */
public enum Role {
  /** Everything, tokens included. */
  ADMIN,
  /** Reads everything, writes bills and budgets, and prepares closes. */
  FINANCE,
  /** Reads everything, writes bills and budgets, and signs off closes. */
  APPROVER,
  /** Reads and acknowledges what concerns the own teams, nothing else. */
  LEAD,
  /** Reads everything, writes nothing. */
  VIEWER;

  /** The word in API and command line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role ofCode(String code) {
    for (Role role : values()) {
      if (role.code().equals(code)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "role \"" + code + "\" is not one of admin, finance, approver, lead, viewer");
  }

  /** Whether every team's figures are visible. */
  public boolean seesAllTeams() {
    return this != LEAD;
  }

  /** Whether bills and budgets may be written. */
  public boolean writes() {
    return this == ADMIN || this == FINANCE || this == APPROVER;
  }
}
