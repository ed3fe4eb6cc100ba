package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.Role;
import java.util.List;

/**
 * Who calls, and by what.
 *
 * @param principal who
 * @param session the session's secret where a browser calls, else empty
 */
record Caller(Principal principal, String session) {
  /** Stands for whoever calls an open route. Sees the figures of nobody. */
  static final Caller NOBODY = new Caller(new Principal("-", Role.LEAD, List.of("-"), "-"), "");

  AccessScope scope() {
    return principal.scope();
  }

  String user() {
    return principal.user();
  }

  boolean isBrowser() {
    return !session.isEmpty();
  }

  @Override
  public String toString() {
    return principal.toString();
  }
}
