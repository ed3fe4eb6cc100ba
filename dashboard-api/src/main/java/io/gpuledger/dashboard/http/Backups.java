package io.gpuledger.dashboard.http;

/** Copies of the whole instance, which the command {@code backup} makes archives of. */
public interface Backups {
  /**
   * Copies everything into a folder of the data directory, as it stands at one published instant.
   *
   * @return the copy's id and where it stands
   * @throws ApiException with {@link ErrorCode#CONFLICT} where another is being made, or engine or
   *     broker are not of this process
   */
  Object begin();

  /** Removes a copy; false where there is none of that id. */
  boolean end(String id);
}
