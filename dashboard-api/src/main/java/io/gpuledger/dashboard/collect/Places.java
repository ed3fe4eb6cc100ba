package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.config.CollectConfig;
import io.gpuledger.ingest.collect.FolderStore;
import io.gpuledger.ingest.collect.ObjectStore;
import io.gpuledger.ingest.collect.S3Store;
import java.io.IOException;

/** Opens the places that a configuration names. */
public final class Places {
  private Places() {}

  /** The store of a place; nothing is called yet. */
  public static ObjectStore open(CollectConfig.Place place) throws IOException {
    if (place instanceof CollectConfig.Folder folder) {
      return new FolderStore(folder.path());
    }
    if (place instanceof CollectConfig.S3 s3) {
      return S3Store.open(s3.bucket(), s3.prefix(), s3.region(), s3.endpoint());
    }
    throw new IllegalStateException("no store of " + place);
  }
}
