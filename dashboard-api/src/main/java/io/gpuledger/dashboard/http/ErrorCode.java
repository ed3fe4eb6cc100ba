package io.gpuledger.dashboard.http;

/** The published list of errors. A code never changes its meaning. */
public enum ErrorCode {
  INVALID_REQUEST(400, "The request has faults"),
  NOT_SIGNED_IN(401, "Sign in first"),
  NOT_ALLOWED(403, "Your role may not do this"),
  CSRF_REQUIRED(403, "The write lacks its X-CSRF-Token"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "This address has no such method"),
  CONFLICT(409, "The state of the ledger forbids it"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body has another type than this route reads"),
  HOST_NOT_ALLOWED(421, "This server does not answer for that host"),
  INPUT_REFUSED(422, "The input was refused"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL(500, "Something failed in the ledger"),
  NOT_AVAILABLE(503, "A part of the ledger does not answer now");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
