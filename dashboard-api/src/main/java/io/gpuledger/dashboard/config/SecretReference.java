package io.gpuledger.dashboard.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is kept: {@code ${env:NAME}} or {@code ${file:/path}}. The secret is read at each
 * use, so a rotated one is picked up without a restart.
 *
 * @param kind environment variable or file
 * @param name name of the variable, or the path
 */
public record SecretReference(Kind kind, String name) {
  /** Kinds of places. */
  public enum Kind {
    ENV,
    FILE
  }

  private static final Pattern SHAPE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /** The reference, or empty if the text is anything else (for example the secret itself). */
  public static Optional<SecretReference> find(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SecretReference(
            matcher.group(1).equals("env") ? Kind.ENV : Kind.FILE, matcher.group(2)));
  }

  /** The secret as this process sees it now, or empty where the variable or file is absent. */
  public Optional<Secret> resolve() {
    return resolve(System.getenv());
  }

  Optional<Secret> resolve(Map<String, String> environment) {
    return switch (kind) {
      case ENV -> Optional.ofNullable(environment.get(name)).map(Secret::new);
      case FILE -> readFile();
    };
  }

  private Optional<Secret> readFile() {
    try {
      return Optional.of(new Secret(Files.readString(Path.of(name)).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "${" + (kind == Kind.ENV ? "env:" : "file:") + name + "}";
  }
}
