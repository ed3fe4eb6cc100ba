package io.gpuledger.sql.engine;

/**
 * How the HTTP endpoint listens. The endpoint binds to the loopback interface unless told
 * otherwise, because a secret is all that guards it.
 *
 * @param host address to bind
 * @param port port, 0 for a free one
 * @param internalSecret password of the door {@code internal}: reads and inserts
 * @param migratorSecret password of the door {@code migrator}: changes of the schema as well
 */
public record EngineHttpOptions(
    String host, int port, String internalSecret, String migratorSecret) {
  private static final int SECRET_CHARS_MIN = 16;

  public EngineHttpOptions {
    if (internalSecret.length() < SECRET_CHARS_MIN || migratorSecret.length() < SECRET_CHARS_MIN) {
      throw new IllegalArgumentException(
          "the secrets of the engine's doors need at least " + SECRET_CHARS_MIN + " characters");
    }
    if (internalSecret.equals(migratorSecret)) {
      throw new IllegalArgumentException("the engine's doors need different secrets");
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "EngineHttpOptions[" + host + ":" + port + "]";
  }
}
