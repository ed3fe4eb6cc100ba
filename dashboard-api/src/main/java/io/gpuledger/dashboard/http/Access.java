package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.Role;

/** Who may call a route. */
enum Access {
  /** Anybody, without signing in; answers no figure of the ledger. */
  OPEN,
  /** Every role; the answer is confined to the caller's access scope. */
  SCOPED,
  /** Roles that see every team: the answer cannot be confined. */
  ALL_TEAMS,
  /** Admin, finance and approver. */
  WRITERS,
  /** Admin and finance: those who state what an invoice asks to be paid. */
  BOOKKEEPERS,
  /** Admin and approver: those who sign what others prepared. */
  APPROVERS,
  ADMINS;

  boolean allows(Principal principal) {
    return switch (this) {
      case OPEN, SCOPED -> true;
      case ALL_TEAMS -> principal.role().seesAllTeams();
      case WRITERS -> principal.role().writes();
      case BOOKKEEPERS -> principal.role() == Role.ADMIN || principal.role() == Role.FINANCE;
      case APPROVERS -> principal.role() == Role.ADMIN || principal.role() == Role.APPROVER;
      case ADMINS -> principal.role() == Role.ADMIN;
    };
  }
}
