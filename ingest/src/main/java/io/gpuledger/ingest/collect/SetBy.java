package io.gpuledger.ingest.collect;

/** What makes a delivery of the objects of a place. */
public enum SetBy {
  /** A manifest and the parts that it names; nothing else is taken. */
  MANIFEST,
  /** A manifest and its parts; where the place has no manifest at all, the files of a folder. */
  FOLDER,
  /** As {@link #FOLDER}, but each file is one of its own. */
  FILE
}
