package io.gpuledger.ingest.collect;

import io.gpuledger.ingest.format.SetManifest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest of a place.
 *
 * @param content empty where it cannot be read, as one that is half written
 * @param fault why it could not be copied; empty where it could
 */
public record FoundManifest(StoredObject object, Optional<SetManifest> content, String fault) {
  private static final Pattern PERIOD_FOLDER =
      Pattern.compile("(^|.*?/)(\\d{8}-\\d{8}|BILLING_PERIOD=[^/]+)/");

  /** Largest manifest that is read. */
  public static final long MAX_BYTES = 16 << 20;

  /** A manifest that was copied, whatever it says. */
  public FoundManifest(StoredObject object, Optional<SetManifest> content) {
    this(object, content, "");
  }

  /** Whether an object is to be read as a manifest, by its name. */
  public static boolean isNamedSo(StoredObject object) {
    return object.name().toLowerCase(Locale.ROOT).endsWith("manifest.json");
  }

  /** The export and period of which it is a run; its own key where it tells none. */
  String period() {
    String told = content.map(SetManifest::period).orElse("");
    if (told.isEmpty()) {
      return object.key();
    }
    // Two exports in one place have the same periods.
    Matcher folder = PERIOD_FOLDER.matcher(object.key());
    return (folder.lookingAt() ? folder.group(1) : "") + " " + told;
  }
}
