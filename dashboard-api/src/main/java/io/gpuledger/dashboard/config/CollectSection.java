package io.gpuledger.dashboard.config;

import io.gpuledger.dashboard.config.CollectConfig.Folder;
import io.gpuledger.dashboard.config.CollectConfig.Place;
import io.gpuledger.dashboard.config.CollectConfig.S3;
import io.gpuledger.ingest.collect.SetBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from where a source collects its bills. */
final class CollectSection {
  private static final String KEY = "collect";
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(7);

  private CollectSection() {}

  static Optional<CollectConfig> read(YamlMapping source, LedgerConfig.SourceKind kind) {
    if (!source.has(KEY)) {
      return Optional.empty();
    }
    YamlMapping item = source.mapping(KEY);
    Duration every =
        item.optional("every", "a duration from 1s to 7d, such as 15m", CollectSection::every)
            .orElse(EVERY);
    Optional<SetBy> setBy =
        item.optional("set", Scalars.words(SetBy.class), text -> Scalars.word(SetBy.class, text));
    List<Place> places = new ArrayList<>();
    item.optional(
            "folder", "a folder named from the root, such as /var/bills", CollectSection::absolute)
        .ifPresent(path -> places.add(new Folder(path)));
    Optional<YamlMapping> s3 = item.has("s3") ? Optional.of(item.mapping("s3")) : Optional.empty();
    s3.map(CollectSection::s3).ifPresent(places::add);
    item.done();
    if (kind != LedgerConfig.SourceKind.BILLS) {
      source.fault(KEY, "only a source of kind bills collects");
    } else if (places.size() != 1 && (places.size() > 1 || !item.has("folder"))) {
      source.fault(KEY, "expected one place: folder or s3");
    }
    return places.stream().findFirst().map(place -> new CollectConfig(every, setBy, place));
  }

  private static S3 s3(YamlMapping item) {
    S3 place =
        new S3(
            item.requiredText("bucket"),
            item.text("prefix", ""),
            item.optional("region", "a region such as eu-central-1", CollectSection::word),
            item.optional("endpoint", "an http or https address", Scalars::httpUri));
    item.done();
    return place;
  }

  private static Duration every(String text) {
    Duration every = Scalars.positiveDuration(text);
    if (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return every;
  }

  private static Path absolute(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(text);
    }
    return path.normalize();
  }

  private static String word(String text) {
    if (!text.matches("[A-Za-z0-9-]{1,40}")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
