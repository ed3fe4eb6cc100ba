package io.gpuledger.dashboard.http;

import java.util.List;

/** An error with its code, for the caller's eyes. Never carries data the caller may not see. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final transient List<Fault> problems;

  /** One fault of a request. */
  public record Fault(String code, String field, String message) {}

  public ApiException(ErrorCode code, String detail) {
    this(code, detail, List.of());
  }

  public ApiException(ErrorCode code, String detail, List<Fault> problems) {
    super(detail);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  /** What the caller sees where something is absent or not theirs to see: both look the same. */
  static ApiException notFound() {
    return new ApiException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
  }

  public ErrorCode code() {
    return code;
  }

  public List<Fault> problems() {
    return problems;
  }
}
