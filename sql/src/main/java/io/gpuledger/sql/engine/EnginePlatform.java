package io.gpuledger.sql.engine;

import java.util.Locale;
import java.util.Optional;

/**
 * A platform for which the engine is published, with the npm package that carries it.
 *
 * <p>The digest is the sha512 of the published archive as npm states it. A platform whose digest we
 * have not seen ourselves has none; npm's own check against the registry's digest still holds
 * there.
 */
enum EnginePlatform {
  LINUX_X64(
      "@chdb/lib-linux-x64-gnu",
      "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw=="),
  LINUX_ARM64("@chdb/lib-linux-arm64-gnu", ""),
  MAC_ARM64("@chdb/lib-darwin-arm64", ""),
  MAC_X64("@chdb/lib-darwin-x64", "");

  private final String packageName;
  private final String sha512;

  EnginePlatform(String packageName, String sha512) {
    this.packageName = packageName;
    this.sha512 = sha512;
  }

  String packageName() {
    return packageName;
  }

  /** The pinned sha512 of the archive in base 64, if this platform has one. */
  Optional<String> sha512() {
    return sha512.isEmpty() ? Optional.empty() : Optional.of(sha512);
  }

  static EnginePlatform of(String osName, String architecture) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if (os.contains("linux") && intel) {
      return LINUX_X64;
    }
    if (os.contains("linux") && arm) {
      return LINUX_ARM64;
    }
    if (os.contains("mac") && arm) {
      return MAC_ARM64;
    }
    if (os.contains("mac") && intel) {
      return MAC_X64;
    }
    throw new EngineUnavailableException(
        "the embedded engine is not published for "
            + osName
            + " on "
            + architecture
            + "; point clickhouse.url at a ClickHouse server instead");
  }

  static EnginePlatform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }
}
